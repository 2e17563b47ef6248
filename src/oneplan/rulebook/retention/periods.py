"""How long a sort of record is kept, and from which day it goes: the shipped figures, the area's own over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from oneplan.rulebook.rights.clock import months_after


@dataclass(frozen=True, slots=True)
class Figure:
    """One dated row: it holds from a day on. With `youngest_child` the later of both days counts."""

    rule: str
    since: date
    years: int = 0
    months: int = 0
    days: int = 0
    youngest_child: int = 0
    is_never: bool = False
    source: str = ""
    is_verified: bool = False

    @property
    def words(self) -> str:
        if self.is_never:
            return "kept; never removed by time"
        parts = [(self.years, "year"), (self.months, "month"), (self.days, "day")]
        words = " and ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n)
        child = f"until the youngest child is {self.youngest_child}" if self.youngest_child else ""
        return f"{words}, or {child}, whichever is later" if words and child else words or child


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    title: str
    event: str
    reason: str
    figures: tuple[Figure, ...]


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    kept = yaml.safe_load((Path(__file__).parent / "periods.yaml").read_text())["rules"]
    return {code: _rule(code, row) for code, row in kept.items()}


def _rule(code: str, row: dict[str, Any]) -> Rule:
    figures = tuple(
        Figure(
            rule=code,
            since=each["from"],
            years=each.get("years", 0),
            months=each.get("months", 0),
            days=each.get("days", 0),
            youngest_child=each.get("youngest_child", 0),
            is_never=each.get("never", False),
            source=row["source"],
            is_verified=row["verified"],
        )
        for each in row["values"]
    )
    return Rule(code, row["title"], row["event"], row["reason"], figures)


def in_force(code: str, *, on: date, areas_own: Sequence[Figure] = ()) -> Figure:
    """The figure of a day: the newest of the area's own rows, else the newest shipped one."""
    own = [each for each in areas_own if each.rule == code and each.since <= on]
    shipped = [each for each in rules()[code].figures if each.since <= on] or list(rules()[code].figures[:1])
    return max(own or shipped, key=lambda each: each.since)


def goes_on(figure: Figure, *, event: date, youngest_born: date | None = None) -> date | None:
    """The day from which the record goes; None for never. `youngest_born`: the latest day any child can be born."""
    if figure.is_never:
        return None
    after = months_after(event, 12 * figure.years + figure.months) + timedelta(days=figure.days)
    if figure.youngest_child and youngest_born is not None:
        after = max(after, months_after(youngest_born, 12 * figure.youngest_child))
    return after
