"""Which nursery and schools a child has been to, by the English school year."""

from datetime import date
from functools import cache
from typing import Any, Literal

from oneplan.engine.synthetic.drafts import FamilyDraft, Human
from oneplan.engine.synthetic.draws import Draws
from oneplan.engine.synthetic.identifiers import AUTHORITY
from oneplan.engine.synthetic.people import SchoolSpell
from oneplan.engine.synthetic.reading import table

Kind = Literal["nursery", "primary", "secondary", "special", "college"]

FIRST_NUMBERS: dict[Kind, int] = {"nursery": 1000, "primary": 2000, "secondary": 4000, "special": 7000, "college": 8000}
LISTS: dict[Kind, str] = {
    "nursery": "nurseries",
    "primary": "primaries",
    "secondary": "secondaries",
    "special": "specials",
    "college": "colleges",
}
YEARS_KEPT = 7  # schooling that was over longer ago is not on record
SPECIAL_SHARE, NURSERY_SHARE, COLLEGE_SHARE, MOVE_SHARE = 0.02, 0.7, 0.6, 0.17


@cache
def schools(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Name and establishment number of every school of a kind."""
    names: Any = table("schools")[LISTS[kind]]
    return tuple((name, f"{AUTHORITY}/{FIRST_NUMBERS[kind] + nth}") for nth, name in enumerate(names))


def spells(draft: FamilyDraft, human: Human, *, primary: int) -> list[SchoolSpell]:
    """`primary` is the number of the school that brothers and sisters usually share."""
    last = human.died or draft.today
    if human.is_unborn:
        return []
    found: list[SchoolSpell] = []
    forgotten = date(draft.today.year - YEARS_KEPT, 9, 1)
    for kind, start, end in _stages(draft.draws, human.born):
        if start >= last:
            break
        if end < forgotten:
            continue
        over = end < draft.today or human.died is not None
        found += _at(draft.draws, human, kind, start, min(end, last) if over else None, primary=primary, today=last)
    return found


def _stages(draws: Draws, born: date) -> list[tuple[Kind, date, date]]:
    reception = born.year + 4 if (born.month, born.day) < (9, 1) else born.year + 5
    found: list[tuple[Kind, date, date]] = []
    if draws.chance(NURSERY_SHARE):
        found.append(("nursery", date(reception - 1, 9, 5), date(reception, 7, 21)))
    if draws.chance(SPECIAL_SHARE):
        return [*found, ("special", date(reception, 9, 4), date(reception + 12, 7, 21))]
    found.append(("primary", date(reception, 9, 4), date(reception + 7, 7, 21)))
    found.append(("secondary", date(reception + 7, 9, 4), date(reception + 12, 7, 21)))
    if draws.chance(COLLEGE_SHARE):
        found.append(("college", date(reception + 12, 9, 6), date(reception + 14, 7, 15)))
    return found


def _at(
    draws: Draws, human: Human, kind: Kind, start: date, end: date | None, *, primary: int, today: date
) -> list[SchoolSpell]:
    """One stage of schooling: one school, or two with a move in between."""
    known = schools(kind)
    name, code = known[primary % len(known)] if kind == "primary" and draws.chance(0.9) else draws.pick(known)
    moved = draws.day(start, end or today)
    if not draws.chance(MOVE_SHARE) or kind == "nursery" or moved <= start or moved >= (end or today):
        return [SchoolSpell(human.key, name, code, kind, start, end)]
    other_name, other_code = draws.pick(known)
    if other_code == code:
        return [SchoolSpell(human.key, name, code, kind, start, end)]
    return [
        SchoolSpell(human.key, name, code, kind, start, moved),
        SchoolSpell(human.key, other_name, other_code, kind, moved, end),
    ]
