"""When a family, or somebody in it, has not been seen for longer than their rhythm of visits."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

NO_RHYTHM = "none"


@lru_cache(maxsize=1)
def _figures() -> list[tuple[date, dict[str, int]]]:
    kept = yaml.safe_load((Path(__file__).parent / "rhythm.yaml").read_text())
    return sorted((row["from"], row["days"]) for row in kept["values"])


def days_allowed(rhythm: str, *, on: date) -> int:
    """Return how many days may pass between two visits before it is said; `rhythm` may be NO_RHYTHM."""
    in_force = [days for start, days in _figures() if start <= on]
    days = (in_force or [_figures()[0][1]])[-1]
    return days.get(rhythm, days[NO_RHYTHM])


def is_too_long(last_seen: date | None, *, since: date, rhythm: str, on: date) -> bool:
    """Say whether the gap is too long; without a visit it is counted from `since`, when the work began."""
    return (on - max(last_seen or since, since)).days > days_allowed(rhythm, on=on)
