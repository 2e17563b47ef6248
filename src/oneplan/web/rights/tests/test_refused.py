"""Who was refused what: kept with who asked, shown to those who answer for the family or the worker."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from oneplan.rulebook.rights.unusual import limit
from oneplan.web.access import refusals
from oneplan.web.access.models import Account, RefusedPage
from oneplan.web.agencies.models import Worker
from oneplan.web.rights.reads.refused import refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R196")]


def _asks(cast: Cast, worker: Worker, address: str, *, status: int = 403) -> None:
    assert cast.client(worker).get(address).status_code == status


def _stranger(cast: Cast) -> Worker:
    worker = Worker.objects.create(
        name="Rob Haines", job_title="manager", role="team_manager", agency=cast.stan.agency, team=cast.stan.team
    )
    Account.objects.make(name="rob", password=None, worker=worker)
    return worker


def test_a_refusal_is_kept_with_who_asked_and_for_what(cast: Cast) -> None:
    _asks(cast, cast.stan, f"/families/{cast.family.reference}/")
    row = RefusedPage.objects.get()
    assert (row.account, row.page, row.family_id) == (Account.objects.get(worker=cast.stan), "family", cast.family.pk)
    assert (row.kind, row.thing_id) == ("not_allowed", str(cast.family.pk))


def test_the_family_behind_another_thing_is_kept_too(cast: Cast) -> None:
    _asks(cast, cast.stan, f"/people/{cast.parent.reference}/")
    assert RefusedPage.objects.get().page == "person"


def test_a_number_that_stands_for_nothing_is_kept_as_well(cast: Cast) -> None:
    _asks(cast, cast.stan, "/families/F-9999999/")
    assert RefusedPage.objects.get().thing_id == "9998999"


def test_nothing_is_kept_of_what_is_open_nor_of_nobody(cast: Cast) -> None:
    _asks(cast, cast.priya, f"/families/{cast.family.reference}/", status=200)
    Client().get(f"/families/{cast.family.reference}/")
    assert not RefusedPage.objects.exists()


def test_a_form_that_was_made_elsewhere_is_kept(cast: Cast) -> None:
    answer = cast.client(cast.priya).post(f"/families/{cast.family.reference}/notes/new/", {"text": "x"})
    assert answer.status_code == 400
    assert RefusedPage.objects.get().kind == "form"


def test_the_manager_sees_who_was_refused_at_their_family(cast: Cast) -> None:
    _asks(cast, cast.stan, f"/families/{cast.family.reference}/")
    maya = cast.client(cast.maya)
    listed = maya.get(f"/families/{cast.family.reference}/who-looked/?show=refused").content.decode()
    assert "Okafor" in listed
    assert "nothing was shown" in listed
    assert "Asked for, and not shown" in maya.get("/unusual-looks/").content.decode()


def test_a_manager_of_another_team_is_told_nothing_of_that_family(cast: Cast, now: datetime) -> None:
    _asks(cast, cast.tom, f"/families/{cast.family.reference}/", status=200)
    RefusedPage.objects.create(at=now, kind="not_allowed", account=Account.objects.get(worker=cast.stan), page="family",
                               family_id=cast.family.pk)  # fmt: skip
    assert refused(_stranger(cast), now=now, days=7) == []


@pytest.mark.parametrize(("who", "is_told"), [("of their team", True), ("of another", False), ("auditor", True)])
def test_many_within_an_hour_are_shown_to_who_answers_for_the_worker(
    cast: Cast, now: datetime, who: str, is_told: bool
) -> None:
    account = Account.objects.get(worker=cast.stan)
    most = limit("refusals_in_an_hour", on=now.date())
    at = now.replace(minute=5)
    asker: Any = {"of their team": _stranger(cast), "of another": cast.maya, "auditor": cast.others["auditor"]}[who]
    _refuse(account, at, most)
    assert refused(asker, now=now, days=7) == []
    _refuse(account, at, 1)
    found = refused(asker, now=now, days=7)
    assert [each.number for each in found] == ([most + 1] if is_told else [])


def test_older_ones_are_left_out_and_after_a_year_gone(cast: Cast, now: datetime) -> None:
    _refuse(Account.objects.get(worker=cast.stan), now - timedelta(days=8), 30)
    assert refused(cast.others["auditor"], now=now, days=7) == []
    refusals.clear_away(at=now + timedelta(days=356))
    assert RefusedPage.objects.count() == 30
    refusals.clear_away(at=now + timedelta(days=358))
    assert not RefusedPage.objects.exists()


def _refuse(account: Account, at: datetime, number: int) -> None:
    rows = [
        RefusedPage(at=at, kind="not_allowed", account=account, page="person", thing_id=str(n)) for n in range(number)
    ]
    RefusedPage.objects.bulk_create(rows)
