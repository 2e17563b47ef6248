"""How far the sheets of a workbook reach, told before it is opened: who opens it makes room for every cell between."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

from oneplan.engine.feeds.reading.at_most import is_surely_within
from oneplan.engine.feeds.reading.packed import BROKEN
from oneplan.engine.feeds.reading.parsed import Broken, is_sound, parts, plain
from oneplan.engine.feeds.reading.refusals import CannotOpen

FREE = 5_000_000  # cells, rows times columns, that a workbook may always have
SPARSE = 20  # beyond that, so many times the cells that are written
MOST = 50_000_000  # a million rows of 50 columns; each cell takes some 60 bytes when it is read
MOST_LINKS = 20_000
_CELL = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")
_DAMAGED = "This workbook is damaged ({}). Open it, save it anew, and try again."
TOO_MANY = (
    "It holds far more cells than it can need, most of them empty. "
    "Copy what matters into a new workbook, and send that."
)


class _On(dict[str, Callable[[dict[str, str]], None]]):
    """What is done at an element, whatever stands before the colon of its name."""

    def __missing__(self, name: str) -> Callable[[dict[str, str]], None]:
        self[name] = found = self.get(name.rpartition(":")[2], _nothing)
        return found


class _Part:
    """One file in the zip: how far its cells reach, how many are written, and what it says of sheets' names."""

    def __init__(self, most: int | None) -> None:
        self.most = most  # tags
        self.rows = self.columns = self.written = self.tags = 0
        self.row = self.column = -1
        self.width = 0  # of a row of an OpenDocument table
        self.cell: tuple[int, int, int, int] | None = None  # the one that is open: where it begins, how often it stands
        self.name = ""
        self.sheets: list[tuple[str, str]] = []
        self.targets: list[tuple[str, str]] = []
        self.areas: list[tuple[int, str, str]] = []
        self.on = _On({
            "row": self._row, "c": self._c, "v": self._content, "is": self._content, "sheet": self._sheet,
            "Relationship": self._relationship, "table": self._table, "table-row": self._table_row,
            "table-cell": self._table_cell, "covered-table-cell": self._table_cell, "p": self._content,
        })  # fmt: skip

    def start(self, name: str, given: dict[str, str]) -> None:
        self.on[name](given)

    def count(self, piece: bytes) -> None:
        self.tags += piece.count(b"<")
        if self.most is not None and self.tags > self.most:
            raise CannotOpen(TOO_MANY)

    def _row(self, given: Mapping[str, str]) -> None:
        self.row = int(given["r"]) - 1 if "r" in given else self.row + 1
        self.column = -1

    def _c(self, given: Mapping[str, str]) -> None:
        self.column += 1
        if "r" in given:
            row, self.column = _place(given["r"])
            if row > self.row:
                self.row = row
        self.cell = (self.row, self.column, 1, 1)

    def _table(self, given: Mapping[str, str]) -> None:
        self.close()
        self.row, self.name, self.cell = 0, _local(given, "name", ""), None

    def _table_row(self, given: Mapping[str, str]) -> None:
        self.row += self.width
        self.width, self.column = int(_local(given, "number-rows-repeated", "1")), 0

    def _table_cell(self, given: Mapping[str, str]) -> None:
        often = int(_local(given, "number-columns-repeated", "1"))
        self.cell = (self.row, self.column, self.width, often)
        self.column += often
        if any(name.endswith(("value-type", ":formula")) for name in given):
            self._content(given)

    def _content(self, _: Mapping[str, str]) -> None:
        """An empty cell takes no room, wherever it stands."""
        if self.cell is not None:
            row, column, down, across = self.cell
            if row + down > self.rows:
                self.rows = row + down
            if column + across > self.columns:
                self.columns = column + across
            self.written, self.cell = self.written + 1, None

    def _sheet(self, given: Mapping[str, str]) -> None:
        self.sheets.append((_local(given, "name", ""), _local(given, "id", "")))

    def _relationship(self, given: Mapping[str, str]) -> None:
        if given.get("TargetMode") == "External":
            return
        if len(self.targets) == MOST_LINKS:
            raise Broken("it has too many links")
        self.targets.append((given.get("Id", ""), plain(given.get("Target", "-"))))

    def close(self) -> None:
        """Of what was read as one sheet, how many cells it makes room for, and where it ends."""
        if self.rows * self.columns:
            self.areas.append((self.rows * self.columns, self.name, f"{_letters(self.columns - 1)}{self.rows}"))
        self.rows = self.columns = self.width = 0
        self.row = -1


def refuse_far(path: Path, *, most: int = MOST, free: int = FREE, tags: int | None = None) -> None:
    """Raises `CannotOpen` for a workbook with a cell so far out that the room up to it would fill the memory.

    `most` and `free` are rows times columns of all sheets, `tags` what may stand in its XML.
    """
    if not zipfile.is_zipfile(path) or (tags is None and is_surely_within(path, most, free, SPARSE)):
        return
    room = written = 0
    sheets: list[tuple[str, str]] = []
    targets: list[tuple[str, str]] = []
    try:
        for where, part in _parts(path, tags):
            sheets += part.sheets
            targets += part.targets
            named = _named(where, sheets, targets) if part.areas else []
            written += part.written
            for cells, name, last in part.areas:
                room += cells * max(1, len(named))  # several sheets may be read from one part
                if room > min(most, free + SPARSE * written):
                    raise CannotOpen(_far(name or (named or [where])[0], last, room))
    except (*BROKEN, Broken, ExpatError, ValueError, OverflowError) as failure:
        raise CannotOpen(_DAMAGED.format(failure)) from failure


def _far(sheet: str, last: str, cells: int) -> str:
    return (
        f"The sheet “{sheet}” reaches to {last}, so that the workbook has room for {cells:,} cells, nearly all empty. "
        f"Delete what stands far out there, or copy the table into a new workbook, and send that."
    )


def _parts(path: Path, tags: int | None) -> Iterator[tuple[str, _Part]]:
    """Each file in the zip that is XML; first those that tell the sheets' names."""
    for raw, each in parts(path):
        if (part := _walked(raw, each, tags)) is not None:
            tags = None if tags is None else tags - part.tags
            yield plain(each.filename), part


def _walked(raw: IO[bytes], each: zipfile.ZipInfo, tags: int | None) -> _Part | None:
    """None for what is no XML and no sheet."""
    part, parser = _Part(tags), ParserCreate("utf-8")
    parser.StartElementHandler = part.start
    sound = is_sound(raw, each, parser, part.count)
    part.close()
    return part if sound else None


def _named(where: str, sheets: Sequence[tuple[str, str]], targets: Sequence[tuple[str, str]]) -> list[str]:
    """The sheets that are read from a part."""
    ours = {told for told, target in targets if where.endswith(target)}
    return [name for name, told in sheets if told in ours]


def _local(given: Mapping[str, str], name: str, otherwise: str) -> str:
    """An attribute whatever stands before its colon."""
    return next((value for key, value in given.items() if key.rpartition(":")[2] == name), otherwise)


def _place(address: str) -> tuple[int, int]:
    found = _CELL.fullmatch(address)
    if not found:
        raise Broken(f"“{address}” is no cell")
    letters, row = found.groups()
    return int(row) - 1, _column(letters)


@lru_cache(20_000)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _nothing(_: dict[str, str]) -> None:
    pass


def _letters(column: int) -> str:
    found = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        found, column = chr(ord("A") + letter) + found, column - 1
    return found
