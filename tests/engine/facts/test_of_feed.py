"""From files to facts: who, what, when, since when, and where it stands in which file."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplan.engine.facts import of_feed, shape
from oneplan.engine.facts.of_feed import Made, NothingStands
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.checking.check import check
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading import delimited
from tests.engine.feeds.attendance import GOOD, HEADER, PROFILE, but

MAY, JUNE = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)
LEO = "P-100002"


@pytest.fixture
def profile() -> Profile:
    return profiles.made({**PROFILE, "population": "school"}, name="attendance")


def sent(folder: Path, profile: Profile, number: int, at: datetime, *rows: tuple[str, ...]) -> Loaded:
    own = folder / str(number)
    own.mkdir()
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    (own / "sent.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    found = delimited.read(own / "sent.csv", own / "received.parquet", wanted=profile.headers)
    return Loaded(number, at, check(found, profile, own).rows)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(path).to_pylist(maps_as_pydicts="strict"))


def facts(made: Made) -> list[dict[str, Any]]:
    return rows_of(made.facts)


def test_a_row_makes_a_dated_sourced_fact(tmp_path: Path, profile: Profile) -> None:
    made = of_feed.make(profile, [sent(tmp_path, profile, 7, MAY, GOOD)], tmp_path)
    (fact,) = facts(made)
    assert (fact["kind"], fact["value"], fact["unit"]) == ("attendance_term", 124.0, "sessions attended")
    assert (fact["start"], fact["end"]) == (date(2025, 8, 1), date(2026, 1, 1))
    assert fact["attributes"] == {"possible": "130", "authorised": "4", "unauthorised": "2", "school": "999/2000"}
    assert (fact["known_from"], fact["known_until"]) == (MAY, None)
    assert (fact["category"], fact["recorded_by"]) == ("school", "Sallowdale education")
    assert of_feed.place_of(fact["source"]) == ("attendance", 7, 2)
    assert made.in_force == 1


def test_tables_have_the_shape_that_rules_read(tmp_path: Path, profile: Profile) -> None:
    made = of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, GOOD)], tmp_path)
    for path, wanted in ((made.facts, shape.FACTS), (made.people, shape.PEOPLE), (made.coverage, shape.COVERAGE)):
        found = pq.read_schema(path)
        assert [(field.name, field.type) for field in found] == [(field.name, field.type) for field in wanted]


def test_a_pupil_is_known_where_number_and_birth_agree_and_else_provisional(tmp_path: Path, profile: Profile) -> None:
    known = pa.table({"number": [GOOD[0]], "born": [date(2017, 5, 20)], "person_id": [LEO]})
    pq.write_table(known, tmp_path / "known.parquet")
    loads = [sent(tmp_path, profile, 1, MAY, GOOD, but(Term="Spring", DOB="21/05/2017"))]
    made = of_feed.make(profile, loads, tmp_path, known={"upn": tmp_path / "known.parquet"})
    who = {fact["start"]: fact["person_id"] for fact in facts(made)}
    assert who[date(2025, 8, 1)] == LEO
    assert who[date(2026, 1, 1)].startswith(of_feed.PROVISIONAL)
    assert {each["person_id"] for each in rows_of(made.people)} == set(who.values())


def test_a_later_file_ends_a_fact_and_ids_stay(tmp_path: Path, profile: Profile) -> None:
    first = sent(tmp_path, profile, 1, MAY, GOOD, but(Term="Spring"))
    before = facts(of_feed.make(profile, [first], tmp_path))
    second = sent(tmp_path, profile, 2, JUNE, but(Auth="5"))
    after = facts(of_feed.make(profile, [first, second], tmp_path))
    assert {each["fact_id"] for each in before} < {each["fact_id"] for each in after}
    assert sorted((each["value"], each["known_until"]) for each in after if each["start"].month == 8) == [
        (123.0, None),
        (124.0, JUNE),
    ]


def test_a_new_postcode_is_no_new_attendance(tmp_path: Path, profile: Profile) -> None:
    loads = [sent(tmp_path, profile, 1, MAY, GOOD), sent(tmp_path, profile, 2, JUNE, but(Postcode="ZZ2 4QX"))]
    assert [each["known_from"] for each in facts(of_feed.make(profile, loads, tmp_path))] == [MAY]


def test_coverage_says_of_which_school_and_term_something_was_told(tmp_path: Path, profile: Profile) -> None:
    made = of_feed.make(profile, [sent(tmp_path, profile, 1, MAY, GOOD, but(LAESTAB="9992001"))], tmp_path)
    told = [(each["population"], each["from"], each["to"], each["as_of"]) for each in rows_of(made.coverage)]
    autumn = (date(2025, 8, 1), date(2026, 1, 1), MAY)
    assert told == [("999/2000", *autumn), ("999/2001", *autumn)]


def test_coverage_goes_on_while_files_say_the_same(tmp_path: Path, profile: Profile) -> None:
    loads = [sent(tmp_path, profile, number, at, GOOD) for number, at in ((1, MAY), (2, JUNE))]
    made = of_feed.make(profile, loads, tmp_path)
    assert [each["as_of"] for each in rows_of(made.coverage)] == [JUNE]
    assert [each["known_from"] for each in facts(made)] == [MAY]


def test_a_feed_without_a_file_makes_nothing(tmp_path: Path, profile: Profile) -> None:
    with pytest.raises(NothingStands, match="attendance"):
        of_feed.make(profile, [], tmp_path)


def test_a_file_watches_no_day_after_it_came(tmp_path: Path, profile: Profile) -> None:
    """Silence after the last file can never count as good news: the feed may have stopped."""
    march = datetime(2026, 3, 2, 7, tzinfo=UTC)
    made = of_feed.make(
        profile, [sent(tmp_path, profile, 1, march, GOOD, but(Term="Spring"), but(Term="Summer"))], tmp_path
    )
    watched = [(each["from"], each["to"]) for each in rows_of(made.coverage)]
    assert watched == [(date(2025, 8, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 3, 2))]
    whole = [sent(tmp_path, profile, 2, datetime(2026, 9, 1, 7, tzinfo=UTC), but(Term="Spring"))]
    assert [(each["to"]) for each in rows_of(of_feed.make(profile, whole, tmp_path).coverage)] == [date(2026, 4, 6)]
