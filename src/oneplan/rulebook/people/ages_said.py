"""Births as people say them: “7”, “under 7”, “about 30”, “9 months”, “twins under seven”, “due 3 May 2026”, a date."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from oneplan.rulebook.people.ages import born_when_aged, born_when_under
from oneplan.rulebook.people.dates import DateNotUnderstood, Precision, RoughDate, in_words
from oneplan.rulebook.people.dates import read as read_date

OLDEST_AGE = 125
_NUMBERS = (
    "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_HOW_MANY = {"twins": 2, "triplets": 3}
_NOTHING_SAID = {"", "?", "unknown", "not known", "don't know", "don’t know", "do not know", "not sure", "adult"}
_IDLE = re.compile(r"\b(aged?|years? old|year old|yrs?|years?|y/o|months old|weeks old|days old)\b")
_BIG_STEPS = 12

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one or more births: a rough date, or a due date, or neither."""

    born: RoughDate | None = None
    due_on: date | None = None
    how_many: int = 1


def read(text: str, *, on: date) -> Said:
    """Read an age as it was said on the day `on`, a birth date, or a due date.

    Raises DateNotUnderstood with a sentence for the worker.
    """
    words = " ".join(text.strip().lower().replace(",", " ").split())
    if words in _NOTHING_SAID:
        return Said()
    if found := re.fullmatch(r"(?:due|expected)(?: on)? (.+)", words):
        return Said(due_on=_due(found.group(1)))
    how_many, rest = _how_many(words)
    if rest in _NOTHING_SAID:
        return Said(how_many=how_many)
    return Said(born=_age(rest, on=on) or _date(rest, text=text), how_many=how_many)


def _due(words: str) -> date:
    due = read_date(words)
    if due.precision is not Precision.DAY:
        raise DateNotUnderstood("Write the due date to the day, like due 3 May 2026. The best guess is enough.")
    return due.earliest


def _how_many(words: str) -> tuple[int, str]:
    first, _, rest = words.partition(" ")
    return (_HOW_MANY[first], rest.removeprefix("born ")) if first in _HOW_MANY else (1, words)


def _date(words: str, *, text: str) -> RoughDate:
    try:
        return read_date(words.removeprefix("born "))
    except DateNotUnderstood:
        raise DateNotUnderstood(
            f"“{text.strip()}” is not an age or a date we can read. Write an age, like 7, under 7, about 30 or "
            "9 months, or a date, like 3 May 2012, May 2012 or 2012. Leave it empty if nobody knows."
        ) from None


def _age(words: str, *, on: date) -> RoughDate | None:
    plain = _in_figures(words)
    for pattern, born_when, precision in _PATTERNS:
        if found := re.fullmatch(pattern, plain):
            numbers = [int(number) for number in found.groups()]
            if any(number > OLDEST_AGE * _BIG_STEPS for number in numbers):
                return None
            return _rough(born_when(on, *numbers), precision, said=f"{words} on {in_words(on, Precision.DAY)}")
    return None


def _rough(days: Days, precision: Precision | None, *, said: str) -> RoughDate:
    earliest, latest = days
    if precision is None:  # weeks or months: the year is certain, or else it was that winter
        precision = Precision.YEAR if earliest.year == latest.year else Precision.SEASON
    return RoughDate(earliest, latest, precision, said=said)


def _in_figures(words: str) -> str:
    named = {name: str(number) for number, name in enumerate(_NUMBERS)} | {n: str(v) for n, v in _TENS.items()}
    figures = " ".join(named.get(word, word) for word in words.replace("–", "-").split())
    months = re.sub(r"\b(month|week|day)s?( old)?\b", r"\1", figures)
    return " ".join(_IDLE.sub(" ", months).split())


def _under(on: date, years: int) -> Days:
    return born_when_under(years, on=on)


def _aged(on: date, years: int) -> Days:
    return born_when_aged(years, on=on)


def _between(on: date, youngest: int, oldest: int) -> Days:
    youngest, oldest = sorted((youngest, oldest))
    return born_when_aged(oldest, on=on)[0], born_when_aged(youngest, on=on)[1]


def _decade(on: date, years: int) -> Days:
    return _between(on, years, years + 9)


def _about(on: date, years: int) -> Days:
    year = (born_when_aged(years, on=on)[0] + timedelta(days=183)).year
    return date(year - 1, 1, 1), min(date(year + 1, 12, 31), on)


def _months(on: date, months: int) -> Days:
    return _months_before(on, months + 1) + timedelta(days=1), _months_before(on, months)


def _under_months(on: date, months: int) -> Days:
    return _months_before(on, months) + timedelta(days=1), on


def _weeks(on: date, weeks: int) -> Days:
    return on - timedelta(days=7 * weeks + 6), on - timedelta(weeks=weeks)


def _days(on: date, days: int) -> Days:
    return on - timedelta(days=days), on - timedelta(days=days)


def _newborn(on: date) -> Days:
    return on - timedelta(days=27), on


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


_ABOUT_WORDS = r"(?:about|around|roughly|nearly|maybe|perhaps)"
_UNDER_WORDS = r"(?:under|below|less than|younger than|not yet)"
_PATTERNS: tuple[tuple[str, Callable[..., Days], Precision | None], ...] = (
    (rf"{_UNDER_WORDS} (\d{{1,3}}) month", _under_months, Precision.UNKNOWN),
    (rf"{_UNDER_WORDS} (\d{{1,3}})", _under, Precision.UNKNOWN),
    (rf"{_ABOUT_WORDS} (\d{{1,3}})", _about, Precision.ABOUT),
    (r"(?:between )?(\d{1,3}) ?(?:-|to|or|and) ?(\d{1,3})", _between, Precision.UNKNOWN),
    (r"(?:in )?(?:her |his |their )?(?:late |early )?(\d0)s", _decade, Precision.UNKNOWN),
    (r"(\d{1,3}) month", _months, None),
    (r"(\d{1,3}) week", _weeks, None),
    (r"(\d{1,3}) day", _days, Precision.DAY),
    (r"newborn|new-born", _newborn, None),
    (r"(\d{1,3})", _aged, Precision.AGE),
)
