"""A table of texts as a partner's file: text of any delimiter and encoding, a workbook, Parquet, a zip."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from oneplan.engine.feeds.contract.layouts import Layout, Written
from oneplan.engine.sql import name, text

SUFFIX = {"csv": ".csv", "xlsx": ".xlsx", "parquet": ".parquet", "zip": ".zip"}
PIECE = 1 << 20
A_DAY = datetime(2026, 1, 1, tzinfo=UTC)
MOST_AT_ONCE = 20_000  # rows


def write(base: duckdb.DuckDBPyConnection, layout: Layout, select: str, to: Path) -> None:
    """`select` has a column for each of the layout's, in its order."""
    how = layout.written
    besides = "".join(f", NULL::VARCHAR AS {name(each)}" for each in how.besides)
    headed = ", ".join(f"{column} AS {name(str(said['header']))}" for column, said in layout.columns.items())
    asked = f"SELECT {headed}{besides} FROM ({select})"
    if how.form == "parquet":
        base.execute(f"COPY ({asked}) TO {text(to)} (FORMAT parquet)")
    elif how.form == "xlsx":
        _workbook(base, layout, asked, to)
    else:
        _text(base, how, asked, to)


def before(how: Written) -> int:
    """How many rows of a spreadsheet stand above the first row of values."""
    return 0 if how.form == "parquet" else 1 + len(how.title)


def _text(base: duckdb.DuckDBPyConnection, how: Written, select: str, to: Path) -> None:
    plain = to.with_suffix(".plain")
    base.execute(f"COPY ({select}) TO {text(plain)} (FORMAT csv, HEADER, DELIMITER {text(how.delimiter)})")
    if how.title or how.encoding != "utf-8":
        coded = to.with_suffix(".coded")
        with coded.open("w", encoding=how.encoding, errors="replace", newline="") as out:
            out.writelines(f"{line}\n" for line in how.title)
            out.writelines(_pieces(plain))
        coded.replace(plain)
    if how.form == "zip":
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(zipfile.ZipInfo(how.name), plain.read_bytes(), zipfile.ZIP_DEFLATED)
        plain.unlink()
    else:
        plain.replace(to)


def _pieces(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        while piece := file.read(PIECE):
            yield piece


def _workbook(base: duckdb.DuckDBPyConnection, layout: Layout, select: str, to: Path) -> None:
    asked = base.execute(select)
    header = [each[0] for each in asked.description or ()]
    rows: list[tuple[Any, ...]] = []
    while page := asked.fetchmany(MOST_AT_ONCE):
        rows.extend(page)
    with xlsxwriter.Workbook(str(to), {"strings_to_numbers": False}) as book:
        book.set_properties({"created": A_DAY})  # the same files every time
        sheet = book.add_worksheet("Data")
        for nth, line in enumerate([*([each] for each in layout.written.title), header]):
            sheet.write_row(nth, 0, line)
        first = before(layout.written)
        for nth, row in enumerate(rows):
            sheet.write_row(first + nth, 0, row)
        if layout.written.merged:
            _merge(sheet, rows, list(layout.columns).index(layout.written.merged), first)


def _merge(sheet: Any, rows: Sequence[tuple[Any, ...]], column: int, first: int) -> None:
    """Cells below each other that say the same become one."""
    for value, group in groupby(enumerate(rows), key=lambda each: each[1][column]):
        numbers = [nth for nth, _ in group]
        if value is not None and len(numbers) > 1:
            sheet.merge_range(first + numbers[0], column, first + numbers[-1], column, value)
