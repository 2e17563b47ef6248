"""One sheet of a workbook, or a CSV file, as rows of texts by the titles above them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from oneplan.engine.feeds.reading.packed import refuse_bombs
from oneplan.engine.feeds.reading.refusals import CannotOpen
from oneplan.engine.feeds.reading.safely import refuse_unsafe


class CannotRead(Exception):
    """The text says what, where and what to do."""


@dataclass(frozen=True)
class Sheet:
    """`first` is the row's number in the file, as a spreadsheet counts."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int

    def numbered(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Each row that is not empty with its number, by title."""
        for place, row in enumerate(self.rows, self.first):
            if any(row):
                yield place, dict(zip(self.titles, row, strict=False))


def read_sheet(path: Path, *, sheet: str | None, header_row: Any) -> Sheet:
    """`header_row` counts from 1. Raises `CannotRead`."""
    if not isinstance(header_row, int) or header_row < 1:
        raise CannotRead(f"The row of titles is “{header_row}”. Write its number, counted from 1.")
    if not path.is_file():
        raise CannotRead(f"There is no file {path.name} beside the declaration.")
    cells = _delimited(path) if path.suffix.lower() == ".csv" else _of_workbook(path, sheet)
    if len(cells) <= header_row:
        raise CannotRead(f"{path.name} has {len(cells)} rows: nothing is beneath the titles in row {header_row}.")
    titles = tuple(cells[header_row - 1])
    return Sheet(sheet or path.name, titles, tuple(map(tuple, cells[header_row:])), header_row + 1)


def _delimited(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.strip() for cell in row] for row in csv.reader(file)]
    except (UnicodeDecodeError, csv.Error) as failure:
        raise CannotRead(f"{path.name} cannot be read as CSV in UTF-8: {failure}. Save it as “CSV UTF-8”.") from failure


def _of_workbook(path: Path, sheet: str | None) -> list[list[str]]:
    try:
        refuse_bombs(path)
        refuse_unsafe(path)
        book = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as failure:
        raise CannotRead(
            f"{path.name} cannot be read as a workbook: {failure}. Save it as .xlsx or as CSV."
        ) from failure
    except CannotOpen as failure:
        raise CannotRead(f"{path.name} cannot be read. {failure}") from failure
    if sheet not in book.sheet_names:
        raise CannotRead(f"{path.name} has no sheet “{sheet}”. It has: {', '.join(book.sheet_names)}.")
    return [[_text(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    """A whole number is written without a point, as it is shown."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()
