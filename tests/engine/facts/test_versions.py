"""What a feed has said over time, held equal to a plain walk through its files."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.facts import versions
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.profiles import Meaning, Profile
from oneplan.engine.sql import as_one
from tests.engine.feeds.attendance import PROFILE

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A checked row: pupil and term make the key; `says` None: it was set aside."""

    pupil: str
    term: str
    says: int | None


@dataclass(frozen=True)
class Version:
    key: str
    says: int
    load: int
    known_from: datetime
    known_until: datetime | None


def profile(meaning: Meaning) -> Profile:
    return profiles.made({**PROFILE, "meaning": meaning.value, "scope": ["term"]}, name="attendance")


def kept(folder: Path, files: list[list[Row]]) -> list[Loaded]:
    loads = []
    for number, rows in enumerate(files, 1):
        table = {
            "row": [nth for nth, _ in enumerate(rows, 2)],
            "term": [row.term for row in rows],
            "possible": [row.says for row in rows],
            "key": [f"{row.pupil}|{row.term}" for row in rows],
            "verdict": ["set_aside" if row.says is None else "accepted" for row in rows],
        }
        schema = {
            "row": pa.int64(),
            "term": pa.string(),
            "possible": pa.int64(),
            "key": pa.string(),
            "verdict": pa.string(),
        }
        pq.write_table(pa.table(table, pa.schema(list(schema.items()))), folder / f"{number}.parquet")
        loads.append(Loaded(number, FIRST + timedelta(days=number), folder / f"{number}.parquet"))
    return loads


def told(folder: Path, files: list[list[Row]], meaning: Meaning) -> set[Version]:
    steps = versions.steps(profile(meaning), kept(folder, files), ["term", "possible"])
    with duckdb.connect() as base:
        base.execute("SET TimeZone = 'UTC'")
        wanted = f"SELECT key, possible AS says, load, known_from, known_until FROM ({as_one(steps)})"
        found = base.sql(wanted).to_arrow_table().to_pylist()
    rows = {Version(**row) for row in found}
    assert len(rows) == len(found)
    return rows


def walked(files: list[list[Row]], meaning: Meaning) -> set[Version]:
    """File after file: what stands, what changes, what is gone."""
    standing: dict[str, Version] = {}
    over: set[Version] = set()

    def end(key: str, at: datetime) -> None:
        if before := standing.pop(key, None):
            over.add(Version(before.key, before.says, before.load, before.known_from, at))

    for number, rows in enumerate(files, 1):
        at = FIRST + timedelta(days=number)
        says: dict[str, list[int | None]] = defaultdict(list)
        for row in rows:
            says[f"{row.pupil}|{row.term}"].append(row.says)
        for key, all_said in says.items():
            said = next((each for each in all_said if each is not None), None)
            before = standing.get(key)
            if said is None:
                continue
            if before and before.says == said:
                standing[key] = Version(key, said, number, before.known_from, None)
            else:
                end(key, at)
                standing[key] = Version(key, said, number, at, None)
        scopes = {row.term for row in rows}
        for key in list(standing):
            if meaning is Meaning.SNAPSHOT and key.split("|")[1] in scopes and key not in says:
                end(key, at)
    return over | set(standing.values())


ROWS = st.builds(Row, st.sampled_from("AB"), st.sampled_from(["autumn", "spring"]), st.sampled_from([1, 2, None]))
FILES = st.lists(st.lists(ROWS, max_size=5, unique_by=lambda row: (row.pupil, row.term)), min_size=1, max_size=7)


@pytest.mark.parametrize("meaning", Meaning)
@given(files=FILES)
def test_versions_are_those_of_a_plain_walk(
    meaning: Meaning, files: list[list[Row]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert told(tmp_path_factory.mktemp("v"), files, meaning) == walked(files, meaning)


def day(number: int) -> datetime:
    return FIRST + timedelta(days=number)


def one(tmp_path: Path, *said: list[Row], meaning: Meaning = Meaning.SNAPSHOT) -> list[Any]:
    return sorted(
        ((each.says, each.known_from, each.known_until) for each in told(tmp_path, list(said), meaning)),
        key=lambda each: each[1],
    )


A1, A2, ASIDE, OTHER = Row("A", "autumn", 1), Row("A", "autumn", 2), Row("A", "autumn", None), Row("B", "autumn", 1)


def test_a_change_ends_what_was_said_before(tmp_path: Path) -> None:
    assert one(tmp_path, [A1], [A1], [A2]) == [(1, day(1), day(3)), (2, day(3), None)]


def test_who_is_absent_from_a_snapshot_is_gone_and_may_come_back(tmp_path: Path) -> None:
    kept_rows = [each for each in one(tmp_path, [A1, OTHER], [OTHER], [A1, OTHER]) if each != (1, day(1), None)]
    assert kept_rows == [(1, day(1), day(2)), (1, day(3), None)]


def test_a_file_about_another_term_says_nothing_about_this_one(tmp_path: Path) -> None:
    assert (1, day(1), None) in one(tmp_path, [A1], [Row("B", "spring", 2)])


def test_a_slip_in_a_file_ends_nothing(tmp_path: Path) -> None:
    assert one(tmp_path, [A1], [ASIDE, OTHER]) == [(1, day(1), None), (1, day(2), None)]


def test_absence_from_a_list_of_changes_says_nothing(tmp_path: Path) -> None:
    assert (1, day(1), None) in one(tmp_path, [A1], [OTHER], meaning=Meaning.DELTA)
