"""A first file proposes its own profile: by the names of its columns, and by what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import yaml

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.contract.layouts import Layout, like
from oneplan.engine.feeds.reading.rows import ROW, Received, column_names
from oneplan.engine.feeds.types import Options
from oneplan.engine.feeds.types.day import USUAL

LOOKED_AT = 500  # rows
ENOUGH = 0.6  # of the values there must be such values


@dataclass(frozen=True)
class Guess:
    """`header` is ours as `column`, because of its `name`, its `values`, or both; `share` of its values are such."""

    header: str
    column: str
    by: str
    share: float


@dataclass(frozen=True)
class Proposal:
    """`guesses` for the kind that fits best; `missing` are columns it needs and the file does not seem to have.

    `layout` is a starting profile with just these headers: what codes mean and how days are written comes with it.
    """

    kind: Kind
    guesses: tuple[Guess, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]  # headers that are none of its columns
    layout: Layout | None = None

    @property
    def usual(self) -> Mapping[str, Any]:
        """What its files most likely mean: as usual for the kind, or as the known layout says."""
        return {**self.kind.usual, **(self.layout.usual if self.layout else {})}

    def profile(self, *, partner: str) -> str:
        """The profile as YAML, for somebody to look through."""
        known = self.layout.columns if self.layout else {}
        said = {
            "feed": self.kind.name,
            "partner": partner,
            **self.usual,
            "columns": {guess.column: known.get(guess.column, guess.header) for guess in self.guesses},
        }
        return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100)


def propose(found: Received) -> Proposal:
    """Judge a file that was read by its header and its first rows."""
    sample = _sample(found)
    layout = like(found.header)
    fits = [layout.kind] if layout else list(kinds().values())
    guesses = {kind.name: _guesses(kind, found.header, sample) for kind in fits}
    best = max(fits, key=lambda kind: _fit(kind, guesses[kind.name]))
    taken = {guess.column for guess in guesses[best.name]}
    used = {guess.header for guess in guesses[best.name]}
    return Proposal(
        best,
        guesses[best.name],
        tuple(name for name in best.needs if name not in taken),
        tuple(header for header in found.header if header and header not in used),
        layout,
    )


def examples(found: Received) -> dict[str, str]:
    """By header: the first value that stands in its column."""
    sample = _sample(found)
    return {name: values[0] for name, values in zip(found.header, sample, strict=True) if name and values}


def _sample(found: Received) -> list[list[str]]:
    """The first values of each column, without empty ones."""
    names = column_names(len(found.header))
    with duckdb.connect() as base:
        asked = f"SELECT {', '.join(names)} FROM ({found.select}) ORDER BY {ROW} LIMIT {LOOKED_AT}"
        rows = base.execute(asked).fetchall()
    return [[row[place] for row in rows if row[place]] for place in range(len(names))]


def _guesses(kind: Kind, header: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[Guess, ...]:
    """Names first; of what is left, the column whose values fit, where just one does."""
    found: dict[int, Guess] = {}
    for column in kind.columns:
        named = [place for place, name in enumerate(header) if place not in found and column.is_called(name)]
        if named:
            share = _share(column, sample[named[0]])
            by = "its name and its values" if share >= ENOUGH else "its name"
            found[named[0]] = Guess(header[named[0]], column.name, by, share)
    taken = {guess.column for guess in found.values()}
    for column in (each for each in kind.columns if each.name not in taken and _is_telling(each)):
        fits = [place for place in range(len(header)) if place not in found and _fits(column, sample[place])]
        if len(fits) == 1:
            found[fits[0]] = Guess(header[fits[0]], column.name, "its values", _share(column, sample[fits[0]]))
    return tuple(found[place] for place in sorted(found))


def _is_telling(column: Column) -> bool:
    """Whether values of this type are seldom of another."""
    return column.type.name not in {"text", "whole"}


def _fits(column: Column, values: Sequence[str]) -> bool:
    return bool(values) and _share(column, values) >= ENOUGH


def _share(column: Column, values: Sequence[str]) -> float:
    options = column.options(formats=USUAL)
    return sum(_is_one(column, text, options) for text in values) / len(values) if values else 0.0


def _is_one(column: Column, text: str, options: Options) -> bool:
    return column.type.plain(text, options) is not None


def _fit(kind: Kind, guesses: Sequence[Guess]) -> tuple[bool, int, float]:
    """A kind of which nothing is missing first, then the one that knows most of the columns."""
    there = {guess.column for guess in guesses}
    found = sum(name in there for name in kind.needs)
    return found == len(kind.needs), len(there), found / len(kind.needs)
