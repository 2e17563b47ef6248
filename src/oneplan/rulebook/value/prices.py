"""A figure of one price year said in the prices of another: value · index of that year / index of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "prices.yaml"


class NoIndex(Exception):
    """The text says which year is missing where, and what to do."""


@dataclass(frozen=True)
class Series:
    """`index` by financial year, like “2015/16”; from `forecast_from` on the index was a forecast."""

    name: str
    words: str
    source: str
    index: Mapping[str, Decimal]
    forecast_from: str
    is_verified: bool
    newer: str

    def factor(self, since: str, to: str) -> Decimal:
        """By what a figure in prices of the year `since` is multiplied. Raises `NoIndex`."""
        return self._of(to) / self._of(since)

    def _of(self, year: str) -> Decimal:
        found = self.index.get(year)
        if found is None:
            years = sorted(self.index)
            raise NoIndex(
                f"{self.words} has no year {year}: it goes from {years[0]} to {years[-1]}. Write a year of those, "
                "like 2015/16, or name another price index."
            )
        return found


def uprated(value: Decimal, *, since: str, to: str, by: Series) -> Decimal:
    """The value in prices of the year `to`. Raises `NoIndex`."""
    return value * by.factor(since, to)


@cache
def series() -> Mapping[str, Series]:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))["series"]
    return {name: _series(name, said) for name, said in kept.items()}


def named(said: str | Mapping[str, Any]) -> Series:
    """A series that comes with OnePlan by its name, or one that an edition of unit costs brings along."""
    return series()[said] if isinstance(said, str) else _series("own", said)


def _series(name: str, said: Mapping[str, Any]) -> Series:
    return Series(
        name=name,
        words=str(said["words"]),
        source=str(said["source"]).strip(),
        index={str(year): Decimal(value) for year, value in said["index"].items()},
        forecast_from=str(said["forecast_from"]),
        is_verified=bool(said["verified"]),
        newer=str(said["newer"]),
    )
