"""What a room says of its models so that everything held on one person can be found.

Each room has a module `collects` with `COLLECTS` and `NOT_COLLECTED`; the rights room reads them all. A test fails
when a model that leads to a person is in neither. What a room holds outside the database it tells as `ELSEWHERE`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Collects:
    """How rows of one model are found for a person, and which of their fields are told, in order.

    A field may be a lookup ("home__address"), and may name the area's list its code is of ("code|need").
    """

    model: str  # "casework.Note"
    title: str  # what one row is, as the person reads it
    fields: tuple[str, ...]
    person: tuple[str, ...] = ()  # lookups to the people it is about
    family: str = ""  # lookup to the family, when it may be about the family as one
    on: str = ""  # lookup to its day
    source: tuple[str, ...] = ()  # fields that say who told it
    agency: str = ""  # lookup to the agency: some keep people safe and are named to nobody else
    leave_out: str = ""  # why it is left out until somebody decides otherwise
    leave_out_with: str = ""  # `leave_out` counts only for rows where this lookup is not empty
    barred_with: str = ""  # lookup to the family: left out for somebody who may not see one of it, though it names them
    private_to: tuple[str, ...] = ()  # lookups: a row is in nobody else's pack, and is not offered for it


@dataclass(frozen=True)
class Told:
    """One entry that no row of the database holds: its parts as label and words."""

    row: str  # what it is known by, at most 40 letters
    on: date | None
    parts: Sequence[tuple[str, str]]
    leave_out: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """What a room holds on a person outside the database."""

    name: str  # "data.facts"
    title: str
    entries: Callable[[Any], Iterable[Told]]  # of the subject of the pack (rights/subject.py)
    missing: Callable[[Any], str]  # why it cannot be told of them now, and what to do; empty where it can
    kept: Callable[[], str]  # how long, in words


@dataclass(frozen=True)
class NotCollected:
    model: str
    why: str
