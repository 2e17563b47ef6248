"""The call for help and what was decided."""

from dataclasses import dataclass
from datetime import date, timedelta

from oneplan.engine.synthetic.drafts import FamilyDraft
from oneplan.engine.synthetic.histories import Decision, Need, Request
from oneplan.engine.synthetic.needs import FittingNeed, fitting, kind_of, presenting
from oneplan.engine.synthetic.phrases import colleague, parts_of, referrers, sentences
from oneplan.engine.synthetic.presence import Presence
from oneplan.engine.synthetic.timetable import Stage

REQUESTS_A_FAMILY = 4
BEREAVEMENT, FALLBACK = "bereavement", "parent_mental_health"
FOR_PUPILS = ("school", "education_welfare", "inclusion", "youth_justice")
FOR_CHILDREN = (*FOR_PUPILS, "nursery", "childrens_centre", "health_visiting", "camhs", "paediatrics")
SCHOOL_AGE = timedelta(days=1580)
GRIEF = timedelta(days=700)
BY_NEED = 0.8  # how often the referrer is of a sector that goes with the first need


@dataclass(slots=True)
class Asked:
    """A request, with the needs behind it still as people and kinds."""

    request: Request
    needs: list[FittingNeed]


def ask(draft: FamilyDraft, presence: Presence, *, nth: int, stage: Stage) -> Asked:
    draws, day = draft.draws, stage.received
    number = 1 + draws.chance(0.7) + draws.chance(0.35)
    needs = fitting(draws, kinds=presenting(), presence=presence, day=day, number=number, taken=set())
    if _is_bereaved(draft, presence, day):
        needs = [*(need for need in needs if need[0].code != BEREAVEMENT), (kind_of(BEREAVEMENT), None)]
    if not needs:
        needs = [(kind_of(FALLBACK), presence.main)]
    first, human = needs[0]
    sector = draws.pick(first.sectors) if draws.chance(BY_NEED) else draws.weighted(referrers())
    sector = _able_to_know(sector, presence, day)
    child = presence.name_of_child(human, day=day)
    request = Request(
        log_number=f"{day.year}-{draft.index * REQUESTS_A_FAMILY + nth:07d}",
        received_on=day,
        referrer_sector=sector,
        referrer_name=presence.main_name if sector == "self" else colleague(draws),
        referrer_part=None if sector == "self" else draws.pick(parts_of(sector)),
        reason_code=first.code,
        reason=draws.pick(first.reasons).format(child=child, parent=presence.main_name),
        wanted=draws.pick(sentences("wishes")),
        needs=tuple(Need(kind.code, subject.key if subject else None) for kind, subject in needs),
        decision=_decision(draft, stage),
    )
    return Asked(request, needs)


def _able_to_know(sector: str, presence: Presence, day: date) -> str:
    """Schools and nurseries ask only for families whose children they see."""
    children = presence.children_on(day)
    if not children:
        return "self" if sector in FOR_CHILDREN else sector
    if sector in FOR_PUPILS and all(human.born + SCHOOL_AGE > day for human in children):
        return "health_visiting"
    return sector


def _is_bereaved(draft: FamilyDraft, presence: Presence, day: date) -> bool:
    died = draft.bereaved_on
    is_recent = died is not None and died <= day <= died + GRIEF
    return is_recent and bool(presence.children_on(day)) and draft.draws.chance(0.7)


def _decision(draft: FamilyDraft, stage: Stage) -> Decision | None:
    if stage.decided is None or stage.outcome is None or stage.level is None:
        return None
    words = draft.draws.pick(sentences("decisions", stage.outcome))
    return Decision(stage.decided, stage.level, stage.outcome, words)
