"""Who looked and who changed: for managers in full, for the family in kind words, for nobody else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access import audit, chain
from oneplan.web.access.models import Account, AuditEvent, ViewBatch
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people.models import ContactRestriction, Family, Membership, Person
from oneplan.web.rights import subject
from oneplan.web.rights.reads import register
from oneplan.web.rights.reads.unusual import unusual
from oneplan.web.rights.writing import _looks
from oneplan.web.sharing.actions import bases, disclosures, emergencies
from oneplan.web.sharing.models import EmergencyOpening, SharingBasis
from tests.cast import Cast, _worker


def looked(cast: Cast, who: Any, now: datetime, page: str = "family", **also: Any) -> None:
    family = also.get("family", cast.family)
    seen = also.get("seen", [f"people.family:{family.pk}"])
    with transaction.atomic():
        chain.add(chain.VIEWS, at=now, account_id=Account.objects.get(worker=who).pk, page=page, family_id=family.pk,
                  seen=seen)  # fmt: skip


def address(cast: Cast) -> str:
    return f"/families/{cast.family.reference}/who-looked/"


def test_a_manager_sees_who_when_which_page_and_which_records(cast: Cast, now: datetime) -> None:
    seen = [f"people.family:{cast.family.pk}", f"people.person:{cast.child.pk}", "casework.note:7", "casework.note:8"]
    looked(cast, cast.priya, now, "note", seen=seen)
    page = cast.client(cast.maya).get(address(cast)).content.decode()
    assert "Priya Shah, Sallowdale Council early help" in page
    assert "Opened a note" in page
    assert "Leo Okafor-Reed, 2 notes" in page
    assert "not working with this family" not in page


def test_changes_are_shown_without_their_words(cast: Cast, now: datetime) -> None:
    from oneplan.web.casework.actions import words

    words.keep(family=cast.family, said_by="Grace", text="SECRET SENTENCE", on=now.date(), by=cast.priya, at=now)
    page = cast.client(cast.maya).get(address(cast), {"show": "changes"}).content.decode()
    assert "Priya Shah" in page
    assert "SECRET" not in page


def test_registers_speak_in_plain_words(cast: Cast, now: datetime) -> None:
    """As somebody reads them: no code names, and people by theirs."""
    row = emergencies.open_record(family=cast.family, reason="Leo is missing, nobody answers", by=cast.stan, at=now)
    looked(cast, cast.priya, now, "basis-approve", seen=["sharing.sharingbasis:4"])
    looked(cast, cast.priya, now, "why")
    with transaction.atomic():
        audit.record("member_joined", about=row, by=cast.priya, at=now, family=cast.family, person=cast.child.pk)
        audit.record("person_renamed", about=cast.child, by=cast.priya, at=now, family=cast.family)
    client = cast.client(cast.maya)
    looks = client.get(address(cast)).content.decode()
    assert "Opened what waits for approval, to be told without consent" in looks
    assert "a decision to tell without consent" in looks
    assert "Opened why they can see it, and why not" in looks
    changes = client.get(address(cast), {"show": "changes"}).content.decode()
    assert "Opened the record in an emergency" in changes
    assert "a record opened in an emergency, Leo Okafor-Reed" in changes
    assert ">Leo Okafor-Reed</td>" in changes
    cast.client(cast.green).get(f"/families/{cast.family.reference}/people/")
    refused = client.get(address(cast), {"show": "refused"}).content.decode()
    assert "Who is in the family: not open to them" in refused
    for page in (looks, changes, refused):
        assert not re.search("sharingbasis|emergencyopening|basis approve|episode", page)


def test_filters_by_worker_person_and_days(cast: Cast, now: datetime) -> None:
    looked(cast, cast.priya, now - timedelta(days=9), seen=[f"people.person:{cast.child.pk}"])
    looked(cast, cast.green, now, "plan")

    def lines(**asked: Any) -> list[str]:
        return [line.who.split(",")[0] for line in register.register(cast.family, asked=register.Asked(**asked)).lines]

    assert lines() == ["Ann Green", "Priya Shah"]
    assert lines(worker=cast.green.pk) == ["Ann Green"]
    assert lines(person=cast.child.pk) == ["Priya Shah"]
    assert lines(person=cast.baby.pk) == []
    today = timezone.localdate(now)
    assert lines(since=today) == ["Ann Green"]
    assert lines(until=today - timedelta(days=1)) == ["Priya Shah"]


def test_somebody_not_working_with_the_family_is_shown_to_the_manager(cast: Cast, now: datetime) -> None:
    looked(cast, cast.stan, now)
    looked(cast, cast.priya, now)
    page = cast.client(cast.maya).get("/unusual-looks/").content.decode()
    assert "Stan Pike" in page
    assert "not working with this family that day" in page
    assert "Priya Shah" not in page


def test_many_families_within_an_hour_are_shown_where_the_manager_answers(cast: Cast, now: datetime) -> None:
    for number in range(31):
        family = Family.objects.create(name=f"F{number}", made_at=now)
        looked(cast, cast.priya, now, family=family)
    looked(cast, cast.priya, now)
    found = unusual(cast.maya, now=now).looks
    assert [each.family for each in found] == [cast.family]
    assert found[0].reasons == ["32 families within the hour"]


def test_looking_at_somebodys_page_counts_for_their_family(cast: Cast) -> None:
    cast.client(cast.priya).get(f"/people/{cast.child.reference}/")
    assert ViewBatch.objects.get(page="person").family_id == cast.family.pk


def test_the_family_reads_who_opened_their_plan_in_kind_words(cast: Cast, now: datetime) -> None:
    looked(cast, cast.priya, now, "plan")
    looked(cast, cast.priya, now, "person")
    looked(cast, cast.priya, now, "restriction-new")
    page = cast.client(cast.parent_account).get("/our-plan/looks/").content.decode()
    assert "Priya Shah opened your plan" in page
    assert f"{timezone.localdate(now):%A}" in page
    assert "restriction" not in page
    assert cast.family.reference not in page


class TestOpenedInAnEmergency:
    """The family reads that, when, by whom, and whether a manager looked: not why."""

    WHY = "A neighbour says that Sam is at the door"

    @pytest.fixture
    def opening(self, cast: Cast, now: datetime) -> EmergencyOpening:
        return emergencies.open_record(family=cast.family, reason=self.WHY, by=cast.stan, at=now)

    def _reads(self, cast: Cast) -> str:
        return str(cast.client(cast.parent_account).get("/our-plan/looks/").content.decode())

    @pytest.mark.requirement("R202")
    def test_it_stands_in_their_list_with_day_hour_and_name(
        self, cast: Cast, now: datetime, opening: EmergencyOpening
    ) -> None:
        opened_at = timezone.localtime(opening.opened_at)
        for page_was_opened in (False, True):
            if page_was_opened:
                looked(cast, cast.stan, now)
            page = self._reads(cast)
            assert "Stan Pike opened your" in page
            assert f"Opened in an emergency on {opened_at:%-d %B}, at {opened_at:%-H.%M}." in page
            assert f"A manager looks at it by {opening.review_by:%-d %B}" in page
            assert page.count("Stan Pike") == 1
            assert "neighbour" not in page

    @pytest.mark.requirement("R202")
    def test_whether_a_manager_looked_but_not_what_they_found(
        self, cast: Cast, now: datetime, opening: EmergencyOpening
    ) -> None:
        EmergencyOpening.objects.update(review_by=timezone.localdate(now) - timedelta(days=1))
        assert "A manager has not looked at it yet" in self._reads(cast)
        wrong = EmergencyOpening.Finding.WRONG
        emergencies.review(opening=opening, finding=wrong, words="Never rang first", by=cast.maya, at=now)
        page = self._reads(cast)
        assert f"A manager looked at it on {timezone.localdate(now):%-d %B}" in page
        assert "rang first" not in page
        assert "not right" not in page

    def test_past_midnight_the_next_days_looks_say_so_too(self, cast: Cast, opening: EmergencyOpening) -> None:
        late = timezone.localtime(opening.opened_at).replace(hour=22, minute=30) - timedelta(days=2)
        EmergencyOpening.objects.update(opened_at=late, until=late + timedelta(hours=4))
        looked(cast, cast.stan, late + timedelta(hours=3))
        lines = register.plain_list(cast.family, today=timezone.localdate(opening.opened_at))
        assert [line.day.day for line in lines] == [(late + timedelta(hours=3)).day, late.day]
        assert all(f"on {late:%-d %B}, at 22.30" in line.emergency for line in lines)

    def test_other_looks_say_nothing_of_it(self, cast: Cast, now: datetime, opening: EmergencyOpening) -> None:
        looked(cast, cast.priya, now)
        lines = {line.who: line.emergency for line in register.plain_list(cast.family, today=timezone.localdate(now))}
        assert lines.keys() == {"Priya Shah", "Stan Pike"}
        assert lines["Priya Shah"] == ""

    def test_who_joined_later_and_services_never_named_stay_out(
        self, cast: Cast, now: datetime, opening: EmergencyOpening
    ) -> None:
        today = timezone.localdate(now)
        assert register.plain_list(cast.family, today=today, since=today + timedelta(days=1)) == []
        Agency.objects.filter(pk=cast.stan.agency_id).update(sector="domestic_abuse")
        assert register.plain_list(cast.family, today=today) == []

    @pytest.mark.requirement("R202")
    def test_the_manager_reads_which_pages_were_opened(
        self, cast: Cast, now: datetime, opening: EmergencyOpening
    ) -> None:
        looked(cast, cast.stan, now + timedelta(minutes=1), "plan")
        looked(cast, cast.stan, now + timedelta(minutes=2), "family-timeline")
        looked(cast, cast.stan, now + timedelta(minutes=3), "plan")
        looked(cast, cast.stan, now + timedelta(hours=5), "goal")  # after it was over
        looked(cast, cast.priya, now + timedelta(minutes=1), "diary")
        page = cast.client(cast.maya).get(reverse("emergency-review", args=[opening.pk])).content.decode()
        assert "<dd>the plan (2 times); the timeline</dd>" in page
        assert self.WHY in page
        way = re.search(r'href="(/families/[^"]+/who-looked/[^"]+)"', page)
        assert way
        lines = cast.client(cast.maya).get(way[1].replace("&amp;", "&")).content.decode()
        assert lines.count("Stan Pike, ") >= 3
        assert "Opened the diary" not in lines

    def test_a_manager_of_another_team_has_no_way_to_the_register(
        self, cast: Cast, now: datetime, opening: EmergencyOpening
    ) -> None:
        other = _worker("Rob Haines", "team manager", "team_manager", cast.stan.agency, cast.stan.team)  # type: ignore[arg-type]
        page = cast.client(other).get(reverse("emergency-review", args=[opening.pk])).content.decode()
        assert "who-looked" not in page


def test_the_familys_list_names_no_member_and_no_service_that_keeps_people_safe(cast: Cast, now: datetime) -> None:
    harbour = Agency.objects.create(name="Safe Harbour", sector="domestic_abuse")
    helper = _worker("Nell Frost", "adviser", "partner", harbour)  # type: ignore[arg-type]
    looked(cast, helper, now, "plan")
    with transaction.atomic():
        chain.add(chain.VIEWS, at=now, account_id=cast.parent_account.pk, page="our-plan", family_id=cast.family.pk,
                  seen=[f"people.family:{cast.family.pk}"])  # fmt: skip
    assert register.plain_list(cast.family, today=timezone.localdate(now)) == []
    assert "Nell Frost" in cast.client(cast.maya).get(address(cast)).content.decode()


def test_a_look_at_somebody_who_is_in_another_family_too_is_not_told_there(cast: Cast, now: datetime) -> None:
    looked(cast, cast.stan, now, "person", seen=[f"people.person:{cast.father.pk}"])
    looked(cast, cast.priya, now, "person", seen=[f"people.person:{cast.child.pk}"])
    lines = register.plain_list(cast.family, today=timezone.localdate(now))
    assert [line.who for line in lines] == ["Priya Shah"]


@pytest.fixture
def father_account(cast: Cast) -> Account:
    return Account.objects.make(name="sam", password=None, person=cast.father)


def test_a_barred_parent_sees_nothing(cast: Cast, now: datetime, father_account: Account) -> None:
    looked(cast, cast.priya, now)
    assert cast.client(father_account).get("/our-plan/looks/").status_code == 200
    ContactRestriction.objects.create(child=cast.child, barred=cast.father, kind="order", known_from=now)
    refused = cast.client(father_account).get("/our-plan/looks/")
    assert refused.status_code == 403
    assert "Priya" not in refused.content.decode()
    assert cast.client(father_account).get(f"/families/{cast.family.reference}/looks/").status_code == 403


def test_a_place_that_ended_shows_nothing_and_one_that_began_late_only_what_came_after(
    cast: Cast, now: datetime, father_account: Account
) -> None:
    looked(cast, cast.green, now - timedelta(days=20))
    looked(cast, cast.priya, now)
    place = Membership.objects.filter(person=cast.father)
    place.update(valid_from=timezone.localdate(now) - timedelta(days=3))
    page = cast.client(father_account).get("/our-plan/looks/").content.decode()
    assert "Priya Shah" in page
    assert "Ann Green" not in page
    place.update(valid_to=timezone.localdate(now) - timedelta(days=1))
    assert cast.client(father_account).get("/our-plan/looks/").status_code == 403


@pytest.mark.parametrize("who", ["priya", "green", "fay", "stan", "parent_account"])
def test_nobody_else_sees_the_register(cast: Cast, who: str) -> None:
    assert cast.client(getattr(cast, who)).get(address(cast)).status_code == 403
    assert cast.client(getattr(cast, who)).get("/unusual-looks/").status_code == 403


def test_a_manager_of_another_team_sees_neither(cast: Cast, now: datetime) -> None:
    looked(cast, cast.stan, now)
    stranger = _worker("Rob Haines", "team manager", "team_manager", cast.stan.agency, cast.stan.team)  # type: ignore[arg-type]
    assert cast.client(stranger).get(address(cast)).status_code == 403
    assert "Okafor" not in cast.client(stranger).get("/unusual-looks/").content.decode()


def _many(cast: Cast, now: datetime, number: int) -> None:
    """Views of many families, every tenth of them of this one."""
    first, account = ViewBatch.objects.count() + 1, Account.objects.get(worker=cast.priya).pk
    rows = [
        ViewBatch(number=first + n, at=now, account_id=account, page="family", digest="",
                  family_id=cast.family.pk if n % 10 == 0 else 1_000_000 + n, seen=["people.family:1"])
        for n in range(number)
    ]  # fmt: skip
    ViewBatch.objects.bulk_create(rows, batch_size=2000)
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(number=10**6 + first + n, at=now, event="note_added", about_type="casework.note", digest="",
                       about_id=str(n), by_worker=cast.priya.pk,
                       family_id=cast.family.pk if n % 10 == 0 else 1_000_000 + n)
            for n in range(number)
        ],
        batch_size=2000,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("show", ["looks", "changes"])
def test_queries_do_not_grow_and_the_index_is_used(
    cast: Cast, now: datetime, show: str, record_property: Callable[[str, object], None]
) -> None:
    counts = []
    for number in (20, 980, 9000):
        _many(cast, now, number)
        with CaptureQueriesContext(connection) as asked:
            found = register.register(cast.family, asked=register.Asked(show=show))
        counts.append(len(asked))
        assert found.lines
    record_property("queries", counts)
    assert counts[0] == counts[1] == counts[2]
    rows: Any = (register._changes if show == "changes" else register._looks)(cast.family, register.Asked(show=show))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE access_viewbatch; ANALYZE access_auditevent")
    plan = rows[:50].explain()
    assert "family_id" in plan
    assert "SCAN access" not in plan
    assert "Seq Scan" not in plan


def test_days_that_cannot_be_read_are_said(cast: Cast) -> None:
    answer = cast.client(cast.maya).get(address(cast), {"since": "yesterweek"})
    assert answer.status_code == 422


class TestServicesToldWithoutTheirKnowing:
    """That a service looks at all says that it was told something: it is read of only by who may know that."""

    @pytest.fixture
    def sue(self, cast: Cast) -> Worker:
        agency = Agency.objects.create(name="Childrens social care", sector="social_care")
        return _worker("Sue Wolf", "social worker", "partner", agency)  # type: ignore[arg-type]

    def _decided(self, cast: Cast, now: datetime, agency: Agency, **also: Any) -> SharingBasis:
        return bases.decide(
            family=cast.family, agency=agency, categories=[Category.PLAN], people=[cast.child], ground="harm_child",
            reason="Bruises", family_told="Not told", by=cast.priya, at=now, **also,
        )  # fmt: skip

    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("knows", [False, True])
    def test_no_list_of_theirs_names_it(self, cast: Cast, now: datetime, sue: Worker, knows: bool) -> None:
        self._decided(cast, now, sue.agency, family_knows=knows)
        looked(cast, sue, now, "question")
        for client, page in (
            (cast.client(cast.parent_account), reverse("our-register")),
            (cast.client(cast.priya), reverse("family-looks", args=[cast.family.pk])),
        ):
            assert ("Sue Wolf" in client.get(page).content.decode()) is knows
        day = timezone.localdate(now)
        pack = _looks(subject.of(cast.parent, day=day), on=day)
        assert any("Sue Wolf" in line["words"] for line in pack) is knows
        assert "Sue Wolf" in cast.client(cast.maya).get(address(cast)).content.decode()

    def test_nor_that_it_opened_the_record_in_an_emergency(self, cast: Cast, now: datetime) -> None:
        EmergencyOpening.objects.create(
            family=cast.family, worker=cast.stan, reason="Bruises", opened_at=now, until=now + timedelta(hours=1),
            review_by=timezone.localdate(now),
        )  # fmt: skip
        today = timezone.localdate(now)
        assert [line.who for line in register.plain_list(cast.family, today=today)] == ["Stan Pike"]
        self._decided(cast, now, cast.stan.agency)
        assert register.plain_list(cast.family, today=today) == []

    def test_looks_before_the_decision_and_after_its_end_stay(self, cast: Cast, now: datetime, sue: Worker) -> None:
        row, day = self._decided(cast, now, sue.agency), timedelta(days=1)
        SharingBasis.objects.filter(pk=row.pk).update(
            decided_at=now - 3 * day, ended_at=now - 2 * day, ended_by=cast.priya, end_reason="over"
        )
        for days in range(5):
            looked(cast, sue, now - days * day)
        today = timezone.localdate(now)
        shown = [(today - line.day).days for line in register.plain_list(cast.family, today=today)]
        assert shown == [0, 1, 4]

    def test_a_service_that_helps_one_of_them_is_named_to_them_alone(self, cast: Cast, now: datetime) -> None:
        clinic = Agency.objects.create(name="The Harbour", sector="substance")
        looked(cast, _worker("Nell Frost", "nurse", "partner", clinic), now)  # type: ignore[arg-type]
        today = timezone.localdate(now)

        def named_to(person: Person | None) -> bool:
            return bool(register.plain_list(cast.family, today=today, person=person))

        assert all(named_to(each) for each in (cast.parent, cast.father, None))
        disclosures.keep(
            family=cast.family, what="x", to=disclosures.To(agency=clinic), way="spoken", categories=[Category.PLAN],
            people=[cast.parent], rests_on="Grace agreed", on=now.date(), by=cast.priya, at=now,
        )  # fmt: skip
        assert [named_to(each) for each in (cast.parent, cast.father, None)] == [True, False, False]
