"""On every page about a family's record: the way to why one sees it, and that it is open in an emergency."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.web.access.actions import questions
from oneplan.web.access.models import PartnerQuestion
from oneplan.web.casework.actions import goals, meetings, notes
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Goal
from oneplan.web.people.actions import families
from oneplan.web.sharing import frame
from oneplan.web.sharing.actions import emergencies, guards
from oneplan.web.sharing.models import EmergencyOpening
from oneplan.web.sharing.tests.parts import agree, share
from tests.cast import Cast, filled

ASKED = "Why can I see this?"
_TOKEN = re.compile(r'value="[^"]*"')
EMERGENCY = "Leo is missing and his mother does not answer"


@pytest.fixture
def goal(cast: Cast, now: datetime) -> Goal:
    return goals.add(
        family=cast.family, says=GoalWords(title="Leo is in school", people=(cast.child,)), by=cast.priya, at=now
    )


@pytest.fixture
def unshared(cast: Cast, now: datetime) -> Goal:
    """About Sam, who agreed to nothing."""
    says = GoalWords(title="Sam rings on Sundays", people=(cast.father,))
    return goals.add(family=cast.family, says=says, by=cast.priya, at=now)


def _page(cast: Cast, who: str, address: str) -> str:
    answer = cast.client(getattr(cast, who)).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


class TestTheWayToTheReasons:
    @pytest.mark.requirement("R198")
    @pytest.mark.parametrize("name", [
        "family", "family-people", "family-timeline", "family-diagram", "family-needs", "plan", "goal-new", "team",
        "referrals", "diary", "levels", "reviews", "roles", "told", "note-new", "family-copy", "basis-new", "patterns",
    ])  # fmt: skip
    def test_it_stands_on_every_page_of_a_family(self, cast: Cast, name: str) -> None:
        page = _page(cast, "priya", reverse(name, args=[cast.family.pk]))
        assert page.count(f'href="{reverse("why", args=[cast.family.pk])}"') == 1

    def test_it_stands_on_pages_of_people_and_homes(self, cast: Cast) -> None:
        for name, pk in (("person", cast.child.pk), ("home-page", cast.home.pk), ("detail-new", cast.child.pk)):
            assert reverse("why", args=[cast.family.pk]) in _page(cast, "priya", reverse(name, args=[pk])), name

    @pytest.mark.requirement("R198")
    @pytest.mark.parametrize("name", ["family", "plan", "team", "diary", "agreed"])
    def test_partners_have_it_too(self, cast: Cast, now: datetime, name: str) -> None:
        agree(cast, now, share(cast, Category.PLAN, Category.MEETINGS, said_by=cast.parent))
        assert reverse("why", args=[cast.family.pk]) in _page(cast, "green", reverse(name, args=[cast.family.pk]))

    def test_nobody_of_the_family_and_no_page_without_one_has_it(self, cast: Cast) -> None:
        assert ASKED not in _page(cast, "parent_account", reverse("our-plan"))
        for name in ("my-families", "my-day", "find"):
            assert ASKED not in _page(cast, "priya", reverse(name))

    def test_whose_role_never_opens_a_record_is_not_led_there(self, cast: Cast) -> None:
        """Who reads the register of every family works with none."""
        address = reverse("register", args=[cast.family.pk])
        assert ASKED in _page(cast, "maya", address)
        page = cast.client(cast.others["auditor"]).get(address)
        assert page.status_code == 200
        assert ASKED not in page.content.decode()

    def test_a_page_that_is_refused_says_nothing_of_whose_it_is(self, cast: Cast, unshared: Goal) -> None:
        answer = cast.client(cast.green).get(reverse("goal", args=[unshared.pk]))
        assert answer.status_code == 403
        assert "op-why" not in answer.content.decode()

    def test_a_question_to_a_service_leads_to_no_family(self, cast: Cast, now: datetime) -> None:
        """Whoever is asked is not told whom the question is about."""
        questions.ask(family=cast.family, to=cast.green, text="Do you know them?", by=cast.priya, at=now)
        page = _page(cast, "green", reverse("question", args=[PartnerQuestion.objects.get().pk]))
        assert "Do you know them?" in page
        assert ASKED not in page
        assert cast.family.reference not in page

    def test_it_leads_to_an_open_family_of_somebody_who_is_in_two(self, cast: Cast, now: datetime) -> None:
        """Never to the one its reader may not open."""
        other = families.start(name="Underwood", by=cast.stan, at=now)
        families.join(family=other, person=cast.father, role="parent", by=cast.fay, at=now)
        page = _page(cast, "priya", reverse("person", args=[cast.father.pk]))
        assert reverse("why", args=[cast.family.pk]) in page
        assert reverse("why", args=[other.pk]) not in page

    def test_it_asks_the_database_nothing(self, cast: Cast, monkeypatch: pytest.MonkeyPatch, goal: Goal) -> None:
        client, counts = cast.client(cast.priya), []
        for provider in (frame.frame, lambda _: None):
            monkeypatch.setattr("oneplan.web.site.notices._frames", [provider])
            for address in (reverse("family", args=[cast.family.pk]), reverse("goal", args=[goal.pk])):
                client.get(address)
                counts.append(min(self._asked(client, address) for _ in range(3)))
        assert counts[:2] == counts[2:]

    def _asked(self, client: Client, address: str) -> int:
        """Once in a while a session is said to be in use still: the fewest of a few tries count."""
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)


class TestTheRecordOneCameFrom:
    def _why(self, cast: Cast, who: str, name: str, *args: int) -> str:
        """Follow the way on the page of a record."""
        page = _page(cast, who, reverse(name, args=args))
        start = page.index('<p class="op-why"><a href="') + len('<p class="op-why"><a href="')
        return _page(cast, who, page[start : page.index('"', start)])

    @pytest.mark.requirement("R198")
    def test_a_goal_is_named_with_its_kind_and_what_decided(self, cast: Cast, now: datetime, goal: Goal) -> None:
        agree(cast, now, share(cast, Category.PLAN, said_by=cast.parent, about=[cast.child]))
        for who, reason in (("priya", "You work with this family."), ("green", "agreed")):
            page = self._why(cast, who, "goal", goal.pk)
            card = page[page.index("The page you came from") :].split("</section>")[0]
            assert "A goal: Leo is in school" in card
            assert about(Category.PLAN).words in card
            assert reason in card

    @pytest.mark.requirement("R198")
    def test_what_is_kept_to_named_workers_or_private_says_so(self, cast: Cast, now: datetime) -> None:
        said = {"family": cast.family, "on": now.date(), "by": cast.priya, "at": now}
        named, private = notes.add(text="From the police", **said), notes.add(text="Grace alone", **said)  # type: ignore[arg-type]
        guards.keep_to_named(
            family=cast.family, thing=named, workers=[cast.priya], reason="Named", by=cast.priya, at=now
        )
        guards.keep_to_member(
            family=cast.family, thing=private, person=cast.parent, reason="Hers", by=cast.priya, at=now
        )
        assert "you are one of them" in self._why(cast, "priya", "note", cast.family.pk, named.pk)
        assert "It is private to Grace" in self._why(cast, "priya", "note", cast.family.pk, private.pk)
        hidden = _page(cast, "maya", f"{reverse('why', args=[cast.family.pk])}?of=note-{named.pk}")
        assert "The page you came from" not in hidden

    def test_a_meeting_and_a_person_are_named(self, cast: Cast, now: datetime) -> None:
        meeting = meetings.plan(
            family=cast.family,
            kind="taf",
            on=now.date() + timedelta(days=3),
            invited=[cast.green],
            by=cast.priya,
            at=now,
        )
        assert about(Category.MEETINGS).words in self._why(cast, "priya", "meeting", meeting.pk)
        assert "The page of Leo Okafor-Reed" in self._why(cast, "priya", "person", cast.child.pk)

    def test_numbers_that_are_not_to_be_seen_say_nothing(self, cast: Cast, unshared: Goal) -> None:
        """Neither that a goal is there, nor that somebody is in another family."""
        address = reverse("why", args=[cast.family.pk])
        plain = _TOKEN.sub("", _page(cast, "green", address))
        for of in (
            f"goal-{unshared.pk}",
            "goal-99999",
            f"person-{cast.child.pk}",
            "goal-",
            "goal-१",
            "worker-1",
            "x" * 300,
        ):
            assert _TOKEN.sub("", _page(cast, "green", f"{address}?of={of}")) == plain, of


class TestTheBannerOfAnEmergency:
    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("who", ["stan", "tom"])
    def test_it_stands_on_the_pages_while_it_lasts(self, cast: Cast, now: datetime, who: str) -> None:
        worker = getattr(cast, who)
        guards.guard(family=cast.family, reason="Known", workers=[cast.maya], by=cast.maya, at=now)
        client, address = cast.client(worker), reverse("emergency", args=[cast.family.pk])
        assert client.post(address, filled(client.get(address).content.decode(), reason=EMERGENCY)).status_code == 302
        opening = EmergencyOpening.objects.get()
        pages = [
            *(reverse(name, args=[cast.family.pk]) for name in ("family", "plan", "family-timeline", "note-new")),
            reverse("person", args=[cast.child.pk]), reverse("home-page", args=[cast.home.pk]),
        ]  # fmt: skip
        until = f"{opening.until.astimezone(now.tzinfo):%-H.%M}"
        for page in pages:
            shown = _page(cast, who, page)
            assert f"Open to you until {until}" in shown, page
            assert EMERGENCY in shown, page
        EmergencyOpening.objects.update(opened_at=now - timedelta(hours=5), until=now - timedelta(minutes=1))
        assert cast.client(worker).get(pages[0]).status_code == 403

    def test_nobody_elses_page_carries_it(self, cast: Cast, now: datetime) -> None:
        emergencies.open_record(family=cast.family, reason=EMERGENCY, by=cast.stan, at=now)
        for address in (reverse("family", args=[cast.family.pk]), reverse("person", args=[cast.child.pk])):
            assert "in an emergency" not in _page(cast, "priya", address)


@pytest.mark.requirement("R198")
def test_why_is_told_of_no_record_that_is_not_there_and_to_no_family(cast: Cast) -> None:
    nowhere = reverse("why", args=[cast.family.pk + 9999])
    for who in (cast.priya, cast.stan, cast.green, cast.others["auditor"], cast.parent_account):
        assert cast.client(who).get(nowhere).status_code == 403
    assert cast.client(cast.parent_account).get(reverse("why", args=[cast.family.pk])).status_code == 403
