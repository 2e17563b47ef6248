"""Plain text files read by DuckDB: many times as quick as line by line, and it says which lines are no rows."""

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


def read(path: Path, into: Path, *, layout: Layout, found: Survey) -> tuple[int, tuple[Broken, ...]]:
    """Write the rows below the header to `into`; return how many, and what was no row.

    Each row's number is its line, which holds because no quote stays open over a line's end.
    Raises `NotSoPlain`.
    """
    with duckdb.connect() as base:
        try:
            base.execute(to_file(_rows(path, layout), into))
            broken = _broken(base)
        except duckdb.Error as error:
            raise NotSoPlain(str(error)) from error
        kept = pq.ParquetFile(into).metadata.num_rows
        missing = sorted({each.row for each in broken} | {line for line in found.blank if line > layout.header_row})
        if kept + len(missing) + layout.header_row != found.lines:
            raise NotSoPlain("rows and lines do not add up")
        if missing:
            _number_again(base, into, missing)
    return kept, broken


def _rows(path: Path, layout: Layout) -> str:
    names = column_names(len(layout.header))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return f"""
    SELECT row_number() OVER () + {layout.header_row} AS {ROW}, * FROM read_csv(
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


def _number_again(base: duckdb.DuckDBPyConnection, into: Path, missing: list[int]) -> None:
    """Lines that gave no row are counted too: `steps` says from which row on one stands how many lines further down."""
    steps = [(0, 0), *((line - nth, nth + 1) for nth, line in enumerate(missing))]
    base.execute(
        "CREATE TEMP TABLE steps AS SELECT unnest($places) AS place, unnest($moves) AS moved",
        {"places": [place for place, _ in steps], "moves": [moved for _, moved in steps]},
    )
    draft = into.with_suffix(".numbered")
    moved = f"""
    SELECT kept.{ROW} + steps.moved AS {ROW}, kept.* EXCLUDE ({ROW})
    FROM read_parquet({text(into)}) AS kept
    ASOF JOIN (SELECT place, max(moved) AS moved FROM steps GROUP BY place) AS steps ON kept.{ROW} >= steps.place
    ORDER BY kept.{ROW}"""
    base.execute(to_file(moved, draft))
    draft.replace(into)
