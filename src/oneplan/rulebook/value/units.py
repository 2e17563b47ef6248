"""The unit cost library: what one of something costs or is worth, as published, with who bears it.

An edition is three files beside each other: what it is, its rows, and the parts of rows that several agencies bear.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from oneplan.rulebook.value.model import ONE, ZERO
from oneplan.rulebook.value.prices import Series, named, uprated

FOLDER = Path(__file__).parent / "units"
ROUNDED_BY = Decimal(2)  # parts are published in whole pounds, so their sum may be off by that from the whole


class Quality(StrEnum):
    """How old and how well founded a figure is, as its publishers grade it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Kind(StrEnum):
    FISCAL = "fiscal"
    ECONOMIC = "economic"
    SOCIAL = "social"


@dataclass(frozen=True)
class Amount:
    """Pounds of one price year, like “2013/14”."""

    value: Decimal
    year: str


@dataclass(frozen=True)
class Part:
    """What of the fiscal amount falls to one bearer; a transfer only moves between purses."""

    words: str
    bearer: str
    fiscal: Decimal
    is_transfer: bool


@dataclass(frozen=True)
class Unit:
    """`local` says where an area's own value comes from; empty where the row stands as published."""

    code: str
    words: str
    unit: str
    bearer: str
    amounts: Mapping[Kind, Amount]
    quality: Quality
    parts: tuple[Part, ...]
    local: str = ""

    def shares(self) -> dict[str, Decimal]:
        """To whom what share of the fiscal amount falls; they sum to 1."""
        if not self.parts:
            return {self.bearer: ONE}
        whole = sum((part.fiscal for part in self.parts), ZERO)
        found: dict[str, Decimal] = {}
        for part in self.parts:
            found[part.bearer] = found.get(part.bearer, ZERO) + part.fiscal / whole
        return found

    def transfer_share(self) -> Decimal:
        """What share of the fiscal amount only moves between purses."""
        whole = sum((part.fiscal for part in self.parts), ZERO)
        return sum((part.fiscal for part in self.parts if part.is_transfer), ZERO) / whole if whole else ZERO


@dataclass(frozen=True)
class Edition:
    name: str
    title: str
    published: str
    attribution: str
    licence: str
    prices: Series
    is_current: bool
    newer: str
    units: Mapping[str, Unit]

    def at(self, code: str, kind: Kind, *, year: str) -> Decimal | None:
        """The amount in prices of a year; None where the edition has none of that kind. Raises `NoIndex`."""
        amount = self.units[code].amounts.get(kind)
        if amount is None:
            return None
        return uprated(amount.value, since=amount.year, to=year, by=self.prices)


@cache
def editions() -> Mapping[str, Edition]:
    """Those that come with OnePlan; an area's own are beside them (engine/value/library.py)."""
    return read_editions(FOLDER)


def read_editions(folder: Path) -> Mapping[str, Edition]:
    """Every edition in a folder by its name."""
    return {path.stem: _edition(path) for path in sorted(folder.glob("*.yaml"))}


def _edition(path: Path) -> Edition:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    told = {name: str(said[name]).strip() for name in ("title", "published", "attribution", "licence", "newer")}
    parts = list(_rows(path.with_name(f"{path.stem}_parts.csv")))
    units = {row["code"]: _unit(row, parts) for row in _rows(path.with_suffix(".csv"))}
    return Edition(
        path.stem, **told, prices=named(said["price_index"]), is_current=bool(said["is_current"]), units=units
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _unit(row: Mapping[str, str], parts: list[dict[str, str]]) -> Unit:
    amounts = {kind: Amount(Decimal(row[kind]), row[f"{kind}_year"]) for kind in Kind if row[kind]}
    mine = tuple(
        Part(part["words"], part["bearer"], Decimal(part["fiscal"]), part["is_transfer"] == "yes")
        for part in parts
        if part["of"] == row["code"]
    )
    return Unit(row["code"], row["words"], row["unit"], row["bearer"], amounts, Quality(row["quality"]), mine)
