"""Migrations that move data do so, and back again, on both databases."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Appointment
from oneplan.web.people import numbers
from oneplan.web.people.models import Home, Identifier
from oneplan.web.site import sealed
from oneplan.web.value.models import Payment
from tests import worth
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Migrate = Callable[[str, str], Any]


@pytest.fixture
def migrate() -> Iterator[Migrate]:
    """Bring one app to a migration and give the models as they are there; afterwards everything is up to date again."""

    def to(app: str, name: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([(app, name)])
        return MigrationExecutor(connection).loader.project_state([(app, name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_held_forms_move_onto_the_ring_and_back(
    cast: Cast, own_keys: Path, settings: Any, now: datetime, migrate: Migrate
) -> None:
    settings.FORM_KEY = Fernet.generate_key().decode()
    account = Account.objects.get(worker=cast.priya).pk
    before = migrate("site", "0001_initial").get_model("site", "HeldForm")
    token = Fernet(settings.FORM_KEY).encrypt(b'{"text": ["typed"]}')
    row = before.objects.create(token=uuid4(), account_id=account, path="/", held_at=now, sealed=token)

    after = migrate("site", "0002_sealed").get_model("site", "HeldForm")
    assert after.objects.get(pk=row.pk).typed == '{"text": ["typed"]}'
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM site_heldform")
        assert cursor.fetchone()[0].startswith(f"{sealed.MARK}:")

    again = migrate("site", "0001_initial").get_model("site", "HeldForm")
    assert Fernet(settings.FORM_KEY).decrypt(bytes(again.objects.get(pk=row.pk).sealed)) == b'{"text": ["typed"]}'


def test_what_was_agreed_and_paid_is_for_the_help_and_a_reserve_is_not_forgotten(
    cast: Cast, now: datetime, migrate: Migrate
) -> None:
    by = worth.commissioner(cast)
    agreement = worth.agreed(worth.begun(by=by, at=now), by=by, at=now, begins_on=now.date())

    before = migrate("value", "0002_what_key_working_costs").get_model("value", "Payment")
    before.objects.create(
        agreement_id=agreement.pk, agency="council", year=1, amount=5, paid_on=now.date(), recorded_by_id=by.pk,
        recorded_at=now,
    )  # fmt: skip
    after = migrate("value", "0003_funding_has_a_reserve")
    for name in ("Contribution", "Payment"):
        assert set(after.get_model("value", name).objects.values_list("purpose", flat=True)) == {"help"}

    Payment.objects.create(
        agreement=agreement, agency="council", year=1, amount=7, purpose="reserve", paid_on=now.date(), recorded_by=by,
        recorded_at=now,
    )  # fmt: skip
    with pytest.raises(RuntimeError, match=r"value.Payment: 1 rows are of a reserve"):
        migrate("value", "0002_what_key_working_costs")
    assert Payment.objects.filter(purpose="reserve").count() == 1


def test_a_day_seen_to_by_one_worker_named_in_words_is_theirs_and_other_words_stay(
    cast: Cast, now: datetime, migrate: Migrate
) -> None:
    Worker.objects.filter(pk=cast.stan.pk).update(name="Tom Reed")
    row = migrate("casework", "0004_goals_that_tell").get_model("casework", "Appointment")
    said = ("Priya Shah", f"Priya Shah, {cast.priya.phone}", "Tom Reed", "social care")
    for owner in said:
        row.objects.create(family_id=cast.family.pk, what=owner, on=now.date(), owner=owner, recorded_at=now)

    migrate("casework", "0005_who_sees_to_a_day")
    after = {each.what: (each.seen_to_by, each.owner) for each in Appointment.objects.all()}
    assert after == {
        said[0]: (cast.priya, ""), said[1]: (cast.priya, ""),
        "Tom Reed": (None, "Tom Reed"), "social care": (None, "social care"),
    }  # fmt: skip

    again = migrate("casework", "0004_goals_that_tell").get_model("casework", "Appointment")
    assert set(again.objects.values_list("owner", flat=True)) == {"Priya Shah", "Tom Reed", "social care"}


def test_protected_addresses_and_marked_numbers_are_sealed_and_opened_again(
    cast: Cast, own_keys: Path, now: datetime, migrate: Migrate
) -> None:
    before = migrate("people", "0001_initial")
    home, number = before.get_model("people", "Home"), before.get_model("people", "Identifier")
    refuge = home.objects.create(label="R", address="9 Quay Row", postcode="ZZ9 9ZZ", plain_postcode="ZZ99ZZ",
                                 is_protected=True, made_at=now)  # fmt: skip
    kept = {"person_id": cast.parent.pk, "known_from": now}
    passport = number.objects.create(scheme="passport", value="ZZ 000 0001", plain="ZZ0000001", **kept)
    school = number.objects.create(scheme="school", value="A 7", plain="A7", **kept)

    migrate("people", "0003_sealed")
    sealed_home = Home.objects.get(pk=refuge.pk)
    assert (sealed_home.address, sealed_home.postcode, sealed_home.plain_postcode) == ("", "", "")
    assert sealed_home.whole_address == "9 Quay Row, ZZ9 9ZZ"
    assert Home.objects.get(pk=cast.home.pk).address == "4 Sorrel Rise"
    assert Identifier.objects.get(pk=passport.pk).number == "ZZ 000 0001"
    assert Identifier.objects.get(pk=passport.pk).plain == numbers.digest("passport", "ZZ0000001")
    assert Identifier.objects.get(pk=school.pk).value == "A 7"

    again = migrate("people", "0001_initial")
    row = again.get_model("people", "Home").objects.get(pk=refuge.pk)
    assert (row.address, row.postcode, row.plain_postcode) == ("9 Quay Row", "ZZ9 9ZZ", "ZZ99ZZ")
    back = again.get_model("people", "Identifier").objects.get(pk=passport.pk)
    assert (back.value, back.plain) == ("ZZ 000 0001", "ZZ0000001")
