"""The tables of an export written to a folder, whole or not at all."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplan.engine.export import folder, package, views
from oneplan.engine.export.declared import Audience, Table
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.keys import key
from oneplan.engine.export.published import Published
from oneplan.engine.sql import text

ABOUT = "datapackage.json"
# what a spreadsheet would take for a formula is the text it is; numbers stay numbers
_FORMULA = "regexp_matches({0}, '^[=+@\\t\\r-]') AND try_cast({0} AS DOUBLE) IS NULL"


@dataclass(frozen=True)
class Exported:
    """How many rows each table has, and a digest of every file that was written."""

    rows: Mapping[str, int]
    digest: str


def make(
    published: Sequence[Published],
    audience: Audience,
    *,
    to: Path,
    title: str,
    secret: str,
    without: Collection[str] = (),
    is_csv_too: bool = False,
) -> Exported:
    """Write the tables beside the folder `to` and rename them to it. Raises `CannotExport`; then nothing is there.

    `to` must be empty or not there. Nothing is told of the people `without`. `secret` makes the pseudonyms.
    """
    try:
        with folder.whole(to) as work:
            with duckdb.connect() as base:
                base.execute(f"SET temp_directory = {text(work / '.spilt')}")  # what does not fit into memory
                views.make(base, published, audience, key=key(audience, secret=secret), without=without)
                rows = {each.name: _table(base, each, work, is_csv_too=is_csv_too) for each in audience.tables}
            about = package.of(audience, title=title, rows=rows)
            (work / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
            return Exported(rows, folder.digest(work))
    except duckdb.Error as failure:
        first = str(failure).partition("\n")[0].rstrip(".")
        raise CannotExport(f"The tables could not be written: {first}. Nothing was put there.") from failure


def _table(base: duckdb.DuckDBPyConnection, table: Table, to: Path, *, is_csv_too: bool) -> int:
    select = views.select(table)
    path = to / f"{table.name}.parquet"
    ((rows,),) = base.execute(f"COPY ({select}) TO {text(path)} (FORMAT parquet, COMPRESSION snappy)").fetchall()
    if is_csv_too:
        (to / "csv").mkdir(exist_ok=True)
        shown = f"SELECT {', '.join(_shown(table))} FROM read_parquet({text(path)})"
        base.execute(f"COPY ({shown}) TO {text(to / 'csv' / f'{table.name}.csv')} (FORMAT csv, HEADER)")
    return int(rows)


def _shown(table: Table) -> Iterator[str]:
    for each in table.columns:
        if each.type == "text":
            yield f"CASE WHEN {_FORMULA.format(each.name)} THEN '''' || {each.name} ELSE {each.name} END AS {each.name}"
        else:
            yield each.name
