"""Who may answer for whom: oneself, or a parent or carer for a child. Young people answer where they understand."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from oneplan.rulebook.people.ages import age_on


@dataclass(frozen=True, slots=True)
class Birth:
    born_from: date | None
    born_to: date | None
    is_child_here: bool  # the family counts them as a child; what is known where no birth date is


@dataclass(frozen=True, slots=True)
class Speaker:
    is_self: bool
    is_parent: bool = False  # a parent, guardian or carer of the family
    is_barred: bool = False  # from contact with this child


def refusal(birth: Birth, speaker: Speaker, *, on: date, understands: str = "") -> str | None:
    """Return why this answer cannot be kept, in words for the worker; None when it can."""
    if speaker.is_self:
        if _is_young(birth, on=on) and not understands.strip():
            return "is young: say how you know that they understand, or keep the answer of a parent or carer."
        return None
    if _is_grown_up(birth, on=on):
        return "is grown up and answers for themself."
    if speaker.is_barred:
        return "may have no contact with the person who answered: ask another parent or carer."
    if not speaker.is_parent:
        return "can be spoken for only by a parent or carer in this family."
    return None


def spoken_for_until(birth: Birth) -> date | None:
    """The earliest day on which they may be grown up: until then a parent's answer counts."""
    if birth.born_from is None:
        return None
    return _birthday(birth.born_from, _figures()["grown_up_from"])


def is_asked_first(birth: Birth, *, on: date) -> bool:
    """Old enough that they are asked themself, whatever a parent said."""
    low = age_on(on, born_from=birth.born_from, born_to=birth.born_to).low
    return low is not None and low >= _figures()["own_from"]


def _is_young(birth: Birth, *, on: date) -> bool:
    low = age_on(on, born_from=birth.born_from, born_to=birth.born_to).low
    return birth.is_child_here if low is None else low < _figures()["own_from"]


def _is_grown_up(birth: Birth, *, on: date) -> bool:
    low = age_on(on, born_from=birth.born_from, born_to=birth.born_to).low
    return not birth.is_child_here if low is None else low >= _figures()["grown_up_from"]


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February
        return date(born.year + years, 3, 1)


@cache
def _figures() -> dict[str, int]:
    kept = yaml.safe_load((Path(__file__).parent / "speaking.yaml").read_text())
    newest = max(kept["values"], key=lambda row: row["from"])
    return {name: newest[name] for name in ("own_from", "grown_up_from")}
