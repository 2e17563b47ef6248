"""A Parquet file to the one shape: every value as the text it would be in a text file."""

from collections.abc import Collection
from pathlib import Path

import duckdb

from oneplan.engine.feeds.reading.refusals import CannotOpen
from oneplan.engine.feeds.reading.rows import Received, column_names
from oneplan.engine.sql import name, text, to_file

MAGIC = b"PAR1"


def is_one(path: Path) -> bool:
    with path.open("rb") as file:
        begins = file.read(4)
        file.seek(0, 2)
        if begins != MAGIC or file.tell() < 12:
            return False
        file.seek(-4, 2)
        return file.read(4) == MAGIC


def read(path: Path, into: Path, *, wanted: Collection[str] = ()) -> Received:  # noqa: ARG001 - as every reader
    """Rows are numbered from 1: a Parquet file has no header row. Raises `CannotOpen`."""
    source = f"read_parquet({text(path)})"
    with duckdb.connect() as base:
        base.execute("SET TimeZone = 'UTC'")
        try:
            header = base.sql(f"SELECT * FROM {source} LIMIT 0").columns
            ours = column_names(len(header))
            columns = ", ".join(
                f"nullif({name(each)}::VARCHAR, '') AS {to}" for each, to in zip(header, ours, strict=True)
            )
            base.execute(to_file(f"SELECT {columns} FROM {source}", into))
            rows = int(base.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])
        except duckdb.Error as error:
            raise CannotOpen(f"This Parquet file cannot be read ({error}). Ask for it to be sent again.") from error
    return Received(into, tuple(header), 0, rows, (), 0, rows, how="a Parquet file", numbered_from=1)
