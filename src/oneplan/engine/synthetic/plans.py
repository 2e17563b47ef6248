"""The plan of an episode: goals that move, actions with owners of several kinds, reviews."""

from dataclasses import dataclass
from datetime import date

from oneplan.engine.synthetic.drafts import FamilyDraft
from oneplan.engine.synthetic.draws import later
from oneplan.engine.synthetic.histories import (
    Action,
    ActionStatus,
    Goal,
    GoalStatus,
    OwnerKind,
    Review,
    ReviewResult,
)
from oneplan.engine.synthetic.needs import FittingNeed
from oneplan.engine.synthetic.phrases import sentences
from oneplan.engine.synthetic.presence import Presence
from oneplan.engine.synthetic.timetable import Stage
from oneplan.engine.synthetic.workdays import workday_before

MOST_GOALS = 3
REVIEW_EVERY = 42  # a six-week cycle, as several areas publish
FAMILY_OWNERS: tuple[OwnerKind, ...] = ("parent", "child", "relative", "parent_elsewhere")
# How far towards its target a goal has come, by how the episode ended.
PROGRESS = {
    None: (0.0, 0.8),
    "outcomes_met": (0.75, 1.15),
    "partly_met": (0.35, 1.05),
    "stepped_up": (-0.1, 0.4),
    "another_service_leads": (0.1, 0.7),
    "withdrew": (0.0, 0.6),
    "lost_touch": (0.0, 0.5),
    "moved_away": (0.1, 0.9),
}


@dataclass(slots=True)
class Plan:
    goals: list[Goal]
    actions: list[Action]
    reviews: list[Review]


@dataclass(slots=True)
class Work:
    """What the parts of a plan need to know about the episode they belong to."""

    draft: FamilyDraft
    presence: Presence
    stage: Stage
    begin: date
    end: date  # closing day, or today

    @property
    def is_open(self) -> bool:
        return self.stage.closed is None


def plan_of(work: Work, *, needs: list[tuple[FittingNeed, date]]) -> Plan:
    """A plan agreed two to six weeks after the start; needs found later join it when they are found."""
    plan = Plan([], [], [])
    agreed = later(work.begin, work.draft.draws.whole(12, 40))
    for need, known in needs[:MOST_GOALS]:
        day = workday_before(max(agreed, later(known, 3)), not_before=known)
        if day < work.end:
            plan.goals.append(_goal(work, need, agreed=day, is_first=not plan.goals))
            plan.actions += _actions(work, need, goal=len(plan.goals) - 1, agreed=day)
    if plan.goals:
        plan.reviews += _reviews(work, since=plan.goals[0].agreed_on)
    return plan


def _goal(work: Work, need: FittingNeed, *, agreed: date, is_first: bool) -> Goal:
    (kind, human), draws = need, work.draft.draws
    form = draws.pick(kind.goals)
    baseline = draws.whole(min(form.low, form.high), max(form.low, form.high))
    low, high = PROGRESS[work.stage.closure]
    share = low + (high - low) * draws.random()
    moved = min(1.0, max(0.0, share)) if form.target != 0 else min(1.0, share)
    current = baseline + round((form.target - baseline) * max(moved, -0.1))
    current = max(0, current)
    reached = current == form.target
    status: GoalStatus = "open" if work.is_open else "partly_met" if moved > 0.3 else "not_met"
    status = "met" if reached else "set_aside" if draws.chance(0.05) else status
    settled = None if status == "open" else draws.day(later(agreed, 1), work.end)
    child = work.presence.name_of_child(human, day=agreed)
    return Goal(
        need=kind.code,
        person=human.key if human else None,
        text=form.text.format(child=child, parent=work.presence.main_name),
        unit=form.unit,
        baseline=baseline,
        current=current,
        target=form.target,
        status=status,
        agreed_on=agreed,
        settled_on=settled if settled is None or settled <= work.end else work.end,
        is_in_focus=is_first and status == "open",
    )


def _actions(work: Work, need: FittingNeed, *, goal: int, agreed: date) -> list[Action]:
    (kind, human), draws = need, work.draft.draws
    child = work.presence.name_of_child(human, day=agreed)
    found: list[Action] = []
    for owner, text in draws.some(kind.actions, 1 + draws.chance(0.75) + draws.chance(0.4)):
        who = _owner(work, owner, need)
        if who is None:
            continue
        due = later(agreed, 7 * draws.whole(1, 8))
        done = draws.day(later(agreed, 1), min(later(due, 20), work.end))
        status: ActionStatus = "done" if draws.chance(0.72) else "not_done"
        status = "open" if work.is_open and (due > work.end or draws.chance(0.12)) else status
        settled = None if status == "open" else done
        words = text.format(child=child, parent=work.presence.main_name)
        kind_of_owner, person, sector = who
        found.append(Action(goal, kind_of_owner, person, sector, words, agreed, due, settled, status))
    return found


def _owner(work: Work, owner: str, need: FittingNeed) -> tuple[OwnerKind, int | None, str | None] | None:
    """Who that is in this family, or None when there is nobody of the kind."""
    draft, human = work.draft, need[1]
    if owner == "key_worker":
        return "key_worker", None, None
    if owner == "parent":
        return "parent", draft.carers[0].key, None
    if owner == "child":
        is_able = human is not None and human.is_child and (work.begin - human.born).days > 1800
        return ("child", human.key, None) if human is not None and is_able else None
    if owner == "relative":
        grandmother = draft.grandmother
        is_there = grandmother is not None and grandmother.died is None
        return ("relative", grandmother.key, None) if grandmother is not None and is_there else None
    if owner == "parent_elsewhere":
        able = [item for item in draft.elsewhere if item.died is None and item.key not in draft.barred]
        return ("parent_elsewhere", able[0].key, None) if able else None
    return "partner", None, owner


def _reviews(work: Work, *, since: date) -> list[Review]:
    draws = work.draft.draws
    found: list[Review] = []
    day = later(since, REVIEW_EVERY + draws.whole(-7, 10))
    is_going_well = work.stage.closure in (None, "outcomes_met", "partly_met")
    while day < work.end:
        held = workday_before(day, not_before=since)
        result: ReviewResult = "better" if draws.chance(0.6 if is_going_well else 0.25) else "same"
        result = "worse" if result == "same" and draws.chance(0.3) else result
        day = later(held, REVIEW_EVERY + draws.whole(-7, 20))
        present = [human.key for human in work.presence.on(held) if human is work.presence.main or draws.chance(0.3)]
        is_last = day >= work.end and not work.is_open
        found.append(
            Review(
                held_on=held,
                is_meeting=draws.chance(0.7),
                present=tuple(present),
                sectors=tuple(draws.some(("school", "health_visiting", "voluntary", "housing"), draws.whole(0, 2))),
                result=result,
                words=draws.pick(sentences("review_words", result)),
                next_due_on=None if is_last else day,
            )
        )
    return found
