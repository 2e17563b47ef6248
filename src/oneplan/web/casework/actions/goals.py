"""Goals: what the family wants to be different, one of them in focus, with readings of how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.db.models import Max
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions import plans
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.models import Goal, GoalReading, GoalVersion, Plan
from oneplan.web.casework.reads import parties
from oneplan.web.people.models import Family, Person
from oneplan.web.site.actions import action

State = Goal.State
_SAID = {
    State.WAITING: ("Goal waits its turn", "plain"),
    State.PAUSED: ("Goal paused", "plain"),
    State.BETTER: ("Better", "ok"),
    State.REACHED: ("Goal reached", "ok"),
    State.UNCLEAR: ("Not clear yet", "plain"),
    State.NOT_REACHED: ("Goal not reached", "plain"),
}


class CannotChangeGoal(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True, kw_only=True)
class GoalWords:
    """Everything a goal says. No people means it is for everyone."""

    title: str
    why: str = ""
    tells: str = ""  # what kind of information it gives away; empty: what its words give away
    people: tuple[Person, ...] = ()
    led_by: Worker | None = None
    measure: str = ""
    baseline: Decimal | None = None
    baseline_words: str = ""
    target: Decimal | None = None
    target_words: str = ""
    good_enough: str = ""
    scale_to: Decimal | None = None
    chosen_by_family: bool = False

    @classmethod
    def of(cls, goal: Goal) -> Self:
        kept = {each.name: getattr(goal, each.name) for each in fields(cls) if each.name != "people"}
        return cls(**kept, people=tuple(goal.people.order_by("pk")))

    def as_data(self) -> dict[str, Any]:
        """For keeping: names become ids, numbers text."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        data["people"] = [person.pk for person in self.people]
        data["led_by"] = self.led_by.pk if self.led_by else None
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in data.items()}


@action
def add(*, family: Family, says: GoalWords, by: Worker, at: datetime, on: date | None = None) -> Goal:
    """Add a goal at the end; it waits its turn."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    day = on or timezone.localdate(at)
    _check(says, family=family)
    plan = plans.open_plan(family, on=day)
    last = plan.goals.aggregate(last=Max("position"))["last"] or 0
    goal = Goal(plan=plan, position=last + 1, made_at=at, made_by=by)
    _write(goal, says)
    timeline.add(
        family=family, on=day, kind="goal", headline=f"New goal: {goal.title}"[:200], by=by, at=at, thing=goal,
        text=says.why, aside="chosen by the family" if says.chosen_by_family else "", people=says.people,
    )  # fmt: skip
    audit.record("goal_added", about=goal, by=by, at=at, family=family, title=audit.digest(goal.title))
    return goal


@action
def change(
    *, goal: Goal, version: int, says: GoalWords, by: Worker, at: datetime, reason: str = "", on: date | None = None
) -> Goal:
    """Change what a goal says; the words before are kept with the reason. Raises ChangedMeanwhile."""
    family, goal = _hold(goal, by=by)
    _check(says, family=family)
    before = GoalWords.of(goal)
    if goal.version != version:
        raise ChangedMeanwhile(theirs=before, yours=says, version=goal.version)
    GoalVersion.objects.create(
        goal=goal, version=goal.version, fields=before.as_data(), why=reason, replaced_at=at, replaced_by=by
    )
    goal.version += 1
    _write(goal, says)
    timeline.add(
        family=family, on=on or timezone.localdate(at), kind="goal", headline=f"Goal changed: {goal.title}"[:200],
        by=by, at=at, thing=goal, text=reason, people=says.people,
    )  # fmt: skip
    audit.record("goal_changed", about=goal, by=by, at=at, family=family, version=goal.version)
    return goal


@action
def reorder(*, family: Family, goals: Sequence[int], by: Worker, at: datetime) -> None:
    """Put the goals (ids) into the family's own order; any not named keep theirs, behind."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    plan = Plan.objects.filter(episode__family=family, episode__closed_on=None).first()
    if plan is None:
        raise CannotChangeGoal("There is no plan to put in order yet. Add a goal first.")
    plan = plans.require_open(plan)
    wanted = {pk: place for place, pk in enumerate(goals)}
    ordered = sorted(plan.goals.all(), key=lambda goal: (wanted.get(goal.pk, len(wanted)), goal.position, goal.pk))
    for place, goal in enumerate(ordered, start=1):
        goal.position = place
    Goal.objects.bulk_update(ordered, ["position"])
    audit.record("goals_reordered", about=plan, by=by, at=at, family=family, order=[goal.pk for goal in ordered])


@action
def focus(*, goal: Goal, by: Worker, at: datetime, words: str = "", on: date | None = None) -> Goal:
    """Put the one goal in focus; the one that was goes back to waiting in the same moment."""
    family, goal = _hold(goal, by=by)
    if goal.state == State.FOCUS:
        raise CannotChangeGoal("This goal is already the one in focus.")
    former = list(Goal.objects.filter(plan=goal.plan_id, state=State.FOCUS))
    Goal.objects.filter(pk__in=[each.pk for each in former]).update(state=State.WAITING, state_words="")
    goal.state, goal.state_words = State.FOCUS, words.strip()
    goal.save(update_fields=["state", "state_words"])
    timeline.add(
        family=family, on=on or timezone.localdate(at), kind="goal", headline=f"In focus now: {goal.title}"[:200],
        by=by, at=at, thing=goal, text=goal.state_words, people=goal.people.all(),
        aside=f"before: {former[0].title}"[:300] if former else "",
    )  # fmt: skip
    audit.record(
        "goal_in_focus", about=goal, by=by, at=at, family=family, before=[each.pk for each in former],
    )  # fmt: skip
    return goal


@action
def move(*, goal: Goal, state: str, by: Worker, at: datetime, words: str = "", on: date | None = None) -> Goal:
    """Pause a goal, or say how it stands: better, reached, not clear, not reached, or waiting its turn again."""
    family, goal = _hold(goal, by=by)
    if state == State.FOCUS or state not in _SAID:
        raise CannotChangeGoal("Choose how the goal stands. To work on it now, put it in focus instead.")
    if goal.state == state and goal.state_words == words.strip():
        raise CannotChangeGoal(f"The goal already stands at “{goal.get_state_display()}”. Nothing was changed.")
    before, goal.state, goal.state_words = goal.state, State(state), words.strip()
    goal.save(update_fields=["state", "state_words"])
    said, tone = _SAID[State(state)]
    timeline.add(
        family=family, on=on or timezone.localdate(at), kind="goal", headline=f"{said}: {goal.title}"[:200], by=by,
        at=at, thing=goal, text=goal.state_words, tone=tone, people=goal.people.all(),
    )  # fmt: skip
    audit.record("goal_moved", about=goal, by=by, at=at, family=family, before=before, after=goal.state)
    return goal


@action
def add_reading(
    *,
    goal: Goal,
    on: date,
    words: str,
    said_by: str,
    by: Worker,
    at: datetime,
    value: Decimal | None = None,
    source: str = "",
) -> GoalReading:
    """Keep where a goal stands on a day; the first reading is its start. “met” and “not met” are enough."""
    family, goal = _hold(goal, by=by, permission=Permission.ACTION_REPORT)
    _check_reading(on=on, words=words, value=value, said_by=said_by, today=timezone.localdate(at))
    said = words.strip() or f"{value.normalize():f} {goal.measure}".strip() if value is not None else words.strip()
    reading = GoalReading.objects.create(
        goal=goal, on=on, value=value, words=said, said_by=said_by.strip(), source=source.strip(),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if goal.baseline is None and not goal.baseline_words:
        goal.baseline, goal.baseline_words = value, said[:120]
        goal.save(update_fields=["baseline", "baseline_words"])
    timeline.add(
        family=family, on=on, kind="reading", headline=f"{goal.title}: {said}"[:200], by=by, at=at, thing=reading,
        aside=f"says {reading.said_by}", source=reading.source, people=goal.people.all(),
    )  # fmt: skip
    audit.record("goal_reading_added", about=reading, by=by, at=at, family=family, goal=goal.pk)
    return reading


def _hold(goal: Goal, *, by: Worker, permission: Permission = Permission.PLAN_CHANGE) -> tuple[Family, Goal]:
    """Check the permission, lock the plan, and read the goal again as it stands now."""
    family = goal.plan.episode.family
    policy.require(permission, by=by, about=family)
    plan = plans.require_open(goal.plan)
    fresh = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    fresh.plan = plan
    return family, fresh


def _write(goal: Goal, says: GoalWords) -> None:
    for each in fields(says):
        if each.name != "people":
            setattr(goal, each.name, getattr(says, each.name))
    goal.title = says.title.strip()
    goal.save()
    goal.people.set(says.people)


def _check(says: GoalWords, *, family: Family) -> None:
    if not says.title.strip():
        raise CannotChangeGoal("Say what the family wants to be different, in a few plain words.")
    if says.tells and says.tells not in set(Category):
        raise CannotChangeGoal("Choose what this goal would tell about them.")
    if others := [person for person in says.people if not parties.is_member(family, person)]:
        name = others[0].name
        raise CannotChangeGoal(f"{name} is not in this family, so the goal cannot be theirs. Choose family members.")
    if says.scale_to is not None and says.target is None:
        raise CannotChangeGoal("Give the number to aim for as well as the end of the scale, or leave both out.")


def _check_reading(*, on: date, words: str, value: Decimal | None, said_by: str, today: date) -> None:
    if on > today:
        raise CannotChangeGoal(f"{on:%-d %B %Y} is still to come. Give the day it was like this.")
    if not words.strip() and value is None:
        raise CannotChangeGoal("Say how it is now, in words or as a number. “Met” or “not met” is enough.")
    if not said_by.strip():
        raise CannotChangeGoal("Say who says so: Leo, his mum, the school, you.")
