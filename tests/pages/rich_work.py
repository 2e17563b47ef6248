"""The work's side of the full data set: notes, needs, plan, team, meetings, help elsewhere, diary, signs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from oneplan.web.agencies.models import Agency
from oneplan.web.casework.actions import (
    appointments,
    drafts,
    episodes,
    goals,
    levels,
    linked,
    meetings,
    needs,
    notes,
    patterns,
    plans,
    referrals,
    reviews,
    steps,
    team,
    watch,
    words,
)
from oneplan.web.casework.actions.appointments import AppointmentWords, Every
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.actions.meetings import Came
from oneplan.web.casework.models import Attendance, LevelDecision, Meeting, Need, Review, VisitPattern
from tests.cast import Cast

STORY = (
    "Leo slept in his own bed on four nights. Grace looks rested. "
    "“I did not shout once this week,” she says. Mia has a cough and has not seen a doctor."
)


def add_work(rich: Any, cast: Cast, *, at: datetime) -> None:
    _notes(rich, cast, at=at)
    _plan(rich, cast, at=at)
    _team(rich, cast, at=at)
    _diary(rich, cast, at=at)
    _along_the_way(rich, cast, at=at)


def _notes(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    today = at.date()
    rich.note = notes.add(
        family=cast.family, text=STORY, on=today - timedelta(days=3), kind="visit", minutes=50, place="at home",
        seen=[cast.parent, cast.child], support=["parenting"], **said,
    )  # fmt: skip
    notes.mark_need(note=rich.note, code="child_health", text="A cough, no doctor yet", people=[cast.baby], **said)
    notes.mark(note=rich.note, kind="outcome", code="calmer", text="I did not shout once", people=[cast.parent], **said)
    notes.mark_words(note=rich.note, text="I did not shout once this week", people=[cast.parent], **said)
    words.keep(family=cast.family, text="I want my own room", people=[cast.child], on=today, **said)
    rich.other_note = notes.add(family=cast.family, text="Rang about the cough.", on=today, kind="call", **said)
    rich.struck_note = notes.add(family=cast.family, text="Another family's visit.", on=today, **said)
    notes.strike(note=rich.struck_note, reason="about another family", **said)
    drafts.keep(family=cast.family, fields={"text": "Half a sentence about", "kind": "call"}, **said)
    rich.need = Need.objects.filter(family=cast.family).first()
    needs.found(family=cast.family, code="debt", on=today, words="Two letters from the landlord", **said)


def _plan(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    rich.goal = goals.add(
        family=cast.family, says=GoalWords(
            title="Leo settles at bedtime", people=(cast.child,), chosen_by_family=True, why="Everybody is tired",
            measure="nights in his own bed, of 7", baseline=Decimal(1), target=Decimal(6), scale_to=Decimal(7),
            baseline_words="1 night in 7", target_words="6 nights", good_enough="5 nights",
        ), **said,
    )  # fmt: skip
    goals.focus(goal=rich.goal, **said)
    goals.change(goal=rich.goal, version=1, says=GoalWords.of(rich.goal), reason="7 nights was too much", **said)
    rich.goal.refresh_from_db()
    for days, nights in ((40, 1), (20, 3), (4, 5)):
        goals.add_reading(
            goal=rich.goal, on=at.date() - timedelta(days=days), words=f"{nights} nights", value=Decimal(nights),
            said_by="Grace", source="sleep diary", **said,
        )  # fmt: skip
    rich.waiting_goal = goals.add(
        family=cast.family, says=GoalWords(title="The rent is paid on the first", led_by=cast.tom), **said
    )
    reached = goals.add(family=cast.family, says=GoalWords(title="Mia starts at nursery", people=(cast.baby,)), **said)
    goals.move(goal=reached, state="reached", words="She began on Monday", **said)
    due = at.date() - timedelta(days=2)
    rich.step = steps.add(goal=rich.goal, what="Picture routine on the door", owners=[cast.parent], due_on=due, **said)
    rich.school_step = steps.add(goal=rich.goal, what="A calm start at school", owners=[cast.green], **said)
    rich.own_step = steps.add(
        goal=rich.waiting_goal, what="Ring the landlord", owners=[cast.priya, cast.parent], **said
    )
    rich.done_step = steps.add(goal=rich.goal, what="A night light", owners=[rich.grandmother], **said)
    steps.done(step=rich.done_step, how_it_went="He chose it himself", **said)
    plan = rich.goal.plan
    plan.refresh_from_db()
    plans.agree(family=cast.family, agreed_with="Grace and Leo: bedtime first", version=plan.version, **said)
    plans.give_copy(family=cast.family, to=cast.parent, way=next(iter(plans.WAYS)), words="It is fair", **said)
    rich.linked = linked.add(
        family=cast.family, kind=linked.Kind.choices[0][0], what="School gives him a quiet place to start the day",
        who_may_authorise="the head teacher", agency=cast.green.agency, **said,
    )  # fmt: skip


def _team(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    rich.health = Agency.objects.create(name="Sallowdale health visiting", sector="health")
    rich.team_member = team.add(
        family=cast.family, who=rich.health, what_for="Mia's first years", goes_on_doing="weighs her every month",
        still_to_come="a hearing test", **said,
    )  # fmt: skip
    everybody = [cast.parent, cast.green, rich.health]
    rich.meeting = meetings.plan(
        family=cast.family, kind=Meeting.Kind.TAF, on=at.date() + timedelta(days=9), invited=everybody,
        place="at school", **said,
    )  # fmt: skip
    rich.today_meeting = meetings.plan(
        family=cast.family, kind=Meeting.Kind.REVIEW, on=at.date(), invited=[cast.parent, cast.green], **said
    )
    rich.held = meetings.log(
        family=cast.family, kind=Meeting.Kind.SCHOOL, on=at.date() - timedelta(days=30), title="Start of term",
        came=[Came(cast.parent), Came(cast.green)], notes="Leo starts ten minutes later.",
        questions_next="Does it help?", **said,
    )  # fmt: skip
    rich.invited = Attendance.objects.filter(meeting=rich.meeting, worker=cast.green).get()
    rich.referral = referrals.ask(
        family=cast.family, agency=rich.health, what_for="Speech and language", people=[cast.child, cast.baby],
        asked_on=at.date() - timedelta(weeks=9), meanwhile="Thursday club", **said,
    )  # fmt: skip
    rich.referred = rich.referral.people.order_by("pk").first()


def _diary(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    today = at.date()
    rich.appointment = appointments.add(
        family=cast.family, says=AppointmentWords(what="Dentist", people=(cast.child,), accompanied_by=cast.priya),
        on=today, **said,
    )  # fmt: skip
    rich.kept_appointment = appointments.add(
        family=cast.family, says=AppointmentWords(what="Doctor, Mia's cough", people=(cast.baby,)),
        on=today - timedelta(days=1), **said,
    )  # fmt: skip
    appointments.answer(appointment=rich.kept_appointment, kept="kept", how_it_went="Nothing bad", **said)
    appointments.add_checks(
        family=cast.family,
        says=AppointmentWords(kind="check", what="Is Leo safe?", owner="social care", source="meeting in May"),
        first_on=today, every=Every.MONTH, number=6, **said,
    )  # fmt: skip


def _along_the_way(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    today = at.date()
    levels.decide(
        family=cast.family, stage=LevelDecision.Stage.ASSESSMENT, level="intensive", why="Several things at once",
        on=date(2024, 2, 1), **said,
    )  # fmt: skip
    patterns.plan(episode=cast.episode, rhythm=VisitPattern.Rhythm.WEEKLY, on=date(2024, 2, 1), **said)
    episodes.expect(episode=cast.episode, until=today + timedelta(weeks=12), why="", **said)
    rich.sign = watch.add(
        family=cast.family, sign="Leo misses two Mondays", what_to_do="Ring Grace the same day", since=today,
        asked_by="school", **said,
    )  # fmt: skip
    rich.seen_sign = watch.add(family=cast.family, sign="Bottles by the bin", what_to_do="Ask", since=today, **said)
    watch.seen(sign=rich.seen_sign, on=today, words="Four on Monday", **said)
    reviews.record(
        episode=cast.episode, on=today - timedelta(weeks=10), decision=Review.Decision.CONTINUE, why="It helps",
        going_well="Mornings", still_hard="Nights", family_view="Stay a while", next_on=today - timedelta(days=1),
        **said,
    )  # fmt: skip
