"""Requests a worker made and still waits to hear of: a colleague hears instead."""

from datetime import date
from typing import Any

from oneplan.web.agencies.handing_on import Held, Keeper, register
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.handing_on import passing
from oneplan.web.frontdoor.actions import requests
from oneplan.web.frontdoor.models import Request

_WAITING = (Request.State.NEW, Request.State.DECIDED, Request.State.OFFERED)


def _requests(worker: Worker, _asker: Any, _today: date) -> list[Held]:
    rows = Request.objects.filter(from_worker=worker, state__in=_WAITING).order_by("received_on", "pk")
    return [Held(row.pk, f"{row.log_number}, {row.get_state_display()}") for row in rows]


def _give(row: Request, *, why: str, **said: Any) -> None:  # noqa: ARG001 - one shape for all
    requests.hand_on(request=row, **said)


def keep() -> None:
    give = passing(lambda pk: Request.objects.get(pk=pk), _give)
    register(Keeper("request", "Requests they made", "request they made", _requests, give, needs_person=False))
