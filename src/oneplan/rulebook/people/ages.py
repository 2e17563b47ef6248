"""Ages on any day, as exactly as the birth date is known."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Age:
    """The youngest and oldest somebody can be, in whole years; `low` is None when nothing is known."""

    low: int | None
    high: int | None
    months: int | None = None

    @property
    def words(self) -> str:
        """“7”, “6 or 7”, “under 7”, “about 30”, “9 months”, or empty when not known."""
        if self.low is None or self.high is None:
            return ""
        if self.low == self.high:
            return self._exact(self.low)
        if self.high - self.low == 1:
            return f"{self.low} or {self.high}"
        if self.low == 0:
            return f"under {self.high + 1}"
        return f"{self.low} to {self.high}"

    def _exact(self, years: int) -> str:
        if years >= 2 or self.months is None:
            return str(years)
        if self.months == 0:
            return "newborn"
        return f"{self.months} month{'' if self.months == 1 else 's'}"


def age_on(day: date, *, born_from: date | None, born_to: date | None) -> Age:
    """Return the age on `day` of somebody born between the two days, both included."""
    if born_from is None or born_to is None:
        return Age(None, None)
    low, high = max(full_years(born_to, day), 0), max(full_years(born_from, day), 0)
    months = full_months(born_from, day) if born_from == born_to else None
    return Age(low, high, months)


def full_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def full_months(born: date, day: date) -> int:
    return max((day.year - born.year) * 12 + day.month - born.month - (day.day < born.day), 0)


def born_when_aged(years: int, *, on: date) -> tuple[date, date]:
    """Return the first and last birth day of somebody who is `years` old on the day `on`."""
    return _years_before(on, years + 1) + timedelta(days=1), _years_before(on, years)


def born_when_under(years: int, *, on: date) -> tuple[date, date]:
    """Return the first and last birth day of somebody said to be under `years` on the day `on`."""
    return _years_before(on, years) + timedelta(days=1), on


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
