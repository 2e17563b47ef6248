"""Discount factors by year: each year's rate counts for that year alone (HM Treasury, The Green Book)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "discounting.yaml"
ONE = Decimal(1)


@dataclass(frozen=True)
class Step:
    from_year: int
    rate: Decimal


@dataclass(frozen=True)
class Ladder:
    steps: tuple[Step, ...]
    last_year: int
    source: str

    def rate(self, year: int) -> Decimal:
        """The rate that counts for the year. Raises `ValueError` beyond the last year for which there is one."""
        if not 1 <= year <= self.last_year:
            raise ValueError(f"There is a discount rate for years 1 to {self.last_year}, and none for year {year}.")
        return [step.rate for step in self.steps if step.from_year <= year][-1]

    def factors(self, years: int) -> tuple[Decimal, ...]:
        """The factor of each year from 0 on."""
        found = [ONE]
        for year in range(1, years):
            found.append(found[-1] / (ONE + self.rate(year)))
        return tuple(found[:years])


def present(flow: Sequence[Decimal], ladder: Ladder) -> Decimal:
    """The present value of what comes in each year from 0 on."""
    return sum((amount * factor for amount, factor in zip(flow, ladder.factors(len(flow)), strict=True)), Decimal(0))


@cache
def green_book() -> Ladder:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    steps = tuple(Step(int(each["from_year"]), Decimal(each["rate"])) for each in kept["steps"])
    return Ladder(steps, int(kept["last_year"]), str(kept["source"]))
