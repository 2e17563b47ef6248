"""What stands in a cell and how it looks, before any library writes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from xlsxwriter.utility import xl_rowcol_to_cell

Value = str | int | Decimal | None
MOST_LETTERS = 32_767  # of a cell


class Look(StrEnum):
    """The number format; pence are rounded by it and nowhere else."""

    TEXT = "@"
    PLAIN = "General"
    WHOLE = "0"
    MONEY = '"£"#,##0.00;-"£"#,##0.00'
    SHARE = "0.00%"
    RATE = "0.0%"
    NUMBER = "#,##0.000000"
    FACTOR = "0.000000"
    RATIO = "0.00"
    FINE = "0.0000"
    TITLE = "title"
    HEADING = "heading"
    HEADER = "header"
    OVER_FIGURES = "header over figures"
    REASON = "words beside a figure"
    NOTE = "note"


@dataclass(frozen=True)
class Cell:
    """`row` and `column` count from 0. A formula has a value too: what it comes to by the exact model."""

    row: int
    column: int
    value: Value
    look: Look
    formula: str = ""
    is_input: bool = False
    is_strong: bool = False

    @property
    def address(self) -> str:
        return str(xl_rowcol_to_cell(self.row, self.column))


@dataclass(frozen=True)
class Rule:
    """What may be typed into cells of one column: `kind` and `given` are those of Excel's data validation."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    given: Mapping[str, object]
    says: str


@dataclass(frozen=True)
class Sheet:
    """`widths` are those of the columns from the first on, the last for all further ones."""

    name: str
    cells: Sequence[Cell]
    widths: Sequence[int]
    frozen: tuple[int, int] = (0, 0)
    rules: Sequence[Rule] = field(default_factory=tuple)


def at(row: int, column: int, *, fixed: str = "") -> str:
    """“B5”; with `fixed` “row”, “column” or both it stays when the formula is copied: “$B5”."""
    return str(xl_rowcol_to_cell(row, column, "row" in fixed, "column" in fixed))


def on(sheet: str, where: str) -> str:
    return f"'{sheet}'!{where}" if " " in sheet else f"{sheet}!{where}"


def down(first: int, count: int, column: int) -> str:
    """A column of cells, like “$B$5:$B$9”."""
    return f"{at(first, column, fixed='row column')}:{at(first + count - 1, column, fixed='row column')}"


def across(row: int, first: int, count: int) -> str:
    """A row of cells, like “C5:G5”."""
    return f"{at(row, first)}:{at(row, first + count - 1)}"


def title(words: str, notes: Iterable[str]) -> list[Cell]:
    """The first lines of a sheet."""
    return [Cell(0, 0, words, Look.TITLE), *(Cell(row, 0, note, Look.NOTE) for row, note in enumerate(notes, 1))]


def headers(row: int, words: Iterable[Value], *, first: int = 0, figures: Collection[int] = ()) -> list[Cell]:
    """`figures` are the columns, from 0, under which amounts stand: words over them go to the right as they do."""
    return [
        Cell(row, first + nth, each, Look.OVER_FIGURES if nth in figures else Look.HEADER)
        for nth, each in enumerate(words)
    ]
