"""Working days, as far as an invented area needs them: no weekends, no Christmas."""

from datetime import date, timedelta

CHRISTMAS = frozenset({(12, 25), (12, 26), (12, 27), (12, 28), (1, 1)})


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and (1 < day.month < 12 or (day.month, day.day) not in CHRISTMAS)


def workday_before(day: date, *, not_before: date) -> date:
    """The day itself or the last working day before it; the day itself where that would be too early."""
    moved = day
    while not is_workday(moved):
        moved -= timedelta(days=1)
    return moved if moved >= not_before else day


def workday_after(day: date, *, not_after: date) -> date:
    """The day itself or the next working day; the day itself where that would be too late."""
    moved = day
    while not is_workday(moved):
        moved += timedelta(days=1)
    return moved if moved <= not_after else day
