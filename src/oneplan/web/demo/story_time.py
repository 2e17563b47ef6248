"""When things happen in a story: on their real days, on days that move with today, on days known only roughly.

A story whose family is still being helped is told up to a day `told_on`; loading moves it, by whole weeks, so that
this day lies in the week up to today. A child of seven in the story is then seven now, and visits stay on weekdays.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from oneplan.rulebook.people import dates
from oneplan.rulebook.people.ages import born_when_aged, born_when_under
from oneplan.rulebook.people.dates import MONTHS, SEASONS, Precision, RoughDate

_RELATIVE = re.compile(r"today(?:([+-])(\d+)([dw]))?")
_NEXT_MONTH = re.compile(r"next ([a-z]+)")
_IN_TEXT = re.compile(r"\{([^{}]+)\}")
_STARTS_NO_SOONER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StoryTime:
    today: date
    told_on: date | None = None

    @property
    def moved(self) -> timedelta:
        """By how much the story's own days move; nothing for a story that stays on its real days."""
        return timedelta(weeks=(self.today - self.told_on).days // 7) if self.told_on else timedelta(0)

    def day(self, said: Any) -> date:
        """Read “2012-10-15”, “today+3d”, “next december” (its first Monday), or the first day of a rough date."""
        text = str(said).strip().lower()
        if found := _RELATIVE.fullmatch(text):
            return self.today + _distance(*found.groups())
        if found := _NEXT_MONTH.fullmatch(text):
            return _first_monday(found[1], after=self.today + _STARTS_NO_SOONER)
        return self.rough(said).earliest

    def rough(self, said: Any) -> RoughDate:
        """Read a date as roughly as it is known: “spring 2012”, or an age on a day: {age: 14, on: 2013-09-02}."""
        if isinstance(said, Mapping):
            on = self.day(said["on"])
            ends = born_when_aged(said["age"], on=on) if "age" in said else born_when_under(said["under"], on=on)
            return RoughDate(*ends, Precision.ABOUT)
        if _RELATIVE.fullmatch(str(said)):
            return RoughDate(self.day(said), self.day(said), Precision.DAY)
        return self._move(dates.read(str(said)))

    def words(self, text: str) -> str:
        """Put days written in braces into words: “as it was in {October 2012}”."""
        return _IN_TEXT.sub(lambda found: self._said(found[1]), text)

    def moment(self, day: date, *, clock: time, latest: datetime) -> datetime:
        """A moment of that day, but never one still to come."""
        return min(timezone.make_aware(datetime.combine(day, clock)), latest)

    def _said(self, text: str) -> str:
        if _RELATIVE.fullmatch(text) or _NEXT_MONTH.fullmatch(text):
            return dates.in_words(self.day(text), Precision.DAY)
        return self.rough(text).words

    def _move(self, read: RoughDate) -> RoughDate:
        if not self.moved:
            return read
        middle = read.earliest + (read.latest - read.earliest) / 2 + self.moved
        match read.precision:
            case Precision.DAY:
                return RoughDate(middle, middle, Precision.DAY)
            case Precision.SEASON:
                return dates.read(_season(middle))
            case Precision.MONTH:
                return dates.read(f"{MONTHS[middle.month - 1]} {middle.year}")
            case Precision.ABOUT:
                return dates.read(f"about {middle.year}")
        return dates.read(str(middle.year))


def _distance(sign: str | None, number: str | None, unit: str | None) -> timedelta:
    if number is None:
        return timedelta(0)
    days = int(number) * (7 if unit == "w" else 1)
    return timedelta(days=days if sign == "+" else -days)


def _first_monday(month: str, *, after: date) -> date:
    number = [name.lower() for name in MONTHS].index(month) + 1
    firsts = (date(year, number, 1) for year in (after.year, after.year + 1))
    mondays = (first + timedelta(days=-first.weekday() % 7) for first in firsts)
    return next(monday for monday in mondays if monday >= after)


def _season(middle: date) -> str:
    name = next(name for name, start in SEASONS.items() if (middle.month - start) % 12 < 3)
    year = middle.year - (name == "winter" and middle.month < 3)
    return f"{name} {year}"
