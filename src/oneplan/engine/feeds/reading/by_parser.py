"""Tables of an Access database by the package access-parser, what it gets wrong put right or refused."""

import logging
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from access_parser import AccessParser

from oneplan.engine.feeds.reading.refusals import CannotOpen

NAME = "access-parser"
LARGEST = 500 << 20  # bytes: it holds the whole file
SYSTEM = ("MSys", "~")  # how names of Access's own tables begin
BOOLEAN, BYTE, MONEY, SINGLE, DOUBLE, MOMENT, BINARY, OLE, DECIMAL = 1, 2, 5, 6, 7, 8, 9, 11, 16
FIRST_DAY = "1899-12-30"
INSTALL = "Have mdbtools installed beside OnePlan, which reads more of them, or ask for the list as CSV or Excel."
logging.getLogger("access_parser").setLevel(logging.CRITICAL)  # its warnings repeat what stands in the file


def tables(path: Path) -> Iterator[tuple[str, tuple[str, ...], Callable[[], Iterator[list[str | None]]], int]]:
    """Name, header, rows and number of rows of each table. Raises `CannotOpen`."""
    if path.stat().st_size > LARGEST:
        raise CannotOpen(f"This database has more than {LARGEST >> 20} MB. {INSTALL}")
    base = _of(lambda: AccessParser(str(path)), "it is no whole database, or has a password")
    for name in base.catalog:
        if not name.startswith(SYSTEM):
            table = _of(partial(base.get_table, name), f"table “{name}”")
            columns = [table.columns[place] for place in sorted(table.columns)]
            header = tuple(column.col_name_str for column in columns)
            yield name, header, partial(_rows, table, name, columns), int(table.table_header.number_of_rows)


def _of(does: Callable[[], Any], what: str) -> Any:
    """What the package gives; it raises whatever comes when a file is not as it thinks."""
    try:
        found = does()
    except Exception as error:
        raise CannotOpen(f"This database cannot be read ({what}). {INSTALL}") from error
    if found is None:
        raise CannotOpen(f"This database cannot be read ({what}). {INSTALL}")
    return found


def _rows(table: Any, name: str, columns: list[Any]) -> Iterator[list[str | None]]:
    if any(column.type == DECIMAL for column in columns):
        raise CannotOpen(f"The table “{name}” has decimal numbers, which are not read rightly here. {INSTALL}")
    for column in columns:
        column.extra_props = None  # else amounts come as somebody's display format has them
    found = _of(table.parse, f"table “{name}”")
    values = [list(found.get(column.col_name_str) or ()) for column in columns]
    if len({len(each) for each in values}) > 1:
        raise CannotOpen(f"The columns of the table “{name}” do not have the same length here. {INSTALL}")
    for row in zip(*values, strict=True):
        yield [text_of(value, column.type) for value, column in zip(row, columns, strict=True)]


def text_of(value: Any, kind: int) -> str | None:
    """As mdbtools writes it."""
    if value is None or kind in (BINARY, OLE):
        return None
    if kind == BOOLEAN:
        return str(bool(value)).upper()
    if kind == BYTE:
        return str(int(value) % 256)
    if kind == MONEY:
        return f"{Decimal(value) / 10_000:.4f}"
    if kind in (SINGLE, DOUBLE):
        return f"{value:.{8 if kind == SINGLE else 16}g}"
    if kind == MOMENT:
        return FIRST_DAY if value == "(Empty Date)" else str(value).removesuffix(" 00:00:00").replace(" ", "T")
    return str(value) or None
