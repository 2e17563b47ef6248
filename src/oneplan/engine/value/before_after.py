"""How many there were of what a measure counts in the year after help began, and how many there would have been.

Whoever is helped is compared with people in the same files who are not, alike in the year before: as many of the same
(one, two, three or more), or at the same risk. That is why nobody is looked at of whom nothing held before: those who
come to help because of one bad year mostly have a better one after it, helped or not. The year of those compared is
counted from the middle of the days on which help began.

Only who was watched through both years counts, as the feeds' coverage says by kind of fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from oneplan.engine.sql import as_one, text
from oneplan.rulebook.value.measures import Counts, Measure, Which, days

Spans = list[tuple[date, date]]
HELPED = "SELECT person_id, family, began, true AS is_helped FROM helped"
MOST_ALIKE = 3  # three and more of the same in the year before are one band


@dataclass(frozen=True)
class Helped:
    """Somebody of a family, by the reference that facts use, and the day on which the family's help began."""

    person: str
    family: str
    began: date


@dataclass(frozen=True)
class Measured:
    """`expected` is how many there would have been without help, None where too few can be compared with.

    `people` were looked at, `families` are theirs; `compared` are the others, with `events` among them in their year.
    `years` is over how many years help began with them, at least one: what comes of a year's families is a part of it.
    `watched` is of how many of those helped the files tell of both years, `recognised` how many of these are in them.
    """

    measure: Measure
    before: int
    after: int
    expected: float | None
    people: int
    families: tuple[str, ...]
    compared: int
    events: int
    years: float = 1.0
    watched: int = 0
    recognised: int = 0


def measured(
    facts: Sequence[Path], coverage: Sequence[Path], helped: Sequence[Helped], measure: Measure, *, fewest: int,
    until: date = date.max,
) -> Measured:  # fmt: skip
    """`facts` and `coverage` are the Parquet files of a published run. Nobody's year goes beyond `until`."""
    counted = looked_at(coverage, helped, measure, until=until)
    nothing = Measured(measure, 0, 0, None, 0, (), 0, 0)
    if not counted or not facts:
        return nothing
    middle = sorted(each.began for each in counted)[len(counted) // 2]
    with duckdb.connect() as connection:
        connection.register("helped", table(counted))
        connection.register("known", table(helped))
        named = steps(facts, measure, everybody=f"{HELPED} UNION ALL {_others(middle)}")
        rows = connection.execute(as_one(named)).fetchall()
        in_them = "SELECT count(DISTINCT person_id) FROM facts SEMI JOIN helped USING (person_id)"
        recognised = connection.execute(as_one({"facts": named["facts"], "in_them": in_them})).fetchall()[0][0]
    days_of_start = (max(each.began for each in counted) - min(each.began for each in counted)).days
    told = _told(measure, rows, fewest)
    return replace(told, years=max(1.0, days_of_start / days()), watched=len(counted), recognised=recognised)


def looked_at(
    coverage: Sequence[Path], helped: Sequence[Helped], measure: Measure, *, until: date = date.max
) -> list[Helped]:
    """Whoever was watched through the year before help began and the year after, which ended by `until`."""
    watched = [(start, min(end, until)) for start, end in spans(coverage, measure)]
    return [each for each in helped if _is_watched(each.began, watched)]


def spans(coverage: Sequence[Path], measure: Measure) -> Spans:
    """The days of which the files tell of every kind the measure reads, and of everybody in them, as spans apart.

    A feed by schools tells of a day where it tells of it for each: who is in which is not on our record, and whoever
    is not watched must not look as if nothing happened.
    """
    kinds = sorted({measure.after.kind, measure.at_risk.kind})
    found = [each for kind in kinds for each in _by_population(coverage, kind)] if coverage else []
    return reduce(_both, found) if found and all(_by_population(coverage, kind) for kind in kinds) else []


def _by_population(coverage: Sequence[Path], kind: str) -> list[Spans]:
    """The spans of each population of a kind's feeds."""
    told = f'SELECT source, population, "from", coalesce("to", as_of::DATE) AS until FROM {_read(coverage)}'
    with duckdb.connect() as connection:
        rows = connection.execute(f"{told} WHERE kind = {text(kind)} ORDER BY 1, 2, 3, 4").fetchall()
    return [_joined([row[2:] for row in each]) for _, each in groupby(rows, key=lambda row: row[:2])]


def _both(ours: Spans, theirs: Spans) -> Spans:
    return [(max(a, c), min(b, d)) for a, b in ours for c, d in theirs if max(a, c) < min(b, d)]


def _joined(rows: Spans) -> Spans:
    made: Spans = []
    for start, end in rows:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _is_watched(began: date, watched: list[tuple[date, date]]) -> bool:
    year = timedelta(days=days())
    return any(start <= began - year and began + year <= end for start, end in watched)


def table(helped: Sequence[Helped]) -> pa.Table:
    return pa.table(
        {
            "person_id": pa.array([each.person for each in helped], pa.string()),
            "family": pa.array([each.family for each in helped], pa.string()),
            "began": pa.array([each.began for each in helped], pa.date32()),
        }
    )


def steps(facts: Sequence[Path], measure: Measure, *, everybody: str) -> dict[str, str]:
    """Queries by name; the last has a row for each person of whom it held before: helped or not, family, before, after.

    `before_rows` and `after_rows` are what is counted in `before` and `after`, person by person.
    """
    return {
        "facts": f"SELECT * FROM {_read(facts)} WHERE known_until IS NULL AND kind IN {_kinds(measure)}",
        "everybody": everybody,
        "before_rows": _rows(measure.at_risk, is_after=False),
        "after_rows": _rows(measure.after, is_after=True),
        "before": f"SELECT person_id, {_many(measure.at_risk)} AS many FROM before_rows GROUP BY person_id",
        "after": f"SELECT person_id, {_many(measure.after)} AS many FROM after_rows GROUP BY person_id",
        "found": "SELECT is_helped, family, before.many AS before, coalesce(after.many, 0) AS after FROM everybody "
                 "JOIN before USING (person_id) LEFT JOIN after USING (person_id) WHERE before.many > 0",
    }  # fmt: skip


def _others(middle: date) -> str:
    """Everybody in the facts who is not known to be helped, as if on the day in the middle."""
    people = "SELECT DISTINCT person_id FROM facts WHERE person_id IS NOT NULL"
    not_known = "person_id NOT IN (SELECT person_id FROM known)"
    return f"SELECT person_id, NULL, DATE {text(middle.isoformat())}, false FROM ({people} AND {not_known})"


def _rows(which: Which, *, is_after: bool) -> str:
    """The facts themselves of the year before or after, with whose they are and since when they are helped."""
    conditions = [f"kind = {text(which.kind)}", *_attributes(which), _when(which, is_after=is_after)]
    return f"SELECT * FROM facts JOIN everybody USING (person_id) WHERE {' AND '.join(conditions)}"


def _many(which: Which) -> str:
    """How many a person's rows come to; nought and one where people are counted."""
    if which.counts in {Counts.STATE, Counts.ONSET}:
        return "1"
    if which.counts is Counts.SUM:
        return f"(sum(try_cast(attributes[{text(which.sum)}] AS DOUBLE)) >= {which.at_least})::INTEGER"
    return "count(*)"


def _attributes(which: Which) -> list[str]:
    among = [f"attributes[{text(key)}] IN {_texts(values)}" for key, values in which.where.items()]
    not_among = [
        f"coalesce(attributes[{text(key)}], '') NOT IN {_texts(values)}" for key, values in which.where_not.items()
    ]
    return among + not_among


def _when(which: Which, *, is_after: bool) -> str:
    """A state holds on a day, everything else begins within the year."""
    year = f"INTERVAL {days()} DAY"
    if which.counts is Counts.STATE:
        day = f"began + {year}" if is_after else "began"
        return f'start <= {day} AND ("end" IS NULL OR "end" > {day})'
    return f"start >= began AND start < began + {year}" if is_after else f"start < began AND start >= began - {year}"


def _told(measure: Measure, rows: list[tuple[bool, str | None, int, int]], fewest: int) -> Measured:
    ours, others = [row for row in rows if row[0]], [row for row in rows if not row[0]]
    by_band: dict[int, list[int]] = {}
    for _, _, before, after in others:
        by_band.setdefault(min(before, MOST_ALIKE), []).append(after)
    mean = {band: sum(each) / len(each) for band, each in by_band.items() if len(each) >= fewest}
    bands = [min(before, MOST_ALIKE) for _, _, before, _ in ours]
    can_say = bool(ours) and mean.keys() >= set(bands)
    return Measured(
        measure,
        before=sum(row[2] for row in ours),
        after=sum(row[3] for row in ours),
        expected=sum(mean[each] for each in bands) if can_say else None,
        people=len(ours),
        families=tuple(sorted({str(row[1]) for row in ours})),
        compared=len(others),
        events=sum(row[3] for row in others),
    )


def _read(paths: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(map(text, paths))}])"


def _kinds(measure: Measure) -> str:
    return _texts(sorted({measure.after.kind, measure.at_risk.kind}))


def _texts(values: Sequence[str]) -> str:
    return f"({', '.join(map(text, values))})"
