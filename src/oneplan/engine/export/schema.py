"""The schema `figures` of a PostgreSQL database: tables of every audience, of which each role reads its own rows.

Whoever reads does so through views, with rights of their own (security_invoker): were the owner a superuser, a view
with the owner's rights would show everything. The owner too is under the policies (FORCE), and sees and changes rows of
that audience alone for which it writes just now.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from oneplan.engine.export.declared import Table, every_table
from oneplan.engine.sql import name, text

SCHEMA, ROWS = "figures", "_rows"
WRITES_FOR = "figures.writes_for"  # a setting of one transaction
TYPES = {
    "text": "text", "yes_no": "boolean", "whole": "bigint", "figure": "double precision", "day": "date",
    "moment": "timestamp without time zone", "money": "numeric(12,2)",
}  # fmt: skip
_MINE = "SELECT reader.audience FROM figures.reader WHERE reader.role_name = current_user"
_WRITTEN = f"audience = current_setting('{WRITES_FOR}', true)"
_WORDS = "Published figures of OnePlan, for each audience its own. Read the views. "
_SEES_ALL = """
SELECT role_name FROM figures.reader JOIN pg_roles ON rolname = role_name
WHERE rolsuper OR rolbypassrls OR pg_has_role(pg_roles.oid, current_user, 'MEMBER') ORDER BY 1"""
_READERS = """
SELECT role_name FROM figures.reader JOIN pg_roles ON rolname = role_name WHERE audience = %s ORDER BY 1"""
# what stands there: columns, policies, whether they hold, views; of what somebody changed by hand it is another one
_FOUND = f"""
SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM (
  SELECT concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity, relowner,
    array_to_string(reloptions, ','), CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) END) AS line
  FROM pg_class WHERE relnamespace = to_regnamespace('{SCHEMA}') AND relkind IN ('r', 'v')
  UNION ALL
  SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod))
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = to_regnamespace('{SCHEMA}') AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd, qual, with_check)
  FROM pg_policies WHERE schemaname = '{SCHEMA}') AS each"""


class ReadsEverything(Exception):
    """A role that is to see its own audience alone sees all rows whatever a policy says. Its name is the text."""


def prepare(cursor: Any) -> None:
    """Make the schema what is declared; one that is so already is not touched, so that nobody who reads waits."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('oneplan.figures'))")  # two exports at once: in turn
    if _said(cursor) == _mark(cursor):
        return
    for statement in _anew(cursor):
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS {text(_mark(cursor))}")


def let_read(cursor: Any, audience: str) -> list[str]:
    """Let every role in `figures.reader` select; return those of this audience. Raises `ReadsEverything`."""
    if strange := _column(cursor, _SEES_ALL):
        raise ReadsEverything(strange[0])
    for role in _column(cursor, "SELECT role_name FROM figures.reader JOIN pg_roles ON rolname = role_name"):
        cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {name(role)}")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {name(role)}")
    return _column(cursor, _READERS, [audience])


def rows_of(table: str) -> str:
    """The table beneath a view."""
    return f"{SCHEMA}.{name(table + ROWS)}"


def columns(table: Table) -> str:
    return ", ".join(f"{name(each.name)} {TYPES[each.type]}" for each in table.columns)


def _said(cursor: Any) -> str:
    (said,) = _column(cursor, f"SELECT obj_description(to_regnamespace('{SCHEMA}'), 'pg_namespace')")
    return said or ""


def _mark(cursor: Any) -> str:
    """What was declared when the schema was made, and what stood there then."""
    declared = json.dumps([asdict(each) for each in every_table()], default=str) + "".join(_guards("x"))
    (found,) = _column(cursor, _FOUND)
    return f"{_WORDS}{hashlib.sha256(declared.encode()).hexdigest()[:16]} {found}"


def _anew(cursor: Any) -> Iterator[str]:
    yield f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"
    yield f"CREATE TABLE IF NOT EXISTS {SCHEMA}.reader (role_name name PRIMARY KEY, audience text NOT NULL)"
    yield from _column(cursor, _drop("VIEW", "pg_views", "viewname"))
    policies = f"SELECT format('DROP POLICY %I ON {SCHEMA}.%I', policyname, tablename) FROM pg_policies"
    yield from _column(cursor, f"{policies} WHERE schemaname = '{SCHEMA}'")
    kept = ", ".join(text(each) for each in ("reader", *(each.name + ROWS for each in every_table())))
    yield from _column(cursor, f"{_drop('TABLE', 'pg_tables', 'tablename')} AND tablename NOT IN ({kept})")
    yield f"ALTER TABLE {SCHEMA}.reader ENABLE ROW LEVEL SECURITY"
    yield f"CREATE POLICY own ON {SCHEMA}.reader FOR SELECT USING (role_name = current_user)"
    for table in every_table():
        yield f"CREATE TABLE IF NOT EXISTS {rows_of(table.name)} (audience text NOT NULL)"
        yield from _shaped(table, _there(cursor, table))
        yield f"CREATE INDEX IF NOT EXISTS {name(table.name + '_of')} ON {rows_of(table.name)} (audience)"
        yield from _guards(table.name)
        yield from _view(table)


def _drop(what: str, catalogue: str, column: str) -> str:
    return f"SELECT format('DROP {what} {SCHEMA}.%I', {column}) FROM {catalogue} WHERE schemaname = '{SCHEMA}'"


def _there(cursor: Any, table: Table) -> set[tuple[str, str]]:
    """Its columns and their types, as far as it is there."""
    cursor.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
        "WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
        [rows_of(table.name)],
    )
    return set(cursor.fetchall())


def _shaped(table: Table, there: set[tuple[str, str]]) -> Iterator[str]:
    """A column of another type begins anew: it is empty for an audience until its next export."""
    wanted = {("audience", "text")} | {(each.name, TYPES[each.type]) for each in table.columns}
    for column, _ in sorted(there - wanted):
        yield f"ALTER TABLE {rows_of(table.name)} DROP COLUMN {name(column)}"
    for column, kind in sorted(wanted - there - {("audience", "text")}):
        yield f"ALTER TABLE {rows_of(table.name)} ADD COLUMN {name(column)} {kind}"


def _guards(table: str) -> Iterator[str]:
    rows = rows_of(table)
    yield f"ALTER TABLE {rows} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {rows} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY reads ON {rows} FOR SELECT USING (audience = ({_MINE}))"
    yield f"CREATE POLICY writes ON {rows} TO CURRENT_USER USING ({_WRITTEN}) WITH CHECK ({_WRITTEN})"


def _view(table: Table) -> Iterator[str]:
    view = f"{SCHEMA}.{name(table.name)}"
    chosen = ", ".join(name(each.name) for each in table.columns)
    how = "security_invoker = true, security_barrier = true"
    yield f"CREATE VIEW {view} WITH ({how}) AS SELECT {chosen} FROM {rows_of(table.name)}"
    yield f"COMMENT ON TABLE {rows_of(table.name)} IS 'Rows of every audience; read the view {table.name}'"
    yield f"COMMENT ON VIEW {view} IS {text(table.words)}"
    for each in table.columns:
        yield f"COMMENT ON COLUMN {view}.{name(each.name)} IS {text(each.words)}"


def _column(cursor: Any, question: str, said: Sequence[str] | None = None) -> list[Any]:
    cursor.execute(question, said)
    return [first for (first,) in cursor.fetchall()]
