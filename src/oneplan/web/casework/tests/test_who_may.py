"""Who may do what in the work with a family, asked of pages, lists and actions themselves."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Cover, Team, Worker
from oneplan.web.casework.actions import appointments, goals, linked, meetings, messages, needs, notes, steps, words
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.actions.notes import CannotMarkNote
from oneplan.web.casework.models import Closure, Episode, Goal, Note, Review
from oneplan.web.casework.reads.booking import before_booking
from oneplan.web.casework.reads.due import due_for
from oneplan.web.casework.reads.family_page import needs_of
from oneplan.web.casework.reads.goals import goal_cards
from oneplan.web.casework.reads.goodbye import farewell, seen
from oneplan.web.casework.reads.open_items import NAMED
from oneplan.web.casework.reads.plan import step_for
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.casework.reads.team import meetings_of
from oneplan.web.people.actions import details, safety
from oneplan.web.people.models import Family
from oneplan.web.sharing.actions import emergencies, guards
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.sharing.reads.record_why import record_why
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage
from tests.cast import LONG_AGO, Cast

WHY = "Leo is missing and his mother does not answer"


def _status(cast: Cast, who: Worker | Account, name: str) -> int:
    return cast.client(who).get(reverse(name, args=[cast.family.pk])).status_code


def _page(cast: Cast, who: Worker, name: str, *args: Any) -> str:
    return str(cast.client(who).get(reverse(name, args=args)).content.decode())


def _knows_no_more_of(cast: Cast, category: Category) -> None:
    ConsentAnswer.objects.filter(family=cast.family, category=category).update(answer="no")


@pytest.fixture
def goodbye(cast: Cast, now: datetime) -> Closure:
    """Help is over since a week."""
    on = now.date() - timedelta(days=7)
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=on, closure_reason="support_in_place")
    return Closure.objects.create(
        episode=cast.episode,
        on=on,
        what_changed="They sleep",
        who_to_call="Priya",
        recorded_by=cast.priya,
        recorded_at=now,
    )


class TestOnesOwnDay:
    def test_a_day_kept_from_its_worker_is_not_on_it(self, cast: Cast, now: datetime) -> None:
        """Ann of the school goes along; the entry is kept to others afterwards."""
        says = AppointmentWords(what="Clinic", people=(cast.parent,), accompanied_by=cast.green)
        said = {"family": cast.family, "by": cast.priya, "at": now}
        row = appointments.add(says=says, on=now.date() + timedelta(days=2), **said)  # type: ignore[arg-type]
        assert "Clinic" in _page(cast, cast.green, "my-day")
        guards.keep_to_named(thing=row, workers=[cast.priya], reason="Known people", **said)  # type: ignore[arg-type]
        assert "Clinic" not in _page(cast, cast.green, "my-day")

    def test_a_day_kept_from_somebody_is_not_theirs_to_answer(self, cast: Cast, now: datetime) -> None:
        said = {"family": cast.family, "by": cast.priya, "at": now}
        row = appointments.add(says=AppointmentWords(what="Clinic"), on=now.date(), **said)  # type: ignore[arg-type]
        address = reverse("appointment-answer", args=[row.pk])
        assert cast.client(cast.tom).get(address).status_code == 200
        guards.keep_to_named(thing=row, workers=[cast.priya], reason="Known people", **said)  # type: ignore[arg-type]
        assert cast.client(cast.tom).get(address).status_code == 403
        assert cast.client(cast.priya).get(address).status_code == 200

    def test_what_somebody_prefers_is_said_to_who_may_know_it_before_a_booking(self, cast: Cast, now: datetime) -> None:
        said = {"by": cast.priya, "at": now}
        row = details.add(person=cast.parent, kind="preference", words="not before ten", **said)  # type: ignore[arg-type]
        before = [before_booking(cast.family, asker=who, day=now.date()) for who in (cast.priya, cast.tom)]
        assert before == [["Grace: not before ten"]] * 2
        guards.keep_to_named(
            family=cast.family,
            thing=row,
            workers=[cast.priya],
            reason="Known people",
            **said,  # type: ignore[arg-type]
        )
        after = [before_booking(cast.family, asker=who, day=now.date()) for who in (cast.priya, cast.tom)]
        assert after == [["Grace: not before ten"], []]

    def test_what_is_read_is_read_by_its_own_worker_alone(self, cast: Cast, now: datetime) -> None:
        said: dict[str, Any] = {"kind": "note", "channel": OutboxMessage.Channel.INSIDE, "family": cast.family}
        ours, theirs = (outbox.put(text="Ring her", at=now, to=who, **said) for who in (cast.priya, cast.tom))
        assert messages.read(message=ours, by=cast.priya, at=now) == 1
        theirs.refresh_from_db()
        assert theirs.read_at is None


class TestAfterGoodbye:
    def test_who_reads_by_an_emergency_logs_no_call_and_starts_nothing_again(
        self, cast: Cast, now: datetime, goodbye: Closure
    ) -> None:
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        again = reverse("open-again", args=[cast.family.pk])
        for who, calls, starts in ((cast.priya, True, False), (cast.stan, False, False), (cast.maya, True, True)):
            said = farewell(cast.family, asker=who)
            assert said is not None
            assert said.may_call is calls
            page = _page(cast, who, "goodbye-said", cast.family.pk)
            assert ("They rang" in page, again in page) == (calls, starts), who

    def test_a_record_shut_to_the_front_door_is_not_started_again_by_it(
        self, cast: Cast, now: datetime, goodbye: Closure
    ) -> None:
        _shut_to_the_front_door(cast, now, "open-again")


def _shut_to_the_front_door(cast: Cast, now: datetime, name: str) -> None:
    assert _status(cast, cast.fay, name) == 200
    guards.guard(family=cast.family, reason="Known people", workers=[cast.priya, cast.maya], by=cast.maya, at=now)
    assert _status(cast, cast.fay, name) == 403
    assert _status(cast, cast.maya, name) == 200


@pytest.mark.parametrize("name", ["family", "allocate", "lead", "agreed", "told", "roles", "reviews"])
def test_a_record_shut_to_the_front_door_is_not_opened_by_it(cast: Cast, now: datetime, name: str) -> None:
    _shut_to_the_front_door(cast, now, name)


class TestWhatIsKeptToNamedWorkers:
    def test_a_need_is_on_nobody_else_s_page(self, cast: Cast, now: datetime) -> None:
        said = {"family": cast.family, "by": cast.priya, "at": now}
        need = needs.found(code="crime", person=cast.parent, on=now.date(), **said)  # type: ignore[arg-type]
        guards.keep_to_named(thing=need, workers=[cast.priya], reason="Known people", **said)  # type: ignore[arg-type]
        for who, sees in ((cast.priya, [need]), (cast.tom, [])):
            shown = needs_of(cast.family, sight=sight_of(who, cast.family))
            assert shown is not None
            assert shown.found == sees

    @pytest.mark.parametrize("name", ["note", "note-strike", "need", "need-strike"])
    def test_its_own_pages_are_for_them_alone(self, cast: Cast, now: datetime, name: str) -> None:
        said = {"family": cast.family, "on": now.date(), "by": cast.priya, "at": now}
        thing: Any = (
            notes.add(text="From the police", **said)  # type: ignore[arg-type]
            if name.startswith("note")
            else needs.found(code="crime", person=cast.parent, **said)  # type: ignore[arg-type]
        )
        address = reverse(name, args=[cast.family.pk, thing.pk])
        assert cast.client(cast.tom).get(address).status_code == 200
        guards.keep_to_named(
            family=cast.family, thing=thing, workers=[cast.priya], reason="Known people", by=cast.priya, at=now
        )
        assert cast.client(cast.tom).get(address).status_code == 403
        assert cast.client(cast.priya).get(address).status_code == 200

    def test_a_meeting_is_in_nobody_else_s_list(self, cast: Cast, now: datetime) -> None:
        says = {"family": cast.family, "by": cast.priya, "at": now}
        meeting = meetings.plan(kind="taf", on=now.date() + timedelta(days=3), invited=[cast.tom], **says)  # type: ignore[arg-type]
        guards.keep_to_named(thing=meeting, workers=[cast.priya], reason="Known", **says)  # type: ignore[arg-type]
        for who, sees in ((cast.priya, [meeting]), (cast.tom, [])):
            assert meetings_of(cast.family, sight=sight_of(who, cast.family)) == sees
            status = cast.client(who).get(reverse("meeting", args=[meeting.pk])).status_code
            assert status == (200 if sees else 403)

    def test_a_plan_of_somebody_else_is_in_nobody_else_s_list(self, cast: Cast, now: datetime) -> None:
        says = {"family": cast.family, "by": cast.priya, "at": now}
        row = linked.add(kind="other", what="A plan elsewhere", agency=cast.green.agency, **says)  # type: ignore[arg-type]
        guards.keep_to_named(thing=row, workers=[cast.priya], reason="Known", **says)  # type: ignore[arg-type]
        for who, sees in ((cast.priya, True), (cast.tom, False)):
            for name in ("plan", "family"):
                assert ("A plan elsewhere" in _page(cast, who, name, cast.family.pk)) is sees, name

    def test_a_goal_is_not_in_the_review_that_somebody_else_writes(self, cast: Cast, now: datetime) -> None:
        goal = Goal.objects.create(plan=cast.plan, title="Grace sleeps", made_at=now)
        guards.keep_to_named(
            family=cast.family, thing=goal, workers=[cast.priya], reason="Known people", by=cast.priya, at=now
        )
        for who, sees in ((cast.priya, True), (cast.tom, False)):
            for name in ("review-new", "goodbye"):
                assert ("Grace sleeps" in _page(cast, who, name, cast.family.pk)) is sees, name

    def test_what_was_said_is_not_offered_for_the_goodbye_and_what_waits_is_not_named(
        self, cast: Cast, now: datetime
    ) -> None:
        says = {"family": cast.family, "by": cast.priya, "at": now}
        said = words.keep(text="I hide", people=[cast.parent], on=now.date(), **says)  # type: ignore[arg-type]
        row = appointments.add(says=AppointmentWords(what="Clinic"), on=now.date(), **says)  # type: ignore[arg-type]
        for thing in (said, row):
            guards.keep_to_named(thing=thing, workers=[cast.priya], reason="Known", **says)  # type: ignore[arg-type]
        for who, sees in ((cast.priya, True), (cast.tom, False)):
            page = _page(cast, who, "goodbye", cast.family.pk)
            assert ("I hide" in page, "Clinic" in page) == (sees, sees)
            assert (NAMED in page) is not sees

    def test_a_goal_and_a_call_are_not_in_the_goodbye_they_read(
        self, cast: Cast, now: datetime, goodbye: Closure
    ) -> None:
        says = {"family": cast.family, "by": cast.priya, "at": now}
        goal = Goal.objects.create(plan=cast.plan, title="Grace sleeps", made_at=now)
        call = Note.objects.create(family=cast.family, worker=cast.priya, kind=Note.Kind.AFTER, on=now.date(),
                                   text="She rang", written_at=now)  # fmt: skip
        for thing in (goal, call):
            guards.keep_to_named(thing=thing, workers=[cast.priya], reason="Known", **says)  # type: ignore[arg-type]
        for who, number in ((cast.priya, 1), (cast.tom, 0)):
            said = farewell(cast.family, asker=who)
            assert said is not None
            assert (len(said.goals), len(said.calls)) == (number, number)


class TestWhatAPartnerSees:
    @pytest.mark.requirement("R195")
    @pytest.mark.parametrize(
        ("name", "category"), [("patterns", Category.PLAN), ("roles", Category.BASICS)], ids=["visits", "roles"]
    )
    def test_a_page_of_a_kind_that_is_not_agreed_is_refused(self, cast: Cast, name: str, category: Category) -> None:
        assert _status(cast, cast.green, name) == 200
        _knows_no_more_of(cast, category)
        assert _status(cast, cast.green, name) == 403

    @pytest.mark.requirement("R195")
    def test_an_action_is_theirs_to_report_where_they_may_know_of_it(self, cast: Cast, now: datetime) -> None:
        says = GoalWords(title="Sam rings on Sundays", people=(cast.father,))
        goal = goals.add(family=cast.family, says=says, by=cast.priya, at=now)
        step, own = (
            steps.add(goal=goal, what=what, owners=[owner], by=cast.priya, at=now)
            for what, owner in (("Ring Sam", cast.priya), ("Tell Sam of the play", cast.green))
        )
        assert step_for(cast.green, own.pk, Permission.ACTION_REPORT) == own
        with pytest.raises(NotAllowed):
            step_for(cast.green, step.pk, Permission.ACTION_REPORT)
        guards.keep_to_named(
            family=cast.family, thing=goal, workers=[cast.priya], reason="Known people", by=cast.priya, at=now
        )
        assert step_for(cast.priya, step.pk, Permission.ACTION_REPORT) == step
        with pytest.raises(NotAllowed):
            step_for(cast.tom, step.pk, Permission.ACTION_REPORT)

    def test_an_action_that_tells_more_than_its_goal_is_left_out_of_it(self, cast: Cast, now: datetime) -> None:
        says = GoalWords(title="Grace is safe at home", people=(cast.parent,))
        goal = goals.add(family=cast.family, says=says, by=cast.priya, at=now)
        for what in ("Ring the locksmith", "Tell the police of the break-in"):
            steps.add(goal=goal, what=what, owners=[cast.priya], by=cast.priya, at=now)
        for who, sees in ((cast.priya, 2), (cast.green, 1)):
            sight = sight_of(who, cast.family)
            cards = seen(goal_cards(cast.episode, sight=sight), sight=sight)
            assert [len(card.actions) for card in cards] == [sees]

    def test_warnings_before_a_visit_are_for_those_who_may_know_the_family(self, cast: Cast, now: datetime) -> None:
        safety.warn_visitors(family=cast.family, words="A dog: ring first", by=cast.priya, at=now)
        assert "A dog: ring first" in _page(cast, cast.green, "family", cast.family.pk)
        _knows_no_more_of(cast, Category.BASICS)
        assert "A dog: ring first" not in _page(cast, cast.green, "family", cast.family.pk)

    def test_a_meeting_they_are_not_invited_to_opens_where_they_may_know_of_meetings(
        self, cast: Cast, now: datetime
    ) -> None:
        says = {"family": cast.family, "by": cast.priya, "at": now}
        meeting = meetings.plan(kind="taf", on=now.date() + timedelta(days=3), invited=[cast.parent], **says)  # type: ignore[arg-type]
        address = reverse("meeting", args=[meeting.pk])
        assert cast.client(cast.green).get(address).status_code == 200
        _knows_no_more_of(cast, Category.MEETINGS)
        assert cast.client(cast.green).get(address).status_code == 403

    def test_reviews_are_due_to_those_who_may_know_of_meetings(self, cast: Cast, now: datetime) -> None:
        day = now.date()
        Review.objects.create(
            episode=cast.episode, on=day, decision="continue", why="It helps", next_on=day + timedelta(days=30),
            recorded_by=cast.priya, recorded_at=now,
        )  # fmt: skip

        def due() -> list[str]:
            return [each.kind for each in due_for([cast.family.pk], sight=sight_of(cast.green, cast.family))]

        assert due() == ["review"]
        _knows_no_more_of(cast, Category.MEETINGS)
        assert due() == []

    def test_why_one_sees_a_note_is_told_to_who_may_read_it(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="x", on=now.date(), by=cast.priya, at=now)
        assert record_why(f"note-{note.pk}", family=cast.family, asker=cast.priya) is not None
        assert record_why(f"note-{note.pk}", family=cast.family, asker=cast.fay) is None


class TestWhoseFamilyItIs:
    def test_cover_is_one_worker_s_for_its_days(self, cast: Cast) -> None:
        """Joan covers for Priya and opens her families; nobody else of another team does, nor Joan afterwards."""
        today = date.today()  # noqa: DTZ011
        row = Cover.objects.create(
            worker=cast.priya, covered_by=cast.stan, known_from=LONG_AGO, valid_from=today - timedelta(days=1),
            valid_to=today + timedelta(days=1),
        )  # fmt: skip
        other = Worker.objects.create(
            name="Rob Haines", job_title="asks", role=cast.stan.role, agency=cast.stan.agency, team=cast.stan.team
        )
        Account.objects.make(name="rob", password=None, worker=other)
        assert (_status(cast, cast.stan, "family"), _status(cast, other, "family")) == (200, 403)
        Cover.objects.filter(pk=row.pk).update(valid_to=today)
        assert _status(cast, cast.stan, "family") == 403

    def test_a_team_that_worked_with_them_opens_it_until_another_does(
        self, cast: Cast, now: datetime, goodbye: Closure
    ) -> None:
        other = Family.objects.create(name="Pond", made_at=LONG_AGO)
        south = Team.objects.get(name="South team")
        Episode.objects.create(family=other, team=south, opened_on=date(2024, 5, 8), made_at=LONG_AGO)
        assert _status(cast, cast.tom, "family") == 200  # another team helps, but another family
        mine = Episode.objects.create(family=cast.family, team=cast.tom.team, opened_on=now.date(), made_at=now)
        assert _status(cast, cast.tom, "family") == 200
        Episode.objects.filter(pk=mine.pk).update(team=south)
        assert _status(cast, cast.tom, "family") == 403


def test_nothing_is_taken_out_of_a_note_that_was_struck_out(cast: Cast, now: datetime) -> None:
    note = notes.add(family=cast.family, text="They sleep badly", on=now.date(), by=cast.priya, at=now)
    notes.strike(note=note, reason="Another family", by=cast.priya, at=now)
    note.refresh_from_db()
    with pytest.raises(CannotMarkNote):
        notes.mark_need(note=note, code="isolation", text="badly", by=cast.priya, at=now)
    with pytest.raises(CannotMarkNote):
        notes.mark_words(note=note, text="badly", by=cast.priya, at=now)
