"""The facts that a measure counted, row by row: what stands behind its numbers before and after help began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from oneplan.engine.facts.published import Fact, fact
from oneplan.engine.sql import as_one
from oneplan.engine.value.before_after import HELPED, Helped, looked_at, steps, table
from oneplan.rulebook.value.measures import Measure

# By the very queries that count: of whom it held before, every row that came to something.
COUNTED = (
    "SELECT before_rows.*, false AS is_after FROM before_rows JOIN before USING (person_id) WHERE before.many > 0 "
    "UNION ALL SELECT after_rows.*, true FROM after_rows JOIN after USING (person_id) JOIN before USING (person_id) "
    "WHERE before.many > 0 AND after.many > 0"
)


@dataclass(frozen=True)
class Row:
    """A fact that was counted, of somebody of this family; `is_after` says in which of the two years."""

    fact: Fact
    family: str
    is_after: bool


@dataclass(frozen=True)
class RowsCounted:
    """A page of rows out of `in_all`; `before` and `after` are what all of them come to, of so many people."""

    rows: Sequence[Row]
    in_all: int
    before: int
    after: int
    people: int


def rows_counted(
    facts: Sequence[Path], coverage: Sequence[Path], helped: Sequence[Helped], measure: Measure, *,
    skip: int, most: int, until: date = date.max,
) -> RowsCounted:  # fmt: skip
    """What `measured` counted of those helped, person by person and day by day, without the first `skip`."""
    counted = looked_at(coverage, helped, measure, until=until)
    if not counted or not facts:
        return RowsCounted([], 0, 0, 0, 0)
    named = steps(facts, measure, everybody=HELPED)
    with duckdb.connect() as connection:
        connection.register("helped", table(counted))
        sums = "SELECT count(*), coalesce(sum(before), 0), coalesce(sum(after), 0) FROM found"
        people, before, after = connection.execute(as_one(named | {"sums": sums})).fetchall()[0]
        connection.execute(f"CREATE TEMP TABLE counted AS {as_one(named | {'counted': COUNTED})}")
        in_all = connection.execute("SELECT count(*) FROM counted").fetchall()[0][0]
        ordered = "SELECT * FROM counted ORDER BY person_id, is_after, start, fact_id LIMIT ? OFFSET ?"
        found = connection.execute(ordered, [most, skip]).to_arrow_table().to_pylist(maps_as_pydicts="strict")
    rows = [Row(fact(each), each["family"], each["is_after"]) for each in found]
    return RowsCounted(rows, in_all, before, after, people)
