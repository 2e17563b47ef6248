"""How an agreement on sharing stands on a day, and from which day its owner is reminded."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml


class Standing(StrEnum):
    NOT_YET = "not yet in force"
    IN_FORCE = "in force"
    ENDS_SOON = "ends soon"
    ENDED = "ended"


@lru_cache(maxsize=1)
def _figures() -> list[tuple[date, int]]:
    kept = yaml.safe_load((Path(__file__).parent / "renewal.yaml").read_text())
    return sorted((row["from"], row["weeks"]) for row in kept["values"])


def weeks_before(on: date) -> int:
    in_force = [weeks for start, weeks in _figures() if start <= on]
    return (in_force or [_figures()[0][1]])[-1]


def remind_until(on: date) -> date:
    """Return the last end that is reminded of on the day `on`: whatever ends up to then ends soon."""
    return on + timedelta(weeks=weeks_before(on))


def standing(*, start: date | None, end: date | None, on: date) -> Standing:
    """Say how it stands; `end` is the first day on which it holds no longer, None is without end."""
    if start is not None and on < start:
        return Standing.NOT_YET
    if end is None:
        return Standing.IN_FORCE
    if on >= end:
        return Standing.ENDED
    return Standing.ENDS_SOON if end <= remind_until(on) else Standing.IN_FORCE
