"""Whom to tell inside the house when something about sharing changes: the room that keeps the workers says who."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage

WorkersOf = Callable[[Any], Iterable[Any]]
_workers: list[WorkersOf] = []
_managers: list[WorkersOf] = []


def register(*, workers: WorkersOf, managers: WorkersOf) -> None:
    """Say who works with a family, and who manages them."""
    _workers[:], _managers[:] = [workers], [managers]


def tell_workers(family: Any, *, kind: str, text: str, at: datetime) -> None:
    _tell(_workers, family, kind=kind, text=text, at=at)


def tell_managers(family: Any, *, kind: str, text: str, at: datetime) -> None:
    _tell(_managers, family, kind=kind, text=text, at=at)


def _tell(whom: list[WorkersOf], family: Any, *, kind: str, text: str, at: datetime) -> None:
    found = {worker.pk: worker for workers_of in whom for worker in workers_of(family)}
    for worker in found.values():
        outbox.put(kind=kind, channel=OutboxMessage.Channel.INSIDE, to=worker, family=family, text=text, at=at)
