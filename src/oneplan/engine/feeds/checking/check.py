"""Checks a file that was read against its profile: a verdict for every row, and what is to say about single values."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplan.engine.feeds.checking import corrections, remarks
from oneplan.engine.feeds.checking.corrections import Correction
from oneplan.engine.feeds.checking.steps import SET_ASIDE, Place, key_of, placed, steps
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading.rows import DoesNotAddUp, Received
from oneplan.engine.sql import as_one, to_file


@dataclass(frozen=True)
class Checked:
    """`rows` has the verdict and the values of every row, `said` a line for each remark (both Parquet).

    `corrections` has what became of each correction. `received` = `accepted` + `repaired` + `set_aside`, lines that
    were no rows among the last.
    """

    rows: Path
    said: Path
    corrections: Path
    received: int
    accepted: int
    repaired: int
    set_aside: int


def check(found: Received, profile: Profile, into: Path, *, corrected: Sequence[Correction] = ()) -> Checked:
    """Write `checked.parquet`, `remarks.parquet` and `corrections.parquet` to the folder `into`.

    Raises `profiles.CannotRead` where the file does not fit the profile.
    """
    places = placed(profile, found.header)
    files = (into / "checked.parquet", into / "remarks.parquet", into / "corrections.parquet")
    rows, said, became = files
    those = sorted({each.column for each in corrected} & {each.name for each in places})
    columns = ", ".join(each.name for each in places)
    with duckdb.connect() as base:
        base.execute(f"CREATE VIEW received AS {found.select}")
        corrections.keep(base, corrected)
        base.execute(f"CREATE TEMP TABLE judged AS {as_one(steps(profile, places, corrected=those))}")
        _set_doubles_aside(base, profile, places)
        _say(base, profile, places, said)
        key, in_order = key_of(profile, places), " ORDER BY row" if those else ""  # joins alone change the order
        base.execute(to_file(f"SELECT row, {columns}, {key} AS key, verdict FROM judged{in_order}", rows))
        base.execute(to_file(corrections.outcomes(profile, places, those), became))
        counts = dict(base.execute("SELECT verdict, count(*) FROM judged GROUP BY verdict").fetchall())
    return _summed(found, files, counts)


def _set_doubles_aside(base: duckdb.DuckDBPyConnection, profile: Profile, places: Sequence[Place]) -> None:
    """Of rows that are alike the first stays; where rows of one key differ, nobody knows which is right.

    Keys are long texts: only those whose hash comes twice are written out and compared.
    """
    values = ", ".join(each.name for each in places)
    mark = f"hash({', '.join(each.name for each in places if each.name in profile.kind.key)})"
    base.execute(
        f"""
        CREATE TEMP TABLE doubled AS
        WITH marked AS (SELECT *, {mark} AS mark FROM judged WHERE verdict <> '{SET_ASIDE}'),
        again AS (SELECT mark FROM marked GROUP BY mark HAVING count(*) > 1),
        standing AS (SELECT *, {key_of(profile, places)} AS key FROM marked SEMI JOIN again USING (mark)),
        keys AS (SELECT key FROM standing GROUP BY key HAVING count(*) > 1),
        alike AS (SELECT row, key, hash({values}) AS said FROM standing SEMI JOIN keys USING (key)),
        told AS (SELECT key, min(row) AS first, count(DISTINCT said) AS versions FROM alike GROUP BY key)
        SELECT row, CASE WHEN versions = 1 THEN '{remarks.TWICE}' ELSE '{remarks.TWICE_APART}' END AS code
        FROM alike JOIN told USING (key) WHERE versions > 1 OR row <> first"""
    )
    base.execute(f"UPDATE judged SET verdict = '{SET_ASIDE}' WHERE row IN (SELECT row FROM doubled)")


def _say(base: duckdb.DuckDBPyConnection, profile: Profile, places: Sequence[Place], said: Path) -> None:
    """The texts as received are looked up again for those rows alone about which there is something to say."""
    named = steps(profile, places)
    base.execute(
        "CREATE TEMP TABLE about AS"
        " SELECT * FROM judged WHERE wrong <> 0 OR mended <> 0 OR corrected <> 0 OR broken <> 0"
    )
    again = {"raw": f"SELECT * FROM ({named['raw']}) SEMI JOIN about USING (row)", "tidied": named["tidied"]}
    joined = as_one({**again, "joined": "SELECT * FROM tidied JOIN about USING (row)"})
    base.execute(f"CREATE TEMP TABLE remarkable AS {joined}")
    every = [*remarks.selects(profile.kind, places), remarks.DOUBLES]
    base.execute(to_file(f"{' UNION ALL '.join(every)} ORDER BY row", said))


def _summed(found: Received, files: tuple[Path, Path, Path], counts: dict[str, int]) -> Checked:
    aside = counts.get(SET_ASIDE, 0) + len(found.broken)
    received = found.rows + len(found.broken)
    total = Checked(*files, received, counts.get("accepted", 0), counts.get("repaired", 0), aside)
    if total.received != total.accepted + total.repaired + total.set_aside:
        raise DoesNotAddUp(f"{total.received} rows came in, {total.accepted + total.repaired + aside} came out.")
    return total
