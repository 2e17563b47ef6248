"""Clocks of requests and breaches: the law's figures, dated, each with its source."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from oneplan.rulebook.rights import clock
from oneplan.rulebook.rights.clock import Pause

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("asked", "today", "words", "is_late"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), "1 day left, until 28 February 2026", False),
        (date(2026, 3, 10), date(2026, 4, 10), "Due today", False),
        (date(2026, 3, 10), date(2026, 4, 12), "2 days late: it was due on 10 April 2026", True),
    ],
)
def test_a_month_is_the_same_day_of_the_next_one(asked: date, today: date, words: str, is_late: bool) -> None:
    found = clock.clock(asked, today=today)
    assert (found.words, found.is_late) == (words, is_late)


def test_the_clock_stands_still_while_we_wait() -> None:
    waiting = [Pause(date(2026, 3, 20))]
    found = clock.clock(date(2026, 3, 10), today=date(2026, 6, 1), pauses=waiting)
    assert found.due_on is None
    assert found.words == "The clock has stood still since 20 March 2026; then 21 days are left"
    went_on = [Pause(date(2026, 3, 20), date(2026, 4, 1))]
    assert clock.due_on(date(2026, 3, 10), pauses=went_on) == date(2026, 4, 22)


def test_a_proof_that_comes_late_gives_the_whole_month_from_then() -> None:
    assert clock.due_on(date(2026, 3, 1), pauses=[Pause(date(2026, 3, 1), date(2026, 3, 15))]) == date(2026, 4, 15)


def test_two_further_months_are_told_in_the_first() -> None:
    assert clock.due_on(date(2026, 3, 10), extended_months=2) == date(2026, 6, 10)
    assert clock.may_extend(date(2026, 3, 10), on=date(2026, 4, 10))
    assert not clock.may_extend(date(2026, 3, 10), on=date(2026, 4, 11))


@pytest.mark.parametrize(
    ("after", "words", "is_late"),
    [
        ({"hours": 1}, "71 hours left to tell the regulator, until 13 March 2026, 12.00", False),
        ({"hours": 71.5}, "less than an hour left to tell the regulator, until 13 March 2026, 12.00", False),
        ({"hours": 77}, "5 hours over the time. Tell the regulator now, and say why it is late", True),
        ({"days": 10}, "7 days over the time. Tell the regulator now, and say why it is late", True),
    ],
)
def test_the_hours_after_a_breach_are_said_in_words(after: dict[str, float], words: str, is_late: bool) -> None:
    known = datetime(2026, 3, 10, 12, tzinfo=LONDON)
    found = clock.hours_left(known, now=known + timedelta(**after))
    assert (found.words, found.is_late) == (words, is_late)


def test_every_figure_has_its_source_and_says_whether_it_is_verified() -> None:
    from oneplan.rulebook.retention import periods

    for name in clock._kept()["figures"]:
        assert clock.source_of(name)
        assert clock.is_verified(name) in (True, False)
    for rule in periods.rules().values():
        assert all(figure.source for figure in rule.figures)
        assert rule.event
    kept = yaml.safe_load((Path(clock.__file__).parent / "unusual.yaml").read_text())
    assert kept["source"]
