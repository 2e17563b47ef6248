"""Days of a story: as they were, moved by whole weeks, relative to today, or known only roughly."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.people.dates import Precision
from oneplan.web.demo.story_time import StoryTime

STAYS = StoryTime(date(2026, 11, 21))
MOVES = StoryTime(date(2026, 11, 21), told_on=date(2013, 3, 21))


def test_a_story_without_a_last_day_stays_on_its_own_days() -> None:
    assert STAYS.day("2012-10-15") == date(2012, 10, 15)
    assert STAYS.words("as it was in {October 2012}") == "as it was in October 2012"


@given(today=st.dates(date(2014, 1, 1), date(2060, 1, 1)), told_on=st.dates(date(2010, 1, 1), date(2014, 1, 1)))
def test_a_moved_story_ends_in_the_week_up_to_today_on_the_same_weekday(today: date, told_on: date) -> None:
    moved = StoryTime(today, told_on).day(told_on)
    assert timedelta(0) <= today - moved < timedelta(days=7)
    assert moved.weekday() == told_on.weekday()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", date(2026, 11, 21)),
        ("today+3d", date(2026, 11, 24)),
        ("today-2w", date(2026, 11, 7)),
        ("next december", date(2026, 12, 7)),
    ],
)
def test_days_relative_to_today(said: str, day: date) -> None:
    assert MOVES.day(said) == day


def test_the_next_december_is_never_a_few_days_off() -> None:
    assert StoryTime(date(2026, 12, 3)).day("next december") == date(2027, 12, 6)


@pytest.mark.parametrize(
    ("said", "words", "precision"),
    [
        ("2012", "2026", Precision.YEAR),
        ("October 2012", "June 2026", Precision.MONTH),
        ("winter 2012", "autumn 2026", Precision.SEASON),
        ("about 2005", "about 2019", Precision.ABOUT),
    ],
)
def test_a_rough_date_stays_as_rough_when_it_moves(said: str, words: str, precision: str) -> None:
    moved = MOVES.rough(said)
    assert (moved.words, moved.precision) == (words, precision)


def test_an_age_on_a_day_becomes_a_range_of_birth_days() -> None:
    born = STAYS.rough({"under": 7, "on": "2012-10-16"})
    assert (born.earliest, born.latest) == (date(2005, 10, 17), date(2012, 10, 16))
    assert STAYS.rough({"age": 14, "on": "2013-11-25"}).latest == date(1999, 11, 25)


def test_no_moment_lies_ahead() -> None:
    latest = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("Europe/London"))
    assert STAYS.moment(date(2026, 11, 21), clock=time(17), latest=latest) == latest
    assert STAYS.moment(date(2026, 11, 20), clock=time(17), latest=latest).hour == 17
