"""A checked file as a data manager looks at it: what is wrong, row by row; one row cell by cell."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from oneplan.engine.feeds.checking import remarks
from oneplan.engine.feeds.checking.steps import SET_ASIDE, Place, placed, recorded, steps
from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import IN_WORDS, OUR_REFERENCE
from oneplan.engine.runs.loads import Opened
from oneplan.engine.sql import as_one, text


@dataclass(frozen=True)
class Remark:
    """Something said of one value; `is_fault` sets its row aside."""

    column: str
    code: str
    words: str
    value: str | None
    is_fault: bool


@dataclass
class AsideRow:
    row: int
    where: str
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """One value: what the partner calls it and sent, what counts, and why it does."""

    column: Column
    header: str
    received: str | None
    value: str | None
    remarks: Sequence[Remark]
    tidied: str | None  # what a correction is made against
    is_needed: bool


@dataclass(frozen=True)
class WholeRow:
    row: int
    where: str
    verdict: str
    record: str
    cells: Sequence[Cell]
    remarks: Sequence[Remark]  # of the row as a whole


class NotThere(Exception):
    """The file has no such row or column."""


def aside(opened: Opened, *, skip: int, most: int) -> list[AsideRow]:
    """Rows that were set aside, in the order of the file, without the first `skip`, with what was said of each."""
    kind = opened.profile.kind
    with duckdb.connect() as base:
        rows = f"SELECT row FROM {_rows(opened)} WHERE verdict = '{SET_ASIDE}' ORDER BY row LIMIT ? OFFSET ?"
        numbers = [row for (row,) in base.execute(rows, [most, skip]).fetchall()]
        said = base.execute(
            f"SELECT row, column_name, code, what, value FROM {_remarks(opened)} WHERE row IN "
            f"(SELECT unnest(?)) AND what = 'fault' ORDER BY row, column_name",
            [numbers],
        ).fetchall()
    found = {number: AsideRow(number, opened.found.where(number)) for number in numbers}
    for row, column, code, what, value in said:
        found[row].remarks.append(Remark(column, code, remarks.words(kind, code, column), value, what == "fault"))
    return list(found.values())


def answers(opened: Opened) -> list[tuple[int, str, bool]]:
    """Of every row that has our reference: its number, the reference, and whether it was taken."""
    with duckdb.connect() as base:
        if OUR_REFERENCE not in base.sql(f"SELECT * FROM {_rows(opened)} LIMIT 0").columns:
            return []
        asked = (
            f"SELECT row, {OUR_REFERENCE}, verdict <> '{SET_ASIDE}' FROM {_rows(opened)} WHERE {OUR_REFERENCE} <> ''"
        )
        return base.execute(f"{asked} ORDER BY row").fetchall()


def said_in_words(opened: Opened) -> dict[int, tuple[str, ...]]:
    """By row: what stands beside the answers in words, and texts in other columns that are no such value."""
    found: dict[int, list[str]] = defaultdict(list)
    no_value = f"SELECT row, value FROM {_remarks(opened)} WHERE code IN ('{remarks.WRONG}', '{remarks.LEFT_OUT}')"
    with duckdb.connect() as base:
        there = base.sql(f"SELECT * FROM {_rows(opened)} LIMIT 0").columns
        if IN_WORDS in there:
            no_value += f" UNION ALL SELECT row, {IN_WORDS} FROM {_rows(opened)} WHERE {IN_WORDS} <> ''"
        for row, words in base.execute(f"{no_value} ORDER BY ALL").fetchall():
            found[row].append(words)
    return {row: tuple(words) for row, words in found.items()}


def taken(opened: Opened) -> list[tuple[int, str, Any]]:
    """Of every row that was taken: its number, our reference in it, and the day of birth."""
    with duckdb.connect() as base:
        there = base.sql(f"SELECT * FROM {_rows(opened)} LIMIT 0").columns
        ours, born = (name if name in there else "NULL" for name in (OUR_REFERENCE, opened.profile.kind.born))
        asked = f"SELECT row, coalesce({ours}, ''), {born} FROM {_rows(opened)} WHERE verdict <> '{SET_ASIDE}'"
        return base.execute(f"{asked} ORDER BY row").fetchall()


def whole(opened: Opened, row: int) -> WholeRow:
    """One row cell by cell. Raises `NotThere`."""
    places = placed(opened.profile, opened.found.header)
    with duckdb.connect() as base:
        came = _came(base, opened, places, row)
        counts = _one(base, f"SELECT * FROM {_rows(opened)} WHERE row = ?", row)
        said = base.execute(
            f"SELECT column_name, code, what, value FROM {_remarks(opened)} WHERE row = ? ORDER BY ALL", [row]
        ).fetchall()
    if not came:
        raise NotThere
    kind = opened.profile.kind
    told = [Remark(c, code, remarks.words(kind, code, c), v, what == "fault") for c, code, what, v in said]
    cells = [
        Cell(
            each.mapped.column, opened.found.header[each.at], came[f"{each.name}_raw"],
            _shown(counts.get(each.name)), [remark for remark in told if remark.column == each.name],
            came[f"{each.name}_tidy"], each.is_needed,
        )
        for each in places
    ]  # fmt: skip
    of_row = [remark for remark in told if not remark.column]
    return WholeRow(row, opened.found.where(row), counts.get("verdict", SET_ASIDE), came["fix_record"], cells, of_row)


def _came(base: duckdb.DuckDBPyConnection, opened: Opened, places: Sequence[Place], row: int) -> dict[str, Any]:
    """The row as it came: of each column the text, tidied, and its value."""
    named = {name: sql for name, sql in steps(opened.profile, places).items() if name in {"raw", "tidied", "valued"}}
    named["recorded"] = recorded(opened.profile, places)
    named["here"] = "SELECT * FROM recorded WHERE row = ?"
    base.execute(f"CREATE VIEW received AS {opened.found.select}")
    return _one(base, as_one(named), row)


def _one(base: duckdb.DuckDBPyConnection, select: str, row: int) -> dict[str, Any]:
    asked = base.execute(select, [row])
    names = [each[0] for each in asked.description or ()]
    found = asked.fetchone()
    return dict(zip(names, found, strict=True)) if found else {}


def _remarks(opened: Opened) -> str:
    return f"read_parquet({text(opened.checked.said)})"


def _rows(opened: Opened) -> str:
    return f"read_parquet({text(opened.checked.rows)})"


def _shown(value: Any) -> str | None:
    return None if value is None else f"{value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)
