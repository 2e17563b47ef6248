"""Lines about a family, as people write them."""

from datetime import date

import pytest

from oneplan.rulebook.people.ages import age_on
from oneplan.web.frontdoor.named import lines_of, parents_of, read_all, read_line

DAY = date(2026, 3, 10)


@pytest.mark.requirement("R036", "R014")
@pytest.mark.parametrize(
    ("line", "name", "role", "sex", "youngest", "oldest"),
    [
        ("James Bell, 7, son", "James Bell", "child", "male", 7, 7),
        ("Dana Bell, 34, mum", "Dana Bell", "parent", "female", 34, 34),
        ("Ivy Bell, under 5, daughter", "Ivy Bell", "child", "female", 0, 4),
        ("Ivy Bell; 8 months; baby", "Ivy Bell", "child", "unknown", 0, 0),
        ("Ivy Bell, 18 months", "Ivy Bell", "child", "unknown", 0, 1),
        ("Craig Bell, aged 41 years, dad, lives elsewhere", "Craig Bell", "elsewhere", "male", 41, 41),
        ("Rose Bell, gran", "Rose Bell", "co_parent", "female", None, None),
        ("Jo Bell, 16", "Jo Bell", "child", "unknown", 16, 16),
        ("Jo Bell, 40", "Jo Bell", "parent", "unknown", 40, 40),
        ("Jo Bell, age not known", "Jo Bell", "other", "unknown", None, None),
        ("Tess, friend", "Tess", "network", "unknown", None, None),
        ("Ana Bell, 17, pregnant", "Ana Bell", "expectant", "unknown", 17, 17),
        ("Leo Bell, born 3 May 2019, boy", "Leo Bell", "child", "male", 6, 6),
    ],
)
def test_a_line_is_read_kindly(
    line: str, name: str, role: str, sex: str, youngest: int | None, oldest: int | None
) -> None:
    read = read_line(line, on=DAY)
    age = age_on(
        DAY, born_from=read.born.earliest if read.born else None, born_to=read.born.latest if read.born else None
    )
    assert (read.name, read.role, read.sex, age.low, age.high) == (name, role, sex, youngest, oldest)


@pytest.mark.requirement("R011")
def test_a_baby_on_the_way_has_a_due_date_and_no_birth() -> None:
    read = read_line("Baby Bell, due 3 May 2026", on=DAY)
    assert (read.due_on, read.born, read.role) == (date(2026, 5, 3), None, "child")


def test_what_cannot_be_read_stays_as_words() -> None:
    read = read_line("Sam Bell, likes trains, due soon", on=DAY)
    assert (read.words, read.born, read.due_on) == ("likes trains, due soon", None, None)


def test_a_family_name_said_once_is_not_asked_again() -> None:
    read = read_all(["Dana Bell, mother", "James, 7", "Tess, friend"], on=DAY)
    assert [each.name for each in read] == ["Dana Bell", "James Bell", "Tess"]


def test_empty_lines_and_stray_commas_are_left_out() -> None:
    assert lines_of(" Dana Bell ,\n\n  James,  7 ,\n") == ["Dana Bell", "James, 7"]


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        (["Dana, mother", "James, son", "Ivy, 3, daughter"], [(0, 1), (0, 2)]),
        (["James, son", "Sam, Dad", "Dana, mum"], [(2, 0), (1, 0)]),
        (["Dana, mother", "Kay, mother", "James, son"], []),  # whose son nobody can tell
        (["Dana, mother", "Sam, stepdad", "James, son", "Max, stepson"], [(0, 2)]),
        (["Dana, mother", "Sam, James' dad", "James, son"], [(0, 2)]),
        (["Dana, 34", "James, 7"], []),
        (["Nan, grandmother", "James, grandson"], []),
    ],
)
def test_who_is_whose_parent_where_it_is_said_plainly(lines: list[str], pairs: list[tuple[int, int]]) -> None:
    assert parents_of(read_all(lines, on=DAY)) == pairs
