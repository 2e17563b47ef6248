"""The clock of a person's request, and the hours after a breach: what is left, in words."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _kept() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "clock.yaml").read_text())
    return found


def figure(name: str, *, on: date) -> int:
    """Return the figure in force on a day; before the first one, the first."""
    values = sorted(_kept()["figures"][name]["values"], key=lambda row: row["from"])
    in_force = [row["value"] for row in values if row["from"] <= on]
    return int((in_force or [values[0]["value"]])[-1])


def is_verified(name: str) -> bool:
    return bool(_kept()["figures"][name]["verified"])


def source_of(name: str) -> str:
    return str(_kept()["figures"][name]["source"])


def way_to_complain() -> str:
    return str(_kept()["complain"]).strip()


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock stood still: we waited for a proof or an answer."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    due_on: date | None  # None while the clock stands still
    words: str
    is_late: bool


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_on(received_on: date, *, pauses: Sequence[Pause] = (), extended_months: int = 0) -> date:
    """The last day for the answer; days on which we waited for the person are added."""
    months = figure("answer", on=received_on) + extended_months
    waited = sum((each.until - each.since).days for each in pauses if each.until is not None)
    return months_after(received_on, months) + timedelta(days=waited)


def clock(received_on: date, *, today: date, pauses: Sequence[Pause] = (), extended_months: int = 0) -> Clock:
    """How the request stands today, in words."""
    due = due_on(received_on, pauses=pauses, extended_months=extended_months)
    waiting = next((each for each in pauses if each.until is None), None)
    if waiting is not None:
        left = max((due - waiting.since).days, 0)
        words = f"The clock has stood still since {_day(waiting.since)}; then {_days(left)} are left"
        return Clock(None, words if left != 1 else words.replace("are left", "is left"), is_late=False)
    left = (due - today).days
    if left < 0:
        return Clock(due, f"{_days(-left)} late: it was due on {_day(due)}", is_late=True)
    if left == 0:
        return Clock(due, "Due today", is_late=False)
    return Clock(due, f"{_days(left)} left, until {_day(due)}", is_late=False)


def may_extend(received_on: date, *, on: date, pauses: Sequence[Pause] = ()) -> bool:
    """An extension is told while the first month still runs."""
    return on <= due_on(received_on, pauses=pauses) or any(each.until is None for each in pauses)


def hours_left(known_at: datetime, *, now: datetime) -> Clock:
    """What is left of the hours in which the regulator is told of a breach."""
    until = known_at + timedelta(hours=figure("regulator", on=known_at.date()))
    left = until - now
    hours = int(abs(left).total_seconds() // 3600)
    if left < timedelta(0):
        words = f"{_span(hours)} over the time. Tell the regulator now, and say why it is late"
    else:
        words = f"{_span(hours)} left to tell the regulator, until {_day(until.date())}, {until:%H.%M}"
    return Clock(until.date(), words, is_late=left < timedelta(0))


def _span(hours: int) -> str:
    if hours >= 72:
        return _days(hours // 24)
    return "less than an hour" if hours == 0 else f"{hours} hour{'' if hours == 1 else 's'}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
