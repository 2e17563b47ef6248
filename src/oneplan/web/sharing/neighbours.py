"""What rooms above know and this one asks: who works with a family, which agencies are around it, and the like."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage

WorkersOf = Callable[[Any], Iterable[Worker]]
AgenciesOf = Callable[[Any, date], Iterable[Agency]]
SteppedDown = Callable[[Collection[int]], Mapping[int, date]]
_workers: list[WorkersOf] = []
_managers: list[WorkersOf] = []
_around: list[AgenciesOf] = []
_stepped: list[SteppedDown] = []


def register(*, workers: WorkersOf, managers: WorkersOf, around: AgenciesOf, stepped_down: SteppedDown) -> None:
    """Say who works with a family, who manages them, which agencies are around it, and since when after social care."""
    _workers[:], _managers[:], _around[:] = [workers], [managers], [around]
    _stepped[:] = [stepped_down]


def workers_of(family: Any) -> list[Worker]:
    return list({worker.pk: worker for each in _workers for worker in each(family)}.values())


def managers_of(family: Any) -> list[Worker]:
    return list({worker.pk: worker for each in _managers for worker in each(family)}.values())


def agencies_around(family: Any, *, on: date) -> list[Agency]:
    found = {agency.pk: agency for each in _around for agency in each(family, on)}
    return sorted(found.values(), key=lambda agency: agency.name)


def stepped_down(families: Collection[int]) -> dict[int, date]:
    """When help for these families last came down from social care; only those for which it did."""
    return {family: on for each in _stepped for family, on in each(families).items()}


def tell_workers(family: Any, *, kind: str, text: str, at: datetime) -> None:
    _tell(workers_of(family), family, kind=kind, text=text, at=at)


def tell_managers(family: Any, *, kind: str, text: str, at: datetime) -> int:
    """Return how many were told."""
    managers = managers_of(family)
    _tell(managers, family, kind=kind, text=text, at=at)
    return len(managers)


def _tell(workers: Iterable[Worker], family: Any, *, kind: str, text: str, at: datetime) -> None:
    for worker in workers:
        outbox.put(kind=kind, channel=OutboxMessage.Channel.INSIDE, to=worker, family=family, text=text, at=at)
