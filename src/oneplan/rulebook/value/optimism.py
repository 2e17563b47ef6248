"""Correction for optimism by how well a figure is founded: benefits are cut, costs raised."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "optimism.yaml"


@dataclass(frozen=True)
class Grade:
    """Shares from 0 to 1: `benefits` is taken off, `costs` put on, `error` is how far the figure may be off."""

    number: int
    benefits: Decimal
    costs: Decimal
    error: Decimal
    people: str
    effect: str
    age: str


@cache
def grades() -> Mapping[int, Grade]:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))["grades"]
    return {int(number): _grade(int(number), said) for number, said in kept.items()}


def grade_of(said: object) -> Grade | None:
    """The grade that is said as 5 or “5”; None where it is none."""
    text = str(said)
    return grades().get(int(text)) if text.isascii() and text.isdigit() else None


def _grade(number: int, said: Mapping[str, str]) -> Grade:
    shares = {name: Decimal(said[name]) for name in ("benefits", "costs", "error")}
    return Grade(number, **shares, people=said["people"], effect=said["effect"], age=said["age"])
