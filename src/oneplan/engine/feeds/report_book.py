"""A workbook given back: the same sheets, each row where it stood, its verdict beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from oneplan.engine.feeds.reading.rows import SHEET, Received

MOST_ROWS = 1_048_576  # of a sheet
MOST_LETTERS = 32_767  # of a cell
MOST_NAME = 31  # letters
WIDE = 60  # letters, of the column that says why
Row = tuple[int, Sequence[str], str]


def can_hold(found: Received) -> bool:
    """Whether it came as a workbook and still is one with two more columns."""
    return bool(found.sheets) and found.total < MOST_ROWS


def write(
    into: Path, found: Received, rows: Iterable[Row], *, called: Sequence[str], why: Callable[[int], str],
    words: Mapping[str, str],
) -> None:  # fmt: skip
    """`rows` are in the order of the file; `called` are the two columns that are added."""
    with xlsxwriter.Workbook(str(into), {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for place, group in groupby(rows, key=lambda row: row[0] // SHEET):
            sheet = book.add_worksheet(_called(found.sheets[place], place))
            _fill(sheet, group, (*found.header, *called), bold, why, words)


def _called(name: str, place: int) -> str:
    """Other programs allow names that Excel does not."""
    is_fine = 0 < len(name) <= MOST_NAME and not set(name) & set("[]:*?/\\") and name.strip("'") == name
    return name if is_fine else f"Sheet {place + 1}"


def _fill(
    sheet: Any, rows: Iterator[Row], header: Sequence[str], bold: Any, why: Callable[[int], str],
    words: Mapping[str, str],
) -> None:  # fmt: skip
    """Every value is written as the text it came as: no number loses its noughts, and nothing is a formula."""
    last = len(header) - 1
    sheet.set_column(last, last, WIDE)
    at = 0
    for nth, (number, values, verdict) in enumerate(rows):
        at = number % SHEET - 1
        if nth == 0:
            _line(sheet, max(at - 1, 0), header, bold)
            sheet.freeze_panes(max(at, 1), 0)
        _line(sheet, max(at, 1), (*values, words[verdict], why(number)))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{at + 1}"})


def _line(sheet: Any, at: int, values: Sequence[str], form: Any = None) -> None:
    for place, value in enumerate(values):
        if value:
            sheet.write_string(at, place, value[:MOST_LETTERS], form)
