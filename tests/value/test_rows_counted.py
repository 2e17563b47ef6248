"""The rows behind a measure are those that were counted: they come to its numbers, whatever was in the files."""

import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplan.engine.value.rows_counted import Row, RowsCounted, rows_counted
from oneplan.rulebook.value.measures import Counts, Which, measures
from tests.value.test_of_area import Files, fact, files, helped, incidents  # noqa: F401 - a fixture

pytestmark = pytest.mark.requirement("R340")
SORTS: list[tuple[str, dict[str, str]]] = [
    ("domestic_abuse", {}),
    ("police_incident", {"incident_kind": "antisocial"}),
    ("police_incident", {"incident_kind": "theft"}),
    ("police_incident", {}),
    ("exclusion", {"exclusion_kind": "suspension"}),
    ("exclusion", {"exclusion_kind": "permanent"}),
    ("attendance_term", {"unauthorised": "30"}),
    ("attendance_term", {"unauthorised": "50"}),
    ("attendance_term", {"unauthorised": "many"}),
    ("social_care", {"care_kind": "child_in_need"}),
    ("social_care", {"care_kind": "looked_after"}),
    ("benefit", {"out_of_work": "yes", "benefit": "jobseekers"}),
    ("benefit", {"out_of_work": "no", "benefit": "jobseekers"}),
    ("rent_owed", {}),
]
WHO = ("a", "b", "c", "d", "n1", "n2")
FACTS = st.tuples(st.sampled_from(WHO), st.integers(0, 99), st.integers(-400, 400), st.none() | st.integers(1, 500))


def counted(files: Files, name: str, *, skip: int = 0, most: int = 1000) -> RowsCounted:  # noqa: F811
    people = helped("a", "b", "c", "d")
    return rows_counted([files.facts()], [files.coverage()], people, measures()[name], skip=skip, most=most)


def come_to(rows: list[Row], which: Which) -> int:
    """Counted anew, in plain Python."""
    by_person: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.fact.person_id].append(row)
    if which.counts is Counts.EVENTS:
        return len(rows)
    if which.counts is Counts.SUM:
        said = [[each.fact.attributes[which.sum] for each in theirs] for theirs in by_person.values()]
        assert all(sum(int(each) for each in one if each.isdigit()) >= which.at_least for one in said)
    return len(by_person)


@pytest.mark.parametrize("name", sorted(measures()))
@settings(max_examples=5, deadline=None)
@given(drawn=st.lists(FACTS, min_size=20, max_size=50))
def test_rows_come_to_what_was_counted(name: str, drawn: list[tuple[str, int, int, int | None]]) -> None:
    measure = measures()[name]
    sorts = [each for each in SORTS if each[0] in {measure.after.kind, measure.at_risk.kind}]
    with tempfile.TemporaryDirectory() as folder:
        made = Files(Path(folder))
        for kind in {each for each, _ in sorts}:
            made.watched(kind)
        for number, (who, sort, day, lasts) in enumerate(drawn):
            kind, attributes = sorts[sort % len(sorts)]
            until = None if lasts is None else day + lasts
            made.add(fact(who, kind, day, until, **attributes) | {"fact_id": f"{number:03}"})
        whole = made.measured(name, helped("a", "b", "c", "d"))
        found = counted(made, name)
    assert (found.before, found.after, found.people) == (whole.before, whole.after, whole.people)
    assert come_to([each for each in found.rows if not each.is_after], measure.at_risk) == whole.before
    assert come_to([each for each in found.rows if each.is_after], measure.after) == whole.after
    assert {each.family for each in found.rows} == set(whole.families)
    assert len({(each.fact.fact_id, each.is_after) for each in found.rows}) == found.in_all == len(found.rows)


@pytest.fixture
def with_rows(files: Files) -> Files:  # noqa: F811
    """Two helped with some before, one of them with one after; one with some after alone; one who is not helped."""
    files.watched("police_incident")
    files.add(*incidents("b", -300, 7), *incidents("a", -10, -20), *incidents("c", 5), *incidents("n1", -1, 3))
    return files


def test_each_row_says_whose_it_is_and_on_which_side(with_rows: Files) -> None:
    said = [(each.fact.person_id, each.family, each.is_after) for each in counted(with_rows, "antisocial").rows]
    assert said == [("a", "F0", False), ("a", "F0", False), ("b", "F0", False), ("b", "F0", True)]


def test_each_row_leads_to_its_place_in_a_file(with_rows: Files) -> None:
    row = counted(with_rows, "antisocial").rows[0].fact
    assert (row.feed, row.load, row.row) == ("f", 1, 1)
    assert row.attributes == {"incident_kind": "antisocial"}


def test_pages_together_are_the_whole(with_rows: Files) -> None:
    whole = counted(with_rows, "antisocial")
    pages = [counted(with_rows, "antisocial", skip=skip, most=3) for skip in (0, 3, 6)]
    assert [row for page in pages for row in page.rows] == whole.rows
    assert [(len(page.rows), page.in_all, page.before, page.after) for page in pages] == [
        (3, 4, 3, 1), (1, 4, 3, 1), (0, 4, 3, 1)
    ]  # fmt: skip


def test_without_files_or_days_that_were_watched_nothing_was_counted(files: Files) -> None:  # noqa: F811
    files.add(*incidents("a", -10))
    nothing = RowsCounted([], 0, 0, 0, 0)
    assert counted(files, "antisocial") == nothing
    assert rows_counted([], [], helped("a"), measures()["antisocial"], skip=0, most=9) == nothing
