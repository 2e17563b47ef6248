"""The terms of a school year: autumn to the end of December, spring to Easter Sunday, summer to the end of July."""

from datetime import date

import pytest

from oneplan.rulebook.school.terms import school_year, terms_of


# Easter Sundays as published: 20 April 2025, 5 April 2026, 31 March 2024
@pytest.mark.parametrize(
    ("first", "easter_monday"), [(2024, date(2025, 4, 21)), (2025, date(2026, 4, 6)), (2023, date(2024, 4, 1))]
)
def test_terms_follow_each_other_and_spring_ends_with_easter(first: int, easter_monday: date) -> None:
    autumn, spring, summer = terms_of(school_year(first))
    assert [term.name for term in (autumn, spring, summer)] == ["autumn", "spring", "summer"]
    assert (autumn.start, autumn.end) == (date(first, 8, 1), date(first + 1, 1, 1))
    assert (spring.start, spring.end) == (autumn.end, easter_monday)
    assert (summer.start, summer.end) == (easter_monday, date(first + 1, 8, 1))


def test_a_school_year_is_written_as_councils_write_it() -> None:
    assert [school_year(first) for first in (1999, 2025)] == ["1999/00", "2025/26"]
