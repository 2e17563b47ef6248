"""Tables of an Access database (.mdb, .accdb) to the one shape, as sheets of a workbook are.

Read by Debian's mdbtools where it is installed, else by the package access-parser: the same texts from both.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oneplan.engine.feeds.reading import by_mdbtools, by_parser
from oneplan.engine.feeds.reading.dialect import NoTable, folded
from oneplan.engine.feeds.reading.refusals import CannotOpen
from oneplan.engine.feeds.reading.rows import SHEET, Numbered, Received, write

KINDS = (b"Standard Jet DB", b"Standard ACE DB")
Row = list[str | None]


@dataclass(frozen=True)
class Table:
    name: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    count: int


def is_one(path: Path) -> bool:
    with path.open("rb") as file:
        begins = file.read(19)
    return begins[:4] == b"\0\1\0\0" and begins[4:] in KINDS


def read(path: Path, into: Path, *, wanted: Collection[str] = ()) -> Received:
    """Raises `CannotOpen` and `NoTable`."""
    by = by_mdbtools if by_mdbtools.is_there() else by_parser
    found = [Table(*each) for each in by.tables(path)]
    if not found:
        raise NoTable(
            "This database has no tables of its own. If they are linked, ask for the file they are linked to."
        )
    tables = _chosen(found, wanted=wanted)
    width = len(tables[0].header)
    rows = write(_numbered(tables, width=width), into, width=width)
    if rows != (told := sum(table.count for table in tables)):
        raise CannotOpen(
            f"The database says that its tables hold {told} rows, and {rows} were found: it is damaged, or is being "
            "written to. Compact and repair it in Access, and take it in again."
        )
    return Received(
        into, tables[0].header, 0, rows, (), 0, rows, how=_how(tables, found, by.NAME),
        sheets=tuple(table.name for table in tables),
    )  # fmt: skip


def _chosen(found: Sequence[Table], *, wanted: Collection[str]) -> list[Table]:
    """Those with the header that fits best."""
    best = max(found, key=lambda table: (sum(folded(name) in wanted for name in table.header), table.count))
    return [each for each in found if _folded(each) == _folded(best)]


def _folded(table: Table) -> tuple[str, ...]:
    return tuple(folded(name) for name in table.header)


def _numbered(tables: Sequence[Table], *, width: int) -> Iterator[Numbered]:
    for nth, table in enumerate(tables):
        for number, row in enumerate(table.rows(), 1):
            if len(row) != width or number >= SHEET:
                raise CannotOpen(
                    f"Row {number} of the table “{table.name}” cannot be read. Ask for it as CSV or Excel."
                )
            yield nth * SHEET + number, row


def _how(tables: Sequence[Table], found: Sequence[Table], by: str) -> str:
    read_so = ", ".join(f"“{table.name}”" for table in tables)
    rest = ", ".join(f"“{each.name}”" for each in found if each not in tables)
    return f"an Access database, by {by}: table {read_so}" + (f"; not read: {rest}" if rest else "")
