"""What the background worker looks after besides the outbox: each room says what, and how often is enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Chore = Callable[[datetime], object]


@dataclass
class _Kept:
    do: Chore
    every: timedelta
    done_at: datetime | None = None


_chores: dict[str, _Kept] = {}


def register(name: str, do: Chore, *, every: timedelta) -> None:
    _chores[name] = _Kept(do, every)


def run_due(*, at: datetime) -> None:
    """Do what was not done for long enough; doing it twice must do no harm."""
    for chore in _chores.values():
        if chore.done_at is None or at - chore.done_at >= chore.every:
            chore.do(at)
            chore.done_at = at
