"""A protected address and a sealed number are nowhere in the database as they are written, and read by few."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.models import AuditEvent
from oneplan.web.people import timeline
from oneplan.web.people.actions import homes, identifiers, persons, safety
from oneplan.web.people.models import Home, Identifier, TimelineEntry
from oneplan.web.site import rotation
from oneplan.web.site.models import AreaListItem
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Read = Callable[..., str]
Send = Callable[..., Any]
STREET, POSTCODE = "4 Sorrel Rise", "ZZ1 4QX"
PASSPORT = "ZZ 000 0001"


def whole_database() -> str:
    """Every text column of every table, as it lies there."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def protect(cast: Cast) -> Home:
    return homes.protect(home=cast.home, by=cast.priya, at=timezone.now())


class TestAnAddress:
    def test_protecting_seals_it_and_unprotecting_opens_it_again(self, cast: Cast, saved: Send, read: Read) -> None:
        assert STREET in whole_database()
        saved(reverse("home-protect", args=[cast.home.pk]))
        assert STREET not in whole_database()
        assert "ZZ14QX" not in whole_database().replace(" ", "")
        assert f"{STREET}, {POSTCODE}" in read(reverse("home-page", args=[cast.home.pk]))
        saved(reverse("home-unprotect", args=[cast.home.pk]), reason="She has moved, and says so")
        home = Home.objects.get(pk=cast.home.pk)
        assert (home.address, home.postcode, home.plain_postcode) == (STREET, POSTCODE, "ZZ14QX")
        assert (home.sealed_address, home.sealed_postcode) == ("", "")
        assert TimelineEntry.objects.get(kind="home").text == "She has moved, and says so"

    def test_a_home_that_is_protected_from_the_start(self, cast: Cast) -> None:
        homes.add(label="", address="1 Hidden Lane", postcode="zz9 9zz", is_protected=True, by=cast.priya,
                  at=timezone.now())  # fmt: skip
        assert "Hidden" not in whole_database()
        assert Home.objects.get(is_protected=True).whole_address == "1 Hidden Lane, ZZ9 9ZZ"

    def test_a_label_that_tells_it_goes(self, cast: Cast) -> None:
        Home.objects.filter(pk=cast.home.pk).update(label="Behind the bakery")
        assert protect(cast).label == "Behind the bakery"  # not the address
        homes.unprotect(home=cast.home, reason="so", by=cast.priya, at=timezone.now())
        Home.objects.filter(pk=cast.home.pk).update(label="Sorrel Rise, number 4")
        assert protect(cast).label == homes.SAFE_LABEL  # the street alone says enough
        homes.unprotect(home=cast.home, reason="so", by=cast.priya, at=timezone.now())
        Home.objects.filter(pk=cast.home.pk).update(label="The house 4 sorrel  rise")
        assert protect(cast).label == homes.SAFE_LABEL

    def test_the_database_itself_refuses_a_plain_protected_address(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Home.objects.filter(pk=cast.home.pk).update(is_protected=True)

    def test_the_front_door_can_start_it_but_not_end_it(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("home-protect", args=[cast.home.pk]), by=cast.fay)
        page = reverse("home-page", args=[cast.home.pk])
        assert STREET not in read(page, by=cast.fay)
        assert "Stop keeping it safe" not in read(page, by=cast.fay)
        answer = cast.client(cast.fay).get(reverse("home-unprotect", args=[cast.home.pk]))
        assert STREET not in answer.content.decode()
        with pytest.raises(Exception, match="Only those who work with a family that lives there now"):
            homes.unprotect(home=cast.home, reason="so", by=cast.fay, at=timezone.now())

    def test_what_is_written_about_it_is_read_by_those_who_read_the_address(self, cast: Cast, read: Read) -> None:
        protect(cast)
        said: dict[str, Any] = {"home": cast.home, "by": cast.priya, "at": timezone.now()}
        note = homes.note(kind="landlord", words="Canary Housing", **said)
        warning = safety.warn_visitors(words="Canary bell, second door", **said)
        pages = [
            reverse("home-page", args=[cast.home.pk]), reverse("family", args=[cast.family.pk]),
            reverse("home-note-end", args=[note.pk]), reverse("home-note-strike", args=[note.pk]),
            reverse("warning-end", args=[warning.pk]),
        ]  # fmt: skip
        for page in pages:
            assert "Canary" in read(page, by=cast.priya), page
            assert "Canary" not in cast.client(cast.fay).get(page).content.decode(), page

    @pytest.mark.parametrize("name", ["home-protect", "home-unprotect"])
    def test_a_stranger_can_do_neither(self, cast: Cast, name: str) -> None:
        protect(cast)
        answer = cast.client(cast.stan).get(reverse(name, args=[cast.home.pk]))
        assert answer.status_code == 403
        assert STREET not in answer.content.decode()

    def test_twice_changes_nothing(self, cast: Cast, refused: Send) -> None:
        protect(cast)
        assert "kept safe already" in refused(reverse("home-protect", args=[cast.home.pk]))
        homes.unprotect(home=cast.home, reason="so", by=cast.priya, at=timezone.now())
        assert "not kept safe any more" in refused(reverse("home-unprotect", args=[cast.home.pk]), reason="so")

    @pytest.mark.parametrize("typed", [POSTCODE, "ZZ14QX", STREET])
    def test_no_search_finds_it(self, cast: Cast, read: Read, typed: str) -> None:
        protect(cast)
        for who in (cast.priya, cast.fay, cast.stan):
            assert "Okafor-Reed" not in read(f"{reverse('find')}?q={typed}", by=who).replace(typed, "")

    def test_what_was_typed_elsewhere_is_counted(self, cast: Cast, send: Send) -> None:
        said: dict[str, Any] = {
            "family": cast.family,
            "on": date(2024, 5, 3),
            "kind": "visit",
            "by": cast.priya,
            "at": timezone.now(),
        }
        timeline.add(headline="A visit", text="We met at 4 Sorrel  Rise.", **said)
        timeline.add(headline="Another", text="We met in town.", **said)
        answer = send(reverse("home-protect", args=[cast.home.pk]))
        page = answer.client.get(answer["Location"]).content.decode()
        assert "typed into one entry of the record" in page

    def test_the_trace_says_that_and_not_what(self, cast: Cast) -> None:
        protect(cast)
        event = AuditEvent.objects.get(event="home_protected")
        assert event.payload == {}
        assert event.family_id == cast.family.pk


class TestANumber:
    @pytest.fixture
    def passport(self, cast: Cast) -> Identifier:
        return identifiers.add(person=cast.parent, scheme="passport", value=PASSPORT, by=cast.priya, at=timezone.now())

    def test_it_is_sealed_and_its_worker_reads_it(self, cast: Cast, passport: Identifier, read: Read) -> None:
        assert "0000001" not in whole_database().replace(" ", "")
        assert PASSPORT in read(reverse("person", args=[cast.parent.pk]))

    def test_an_exact_search_finds_it_for_whoever_may(self, cast: Cast, passport: Identifier, read: Read) -> None:
        for typed in (PASSPORT, "zz0000001"):
            assert "Grace Okafor-Reed" in read(f"{reverse('find')}?q={typed}")
            assert "Grace Okafor-Reed" in read(f"{reverse('find')}?q={typed}", by=cast.fay)
            for stranger in (cast.stan, cast.others["data_manager"]):
                assert "Grace" not in read(f"{reverse('find')}?q={typed}", by=stranger)
        assert "Grace" not in read(f"{reverse('find')}?q={passport.plain}")
        assert "Grace" not in read(f"{reverse('find')}?q=ZZ000000")

    def test_whoever_compares_records_sees_that_it_is_the_same_and_not_which(
        self, cast: Cast, passport: Identifier, read: Read
    ) -> None:
        other = persons.add(given_names="Gracie", by=cast.fay, at=timezone.now())
        manager = cast.others["data_manager"]
        page = read(reverse("person-merge", args=[cast.parent.pk, other.pk]), by=manager)
        assert PASSPORT not in page
        assert "kept sealed" in page

    def test_another_team_hears_of_the_same_number_without_a_name(self, cast: Cast, passport: Identifier) -> None:
        other = persons.add(given_names="Gracie", by=cast.fay, at=timezone.now())
        said: dict[str, Any] = {"person": other, "scheme": "passport", "value": PASSPORT, "at": timezone.now()}
        with pytest.raises(identifiers.SameNumberElsewhere, match="Grace Okafor-Reed"):
            identifiers.add(by=cast.fay, **said)
        with pytest.raises(identifiers.CannotKeepNumber, match="Somebody whom another team knows") as refusal:
            identifiers.add(by=cast.stan, **said)
        assert "Grace" not in str(refusal.value)

    def test_struck_out_it_stays_sealed(self, cast: Cast, passport: Identifier, saved: Send, read: Read) -> None:
        saved(reverse("number-strike", args=[passport.pk]), reason="her sister's")
        assert "0000001" not in whole_database().replace(" ", "")
        assert f"{PASSPORT}</s>" in read(reverse("person", args=[cast.parent.pk]))

    def test_a_kind_marked_later_is_sealed_by_command(self, cast: Cast) -> None:
        row = identifiers.add(person=cast.child, scheme="housing", value="H/22-7", by=cast.priya, at=timezone.now())
        assert "H/22-7" in whole_database()
        AreaListItem.objects.filter(code="housing", list_name="identifier").update(marks={"sealed": True})
        cache.clear()
        assert rotation.seal_open(by=None, at=timezone.now()) == 1
        assert "22-7" not in whole_database()
        row.refresh_from_db()
        assert row.number == "H/22-7"
        assert rotation.seal_open(by=None, at=timezone.now()) == 0

    def test_the_database_refuses_a_number_open_and_sealed(self, cast: Cast, passport: Identifier) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Identifier.objects.filter(pk=passport.pk).update(value=PASSPORT)


def test_every_sealed_column_is_known_to_the_rotation() -> None:
    named = {column.words for column in rotation.columns()}
    assert {"people.home.sealed_address", "people.home.sealed_postcode", "people.identifier.sealed_value"} <= named
    assert all(issubclass(column.model, models.Model) for column in rotation.columns())
