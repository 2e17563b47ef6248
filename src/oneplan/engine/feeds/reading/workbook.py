"""Sheets of a workbook (Excel, OpenDocument) to the one shape: each cell as the text it would be in a text file.

Sheets with the same header are read as one table. A row's number tells its sheet too: see `rows.SHEET`.
"""

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from oneplan.engine.feeds.reading import packed
from oneplan.engine.feeds.reading.dialect import NoTable, folded, header_place
from oneplan.engine.feeds.reading.refusals import CannotOpen
from oneplan.engine.feeds.reading.rows import SHEET, Numbered, Received, write
from oneplan.engine.feeds.reading.safely import refuse_unsafe

Cells = list[str | None]


@dataclass(frozen=True)
class Table:
    """A sheet that holds a table: `header_row` from 1, `rows` all of the sheet's."""

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: list[Cells]


def read(path: Path, into: Path, *, wanted: Collection[str] = ()) -> Received:
    """Raises `CannotOpen` and `NoTable`."""
    packed.refuse_bombs(path)
    refuse_unsafe(path)
    with _no_collection():
        return _read(path, into, wanted=wanted)


def _read(path: Path, into: Path, *, wanted: Collection[str]) -> Received:
    tables, others = _chosen(_tables(path, wanted=wanted), wanted=wanted)
    width = len(tables[0].header)
    blank = sum(not any(row) for table in tables for row in table.rows[table.header_row :])
    return Received(
        into,
        tables[0].header,
        sum(table.header_row for table in tables),
        rows=write(_numbered(tables, width=width), into, width=width),
        broken=(),
        blank=blank,
        total=sum(len(table.rows) for table in tables),
        how=_how(tables, others),
        sheets=tuple(table.name for table in tables),
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of cells hold nothing that goes in circles; looking for it again and again takes as long as reading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _tables(path: Path, *, wanted: Collection[str]) -> list[Table]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
            found = [_table(book.get_sheet_by_name(name), wanted=wanted) for name in shown]
    except PasswordError as error:
        raise CannotOpen("This file is locked with a password. Open it, save it without one, try again.") from error
    except (CalamineError, OSError) as error:
        raise CannotOpen(f"This file cannot be opened as a workbook ({error}). Ask for it to be sent again.") from error
    if not any(found):
        sheets = ", ".join(f"“{name}”" for name in shown) or "none is shown"
        raise NoTable(f"None of the sheets ({sheets}) has a row that looks like column names.")
    return [each for each in found if each]


def _table(sheet: CalamineSheet, *, wanted: Collection[str]) -> Table | None:
    found = sheet.to_python(skip_empty_area=False)
    rows = [[cell or None if cell.__class__ is str else _text(cell) for cell in row] for row in found]
    _spread(rows, sheet.merged_cell_ranges or [])
    try:
        place = header_place([[cell or "" for cell in row] for row in rows], wanted=wanted)
    except NoTable:
        return None
    header = [(name or "").strip() for name in rows[place]]
    while header and not header[-1]:
        header.pop()
    return Table(sheet.name, tuple(header), place + 1, rows)


def _spread(rows: list[Cells], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cell that reaches over several holds for each of them."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue  # beyond what holds anything
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _chosen(tables: list[Table], *, wanted: Collection[str]) -> tuple[list[Table], list[Table]]:
    """Those with the header that fits best, and the rest."""
    best = max(tables, key=lambda table: (sum(folded(name) in wanted for name in table.header), len(table.rows)))
    alike = [table for table in tables if _folded(table) == _folded(best)]
    return alike, [table for table in tables if table not in alike]


def _folded(table: Table) -> tuple[str, ...]:
    return tuple(folded(name) for name in table.header)


def _numbered(tables: Sequence[Table], *, width: int) -> Iterator[Numbered]:
    for nth, table in enumerate(tables):
        for number, row in enumerate(table.rows, 1):
            if number > table.header_row and any(row):
                yield nth * SHEET + number, row if len(row) == width else [*row, *[None] * width][:width]


def _text(cell: Any) -> str | None:
    """A number that is whole is written so: identifiers come as 1234567.0."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell) or None


def _how(tables: Sequence[Table], others: Sequence[Table]) -> str:
    read_so = ", ".join(f"“{table.name}”, header in row {table.header_row}" for table in tables)
    rest = f"; not read: {', '.join(f'“{table.name}”' for table in others)}" if others else ""
    return f"a workbook: sheet {read_so}{rest}"
