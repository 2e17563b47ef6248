"""What a worker holds and how it is handed on. Each room says so for what it keeps; this room needs none of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model

from oneplan.web.agencies.models import Worker


class CannotHandOn(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing somebody holds, in words the asker may read."""

    pk: int
    what: str
    whose: str = ""  # the family, by name or, when the asker may not know it, by its number
    shows: Model | None = None  # the family whose name stands there, for the log of views


class PassOn(Protocol):
    """Give it to `to`, or, with None, to the worker's agency until somebody is named."""

    def __call__(self, pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """One kind of thing that workers hold."""

    kind: str
    title: str  # “Actions in plans”
    one: str  # “action in a plan”
    held: Callable[[Worker, Any, date], list[Held]]  # of a worker, for an asker, on a day
    pass_on: PassOn
    needs_person: bool = True  # the agency alone cannot take it
    tells: bool = False  # its own action tells the colleague

    @property
    def many(self) -> str:
        return self.title[0].lower() + self.title[1:]


_keepers: dict[str, Keeper] = {}


def register(*keepers: Keeper) -> None:
    _keepers.update({keeper.kind: keeper for keeper in keepers})


def keeper(kind: str) -> Keeper:
    if kind not in _keepers:
        raise CannotHandOn("There is nothing of that kind to hand on. Open the page again.")
    return _keepers[kind]


def everything(worker: Worker, *, asker: Any, today: date) -> list[tuple[Keeper, list[Held]]]:
    """Everything `worker` holds, by kind; empty when their hands are free."""
    found = [(each, each.held(worker, asker, today)) for each in _keepers.values()]
    return [(each, held) for each, held in found if held]


def number(held: Collection[tuple[Keeper, list[Held]]]) -> int:
    return sum(len(each) for _, each in held)


def in_words(held: Collection[tuple[Keeper, list[Held]]]) -> str:
    """“2 families, 1 action in a plan”."""
    return ", ".join(f"{len(each)} {keeper.one if len(each) == 1 else keeper.many}" for keeper, each in held)
