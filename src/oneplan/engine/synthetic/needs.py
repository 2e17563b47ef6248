"""Kinds of need, whom they can concern, and drawing those that fit a family on a day: `needs.yaml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from oneplan.engine.synthetic.births import YEAR
from oneplan.engine.synthetic.drafts import Human
from oneplan.engine.synthetic.draws import Draws, Weighted
from oneplan.engine.synthetic.presence import Presence
from oneplan.engine.synthetic.reading import table

TRIES = 5
ALL_AGES = (0, 18)
BABY_AGE = 0.75


@dataclass(frozen=True, slots=True)
class GoalForm:
    text: str
    unit: str
    low: int
    high: int
    target: int


@dataclass(frozen=True, slots=True, eq=False)
class NeedKind:
    code: str
    about: str
    ages: tuple[int, int]
    is_for_childless: bool
    is_about_baby: bool
    is_about_parent_elsewhere: bool
    weight: float
    found_later: float
    sectors: tuple[str, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    goals: tuple[GoalForm, ...]
    actions: tuple[tuple[str, str], ...]


FittingNeed = tuple[NeedKind, Human | None]


@cache
def kind_of(code: str) -> NeedKind:
    return next(kind for kind in _kinds() if kind.code == code)


@cache
def presenting() -> Weighted[NeedKind]:
    return Weighted({kind: kind.weight for kind in _kinds()})


@cache
def found_later() -> Weighted[NeedKind]:
    return Weighted({kind: kind.weight * kind.found_later for kind in _kinds()})


def fitting(
    draws: Draws, *, kinds: Weighted[NeedKind], presence: Presence, day: date, number: int, taken: set[str]
) -> list[FittingNeed]:
    """Up to `number` different needs that fit the family on the day; codes drawn are added to `taken`."""
    found: list[FittingNeed] = []
    for _ in range(number):
        for _ in range(TRIES):
            kind = draws.weighted(kinds)
            if kind.code in taken:
                continue
            fits, human = _fits(draws, kind, presence, day)
            if fits:
                taken.add(kind.code)
                found.append((kind, human))
                break
    return found


def _fits(draws: Draws, kind: NeedKind, presence: Presence, day: date) -> tuple[bool, Human | None]:
    children = presence.children_on(day)
    if kind.about == "child":
        youngest, oldest = kind.ages
        able = [human for human in children if youngest * YEAR <= (day - human.born).days <= oldest * YEAR]
        return bool(able), draws.pick(able) if able else None
    if kind.is_about_baby:
        return presence.expects_or_has_baby(day, younger_than=int(BABY_AGE * YEAR)), None
    if kind.is_about_parent_elsewhere and not presence.has_parent_elsewhere:
        return False, None
    if not children and not kind.is_for_childless:
        return False, None
    return True, presence.main if kind.about == "adult" else None


@cache
def _kinds() -> tuple[NeedKind, ...]:
    return tuple(_kind(code, row) for code, row in table("needs").items())


def _kind(code: str, row: dict[str, Any]) -> NeedKind:
    special = any(row.get(key) for key in ("with_children", "needs_baby", "needs_parent_elsewhere"))
    return NeedKind(
        code=code,
        about=row["about"],
        ages=tuple(row["ages"]) if "ages" in row else ALL_AGES,
        is_for_childless=row["about"] != "child" and not special,
        is_about_baby=row.get("needs_baby", False),
        is_about_parent_elsewhere=row.get("needs_parent_elsewhere", False),
        weight=row["weight"],
        found_later=row["found_later"],
        sectors=tuple(row["sectors"]),
        reasons=tuple(row["reasons"]),
        notes=tuple(row["notes"]),
        goals=tuple(GoalForm(g["text"], g["unit"], g["from"], g["to"], g["target"]) for g in row["goals"]),
        actions=tuple(row["actions"].items()),
    )
