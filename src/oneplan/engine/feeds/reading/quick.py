"""Plain text files read by DuckDB: many times as quick as line by line, and it says which lines are no rows."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from oneplan.engine.feeds.reading.dialect import Layout
from oneplan.engine.feeds.reading.rows import ROW, Broken, column_names
from oneplan.engine.feeds.reading.survey import Survey
from oneplan.engine.sql import text, to_file

SHOWN = 200
_REASONS = {
    "MISSING COLUMNS": "fewer columns than the header has",
    "TOO MANY COLUMNS": "more columns than the header has",
    "UNQUOTED VALUE": "quotes in the middle of a value",
    "LINE SIZE OVER MAXIMUM": "a line too long to be a row",
}


class NotSoPlain(Exception):
    """The counts do not add up, or the reader gave up: the careful reader must take it."""


@dataclass(frozen=True)
class Read:
    """`blank` counts empty lines below the header; `numbered_from` as in `Received`."""

    rows: int
    broken: tuple[Broken, ...]
    blank: int
    numbered_from: int | None


def read(path: Path, into: Path, *, layout: Layout, found: Survey) -> Read:
    """Write the rows below the header to `into`.

    Each row's number is its line. That holds where rows and lines that were none add up to all lines: a value that goes
    over a line's end would make them fewer.
    Raises `NotSoPlain`.
    """
    with duckdb.connect() as base:
        try:
            base.execute(to_file(_rows(path, layout), into))
            broken = _broken(base)
        except duckdb.Error as error:
            raise NotSoPlain(str(error)) from error
        kept = pq.ParquetFile(into).metadata.num_rows
        empty = {line for line in found.blank if line > layout.header_row}
        empty |= {each.row for each in broken if not each.text.strip()}
        told = tuple(each for each in broken if each.row not in empty)
        if kept + len(told) + len(empty) + layout.header_row != found.lines:
            raise NotSoPlain("rows and lines do not add up")
        missing = sorted({each.row for each in told} | empty)
        if missing:
            _number(base, into, missing, first=layout.header_row + 1)
    return Read(kept, told, len(empty), None if missing else layout.header_row + 1)


def _rows(path: Path, layout: Layout) -> str:
    names = column_names(len(layout.header))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return f"""
    SELECT * FROM read_csv(
      {text(path)}, delim = {text(layout.delimiter)}, quote = '"', escape = '"', header = false,
      skip = {layout.header_row}, columns = {{{columns}}}, auto_detect = false, null_padding = false,
      store_rejects = true, rejects_limit = 0
    )"""


def _broken(base: duckdb.DuckDBPyConnection) -> tuple[Broken, ...]:
    said = base.execute(
        "SELECT line, min_by(error_type::VARCHAR, byte_position), any_value(csv_line) FROM reject_errors"
        " GROUP BY line ORDER BY line"
    ).fetchall()
    return tuple(
        Broken(int(line), (text or "").strip("\n")[:SHOWN], _REASONS.get(kind, "not to be told apart into columns"))
        for line, kind, text in said
    )


def _number(base: duckdb.DuckDBPyConnection, into: Path, missing: list[int], *, first: int) -> None:
    """Lines that gave no row are counted too: `steps` says from which row on one stands how many lines further down."""
    steps = [(first, 0), *((line - nth, nth + 1) for nth, line in enumerate(missing))]
    base.execute(
        "CREATE TEMP TABLE steps AS SELECT unnest($places) AS place, unnest($moves) AS moved",
        {"places": [place for place, _ in steps], "moves": [moved for _, moved in steps]},
    )
    draft = into.with_suffix(".numbered")
    numbered = f"""
    WITH kept AS (
      SELECT file_row_number + {first} AS place, * EXCLUDE (file_row_number)
      FROM read_parquet({text(into)}, file_row_number = true)
    )
    SELECT kept.place + steps.moved AS {ROW}, kept.* EXCLUDE (place)
    FROM kept ASOF JOIN (SELECT place, max(moved) AS moved FROM steps GROUP BY place) AS steps
    ON kept.place >= steps.place
    ORDER BY kept.place"""
    base.execute(to_file(numbered, draft))
    draft.replace(into)
