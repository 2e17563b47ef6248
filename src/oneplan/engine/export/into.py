"""The tables of an export written into the schema `figures` of a PostgreSQL database, in place of those before."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from oneplan.engine.export import schema, views, zipped
from oneplan.engine.export.declared import Audience, Table, every_table
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.keys import key
from oneplan.engine.export.published import Published
from oneplan.engine.export.write import Exported
from oneplan.engine.sql import name, text

AT_ONCE = 1 << 20
_SEES_ALL = (
    "The role {0} stands in figures.reader, and no policy holds for it: it is a superuser, has BYPASSRLS, or belongs "
    "to the owner of the tables. Give Power BI a role of its own. Nothing was changed."
)


@dataclass(frozen=True)
class Written:
    """`readers` are the roles that read it."""

    exported: Exported
    readers: Sequence[str]


def write(
    published: Sequence[Published], audience: Audience, *, cursor: Any, secret: str, without: Collection[str]
) -> Written:
    """In the caller's transaction: rows of this audience go, the new ones come. Raises `CannotExport`."""
    try:
        with zipped.work_folder() as work, duckdb.connect() as base:
            base.execute(f"SET temp_directory = {text(work / '.spilt')}")
            views.make(base, published, audience, key=key(audience, secret=secret), without=without)
            schema.prepare(cursor)
            cursor.execute("SELECT set_config(%s, %s, true)", [schema.WRITES_FOR, audience.name])
            for each in every_table():
                cursor.execute(f"DELETE FROM {schema.rows_of(each.name)} WHERE audience = %s", [audience.name])
            told = hashlib.sha256()
            rows = {each.name: _fill(base, cursor, each, audience.name, work, told) for each in audience.tables}
            cursor.execute("SELECT set_config(%s, '', true)", [schema.WRITES_FOR])
            return Written(Exported(rows, told.hexdigest()), schema.let_read(cursor, audience.name))
    except schema.ReadsEverything as role:
        raise CannotExport(_SEES_ALL.format(role)) from None
    except (duckdb.Error, OSError) as failure:
        raise CannotExport(f"The tables could not be written: {failure}. Those before stand.") from failure


def _fill(
    base: duckdb.DuckDBPyConnection, cursor: Any, table: Table, audience: str, work: Path, told: Any
) -> int:  # fmt: skip
    """By a table of this transaction, since PostgreSQL copies into none that has policies."""
    path = work / f"{table.name}.csv"
    ((rows,),) = base.execute(f"COPY ({views.select(table)}) TO {text(path)} (FORMAT csv, HEADER false)").fetchall()
    named = ", ".join(name(each.name) for each in table.columns)
    cursor.execute(f"CREATE TEMPORARY TABLE incoming ({schema.columns(table)}) ON COMMIT DROP")
    told.update(f"{table.name}\n".encode())
    with path.open("rb") as file, cursor.copy("COPY pg_temp.incoming FROM STDIN (FORMAT csv)") as into:
        while part := file.read(AT_ONCE):
            told.update(part)
            into.write(part)
    path.unlink()
    chosen = f"SELECT %s, {named} FROM pg_temp.incoming"
    cursor.execute(f"INSERT INTO {schema.rows_of(table.name)} (audience, {named}) {chosen}", [audience])
    cursor.execute("DROP TABLE pg_temp.incoming")
    return int(rows)
