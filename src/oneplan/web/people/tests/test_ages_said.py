"""Ages as people say them become as much of a birth date as was said, and no more."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.people.ages import age_on
from oneplan.rulebook.people.ages_said import read
from oneplan.rulebook.people.dates import DateNotUnderstood, Precision

pytestmark = pytest.mark.requirement("R014")
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("7", date(2018, 11, 22), date(2019, 11, 21)),
        ("seven", date(2018, 11, 22), date(2019, 11, 21)),
        ("aged 7", date(2018, 11, 22), date(2019, 11, 21)),
        ("7 years old", date(2018, 11, 22), date(2019, 11, 21)),
        ("under 7", date(2019, 11, 22), TODAY),
        ("under seven", date(2019, 11, 22), TODAY),
        ("about 30", date(1995, 1, 1), date(1997, 12, 31)),
        ("about 0", date(2025, 1, 1), TODAY),
        ("5 to 7", date(2018, 11, 22), date(2021, 11, 21)),
        ("7 or 5", date(2018, 11, 22), date(2021, 11, 21)),
        ("between 5 and 7", date(2018, 11, 22), date(2021, 11, 21)),
        ("in her 30s", date(1986, 11, 22), date(1996, 11, 21)),
        ("9 months", date(2026, 1, 22), date(2026, 2, 21)),
        ("under 6 months", date(2026, 5, 22), TODAY),
        ("2 weeks old", date(2026, 11, 1), date(2026, 11, 7)),
        ("3 days", date(2026, 11, 18), date(2026, 11, 18)),
        ("newborn", date(2026, 10, 25), TODAY),
        ("3 May 2012", date(2012, 5, 3), date(2012, 5, 3)),
        ("born 3/5/2012", date(2012, 5, 3), date(2012, 5, 3)),
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("about 2012", date(2011, 1, 1), date(2013, 12, 31)),
    ],
)
def test_reads(text: str, earliest: date, latest: date) -> None:
    said = read(text, on=TODAY)
    assert said.born is not None
    assert (said.born.earliest, said.born.latest) == (earliest, latest)
    assert said.how_many == 1
    assert said.due_on is None


@pytest.mark.parametrize("text", ["", "  ", "?", "unknown", "not known", "don’t know"])
def test_nothing_said_is_nothing_known(text: str) -> None:
    assert read(text, on=TODAY).born is None


def test_what_was_said_is_kept_in_its_words() -> None:
    born = read("Under 7", on=TODAY).born
    assert born is not None
    assert born.words == "under 7 on 21 November 2026"


def test_twins() -> None:
    said = read("twins under seven", on=TODAY)
    assert said.how_many == 2
    assert said.born is not None
    assert said.born.latest == TODAY
    assert read("twins", on=TODAY).how_many == 2
    assert read("triplets aged 4", on=TODAY).how_many == 3


def test_a_due_date() -> None:
    assert read("due 3 May 2027", on=TODAY).due_on == date(2027, 5, 3)
    with pytest.raises(DateNotUnderstood, match="to the day"):
        read("due May 2027", on=TODAY)


@pytest.mark.parametrize("text", ["seven-ish?", "31 February 2020", "blue", "7 8 9", "99999", "under the table"])
def test_what_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(DateNotUnderstood, match="not an age or a date"):
        read(text, on=TODAY)


def test_months_over_new_year_are_that_winter() -> None:
    born = read("1 month", on=date(2026, 2, 10)).born
    assert born is not None
    assert born.precision is Precision.SEASON
    assert (born.earliest, born.latest) == (date(2025, 12, 11), date(2026, 1, 10))


@given(st.integers(0, 125), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_an_age_said_is_the_age_that_day(years: int, day: date) -> None:
    born = read(str(years), on=day).born
    assert born is not None
    age = age_on(day, born_from=born.earliest, born_to=born.latest)
    assert (age.low, age.high) == (years, years)
    assert age_on(day, born_from=born.earliest - timedelta(days=1), born_to=born.latest).high == years + 1


@given(st.integers(0, 36), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_months_said_lie_before_the_day_and_follow_on(months: int, day: date) -> None:
    born, older = read(f"{months} months", on=day).born, read(f"{months + 1} months", on=day).born
    assert born is not None
    assert older is not None
    assert born.earliest <= born.latest <= day
    assert older.latest == born.earliest - timedelta(days=1)


@given(st.integers(1, 20), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_nobody_said_to_be_under_an_age_has_reached_it(years: int, day: date) -> None:
    born = read(f"under {years}", on=day).born
    assert born is not None
    assert age_on(day, born_from=born.earliest, born_to=born.latest).high == years - 1
