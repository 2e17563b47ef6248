"""A model of an area out of partners' facts: what was measured is compared, what was not is listed with the reason."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplan.engine.facts.shape import COVERAGE, FACTS
from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.value.before_after import Helped, Measured, looked_at, measured, spans
from oneplan.engine.value.of_area import Area, came_from, impact, said
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.guards import Weight, findings
from oneplan.rulebook.value.key_working import Effort, Given, key_working
from oneplan.rulebook.value.measures import Counts, Which, counted_until, measures
from oneplan.rulebook.value.model import CostKind
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.reckon import reckon
from oneplan.rulebook.value.units import editions

pytestmark = pytest.mark.requirement("R340", "R343")
BEGAN = date(2025, 6, 1)
SEEN = datetime(2026, 9, 1, tzinfo=UTC)
UCD = editions()["gmca_ucd_v1_4"]


def fact(person: str, kind: str, days: int, until: int | None = None, **attributes: str) -> dict[str, Any]:
    """So many days after help began; `until` is the first day after a spell."""
    start = BEGAN + timedelta(days)
    end = start + timedelta(1) if until == 0 else None if until is None else BEGAN + timedelta(until)
    return {
        "fact_id": f"{person}-{kind}-{days}-{len(attributes)}", "person_id": person, "kind": kind, "start": start,
        "end": end, "attributes": list(attributes.items()), "source": "f:1:1", "known_from": SEEN, "category": "police",
    }  # fmt: skip


class Files:
    """Facts and coverage as a published run has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[dict[str, Any]] = []
        self.spans: list[dict[str, Any]] = []

    def watched(self, kind: str, start: date = date(2024, 1, 1), end: date | None = date(2026, 9, 1)) -> "Files":
        self.spans.append({"source": "f", "kind": kind, "population": "all", "from": start, "to": end, "as_of": SEEN})
        return self

    def add(self, *rows: Mapping[str, Any]) -> "Files":
        self.rows += [dict(row) for row in rows]
        return self

    def measured(self, name: str, helped: list[Helped], *, fewest: int = 2) -> Measured:
        return measured([self.facts()], [self.coverage()], helped, measures()[name], fewest=fewest)

    def facts(self) -> Path:
        return self._written("facts", FACTS, self.rows)

    def coverage(self) -> Path:
        return self._written("coverage", COVERAGE, self.spans)

    def _written(self, name: str, schema: pa.Schema, rows: list[dict[str, Any]]) -> Path:
        path = self.folder / f"{name}.parquet"
        whole = [{field.name: row.get(field.name) for field in schema} for row in rows]
        pq.write_table(pa.Table.from_pylist(whole, schema=schema), path)
        return path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def helped(*people: str, began: date = BEGAN) -> list[Helped]:
    return [Helped(person, f"F{number // 2}", began) for number, person in enumerate(people)]


def incidents(person: str, *days: int) -> Iterator[dict[str, Any]]:
    for day in days:
        yield fact(person, "police_incident", day, 0, incident_kind="antisocial")


def test_what_there_would_have_been_is_that_of_others_alike_in_the_year_before(files: Files) -> None:
    """Two helped with one each, one with two. Of four others with one, one had two more; two with two had one each."""
    files.watched("police_incident")
    files.add(*incidents("a", -10, 5), *incidents("b", -300), *incidents("c", -10, -20))
    files.add(*incidents("n1", -1, 1, 2), *incidents("n2", -2), *incidents("n3", -3), *incidents("n4", -4))
    files.add(*incidents("m1", -4, -9, 100), *incidents("m2", -4, -9, 364))
    found = files.measured("antisocial", helped("a", "b", "c", "d"))
    assert (found.before, found.after, found.people, found.compared, found.events) == (4, 1, 3, 6, 4)
    assert found.expected == pytest.approx(2 * (2 / 4) + 1)
    assert found.families == ("F0", "F1")
    assert (found.watched, found.recognised) == (4, 3)


def test_what_is_outside_the_two_years_of_another_sort_or_no_longer_held_to_be_so_does_not_count(files: Files) -> None:
    files.watched("police_incident")
    files.add(*incidents("a", -10, -366, 365, 400))
    files.add(fact("a", "police_incident", 3, 0, incident_kind="theft"), fact("a", "police_incident", 4, 0))
    files.add({**fact("a", "police_incident", 5, 0, incident_kind="antisocial"), "known_until": SEEN})
    files.add(*incidents("n1", -1), *incidents("n2", -2, 0))
    found = files.measured("antisocial", helped("a"))
    assert (found.before, found.after) == (1, 0)
    assert found.expected == pytest.approx(0.5)


def test_nobody_is_looked_at_of_whom_nothing_held_before(files: Files) -> None:
    files.watched("police_incident").add(*incidents("a", 5, 6, 7), *incidents("n1", -1), *incidents("n2", 3))
    assert files.measured("antisocial", helped("a")).people == 0


def test_another_sort_is_told_by_what_it_is_not(files: Files) -> None:
    files.watched("police_incident").add(
        *incidents("a", -5), fact("a", "police_incident", -4, 0, incident_kind="theft")
    )
    files.add(fact("a", "police_incident", -3, 0))
    assert files.measured("police", helped("a")).before == 2


def test_a_state_is_looked_at_on_the_day_and_a_year_later(files: Files) -> None:
    files.watched("benefit")
    for person, until in (("a", 300), ("b", None), ("n1", None), ("n2", 10), ("n3", 366), ("n4", 500)):
        files.add(fact(person, "benefit", -200, until, benefit="jobseekers", out_of_work="yes"))
    files.add(fact("c", "benefit", -200, -5, benefit="jobseekers", out_of_work="yes"))
    files.add(fact("d", "benefit", -200, None, benefit="housing", out_of_work="yes"))
    found = files.measured("out_of_work", helped("a", "b", "c", "d"))
    assert (found.before, found.after, found.people) == (2, 1, 2)
    assert found.expected == pytest.approx(2 * 3 / 4)


def test_a_sum_over_the_year_has_to_be_enough(files: Files) -> None:
    files.watched("attendance_term")

    def term(person: str, day: int, missed: int) -> dict[str, Any]:
        return fact(person, "attendance_term", day, day + 60, unauthorised=str(missed))

    files.add(
        term("a", -200, 30),
        term("a", -100, 20),
        term("a", 10, 49),
        term("b", -100, 49),
        term("c", -90, 70),
        term("c", 20, 50),
    )
    files.add(term("n1", -90, 50), term("n1", 90, 60), term("n2", -90, 55))
    found = files.measured("truancy", helped("a", "b", "c"))
    assert (found.before, found.after, found.people) == (2, 1, 2)
    assert found.expected == pytest.approx(1.0)


def test_what_begins_is_looked_for_among_those_at_risk(files: Files) -> None:
    files.watched("social_care")

    def care(person: str, day: int, kind: str) -> dict[str, Any]:
        return fact(person, "social_care", day, None, care_kind=kind)

    files.add(*(care(person, -30, "child_in_need") for person in ("a", "b", "n1", "n2", "n3", "n4")))
    files.add(care("b", 40, "looked_after"), care("n1", 40, "looked_after"), care("n2", 90, "looked_after"))
    files.add(care("c", 50, "looked_after"), care("n9", 50, "looked_after"))
    found = files.measured("care", helped("a", "b", "c"))
    assert (found.people, found.after, found.compared, found.events) == (2, 1, 4, 2)
    assert found.expected == pytest.approx(2 * 2 / 4)


def test_too_few_to_compare_with_say_nothing(files: Files) -> None:
    files.watched("police_incident").add(*incidents("a", -5, -6), *incidents("n1", -5), *incidents("n2", -5))
    found = files.measured("antisocial", helped("a"))
    assert found.expected is None
    assert found.before == 2


def test_nobodys_year_goes_beyond_the_day_until_which_is_counted(files: Files) -> None:
    files.watched("police_incident", BEGAN - timedelta(days=400), BEGAN + timedelta(days=500))
    later = Helped("b", "b", BEGAN + timedelta(days=1))
    for days, people in ((366, 2), (365, 1), (364, 0)):
        until = BEGAN + timedelta(days=days)
        assert len(looked_at([files.coverage()], [*helped("a"), later], measures()["police"], until=until)) == people


@pytest.mark.parametrize(
    ("day", "until"), [("2026-11-30", "2026-10-01"), ("2026-10-01", "2026-10-01"), ("2027-03-31", "2027-01-01")]
)
def test_two_days_of_a_quarter_count_the_same_people(day: str, until: str) -> None:
    assert counted_until(date.fromisoformat(day)) == date.fromisoformat(until)


def test_who_was_not_watched_through_both_years_does_not_count(files: Files) -> None:
    files.watched("police_incident", date(2024, 6, 2)).add(*incidents("a", -5), *incidents("b", -5))
    late = [*helped("a"), Helped("b", "F9", date(2025, 6, 3))]
    found = files.measured("antisocial", late)
    assert found.families == ("F9",)
    nobody = files.measured("antisocial", helped("a"))
    assert (nobody.people, nobody.before) == (0, 0)


def test_helped_but_not_watched_is_nobody_to_compare_with(files: Files) -> None:
    files.watched("police_incident").add(*incidents("a", -5), *incidents("z", -5), *incidents("n1", -5))
    unwatched = Helped("z", "F8", date(2019, 1, 1))
    assert files.measured("antisocial", [*helped("a"), unwatched]).compared == 1


def test_a_day_is_watched_where_every_school_tells_of_it(files: Files) -> None:
    """One school of the year before and another of the year after are no two years of anybody."""
    files.watched("police_incident", date(2024, 1, 1), date(2025, 6, 1))
    files.spans[-1]["population"] = "school A"
    files.watched("police_incident", date(2025, 6, 1), date(2026, 9, 1))
    files.spans[-1]["population"] = "school B"
    files.add(*incidents("a", -5), *incidents("n1", -5), *incidents("n2", -5))
    assert spans([files.coverage()], measures()["antisocial"]) == []
    assert files.measured("antisocial", helped("a")).people == 0
    files.watched("police_incident", date(2024, 3, 1), date(2026, 8, 1))
    files.spans[-1]["population"] = "school A"
    files.watched("police_incident", date(2024, 2, 1), date(2026, 9, 1))
    files.spans[-1]["population"] = "school B"
    assert spans([files.coverage()], measures()["antisocial"]) == [(date(2024, 2, 1), date(2026, 8, 1))]


def test_two_kinds_are_both_needed(files: Files) -> None:
    files.watched("exclusion", date(2024, 1, 1), date(2025, 1, 1))
    assert spans([files.coverage()], measures()["permanent_exclusion"]) == [(date(2024, 1, 1), date(2025, 1, 1))]
    assert spans([files.coverage()], measures()["care"]) == []


def test_several_years_families_stand_against_a_years_cost_as_a_year_of_them(files: Files) -> None:
    """Ten helped in each of three years, the same each year: a year's part of them is a third."""
    files.watched("police_incident", date(2020, 1, 1))
    many: list[Helped] = []
    for year in range(3):
        began = date(2022 + year, 6, 1)
        many += [Helped(f"h{year}-{number}", f"F{year}-{number}", began) for number in range(10)]
        days = (began - BEGAN).days
        files.add(*(each for number in range(10) for each in incidents(f"h{year}-{number}", days - 5)))
    middle = (date(2023, 6, 1) - BEGAN).days
    for number in range(4):
        files.add(*incidents(f"n{number}", middle - 5, middle + 5))
    found = files.measured("antisocial", many)
    assert (found.people, found.expected) == (30, 30.0)
    assert found.years == pytest.approx(730 / 365, abs=0.01)
    given = said(area(found), UCD)
    assert given["outcomes"]["antisocial"]["population"] == 15.0
    assert "over 2.0 years, and a year's part of it is counted" in given["outcomes"]["antisocial"]["source"]


def test_spans_that_touch_are_one_and_an_open_end_is_when_it_was_told(files: Files) -> None:
    files.watched("police_incident", date(2024, 1, 1), date(2024, 7, 1))
    files.watched("police_incident", date(2024, 7, 1), date(2025, 1, 1))
    files.watched("police_incident", date(2025, 3, 1), None)
    assert spans([files.coverage()], measures()["antisocial"]) == [
        (date(2024, 1, 1), date(2025, 1, 1)), (date(2025, 3, 1), SEEN.date()),
    ]  # fmt: skip
    assert spans([], measures()["antisocial"]) == []


def test_without_files_nothing_is_measured() -> None:
    assert measured([], [], helped("a"), measures()["antisocial"], fewest=2).people == 0


def counted(
    name: str, *, after: int, expected: float | None, people: int = 30, before: int = 60, families: int = 20,
    watched: int = 90, recognised: int = 60,
) -> Measured:  # fmt: skip
    theirs = tuple(f"F{number}" for number in range(families))
    found = Measured(measures()[name], before, after, expected, people, theirs, 400, 300)
    return replace(found, watched=watched, recognised=recognised)


def area(*found: Measured) -> Area:
    year = key_working(
        [],
        {},
        [Given("key working", "council", CostKind.CASH, Decimal("90000.004"), "the accounts")],
        Effort(60, Decimal(26)),
    )
    return Area("Our area", "2015/16", found, year, {"Police": "police", "NHS": "health"}, ["A family kept its home."])


def test_a_cost_of_which_nothing_says_where_it_is_from_is_a_judgement() -> None:
    bare = Given("rooms", "schools", CostKind.IN_KIND, Decimal(100))
    known = Given("key working", "council", CostKind.CASH, Decimal(900), "the accounts")
    year = key_working([], {}, [bare, known], Effort(60, Decimal(26)))
    given = said(replace(area(counted("care", after=3, expected=9.5)), key_working=year), UCD)
    assert [each["grade"] for each in given["costs"].values()] == [5, 1]
    assert [each.optimism for each in read(given, ladder=green_book()).costs] == [Decimal("0.25"), 0]
    assert [each.words for each in year.unsupported] == ["rooms"]


def test_what_was_measured_is_a_model_that_is_read_and_reckoned() -> None:
    given = said(area(counted("violence", after=24, expected=40.0), counted("care", after=3, expected=9.5)), UCD)
    model = read(given, ladder=green_book())
    violence = model.outcomes[0]
    assert violence.reach.gross == Decimal(40) * Decimal("0.4")
    assert violence.optimism == Decimal("0.05")
    assert violence.spans["impact"].low < Decimal("0.4") < violence.spans["impact"].high
    assert "police" in violence.worth.shares
    care = model.outcomes[1]
    assert care.reach.impact == Decimal("0.5789")
    assert "1 to 4, counted as 4, in the year after" in care.source
    assert "24 in the year after help began, 40 expected as among 400 others" in violence.source
    assert [came_from(each) for each in model.outcomes] == [each.source for each in model.outcomes]
    assert [each.weight for each in findings(model) if each.weight is Weight.REFUSE] == []
    assert reckon(model, ladder=green_book()).cost[0] == Decimal("90000.00")
    assert not any("nothing says where it comes from" in each for each in notes(model))
    assert model.stories == ("A family kept its home.",)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (counted("violence", after=50, expected=40.0), "more than without help, and nothing is taken off the sums"),
        (counted("violence", after=40, expected=40.0), "no better than without help"),
        (counted("violence", after=24, expected=None), "too few others to compare with"),
        (counted("violence", after=2, expected=3.0, people=3), "fewer than"),
        (counted("violence", after=2, expected=13.0, people=13, families=3), "fewer than"),
        (counted("violence", after=0, expected=None, people=0), "nobody helped had any"),
        (counted("violence", after=0, expected=None, people=0, recognised=0), "nobody helped is recognised"),
        (counted("violence", after=0, expected=None, people=0, watched=0), "do not tell of the year before"),
        (counted("suspension", after=2, expected=30.0), "it has no price"),
    ],
)
def test_what_cannot_be_an_outcome_is_listed_with_the_reason(found: Measured, words: str) -> None:
    given = said(area(found, counted("antisocial", after=1, expected=20.0)), UCD)
    model = read(given, ladder=green_book())
    assert [each.name for each in model.outcomes] == ["antisocial"]
    (listed,) = model.not_priced
    assert words in listed.words
    assert listed.reached == ("it has no price" in listed.words)
    if found.people == 3 or len(found.families) == 3:
        assert not any(digit in listed.words.replace("fewer than 5", "") for digit in "0123456789")


@pytest.mark.parametrize(
    "found",
    [
        counted("violence", after=1, expected=None, before=6),
        counted("violence", after=2, expected=1.2),
        counted("suspension", after=2, expected=5.2),
        counted("suspension", after=2, expected=3.4),
    ],
)
def test_a_few_are_never_told_exactly(found: Measured) -> None:
    words = said(area(found, counted("antisocial", after=1, expected=20.0)), UCD)["not_priced"][found.measure.name]
    numbers = {int(each) for each in re.findall(r"\d+", words["words"].replace("1 to 4", ""))}
    assert not numbers & {1, 2, 3}


def test_the_range_is_wider_where_less_was_counted_and_stays_a_share() -> None:
    few, many = counted("violence", after=5, expected=10.0), counted("violence", after=200, expected=400.0)
    assert impact(few)[1] == impact(many)[1] == 0.5
    assert impact(few)[0] < 0.14
    assert impact(few)[2] > 0.86
    assert impact(counted("violence", after=2, expected=4.2))[0] == 0.0
    low, _, high = impact(many)
    assert 0.35 < low < 0.5 < high < 0.65
    with pytest.raises(ValueError, match="compared with nothing"):
        impact(counted("violence", after=1, expected=None))


@pytest.mark.parametrize("name", measures())
def test_measures_read_facts_that_there_are_and_rows_that_there_are(name: str) -> None:
    measure = measures()[name]
    for which in (measure.after, measure.at_risk):
        kind = fact_kinds()[which.kind]
        assert {*which.where, *which.where_not, *filter(None, [which.sum])} <= set(kind.attributes)
        assert isinstance(which, Which)
        assert (which.counts is Counts.SUM) == bool(which.sum)
    if measure.unit:
        assert set(measure.leave_out) <= {part.words for part in UCD.units[measure.unit].parts}
