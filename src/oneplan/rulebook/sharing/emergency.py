"""An emergency opens a record for some hours; a manager looks at it on the next working day."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

SATURDAY = 5


def open_until(opened_at: datetime) -> datetime:
    return opened_at + timedelta(hours=_figures()["hours_open"])


def review_by(opened_on: date) -> date:
    """The working day by which it is looked at; Saturdays and Sundays do not count."""
    day, left = opened_on, _figures()["working_days_to_review"]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@cache
def _figures() -> dict[str, int]:
    kept = yaml.safe_load((Path(__file__).parent / "emergency.yaml").read_text())
    newest = max(kept["values"], key=lambda row: row["from"])
    return {name: newest[name] for name in ("hours_open", "working_days_to_review")}
