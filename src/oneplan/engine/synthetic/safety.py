"""What keeps people safe: restrictions, safe ways of contact, warnings for visits; who cares for whom; diagnoses."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from oneplan.engine.synthetic.births import years
from oneplan.engine.synthetic.drafts import FamilyDraft, Human
from oneplan.engine.synthetic.people import (
    Caring,
    Circumstance,
    ContactRestriction,
    Pattern,
    SafeContactRule,
    VisitWarning,
)
from oneplan.engine.synthetic.rates import rate
from oneplan.engine.synthetic.reading import table

SUPERVISED = "supervised contact only"


@dataclass(slots=True)
class Safety:
    restrictions: list[ContactRestriction] = field(default_factory=list)
    safe_contact: list[SafeContactRule] = field(default_factory=list)
    visit_warnings: list[VisitWarning] = field(default_factory=list)
    caring: list[Caring] = field(default_factory=list)


def safety_of(draft: FamilyDraft) -> Safety:
    found, draws = Safety(), draft.draws
    if draws.chance(rate("restriction")):
        found.restrictions += _restrictions(draft)
    if draws.chance(rate("safe_contact")):
        found.safe_contact.append(_safe_contact(draft))
    if draws.chance(rate("visit_warning")):
        found.visit_warnings += _visit_warning(draft)
    if draws.chance(rate("caring")):
        found.caring += _caring(draft)
    return found


def circumstances_of(draft: FamilyDraft) -> None:
    """Diagnoses, and the status of families who came from abroad; kept with the person, once."""
    draws = draft.draws
    for human in draft.humans:
        if human.record is None and not human.is_unborn and human.died is None and draws.chance(rate("condition")):
            _diagnose(draft, human)
    abroad = _words()["immigration"]
    if draft.community.name in abroad["communities"] and draws.chance(rate("immigration")):
        kind = draws.pick(tuple(abroad["kinds"]))
        start = draft.today - timedelta(days=draws.whole(100, 3000))
        for human in draft.carers:
            if human.record is None and human.died is None and human.born + years(1) < start:
                human.circumstances.append(Circumstance(human.key, kind, abroad["kinds"][kind], start, None, "day"))


@cache
def _words() -> dict[str, Any]:
    return table("safety")


def _restrictions(draft: FamilyDraft) -> list[ContactRestriction]:
    draws = draft.draws
    able = [human for human in draft.elsewhere if human.died is None and human.families == 1]
    if not able:
        return []
    barred, words = draws.pick(able), draws.pick(_words()["restrictions"])
    apart = max(item.start for item in draft.belongings if item.human is barred)
    start = draws.day(max(apart, draft.today - years(3)), draft.today - timedelta(days=10))
    lifted = draws.day(start + timedelta(days=60), draft.today)
    end = lifted if lifted <= draft.today and draws.chance(0.15) else None
    fears = draws.chance(rate("restriction_breached"))
    theirs = [tie.other for tie in draft.ties if tie.kin == "parent" and tie.human is barred]
    theirs = [human for human in theirs if human.is_child and not human.is_unborn and human.died is None]
    found = []
    for human in theirs:
        begin = max(start, human.born + timedelta(days=1))
        if begin < (draft.today if end is None else end):
            text = words["words"].format(child=human.given)
            found.append(ContactRestriction(barred.key, human.key, words["kind"], text, begin, end, fears))
    barred_now = {item.child for item in found if item.end is None}
    pattern: Pattern = "supervised" if words["kind"] == SUPERVISED else "none"
    draft.patterns = [
        replace(item, pattern=pattern) if item.parent == barred.key and item.child in barred_now else item
        for item in draft.patterns
    ]
    return found


def _safe_contact(draft: FamilyDraft) -> SafeContactRule:
    row = draft.draws.pick(_words()["safe_contact"])
    return SafeContactRule(
        person=draft.carers[0].key,
        channel=row["channel"],
        is_allowed=row["allowed"],
        not_before=_clock(row["not_before"]),
        not_after=_clock(row["not_after"]),
        words=row["words"],
    )


def _clock(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def _visit_warning(draft: FamilyDraft) -> list[VisitWarning]:
    draws = draft.draws
    current = [stay for stay in draft.carers[0].stays if stay.end is None and stay.share == "main"]
    if not current:
        return []
    row, stay = draws.pick(_words()["visit_warnings"]), current[-1]
    start = draws.day(max(stay.start, draft.first_request), draft.today - timedelta(days=1))
    is_over = start + timedelta(days=30) < draft.today and draws.chance(0.2)
    end = draws.day(start + timedelta(days=30), draft.today) if is_over else None
    return [VisitWarning(stay.home.key, row["kind"], row["words"], start, end)]


def _caring(draft: FamilyDraft) -> list[Caring]:
    """A parent for a child or partner, or a child of eight or more for a parent."""
    draws, today = draft.draws, draft.today
    main = draft.carers[0]
    here = [human for human in draft.children if _is_here(draft, human)]
    young_carers = [human for human in here if human.born + years(9) < today]
    if young_carers and draws.chance(0.45):
        carer, cared_for, words = draws.pick(young_carers), main, draws.pick(_words()["caring_by_child"])
    else:
        others = [human for human in (*here, *draft.carers[1:]) if human.died is None]
        if not others:
            return []
        carer, cared_for, words = main, draws.pick(others), draws.pick(_words()["caring_by_adult"])
    begin = max(carer.born + years(8), cared_for.born + timedelta(days=30), today - years(5))
    return [Caring(carer.key, cared_for.key, words, draws.day(begin, today), None)] if begin < today else []


def _is_here(draft: FamilyDraft, human: Human) -> bool:
    if human.is_unborn or human.died is not None:
        return False
    return any(item.human is human and item.end is None for item in draft.belongings)


def _diagnose(draft: FamilyDraft, human: Human) -> None:
    draws = draft.draws
    words = draws.pick(_words()["conditions"]["child" if human.is_child else "adult"])
    begin: date = max(human.born + timedelta(days=200), draft.today - years(10))
    if begin < draft.today:
        day = draws.day(begin, draft.today - timedelta(days=1))
        human.circumstances.append(
            Circumstance(human.key, "diagnosis", words, date(day.year, day.month, 1), None, "month")
        )
