"""What a partner gets back: their rows in their order, a verdict beside each, and the commonest faults first."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from oneplan.engine.feeds import report_book
from oneplan.engine.feeds.checking import remarks
from oneplan.engine.feeds.checking.check import Checked
from oneplan.engine.feeds.checking.steps import ACCEPTED, REPAIRED, SET_ASIDE
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading.rows import ROW, Received, column_names
from oneplan.engine.sql import text

PAGE = 20_000
BOOK = ".xlsx"
VERDICT, WHY = "OnePlan verdict", "OnePlan says"
WORDS = {ACCEPTED: "taken", REPAIRED: "taken, mended", SET_ASIDE: "not taken"}
MAY_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Fault:
    """What was said of a column, how often, and a row where it stands."""

    column: str
    code: str
    words: str
    times: int
    first_row: int
    first: str  # where that row is, in words
    is_repair: bool


def faults(found: Received, checked: Checked, profile: Profile) -> list[Fault]:
    """Faults first, then repairs; the commonest of each first."""
    asked = f"""
    SELECT column_name, what, code, count(*) AS times, min(row) AS first FROM read_parquet({text(checked.said)})
    GROUP BY ALL ORDER BY what, times DESC, column_name, code"""
    with duckdb.connect() as base:
        told = base.execute(asked).fetchall()
    lines = [
        _fault(found, column, code, remarks.words(profile.kind, code, column), times, first, is_repair=what == "repair")
        for column, what, code, times, first in told
    ]
    return sorted([*lines, *_broken(found)], key=lambda fault: (fault.is_repair, -fault.times))


def _fault(found: Received, column: str, code: str, words: str, times: int, first: int, *, is_repair: bool) -> Fault:
    return Fault(column, code, words, int(times), int(first), found.where(int(first)), is_repair)


def _broken(found: Received) -> list[Fault]:
    rows: dict[str, list[int]] = defaultdict(list)
    for each in found.broken:
        rows[each.reason].append(each.row)
    return [
        _fault(found, "", "no_row", f"no row: {reason}", len(numbers), min(numbers), is_repair=False)
        for reason, numbers in rows.items()
    ]


def suffix(found: Received) -> str:
    """What a workbook is given back as, where a sheet can still hold it; anything else is text."""
    return BOOK if report_book.can_hold(found) else ".csv"


def write(found: Received, checked: Checked, profile: Profile, into: Path) -> None:
    """Write the file back with a verdict and reasons beside each row: as a workbook where `into` is called one, else
    as CSV (UTF-8 with its mark, so that spreadsheets read it)."""
    said = _said(found, checked, profile)
    if into.suffix == BOOK and report_book.can_hold(found):
        report_book.write(
            into, found, _in_order(found, checked), called=(VERDICT, WHY), words=WORDS,
            why=lambda number: "; ".join(said.get(number, ())),
        )  # fmt: skip
        return
    with into.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([*found.header, VERDICT, WHY])
        for number, values, verdict in _in_order(found, checked):
            out.writerow([*map(harmless, values), WORDS[verdict], "; ".join(said.get(number, ()))])


def _in_order(found: Received, checked: Checked) -> Iterator[tuple[int, list[str], str]]:
    """Number, values and verdict of every row and of every line that was none, as they stood in the file."""
    broken = list(reversed(found.broken))
    empty = [""] * (len(found.header) - 1)
    for number, verdict, *values in _rows(found, checked):
        while broken and broken[-1].row < number:
            line = broken.pop()
            yield line.row, [line.text, *empty], SET_ASIDE
        yield number, [value or "" for value in values], verdict
    for line in reversed(broken):
        yield line.row, [line.text, *empty], SET_ASIDE


def _rows(found: Received, checked: Checked) -> Iterator[tuple[Any, ...]]:
    """A page at a time, so that millions of rows are never held at once."""
    columns = ", ".join(column_names(len(found.header)))
    asked = f"""
    SELECT {ROW}, verdict, {columns} FROM ({found.select})
    JOIN (SELECT {ROW}, verdict FROM read_parquet({text(checked.rows)})) USING ({ROW}) ORDER BY {ROW}"""
    with duckdb.connect() as base:
        pages = base.execute(asked)
        while page := pages.fetchmany(PAGE):
            yield from page


def _said(found: Received, checked: Checked, profile: Profile) -> Mapping[int, list[str]]:
    headers = {each.column.name: each.headers[0] for each in profile.mapped}
    said: dict[int, list[str]] = defaultdict(list)
    for row in pq.read_table(checked.said).to_pylist():
        words = remarks.words(profile.kind, row["code"], row["column_name"])
        said[row["row"]].append(f"{headers[row['column_name']]}: {words}" if row["column_name"] else words)
    for line in found.broken:
        said[line.row].append(line.reason)
    return said


def harmless(value: str) -> str:
    """A value that a spreadsheet would take for a formula is shown as the text it is; numbers stay numbers."""
    if not value.startswith(MAY_BEGIN_A_FORMULA) or value.lstrip("+-").replace(".", "", 1).isdigit():
        return value
    return f"'{value}"
