"""Everybody of an invented area who lives and belongs to a family today, as one table for the files of partners."""

import itertools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from oneplan.engine.sql import text
from oneplan.engine.synthetic import identifiers
from oneplan.engine.synthetic.area import families
from oneplan.engine.synthetic.family import SyntheticFamily
from oneplan.engine.synthetic.people import Home, Person, SchoolSpell

SLICE = 4000  # families
KEYS_A_FAMILY = 100
GROWN_UP = 18 * 365.25  # days
SCHEMA = pa.schema(
    [
        ("person", pa.int64()), ("family", pa.int64()), ("given", pa.string()), ("family_name", pa.string()),
        ("sex", pa.string()), ("born", pa.date32()), ("upn", pa.string()), ("nhs", pa.string()), ("nino", pa.string()),
        ("address_line", pa.string()), ("postcode", pa.string()), ("tenure", pa.string()), ("nth_adult", pa.int32()),
        ("is_carer", pa.bool_()), ("school", pa.string()), ("kind", pa.string()), ("school_from", pa.date32()),
        ("school_to", pa.date32()), ("helped_from", pa.date32()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Whom:
    """`helped`: how many families, from the first, were helped; of the others nobody ever was."""

    seed: int
    today: date
    helped: int = 0


def write(path: Path, people: int, whom: Whom, *, say: Callable[[str], None]) -> int:
    """Write so many people, whole families in order as far as they go, and return how many there are."""
    parts, known = path.with_suffix(".parts"), 0
    parts.mkdir(parents=True)
    at_once = os.cpu_count() or 1
    with ProcessPoolExecutor(max_workers=at_once) as pool:
        for part, table in enumerate(_slices(pool, whom, at_once=at_once)):
            pq.write_table(table, parts / f"{part:05d}.parquet")
            known += table.num_rows
            say(f"{min(known, people):,} people")
            if known >= people * 1.1:  # somebody of two families is in both
                break
        pool.shutdown(wait=False, cancel_futures=True)
    with duckdb.connect() as base:
        once = f"SELECT DISTINCT ON (person) * FROM read_parquet({text(parts / '*.parquet')}) ORDER BY person, family"
        some = f"SELECT * FROM ({once}) ORDER BY family, person LIMIT {people}"
        base.execute(f"COPY ({some}) TO {text(path)} (FORMAT parquet, COMPRESSION zstd)")
        (found,) = base.execute(f"SELECT count(*) FROM read_parquet({text(path)})").fetchall()[0]
    for each in parts.iterdir():
        each.unlink()
    parts.rmdir()
    return int(found)


def _slices(pool: ProcessPoolExecutor, whom: Whom, *, at_once: int) -> Iterator[pa.Table]:
    """Slices of families in order, a few of them under way at a time."""
    waiting = [pool.submit(_table, nth * SLICE, whom) for nth in range(at_once + 1)]
    for nth in itertools.count(len(waiting)):
        yield waiting.pop(0).result()
        waiting.append(pool.submit(_table, nth * SLICE, whom))


def _table(start: int, whom: Whom) -> pa.Table:
    every = families(count=SLICE, seed=whom.seed, today=whom.today, start=start)
    rows = [row for each in every for row in _people(each, whom)]
    return pa.table([list(column) for column in zip(*rows, strict=True)], schema=SCHEMA)


def _people(family: SyntheticFamily, whom: Whom) -> Iterator[tuple[Any, ...]]:
    """Those who belong to the family today, with the day of birth and the name that are true."""
    today, helped_from = whom.today, _helped_from(family) if family.index < whom.helped else None
    truth = {each.record: each for each in family.truth.people}
    homes = {each.key: each for each in family.homes}
    lives = {each.person: homes[each.home] for each in family.residences if each.end is None}
    schools = {each.child: each for each in family.school_spells if each.start <= today}
    roles = {each.person: each.role for each in family.memberships if each.end is None}
    grown_ups = itertools.count(1)
    for person in family.people:
        true = truth[person.key]
        if person.key in roles and true.born_on and true.born_on <= today and not true.died_on:
            is_grown_up = (today - true.born_on).days > GROWN_UP
            nth = next(grown_ups) if is_grown_up else None
            is_carer = roles[person.key] in {"parent_or_carer", "expectant_parent"}
            school = schools.get(person.key)
            numbers = _numbers(person, school, is_grown_up=is_grown_up, seed=whom.seed)
            named = (true.person, family.index, true.given, true.family_name, true.sex, true.born_on)
            yield (*named, *numbers, *_home(lives.get(person.key)), nth, is_carer, *_school(school), helped_from)


def _helped_from(family: SyntheticFamily) -> date | None:
    return min((each.opened_on for each in family.episodes), default=None)


def _numbers(
    person: Person, school: SchoolSpell | None, *, is_grown_up: bool, seed: int
) -> tuple[str | None, str | None, str | None]:
    """School and health service know the numbers of everybody, also where the case record does not."""
    slot = identifiers.slot(person.key, keys_a_family=KEYS_A_FAMILY)
    if slot is None:
        return person.upn, person.nhs_number, None
    upn = identifiers.upn(slot, seed=seed, issued=school.start) if school else None
    nino = identifiers.nino(slot) if is_grown_up else None
    return person.upn or upn, person.nhs_number or identifiers.nhs_number(slot, seed=seed), nino


def _home(home: Home | None) -> tuple[Any, ...]:
    return (home.line, home.postcode, home.tenure) if home else (None, None, None)


def _school(school: SchoolSpell | None) -> tuple[Any, ...]:
    return (school.establishment, school.kind, school.start, school.end) if school else (None, None, None, None)
