"""Dates that are known only roughly: "under seven", "spring 2012", "about 2009"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    ABOUT = "about"
    AGE = "age"  # an age in whole years was said: the birth lies within twelve months
    UNKNOWN = "unknown"


class DateNotUnderstood(ValueError):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class RoughDate:
    """A date as somebody said it: the first and last day it can be, both included."""

    earliest: date
    latest: date
    precision: Precision
    said: str = ""  # the words themselves where no date was said: "under 7 on 3 May 2024"

    @property
    def words(self) -> str:
        return self.said or in_words(self.earliest, self.precision)


def read(text: str) -> RoughDate:
    """Read "3 May 2012", "3/5/2012", "2012-05-03", "May 2012", "spring 2012", "2012" or "about 2012".

    Raises DateNotUnderstood for anything else, or for a day that does not exist.
    """
    words = text.strip().lower().replace(",", " ")
    for pattern, make in _PATTERNS:
        if found := re.fullmatch(pattern, words):
            try:
                return make(*found.groups())
            except (ValueError, KeyError):
                break
    raise DateNotUnderstood(
        f"“{text.strip()}” is not a date we can read. Write it like 3 May 2012, May 2012, spring 2012 or about 2012."
    )


def _day(year: str, month: str, day: str) -> RoughDate:
    exact = date(int(year), int(month), int(day))
    return RoughDate(exact, exact, Precision.DAY)


def _named_day(day: str, month: str, year: str) -> RoughDate:
    return _day(year, str(_month_number(month)), day)


def _month(month: str, year: str) -> RoughDate:
    start = date(int(year), _month_number(month), 1)
    return RoughDate(start, _months_later(start, 1) - timedelta(days=1), Precision.MONTH)


def _season(season: str, year: str) -> RoughDate:
    start = date(int(year), SEASONS[season], 1)
    return RoughDate(start, _months_later(start, 3) - timedelta(days=1), Precision.SEASON)


def _year(year: str) -> RoughDate:
    return RoughDate(date(int(year), 1, 1), date(int(year), 12, 31), Precision.YEAR)


def _about(year: str) -> RoughDate:
    return RoughDate(date(int(year) - 1, 1, 1), date(int(year) + 1, 12, 31), Precision.ABOUT)


_PATTERNS = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", _day),
    (r"(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})", lambda day, month, year: _day(year, month, day)),
    (r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\s+(\d{4})", _named_day),
    (r"(spring|summer|autumn|winter)\s+(\d{4})", _season),
    (r"([a-z]+)\s+(\d{4})", lambda month, year: _about(year) if month == "about" else _month(month, year)),
    (r"(\d{4})", _year),
)


def in_words(earliest: date, precision: str) -> str:
    """Say a date as people do, no more exactly than it is known."""
    match precision:
        case Precision.DAY:
            return f"{earliest.day} {MONTHS[earliest.month - 1]} {earliest.year}"
        case Precision.MONTH:
            return f"{MONTHS[earliest.month - 1]} {earliest.year}"
        case Precision.SEASON:
            season = next((name for name, month in SEASONS.items() if month == earliest.month), "")
            return f"{season} {earliest.year}".strip()
        case Precision.YEAR:
            return str(earliest.year)
        case Precision.ABOUT:
            return f"about {earliest.year + 1}"
        case Precision.AGE:
            return f"about {(earliest + timedelta(days=183)).year}"
    return "date not known"


def last_day(earliest: date, precision: str) -> date:
    """Return the last day that a date kept with this precision can be: “2012” may be as late as 31 December."""
    months = _MONTHS_LONG.get(Precision(precision))
    return _months_later(earliest, months) - timedelta(days=1) if months else earliest


_MONTHS_LONG = {
    Precision.MONTH: 1, Precision.SEASON: 3, Precision.YEAR: 12, Precision.AGE: 12, Precision.ABOUT: 36
}  # fmt: skip


def _month_number(word: str) -> int:
    matches = [n for n, name in enumerate(MONTHS, start=1) if name.lower().startswith(word) and len(word) >= 3]
    if len(matches) != 1:
        raise KeyError(word)
    return matches[0]


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, day.day)
