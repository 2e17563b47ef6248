"""The goals of a plan as the family page shows them: where each started, stands and aims, and who does what."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.models import Action, Episode, Goal
from oneplan.web.casework.reads.due import owner_words, owners_of
from oneplan.web.casework.reads.sight import Sight

MOST_DONE = 3


@dataclass(frozen=True)
class Bar:
    """How far the bar is filled and where the aim stands, in per cent of its length."""

    done: int
    aim: int


@dataclass(frozen=True)
class ActionLine:
    action: Action
    owner: str

    @property
    def is_done(self) -> bool:
        return self.action.state == Action.State.DONE


@dataclass(frozen=True)
class GoalCard:
    goal: Goal
    who: str
    now: str
    bar: Bar | None
    actions: list[ActionLine]

    @property
    def tone(self) -> str:
        good = self.goal.state in (Goal.State.BETTER, Goal.State.REACHED)
        return "ok" if good else "warm" if self.goal.state in (Goal.State.UNCLEAR, Goal.State.PAUSED) else ""

    def own_of(self, asker: Any) -> "GoalCard":
        """The same goal with just the actions that the asker, or their agency, does."""
        return replace(self, actions=[line for line in self.actions if _is_own(line.action, asker)])


def goal_cards(episode: Episode | None, *, sight: Sight) -> list[GoalCard]:
    """Every goal of the episode's plan, in the plan's order, with those of its readings that one sees."""
    if episode is None:
        return []
    goals = Goal.objects.filter(plan__episode=episode).prefetch_related(
        "people__merged_into",
        "readings",
        "actions",
        owners_of("actions__owners"),
    )
    return [_card(goal, sight) for goal in goals]


def bar_of(goal: Goal, *, now: Decimal | None) -> Bar | None:
    """The bar runs to the end of the goal's scale; where less is better, it fills as the number falls."""
    if now is None or goal.target is None:
        return None
    if goal.baseline is not None and goal.target < goal.baseline:
        start, end = goal.baseline, goal.target
    else:
        start, end = Decimal(0), goal.scale_to or goal.target
    if start == end:
        return None
    return Bar(done=_percent(now, start, end), aim=_percent(goal.target, start, end))


def _percent(value: Decimal, start: Decimal, end: Decimal) -> int:
    return round(min(max((value - start) / (end - start), Decimal(0)), Decimal(1)) * 100)


def _card(goal: Goal, sight: Sight) -> GoalCard:
    readings = sight.readings(goal)
    last = readings[-1] if readings else None
    now = next((reading.value for reading in reversed(readings) if reading.value is not None), goal.baseline)
    people = {(person.merged_into or person).pk: person for person in goal.people.all()}
    actions = [action for action in goal.actions.all() if action.state != Action.State.DROPPED]
    done = [action for action in actions if action.state == Action.State.DONE]
    shown = [*sorted(done, key=_when_done)[-MOST_DONE:], *(a for a in actions if a.state == Action.State.OPEN)]
    return GoalCard(
        goal=goal,
        who=listing(person.short_name for person in people.values()) or "everyone",
        now=last.words if last else "",
        bar=bar_of(goal, now=now),
        actions=[ActionLine(action, owner_words(action)) for action in shown],
    )


def _when_done(action: Action) -> str:
    return str(action.done_on)


def _is_own(action: Action, asker: Any) -> bool:
    agency = getattr(asker, "agency_id", None)
    return any(
        owner.worker_id == asker.pk or (owner.agency_id is not None and owner.agency_id == agency)
        for owner in action.owners.all()
    )
