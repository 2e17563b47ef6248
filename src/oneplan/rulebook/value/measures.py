"""What a model of an area counts in partners' facts, before and after help began, and what prices it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "measures.yaml"
MONTHS_A_QUARTER = 3


class Counts(StrEnum):
    EVENTS = "events"
    SUM = "sum"
    STATE = "state"
    ONSET = "onset"


@dataclass(frozen=True)
class Which:
    """Facts of a kind whose attributes are among these, and not among those."""

    kind: str
    counts: Counts
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where_not: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sum: str = ""
    at_least: int = 1


@dataclass(frozen=True)
class Measure:
    """`unit` is the row of the library that prices one; empty where it has no price.

    `at_risk` says who is looked at; without it, those of whom it held in the year before.
    """

    name: str
    words: str
    after: Which
    at_risk: Which
    unit: str
    leave_out: tuple[str, ...]


@cache
def measures() -> Mapping[str, Measure]:
    return {name: _measure(name, said) for name, said in _kept()["measures"].items()}


def days() -> int:
    """How long the year before help, and the year after its start, are."""
    return int(_kept()["days"])


def fewest_compared() -> int:
    """With fewer people to compare with, nothing is said."""
    return int(_kept()["fewest_compared"])


def counted_until(day: date) -> date:
    """The first day of the quarter: what is counted on two days of it is about the same people.

    Else somebody could read one family from what two days' figures differ by.
    """
    return date(day.year, day.month - (day.month - 1) % MONTHS_A_QUARTER, 1)


def settled_days() -> int:
    """How long after help began it is known who is around the family."""
    return int(_kept()["settled_days"])


def least_days() -> int:
    """Of shorter help, who was around at first and at the end is not told apart."""
    return int(_kept()["least_days"])


@cache
def _kept() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def _measure(name: str, said: Mapping[str, Any]) -> Measure:
    after = _which(said)
    at_risk = _which(said["at_risk"]) if "at_risk" in said else after
    return Measure(name, said["words"], after, at_risk, said.get("unit", ""), tuple(said.get("leave_out", ())))


def _which(said: Mapping[str, Any]) -> Which:
    return Which(
        said["kind"], Counts(said["counts"]), _among(said.get("where", {})), _among(said.get("where_not", {})),
        said.get("sum", ""), int(said.get("at_least", 1)),
    )  # fmt: skip


def _among(said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(str, values)) for name, values in said.items()}
