"""What the plan page shows: every goal with its way so far, the actions, who led before, other agencies' plans."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.http import Http404

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.casework.actions import linked, steps
from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.models import Action, Episode, Goal, GoalReading, LinkedPlan, Plan
from oneplan.web.casework.reads.circle import circle_of
from oneplan.web.casework.reads.due import owner_words
from oneplan.web.casework.reads.goals import Bar, bar_of
from oneplan.web.casework.reads.sight import ALL, Sight, require, sight_of
from oneplan.web.people.models import Family, Membership, Person, TimelineEntry

LINE_WIDTH, LINE_HEIGHT, LINE_EDGE = 300, 80, 6


@dataclass(frozen=True)
class StepLine:
    action: Action
    owner: str
    before: str  # who did it earlier, when it was handed over
    is_own: bool
    is_late: bool

    @property
    def is_done(self) -> bool:
        return self.action.state == Action.State.DONE

    @property
    def is_dropped(self) -> bool:
        return self.action.state == Action.State.DROPPED


@dataclass(frozen=True)
class GoalBlock:
    """One goal with everything the page says of it."""

    goal: Goal
    who: str
    start: str
    now: str
    aim: str
    bar: Bar | None
    readings: list[GoalReading]
    line: str  # points of the drawn line, empty with fewer than two numbers
    steps: list[StepLine]
    number_of_versions: int

    @property
    def tone(self) -> str:
        good = self.goal.state in (Goal.State.BETTER, Goal.State.REACHED)
        return "ok" if good else "warm" if self.goal.state in (Goal.State.UNCLEAR, Goal.State.PAUSED) else ""

    @property
    def number_open(self) -> int:
        return sum(line.action.state == Action.State.OPEN for line in self.steps)


@dataclass(frozen=True)
class PlanPage:
    family: Family
    episode: Episode | None
    plan: Plan | None
    blocks: list[GoalBlock]
    own_steps: list[StepLine]  # of a partner, from goals they do not see
    is_partner: bool
    sees_whole: bool  # what is about everybody: how the plan was made
    linked: list[LinkedPlan]
    without_goal: list[Person]
    can_change: bool
    can_report: bool

    @property
    def focus(self) -> GoalBlock | None:
        return next((block for block in self.blocks if block.goal.state == Goal.State.FOCUS), None)

    @property
    def others(self) -> list[GoalBlock]:
        return [block for block in self.blocks if block.goal.state != Goal.State.FOCUS]

    @property
    def number_reached(self) -> int:
        return sum(block.goal.state == Goal.State.REACHED for block in self.blocks)


def goal_for(asker: Any, pk: int, permission: Permission) -> Goal:
    """Return the goal and log that its family was seen; raise NotAllowed with the reason, or Http404."""
    goal = Goal.objects.select_related("plan__episode__family", "led_by").filter(pk=pk).first()
    if goal is None:
        raise Http404("There is no goal with that number. Open it from the family's plan.")
    policy.require(permission, by=asker, about=goal.plan.episode.family)
    require(sight_of(asker, goal.plan.episode.family).goal(goal))
    viewlog.saw(goal, family=goal.plan.episode.family)
    return goal


def step_for(asker: Any, pk: int, permission: Permission) -> Action:
    step = Action.objects.select_related("goal__plan__episode__family").filter(pk=pk).first()
    if step is None:
        raise Http404("There is no action with that number. Open it from the family's plan.")
    policy.require(permission, by=asker, about=step.goal.plan.episode.family)
    require(sight_of(asker, step.goal.plan.episode.family).action(step))
    viewlog.saw(step, family=step.goal.plan.episode.family)
    return step


def latest_episode(family: Family) -> Episode | None:
    """The open one, else the last one: its plan stays readable."""
    rows = list(family.episodes.order_by("-opened_on", "-pk"))
    return next((row for row in rows if row.is_open), rows[0] if rows else None)


def plan_page(family: Family, *, asker: Any, day: date) -> PlanPage:
    episode = latest_episode(family)
    plan = Plan.objects.filter(episode=episode).first() if episode else None
    sight = sight_of(asker, family, on=day)
    every = list(_goals(plan)) if plan else []
    goals = [goal for goal in every if sight.goal(goal).allowed]
    others = blocks_of([goal for goal in every if goal not in goals], asker=asker, day=day, sight=sight)
    is_open = episode is not None and episode.is_open
    return PlanPage(
        family=family,
        episode=episode,
        plan=plan,
        blocks=blocks_of(goals, asker=asker, day=day, sight=sight),
        own_steps=[line for block in others for line in block.steps if sight.is_own(line.action)],
        is_partner=sight.is_partner,
        sees_whole=sight.sees(Category.PLAN),
        linked=[row for row in linked_plans(family, sight=sight) if row.until is None or row.until > day],
        without_goal=_without_goal(family, goals=goals, day=day) if goals and is_open and not sight.is_partner else [],
        can_change=is_open and policy.decision(Permission.PLAN_CHANGE, asker=asker, family=family).allowed,
        can_report=is_open and policy.decision(Permission.ACTION_REPORT, asker=asker, family=family).allowed,
    )


def blocks_of(goals: list[Goal], *, asker: Any, day: date, sight: Sight = ALL) -> list[GoalBlock]:
    """The goals with those of their steps that one sees."""
    before = _before_by_step(goals)
    return [_block(goal, asker=asker, day=day, before=before, sight=sight) for goal in goals]


def linked_plans(family: Family, *, sight: Sight) -> list[LinkedPlan]:
    every = LinkedPlan.objects.filter(family=family).select_related("agency").order_by("on", "pk")
    rows = [row for row in every if sight.linked(row).allowed]
    for row in rows:
        row.kind_words = linked.Kind(row.kind).label if row.kind in linked.Kind.values else row.kind  # type: ignore[attr-defined]
    return rows


def goals_with_all(plan: Plan) -> list[Goal]:
    return list(_goals(plan))


def points(readings: list[GoalReading]) -> str:
    """Return the points of a line through the numbers: days from left to right, more is higher."""
    found = [(row.on.toordinal(), row.value) for row in readings if row.value is not None]
    if len(found) < 2:
        return ""
    days, values = [day for day, _ in found], [value for _, value in found]
    return " ".join(
        f"{_scaled(day, min(days), max(days), LINE_WIDTH):.0f},"
        f"{LINE_HEIGHT - _scaled(float(value), float(min(values)), float(max(values)), LINE_HEIGHT):.0f}"
        for day, value in found
    )


def _scaled(value: float, low: float, high: float, length: int) -> float:
    share = 0.5 if low == high else (value - low) / (high - low)
    return LINE_EDGE + share * (length - 2 * LINE_EDGE)


def _goals(plan: Plan) -> Any:
    return (
        plan.goals.select_related("led_by__agency")
        .annotate(number_of_versions=Count("versions"))
        .prefetch_related(
            "people__merged_into",
            "readings",
            "actions__owners__person",
            "actions__owners__worker__agency",
            "actions__owners__agency",
        )
    )


def _block(goal: Goal, *, asker: Any, day: date, before: dict[int, str], sight: Sight) -> GoalBlock:
    readings = sight.readings(goal)
    now: Decimal | None = next((row.value for row in reversed(readings) if row.value is not None), goal.baseline)
    people = {(person.merged_into or person).pk: person.merged_into or person for person in goal.people.all()}
    return GoalBlock(
        goal=goal,
        who=listing(person.short_name for person in people.values()) or "everyone",
        start=goal.baseline_words or _number(goal.baseline, goal.measure),
        now=readings[-1].words if readings else "",
        aim=goal.target_words or _number(goal.target, goal.measure),
        bar=bar_of(goal, now=now),
        readings=readings,
        line=points(readings),
        steps=[
            _step_line(step, asker=asker, day=day, before=before)
            for step in _in_order(goal)
            if sight.action(step).allowed
        ],
        number_of_versions=getattr(goal, "number_of_versions", 0),
    )


def _number(value: Decimal | None, measure: str) -> str:
    return f"{value.normalize():f} {measure}".strip() if value is not None else ""


def _in_order(goal: Goal) -> list[Action]:
    """To do first, soonest first; then what is done; then what is no longer needed."""
    states = list(Action.State.values)
    return sorted(goal.actions.all(), key=lambda step: (states.index(step.state), step.due_on or date.max, step.pk))


def _step_line(step: Action, *, asker: Any, day: date, before: dict[int, str]) -> StepLine:
    agency = getattr(asker, "agency_id", None)
    owners = list(step.owners.all())
    is_own = agency is not None and any(
        agency in (owner.agency_id, owner.worker.agency_id if owner.worker else None) for owner in owners
    )
    is_late = step.state == Action.State.OPEN and step.due_on is not None and step.due_on < day
    return StepLine(step, owner_words(step), before.get(step.pk, ""), is_own, is_late)


def _before_by_step(goals: list[Goal]) -> dict[int, str]:
    ids = [step.pk for goal in goals for step in goal.actions.all()]
    rows = TimelineEntry.objects.filter(
        thing_type="casework.action", thing_id__in=ids, kind=steps.HANDED_OVER, struck_reason=""
    )
    return {pk: aside for pk, aside in rows.order_by("pk").values_list("thing_id", "aside") if pk is not None}


def _without_goal(family: Family, *, goals: list[Goal], day: date) -> list[Person]:
    """Children nobody has a goal for; a goal for everyone is not a goal of one's own."""
    have = {(person.merged_into or person).pk for goal in goals for person in goal.people.all()}
    members = circle_of(family, day=day).members
    children = [each.person for each in members if each.role == Membership.Role.CHILD and each.is_alive_and_born]
    return [child for child in children if child.pk not in have]
