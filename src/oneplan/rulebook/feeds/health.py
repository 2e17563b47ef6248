"""How a feed is: on time, due, late, stopped, never come; and whether its last file was short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from oneplan.rulebook.feeds.asking import is_overdue
from oneplan.rulebook.feeds.figures import Figures


class State(StrEnum):
    ENDED = "ended"
    ON_TIME = "on_time"
    LATE = "late"
    STOPPED = "stopped"
    NEVER_CAME = "never_came"
    NOT_ASKED = "not_asked"


WORDS = {
    State.ENDED: "ended: nothing more is expected",
    State.ON_TIME: "on time",
    State.LATE: "late",
    State.STOPPED: "stopped",
    State.NEVER_CAME: "nothing has come yet",
    State.NOT_ASKED: "nothing is asked just now",
}


@dataclass(frozen=True)
class Rhythm:
    """`every_days` is the usual gap between files; `began` the day from which files were expected."""

    every_days: int
    began: date
    ends: date | None = None


@dataclass(frozen=True)
class Health:
    """`expected` is the day on which the next file should come, None where none is; `reason` is for a data manager."""

    state: State
    expected: date | None
    reason: str


def of(rhythm: Rhythm, *, last: date | None, today: date, by: Figures) -> Health:
    """Judge a feed by the day its last standing file came (None: no file yet).

    It is late from the day after the expected one plus the days of grace, and stopped when as many usual gaps as
    `stopped_after_gaps` passed since a file was last expected to be here.
    """
    if rhythm.ends and today >= rhythm.ends:
        return Health(State.ENDED, None, f"It ended on {_said(rhythm.ends)}.")
    expected = (last or rhythm.began) + timedelta(days=rhythm.every_days if last else 0)
    late_from = expected + timedelta(days=by.late_after_days)
    stopped_from = (last or rhythm.began) + timedelta(days=round(rhythm.every_days * by.stopped_after_gaps))
    came = f"The last file came on {_said(last)}; the next" if last else "No file has come; the first"
    if today > max(stopped_from, late_from):
        return Health(State.STOPPED, expected, f"{came} was expected by {_said(expected)}.")
    if today > late_from:
        return Health(State.LATE, expected, f"{came} was expected by {_said(expected)}.")
    state = State.ON_TIME if last else State.NEVER_CAME
    return Health(state, expected, f"{came} is expected by {_said(expected)}.")


def of_lists(still_open: Sequence[tuple[date, int]], *, today: date) -> Health:
    """Judge a feed whose files answer lists: `still_open` has of each list the day it is wanted by and how many people.

    It is late while a list has somebody open after its day; it never stops, since nothing comes that is not asked for.
    """
    waiting = sorted((day, people) for day, people in still_open if people)
    if not waiting:
        return Health(State.NOT_ASKED, None, "Nobody is waiting for an answer.")
    day, _ = waiting[0]
    is_late = is_overdue(day, today=today)
    words = f"Somebody is still open; an answer {'was' if is_late else 'is'} wanted by {_said(day)}."
    return Health(State.LATE if is_late else State.ON_TIME, day, words)


def is_short(rows: int, *, before: int | None, by: Figures) -> bool:
    """Whether a file has far fewer rows than the one before it."""
    return before is not None and rows < before * by.short_share


def _said(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "no day"
