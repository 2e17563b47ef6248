"""What stands in the cells of a workbook that came back: values as they are shown, and the formulas under them.

An error like “#DIV/0!” is read as empty by the library that reads the values, and so is a formula that nobody reckoned.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from oneplan.engine.feeds.reading.packed import unpacks_within
from oneplan.engine.feeds.reading.refusals import CannotOpen
from oneplan.engine.feeds.reading.safely import refuse_unsafe
from oneplan.engine.value.workbook.cells import at

LARGEST = 200_000_000  # bytes, unpacked; the largest model makes a tenth of it
MOST_CELLS = 5_000_000  # rows times columns of all sheets, a hundred times the largest model's
MOST_TAGS = 2_000_000  # in all of its XML; a model of a hundred outcomes makes 115,000
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_(])")
_DAMAGED = (
    CalamineError, DefusedXmlException, ParseError, zipfile.BadZipFile, KeyError, ValueError, RuntimeError,
)  # fmt: skip
Key = tuple[int, int]


class CannotRead(Exception):
    """The text says what is the matter with the file, and what to do."""


@dataclass(frozen=True)
class Came:
    """A sheet that came back, by row and column from 0.

    `hollow` are the cells that show no value: with the error that stands there, or with the formula that was not
    reckoned. They are among `values` too, so that none of them reads as empty.
    """

    name: str
    values: Mapping[Key, Any]
    formulas: Mapping[Key, str]
    hollow: Mapping[Key, str] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """As it would be typed: a whole number without its “.0”."""
        value = self.values.get((row, column), "")
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float):
            return f"{value:.0f}" if value.is_integer() else _plain(value)
        return value.isoformat() if isinstance(value, date) else str(value).strip()

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{at(row, column)}"

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.values), default=-1)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.values), default=-1)


@dataclass(frozen=True)
class _Written:
    """A cell with a formula or an error; `formula` is None where there is none."""

    key: Key
    formula: str | None
    error: str


def opened(path: Path) -> dict[str, Came]:
    """Each sheet by its name. Raises `CannotRead` and `FileNotFoundError`."""
    with path.open("rb"):
        pass
    if not zipfile.is_zipfile(path) or not unpacks_within(path, LARGEST):
        raise CannotRead(
            f"{path.name} is no Excel workbook (.xlsx), or is damaged or locked. Save it as .xlsx, unlocked."
        )
    try:
        refuse_unsafe(path, most=MOST_CELLS, tags=MOST_TAGS)
        values = _values(path)
        with zipfile.ZipFile(path) as packed:
            written = {name: list(_written(packed.read(part))) for name, part in _parts(packed)}
    except CannotOpen as failure:
        raise CannotRead(f"{path.name} cannot be read. {failure}") from failure
    except PasswordError as failure:
        raise CannotRead(
            f"{path.name} is locked with a password. Open it, save it without one, and try again."
        ) from failure
    except _DAMAGED as failure:
        raise CannotRead(f"{path.name} cannot be read as a workbook. Open it in Excel and save it anew.") from failure
    return {name: _came(name, cells, written.get(name, [])) for name, cells in values.items()}


def _came(name: str, values: Mapping[Key, Any], written: Sequence[_Written]) -> Came:
    formulas = {each.key: each.formula for each in written if each.formula is not None}
    hollow = {each.key: each.error or f"={each.formula}" for each in written if each.error or each.key not in values}
    return Came(name, {**values, **hollow}, formulas, hollow)


def _values(path: Path) -> dict[str, dict[Key, Any]]:
    with CalamineWorkbook.from_path(path) as book:
        return {
            name: {
                (row, column): value
                for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for column, value in enumerate(values)
                if value not in ("", None)
            }
            for name in book.sheet_names
        }


def _parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the file within the zip that holds it."""
    targets = {
        each.get("Id"): each.get("Target")
        for each in _elements(packed.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    for sheet in _elements(packed.read("xl/workbook.xml"), "sheet"):
        target = str(targets[next((value for name, value in sheet.items() if name.endswith("}id")), "")])
        yield str(sheet.get("name")), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _written(part: bytes) -> Iterator[_Written]:
    """Excel writes a formula that was filled over neighbours once, and lets the others name it by its number."""
    shared: dict[str, tuple[Key, str]] = {}
    for cell in _elements(part, "c"):
        inner = {child.tag.rpartition("}")[2]: child for child in cell}
        error = _error(inner.get("v")) if cell.get("t") == "e" else ""
        if error or "f" in inner:
            key = _key(str(cell.get("r")))
            yield _Written(key, _formula(inner["f"], key, shared) if "f" in inner else None, error)
        cell.clear()


def _error(shown: Any) -> str:
    return str(shown.text or "#ERROR") if shown is not None else "#ERROR"


def _formula(element: Any, key: Key, shared: dict[str, tuple[Key, str]]) -> str:
    text, number = element.text or "", element.get("si")
    if number is not None and text:
        shared[number] = (key, text)
    elif number in shared:
        (row, column), text = shared[number]
        text = moved(text, rows=key[0] - row, columns=key[1] - column)
    return str(text)


def moved(formula: str, *, rows: int, columns: int) -> str:
    """As it reads when it is copied so many rows down and columns to the right."""
    parts = formula.split('"')
    return '"'.join(
        part if nth % 2 else _REFERENCE.sub(lambda found: _shifted(found, rows, columns), part)
        for nth, part in enumerate(parts)
    )  # fmt: skip


def _shifted(found: re.Match[str], rows: int, columns: int) -> str:
    fixed_column, letters, fixed_row, number = found.groups()
    row, column = _key(f"{letters}{number}")
    to = (row if fixed_row else row + rows, column if fixed_column else column + columns)
    return at(*to, fixed=f"{'row' if fixed_row else ''} {'column' if fixed_column else ''}")


def _elements(part: bytes, name: str) -> Iterator[Any]:
    for _, element in iterparse(io.BytesIO(part)):
        if element.tag.rpartition("}")[2] == name:
            yield element


def _key(address: str) -> Key:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]) - 1, column - 1


def _plain(value: float) -> str:
    """Without an exponent: 1e-05 as 0.00001."""
    return f"{Decimal(repr(value)):f}"
