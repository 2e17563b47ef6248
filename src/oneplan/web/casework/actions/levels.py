"""The level of need, decided again and again and never overwritten; also what social care decided."""

from datetime import date, datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions.days import in_future
from oneplan.web.casework.models import LevelDecision
from oneplan.web.people.models import Family
from oneplan.web.site import lists
from oneplan.web.site.actions import action

Stage = LevelDecision.Stage
PLAN_ENDED = "Plan ended, help goes on with us"
SOCIAL_CARE_OUTCOMES = (
    "Does not meet the social care threshold",
    "Child in need instead of child protection",
    "Child in need plan",
    "Child protection plan",
    PLAN_ENDED,
)


class CannotDecideLevel(Exception):
    """The text is written for the worker."""


@action
def decide(
    *,
    family: Family,
    stage: LevelDecision.Stage,
    why: str,
    on: date,
    by: Worker,
    at: datetime,
    level: str = "",
    outcome: str = "",
    conditions: str = "",
    decided_by: str = "",
) -> LevelDecision:
    policy.require(permission_for(stage), by=by, about=family)
    _check(stage=stage, level=level, outcome=outcome, why=why, on=on, at=at)
    decision = LevelDecision.objects.create(
        family=family,
        stage=stage,
        level=level,
        outcome=outcome,
        why=why,
        conditions=conditions,
        decided_by=decided_by or by.name,
        on=on,
        recorded_by=by,
        recorded_at=at,
    )
    _show(decision, by=by, at=at)
    return decision


def _show(decision: LevelDecision, *, by: Worker, at: datetime) -> None:
    timeline.add(
        family=decision.family,
        on=decision.on,
        kind="level",
        headline=decision.outcome or f"Level of need: {lists.name_of('level', decision.level)}",
        aside=Stage(decision.stage).label,
        text=f"{decision.why}\n{decision.conditions}".strip(),
        decided_by=decision.decided_by,
        thing=decision,
        by=by,
        at=at,
    )
    audit.record(
        "level_decided",
        about=decision,
        by=by,
        at=at,
        family=decision.family,
        level=decision.level,
        why=audit.digest(decision.why),
    )


def permission_for(stage: LevelDecision.Stage) -> Permission:
    match stage:
        case Stage.REQUEST:
            return Permission.REQUEST_DECIDE
        case Stage.CLOSURE:
            return Permission.EPISODE_CLOSE
    return Permission.PLAN_CHANGE


def _check(*, stage: str, level: str, outcome: str, why: str, on: date, at: datetime) -> None:
    if not level and not outcome:
        raise CannotDecideLevel("Choose the level of need, or say what social care decided.")
    if level and level not in dict(lists.choices("level", on=on)):
        raise CannotDecideLevel(f"“{level}” was not a level of this area on that day. Choose one from the list.")
    if outcome and stage != Stage.SOCIAL_CARE:
        raise CannotDecideLevel("A threshold decision is social care's own: choose “social care's decision”.")
    if not why.strip():
        raise CannotDecideLevel("Say why, in a sentence: the next worker will want to know.")
    for fault in in_future(on, at=at, what="A decision"):
        raise CannotDecideLevel(fault)
