"""Taking back a yes to a study: destroyed within the study's days after the interview, without a name afterwards."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml


class Outcome(StrEnum):
    DESTROYED = "destroyed"
    ANONYMOUS = "anonymous"


def usual_days(*, on: date) -> int:
    in_force = [days for start, days in _figures() if start <= on]
    return (in_force or [_figures()[0][1]])[-1]


def destroyed_until(interview_on: date, *, days: int) -> date:
    """The last day on which taking it back destroys everything."""
    return interview_on + timedelta(days=days)


def outcome(interview_on: date | None, *, withdrawn_on: date, days: int) -> Outcome:
    """Say what becomes of what was gathered; before an interview there is nothing to keep."""
    if interview_on is None or withdrawn_on <= destroyed_until(interview_on, days=days):
        return Outcome.DESTROYED
    return Outcome.ANONYMOUS


@lru_cache(maxsize=1)
def _figures() -> list[tuple[date, int]]:
    kept = yaml.safe_load((Path(__file__).parent / "research.yaml").read_text())
    return sorted((row["from"], row["destroy_days"]) for row in kept["values"])
