"""Dates as they are known: to the day, or only roughly."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from oneplan.engine.synthetic.quick_init import quick_init

Precision = Literal["day", "month", "season", "year", "about", "unknown"]

SEASONS = {"spring": 3, "summer": 6, "autumn": 9}


@quick_init
@dataclass(frozen=True, slots=True)
class RoughDate:
    """From the earliest to the latest possible day, both included; None and None when unknown."""

    earliest: date | None
    latest: date | None
    precision: Precision
    stated: str  # the words it was told in; empty when known to the day


UNKNOWN = RoughDate(None, None, "unknown", "not known")


def exactly(day: date) -> RoughDate:
    return RoughDate(day, day, "day", "")


def roughly(day: date, *, precision: Precision, told_on: date) -> RoughDate:
    """What somebody who told us on `told_on` could say about a birth on `day`."""
    if precision == "unknown":
        return UNKNOWN
    if precision == "day":
        return exactly(day)
    if precision == "year":
        return _within(date(day.year, 1, 1), date(day.year, 12, 31), "year", str(day.year), told_on)
    if precision == "about":
        return _age_stated(day, told_on)
    if precision == "season":
        season = next((name for name, first in SEASONS.items() if first <= day.month < first + 3), None)
        if season is not None:
            return _months(day, SEASONS[season], SEASONS[season] + 2, "season", f"{season} {day.year}", told_on)
    return _months(day, day.month, day.month, "month", day.strftime("%B %Y"), told_on)


def _months(day: date, first: int, last: int, precision: Precision, stated: str, told_on: date) -> RoughDate:
    end = date(day.year, last, calendar.monthrange(day.year, last)[1])
    return _within(date(day.year, first, 1), end, precision, stated, told_on)


def _within(earliest: date, latest: date, precision: Precision, stated: str, told_on: date) -> RoughDate:
    return RoughDate(earliest, min(latest, told_on), precision, stated)


def _age_stated(day: date, told_on: date) -> RoughDate:
    """'Under 7' for a small child, 'about 34' for everybody else: three years either way."""
    age = (told_on - day).days // 365
    if age < 12:
        limit = age + 1 + (age % 2)
        return RoughDate(_years_before(told_on, limit) + timedelta(days=1), told_on, "about", f"under {limit}")
    return RoughDate(_years_before(told_on, age + 3), _years_before(told_on, age - 3), "about", f"about {age}")


def _years_before(day: date, years: int) -> date:
    leap_day = day.month == 2 and day.day == 29
    return day.replace(year=day.year - years, day=28) if leap_day else day.replace(year=day.year - years)
