"""Corrections: remembered changes to what a partner sent, applied again whenever the same value comes again.

A correction is made against one text in one column: of one record, or wherever that text stands. It never touches
another text, so what a partner mends is theirs again at once, and what they send otherwise is a conflict that somebody
decides. What a *record* is: `steps.recorded`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplan.engine.feeds.checking.steps import FIXES, Place, recorded, steps
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.sql import as_one, text

APPLIED, AGREES, CONFLICT = "applied", "agrees", "conflict"


@dataclass(frozen=True)
class Correction:
    """`received` is the tidied text it was made against (None: nothing stood there), `value` what stands instead.

    `value` is written as a partner would write it; None leaves the value out. Of two that say of one text what it
    should be, the one with the higher `number` holds.
    """

    number: int
    column: str
    received: str | None
    value: str | None
    record: str | None = None  # None: in every row


def keep(base: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> None:
    """Make the table of corrections that the steps read."""
    base.execute(
        f"""CREATE TEMP TABLE {FIXES} (
            fix BIGINT, fix_column VARCHAR, fix_received VARCHAR, fix_value VARCHAR, fix_record VARCHAR)"""
    )
    rows = [[each.number, each.column, each.received, each.value, each.record] for each in _in_force(corrections)]
    if rows:
        base.executemany(f"INSERT INTO {FIXES} VALUES (?, ?, ?, ?, ?)", rows)


def _in_force(corrections: Sequence[Correction]) -> list[Correction]:
    last = {(each.column, each.received, each.record): each for each in sorted(corrections, key=lambda c: c.number)}
    return list(last.values())


def outcomes(profile: Profile, places: Sequence[Place], corrected: Sequence[str]) -> str:
    """SELECT of `fix`, `row` and `state` of each correction wherever its record, or its text, stands.

    *applied*: the text is the one it was made against. *agrees*: the partner sends what the correction says.
    *conflict*: the partner sends a third thing, which stands until somebody decides.
    """
    named = {name: sql for name, sql in steps(profile, places).items() if name in {"raw", "tidied", "valued"}}
    named["recorded"] = recorded(profile, places)
    those = [each for each in places if each.name in corrected]
    every = [select for each in those for select in (_of_records(each), _of_texts(each))]
    return as_one({**named, "became": " UNION ALL ".join([_NONE, *every])})


_NONE = "SELECT NULL::BIGINT AS fix, NULL::BIGINT AS row, NULL::VARCHAR AS state WHERE false"


def _of_records(each: Place) -> str:
    """Where one correction of a record's value applies, its other corrections of that value are no conflicts."""
    fits = f"fix_received IS NOT DISTINCT FROM {each.name}_tidy"
    return f"""
    SELECT fix, row, state FROM (
      SELECT fix, row, CASE
        WHEN {fits} THEN '{APPLIED}'
        WHEN {each.value_of("fix_value")} IS NOT DISTINCT FROM {each.name} THEN '{AGREES}' ELSE '{CONFLICT}'
        END AS state,
        bool_or({fits}) OVER (PARTITION BY row) AS is_applied
      FROM recorded JOIN {FIXES} USING (fix_record) WHERE fix_column = '{each.name}'
    ) WHERE state <> '{CONFLICT}' OR NOT is_applied"""


def _of_texts(each: Place) -> str:
    return f"""
    SELECT fix, row, '{APPLIED}' AS state
    FROM recorded JOIN {FIXES} ON fix_received IS NOT DISTINCT FROM {each.name}_tidy
    WHERE fix_column = '{each.name}' AND {FIXES}.fix_record IS NULL"""


def became(path: Path) -> list[tuple[int, str, int, int]]:
    """Of what a check wrote: number of the correction, state, its first row, and in how many rows."""
    with duckdb.connect() as base:
        asked = f"SELECT fix, state, min(row), count(*) FROM read_parquet({text(path)}) GROUP BY ALL ORDER BY ALL"
        return [(int(fix), str(state), int(row), int(n)) for fix, state, row, n in base.execute(asked).fetchall()]
