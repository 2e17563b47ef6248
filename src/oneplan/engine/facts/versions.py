"""What a feed has said over time: of every key each version, since when and until when it was known.

A row that comes again unchanged is the same version. One that comes changed ends the version before it. In a snapshot
a row that no longer comes is gone, within the scope that the new file tells of. A row that was set aside says nothing
new: what was known of its key before stands, because a slip in a file is no sign that something ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from oneplan.engine.feeds.checking.steps import SET_ASIDE
from oneplan.engine.feeds.profiles import Meaning, Profile
from oneplan.engine.sql import text


@dataclass(frozen=True)
class Loaded:
    """A file that stands: `number` is its load's, in the order in which files came; `rows` its checked rows."""

    number: int
    received_at: datetime
    rows: Path


def steps(profile: Profile, loads: Sequence[Loaded], columns: Sequence[str]) -> Mapping[str, str]:
    """Named SELECTs, the last of them `versions`.

    They have `key`, `columns`, `load` and `row` (where the version stands last), `told_at` (when that file came),
    `known_from` and `known_until`. A column that a file does not have says nothing there. A new version begins where
    one of `columns` changes on which a fact of that kind rests; any other is taken from the last file.
    """
    return {
        "loads": _loads(loads),
        "rows": _rows(profile, loads, columns),
        "seen": _seen([name for name in columns if profile.kind.rests_on(name)]),
        "covered": "SELECT DISTINCT scope, load FROM rows",
        "followed": _followed(profile),
        "parted": _parted(),
        "filled": _filled(),
        "turned": _turned(),
        "counted": "SELECT *, sum(turn) OVER (PARTITION BY key ORDER BY load) AS version FROM turned",
        "joined": _joined(),
        "dated": _dated(),
        "versions": _versions(columns),
    }


def _loads(loads: Sequence[Loaded]) -> str:
    values = ", ".join(f"({each.number}, TIMESTAMPTZ '{each.received_at.isoformat()}')" for each in loads)
    return f"SELECT * FROM (VALUES {values}) AS given(load, received_at)"


def _rows(profile: Profile, loads: Sequence[Loaded], columns: Sequence[str]) -> str:
    scope = " || '|' || ".join(f"{name}::VARCHAR" for name in profile.scope) or "''"
    types = {each.name: each.type.sql_type for each in profile.kind.every}
    none = ", ".join(f"NULL::{types[name]} AS {name}" for name in columns)
    files = [f"SELECT {each.number} AS load, * FROM read_parquet({text(each.rows)})" for each in loads]
    every = " UNION ALL BY NAME ".join([*files, f"SELECT {none} WHERE false"])
    wanted = ", ".join(("load", "row", "key", "verdict", *columns))
    return f"SELECT {wanted}, {scope} AS scope FROM ({every}) WHERE key IS NOT NULL"


def _seen(compared: Sequence[str]) -> str:
    """Each key once a load: the row that stands, else only that there was one."""
    stands = (
        f"SELECT key, scope, load, row, hash({', '.join(compared)}) AS content FROM rows WHERE verdict <> '{SET_ASIDE}'"
    )
    return f"""
    WITH standing AS ({stands})
    SELECT * FROM standing UNION ALL
    SELECT key, any_value(scope), load, NULL, NULL FROM rows ANTI JOIN standing USING (key, load) GROUP BY key, load"""


def _followed(profile: Profile) -> str:
    """The next file that has the key, and the next that tells of its scope."""
    later = "NULL::BIGINT"
    if profile.meaning is Meaning.SNAPSHOT:
        later = "(SELECT min(covered.load) FROM covered WHERE covered.scope = seen.scope AND covered.load > seen.load)"
    return f"SELECT *, {later} AS next_file, lead(load) OVER (PARTITION BY key ORDER BY load) AS again FROM seen"


def _parted() -> str:
    """`gone_in` is the file in which a key was gone; `stretch` counts how often it had been gone before."""
    gone = "CASE WHEN again IS NULL OR next_file < again THEN next_file END"
    return f"""
    SELECT *, count(gone_in) OVER (
      PARTITION BY key ORDER BY load ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS stretch FROM (SELECT *, {gone} AS gone_in FROM followed)"""


def _filled() -> str:
    """A row that says nothing keeps what was said before it in its stretch."""
    return """
    SELECT *, last_value(content IGNORE NULLS) OVER (PARTITION BY key, stretch ORDER BY load) AS says FROM parted"""


def _turned() -> str:
    """`turn` is 1 where a version begins: something else is said, or the key had been gone in between."""
    return """
    SELECT *, (says IS DISTINCT FROM lag(says) OVER earlier OR stretch <> lag(stretch) OVER earlier)::INTEGER AS turn
    FROM filled WHERE says IS NOT NULL
    WINDOW earlier AS (PARTITION BY key ORDER BY load)"""


def _joined() -> str:
    return """
    SELECT key, version, min(load) AS first, max(load) FILTER (row IS NOT NULL) AS load, max(gone_in) AS gone_in
    FROM counted GROUP BY key, version"""


def _dated() -> str:
    """Until the next version begins, or until the file in which it was gone."""
    return """
    SELECT *, coalesce(gone_in, lead(first) OVER (PARTITION BY key ORDER BY version)) AS last FROM joined"""


def _versions(columns: Sequence[str]) -> str:
    values = ", ".join(f"rows.{name}" for name in columns)
    return f"""
    SELECT key, {values}, load, rows.row, began.received_at AS known_from,
      ended.received_at AS known_until, stood.received_at AS told_at
    FROM dated
    JOIN rows USING (key, load)
    JOIN loads AS began ON began.load = dated.first
    JOIN loads AS stood ON stood.load = dated.load
    LEFT JOIN loads AS ended ON ended.load = dated.last
    WHERE rows.verdict <> '{SET_ASIDE}'"""
