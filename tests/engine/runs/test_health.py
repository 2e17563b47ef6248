"""When a feed is late or has stopped, and which change of a run a person looks at first."""

from datetime import date, timedelta

import pytest

from oneplan.rulebook.feeds import differences, health
from oneplan.rulebook.feeds.figures import figures
from oneplan.rulebook.feeds.health import Rhythm, State

BEGAN = date(2026, 1, 5)
MONTHLY = Rhythm(every_days=30, began=BEGAN)
LAST = date(2026, 3, 2)


@pytest.mark.requirement("R310")
@pytest.mark.parametrize(
    ("days", "state"),
    [(0, State.ON_TIME), (30, State.ON_TIME), (33, State.ON_TIME), (34, State.LATE), (60, State.LATE)]
    + [(61, State.STOPPED), (400, State.STOPPED)],
)
def test_a_feed_that_came_is_judged_by_its_last_file(days: int, state: State) -> None:
    found = health.of(MONTHLY, last=LAST, today=LAST + timedelta(days=days), by=figures())
    assert (found.state, found.expected) == (state, date(2026, 4, 1))
    assert "2 March 2026" in found.reason


@pytest.mark.requirement("R310")
@pytest.mark.parametrize(("days", "state"), [(0, State.NEVER_CAME), (4, State.LATE), (61, State.STOPPED)])
def test_a_feed_that_never_came_is_judged_by_the_day_it_should_have(days: int, state: State) -> None:
    found = health.of(MONTHLY, last=None, today=BEGAN + timedelta(days=days), by=figures())
    assert (found.state, found.expected) == (state, BEGAN)


@pytest.mark.requirement("R310")
def test_a_feed_that_ended_alarms_nobody() -> None:
    ended = Rhythm(30, BEGAN, ends=date(2026, 4, 1))
    assert health.of(ended, last=LAST, today=date(2026, 3, 31), by=figures()).state is State.ON_TIME
    found = health.of(ended, last=LAST, today=date(2026, 9, 1), by=figures())
    assert (found.state, found.expected) == (State.ENDED, None)


@pytest.mark.requirement("R310")
def test_a_daily_feed_is_late_before_it_is_stopped() -> None:
    daily = Rhythm(1, BEGAN)
    states = [health.of(daily, last=LAST, today=LAST + timedelta(days=n), by=figures()).state for n in range(7)]
    assert states == [State.ON_TIME] * 5 + [State.STOPPED] * 2


@pytest.mark.requirement("R310")
@pytest.mark.parametrize(("rows", "before", "short"), [(49, 100, True), (50, 100, False), (1, None, False)])
def test_a_file_with_far_fewer_rows_is_short(rows: int, before: int | None, short: bool) -> None:
    assert health.is_short(rows, before=before, by=figures()) is short


def test_a_change_above_the_share_is_held_and_news_is_not() -> None:
    before = {"attendance": {"2025-08": 1000}, "police": {"2025-08": 30, "2025-09": 20}, "gone": {"2025-08": 10}}
    after = {
        "attendance": {"2025-08": 1200, "2026-01": 1100},
        "police": {"2025-08": 24, "2025-09": 25},
        "new": {"2025-08": 900},
    }
    found = {each.feed: each for each in differences.between(before, after, by=figures())}
    assert {name for name, each in found.items() if each.is_held} == {"police", "gone"}
    assert (found["attendance"].before, found["attendance"].after) == (1000, 2300)
    assert (found["new"].share, found["gone"].share) == (None, -1.0)
