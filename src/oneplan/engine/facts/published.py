"""Facts of a published run as pages ask for them: of some people, or one by its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from oneplan.engine.facts.of_feed import place_of


@dataclass(frozen=True)
class Fact:
    """A row of facts/shape.py; `feed`, `load` and `row` say where it stands."""

    fact_id: str
    person_id: str | None
    kind: str
    start: date
    end: date | None
    value: float | None
    unit: str | None
    attributes: Mapping[str, str]
    known_from: datetime
    known_until: datetime | None
    recorded_by: str
    category: str
    feed: str
    load: int
    row: int


def of_people(paths: Sequence[Path], people: Sequence[str], *, in_force: bool = True) -> list[Fact]:
    """Every fact about these people, the newest first; with `in_force` False those too that were held to be so once."""
    wanted = pc.field("person_id").isin(list(people))
    if in_force:
        wanted &= pc.field("known_until").is_null()
    found = [
        fact(row) for path in paths for row in pq.read_table(path, filters=wanted).to_pylist(maps_as_pydicts="strict")
    ]
    return sorted(found, key=lambda each: (each.start, each.kind, each.fact_id), reverse=True)


def fact(row: Mapping[str, Any]) -> Fact:
    """What a row of facts/shape.py says."""
    feed, load, number = place_of(row["source"])
    names = (
        "fact_id", "person_id", "kind", "start", "end", "value", "unit", "attributes", "known_from", "known_until",
        "recorded_by", "category",
    )  # fmt: skip
    return Fact(**{name: row[name] for name in names}, feed=feed, load=load, row=number)
