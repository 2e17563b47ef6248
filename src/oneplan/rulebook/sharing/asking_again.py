"""When it is time to talk again: a yes that runs out, a ground to look at, whether it felt like a real choice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml


class Felt(StrEnum):
    """How free somebody felt to say no."""

    REAL = "real"
    PARTLY = "partly"
    MUST = "none"


class Why(StrEnum):
    STEPPED_DOWN = "stepped_down"  # help came down from social care, and nobody has asked since
    FELT_A_MUST = "felt_a_must"  # they said so, and some time has passed


@dataclass(frozen=True, slots=True)
class ChoiceDue:
    why: Why
    since: date


@dataclass(frozen=True, slots=True)
class Figures:
    before_yes_ends: int
    before_ground_ends: int
    after_a_must: int
    manager_sees_a_must: int


def figures(on: date) -> Figures:
    in_force = [kept for start, kept in _all() if start <= on]
    return (in_force or [_all()[0][1]])[-1]


def yes_is_said_until(on: date) -> date:
    """Return the last end of a yes that is said on the day `on`."""
    return on + timedelta(days=figures(on).before_yes_ends)


def ground_is_said_until(on: date) -> date:
    return on + timedelta(days=figures(on).before_ground_ends)


def a_must_is_shown_since(on: date) -> date:
    """Return the first day of a talk that a manager still looks at because it felt like a must."""
    return on - timedelta(days=figures(on).manager_sees_a_must)


def choice_due(asked: Iterable[tuple[date, Felt]], *, stepped_down_on: date | None, on: date) -> ChoiceDue | None:
    """Say whether to ask if it feels like a real choice: after a step down, and again after it felt like a must."""
    last_on, felt = max(asked, key=lambda each: each[0], default=(None, None))
    if stepped_down_on is not None and (last_on is None or last_on < stepped_down_on):
        return ChoiceDue(Why.STEPPED_DOWN, stepped_down_on)
    if last_on is not None and felt is Felt.MUST and on >= last_on + timedelta(days=figures(on).after_a_must):
        return ChoiceDue(Why.FELT_A_MUST, last_on)
    return None


@lru_cache(maxsize=1)
def _all() -> list[tuple[date, Figures]]:
    kept = yaml.safe_load((Path(__file__).parent / "asking_again.yaml").read_text())
    rows = [(row.pop("from"), Figures(**row)) for row in kept["values"]]
    return sorted(rows, key=lambda row: row[0])
