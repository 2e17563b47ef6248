"""The workbook written: formulas with the values they come to, for viewers that cannot reckon."""

import re
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import xlsxwriter

from oneplan.engine.value.workbook.cells import MOST_LETTERS, Cell, Look, Sheet
from oneplan.engine.value.workbook.readme import Library
from oneplan.engine.value.workbook.whole import book
from oneplan.rulebook.value.reckon import Result

A4 = 9
MEANT = ("number_stored_as_text", "formula_differs", "formula_unlocked")  # what Excel would mark and is as it should be
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEADER = {"bold": True, "bottom": 1, "bg_color": "#E6EBF0", "text_wrap": True, "valign": "top"}
WORDS: Mapping[Look, Mapping[str, Any]] = {
    Look.TITLE: {"bold": True, "font_size": 16},
    Look.HEADING: {"bold": True, "font_size": 12},
    Look.HEADER: HEADER,
    Look.OVER_FIGURES: {**HEADER, "align": "right"},
    Look.REASON: {"text_wrap": True, "valign": "top", "indent": 1},
    Look.NOTE: {"font_color": "#505A5F"},
}
INPUT = {"locked": False, "bg_color": "#FFF7CC", "font_color": "#003078", "border": 4, "border_color": "#B1B4B6"}
Formats = dict[tuple[Look, bool, bool], Any]


class CannotWrite(Exception):
    """The text says what stands in the way, and what to do."""


def write(result: Result, into: Path, *, library: Library | None = None) -> None:
    """The whole file or none; `library` has the editions of unit costs by name. Raises `CannotWrite`."""
    if into.suffix.casefold() != ".xlsx":
        raise CannotWrite(f"Excel opens {into.name} only as .xlsx. Write a name like {into.with_suffix('.xlsx').name}.")
    if not into.parent.is_dir():
        raise CannotWrite(f"There is no folder {into.parent}. Make it, or write the workbook elsewhere.")
    if into.is_dir():
        raise CannotWrite(f"{into} is a folder. Write the name of a file.")
    try:
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=".workbook-") as folder:
            draft = Path(folder) / "draft.xlsx"
            _write(result, library, draft)
            draft.replace(into)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as failure:
        why = getattr(failure, "strerror", None) or str(failure)
        raise CannotWrite(f"{into} cannot be written: {why}. Close it if it is open, or write elsewhere.") from failure


def _write(result: Result, library: Library | None, draft: Path) -> None:
    made = book(result, library)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(draft), {**options, "tmpdir": str(draft.parent)}) as written:
        written.set_properties({"title": _text(result.model.name)[:255], "comments": "Reckoned by OnePlan"})
        formats = _formats(written)
        for sheet in made.sheets:
            _sheet(written.add_worksheet(sheet.name), sheet, formats)
        for name, where in made.places.names.items():
            written.define_name(name, f"={where}")


def _formats(written: Any) -> Formats:
    return {
        (look, is_input, is_strong): written.add_format(_format(look, is_input=is_input, is_strong=is_strong))
        for look in Look for is_input in (False, True) for is_strong in (False, True)
    }  # fmt: skip


def _format(look: Look, *, is_input: bool, is_strong: bool) -> Mapping[str, Any]:
    if look in WORDS:
        return WORDS[look]
    wraps = {"text_wrap": True, "valign": "top"} if look is Look.TEXT else {"valign": "top"}
    strong = {"bold": True} if is_strong else {}
    return {"num_format": look.value, **wraps, **strong, **(INPUT if is_input else {})}


def _sheet(written: Any, sheet: Sheet, formats: Formats) -> None:
    for cell in sheet.cells:
        _cell(written, cell, formats[cell.look, cell.is_input, cell.is_strong])
    _widths(written, sheet)
    if any(sheet.frozen):
        written.freeze_panes(*sheet.frozen)
    for rule in sheet.rules:
        given = {**rule.given, "error_title": "This cannot be", "error_message": rule.says}
        written.data_validation(rule.first_row, rule.first_column, rule.last_row, rule.last_column, given)
    written.ignore_errors(dict.fromkeys(MEANT, "A1:XFD1048576"))
    written.protect("", {"format_columns": True, "format_rows": True, "objects": True})  # else none can trace a formula
    _printed(written, sheet)


def _widths(written: Any, sheet: Sheet) -> None:
    last = max((cell.column for cell in sheet.cells), default=0)
    for column in range(last + 1):
        written.set_column(column, column, sheet.widths[min(column, len(sheet.widths) - 1)])


def _printed(written: Any, sheet: Sheet) -> None:
    written.set_landscape()
    written.set_paper(A4)
    written.fit_to_pages(1, 0)
    written.set_footer("&L&A&RPage &P of &N")
    rows, columns = sheet.frozen
    if rows:
        written.repeat_rows(0, rows - 1)
    if columns:
        written.repeat_columns(0, columns - 1)


def _cell(written: Any, cell: Cell, form: Any) -> None:
    """Names that begin like a formula are written as text."""
    if cell.formula:
        value = _text(cell.value) if isinstance(cell.value, str) else _number(cell.value, cell)
        written.write_formula(cell.row, cell.column, cell.formula, form, value)
    elif cell.value is None or cell.value == "":
        written.write_blank(cell.row, cell.column, None, form)
    elif isinstance(cell.value, str):
        written.write_string(cell.row, cell.column, _text(cell.value), form)
    else:
        written.write_number(cell.row, cell.column, _number(cell.value, cell), form)


def _text(said: str) -> str:
    """Without what no XML may hold, and no longer than a cell."""
    return _NOT_IN_XML.sub("", said)[:MOST_LETTERS]


def _number(value: int | Decimal | None, cell: Cell) -> float:
    found = float(value or 0)
    if not isfinite(found):
        raise CannotWrite(
            f"The number for cell {cell.address} is larger than a workbook can hold. Use smaller numbers."
        )
    return found
