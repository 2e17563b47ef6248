"""A figure of one price year said in the prices of another: value · index of that year / index of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "prices.yaml"
YEAR_BEGINS = (4, 6)  # month and day of a financial year


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


def no_year(said: str) -> str:
    """What is wrong with a price year; empty where it is one, like “2015/16”."""
    found = re.fullmatch(r"((?:19|20)[0-9]{2})/([0-9]{2})", said)
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return ""
    return f"“{said}” is no price year. Write the year in whose pounds all is, from April to March, like 2015/16."


def not_yet(year: str, today: date) -> str:
    """Why nobody knows the prices of a price year; empty where somebody may: up to the next financial year."""
    now = today.year if (today.month, today.day) >= YEAR_BEGINS else today.year - 1
    if int(year[:4]) <= now + 1:
        return ""
    return f"Nobody knows the prices of {year} yet. Write a year up to {now + 1}/{(now + 2) % 100:02d}."


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
