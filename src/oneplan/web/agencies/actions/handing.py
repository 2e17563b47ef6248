"""Handing on what a worker holds: one thing, or all of it to one colleague."""

from datetime import datetime

from django.utils import timezone

from oneplan.web.access import audit
from oneplan.web.agencies import handing_on, standing
from oneplan.web.agencies.handing_on import CannotHandOn
from oneplan.web.agencies.models import Worker
from oneplan.web.site.actions import action


@action
def pass_on(*, worker: Worker, kind: str, pk: int, to: Worker | None, why: str, by: Worker, at: datetime) -> None:
    """Hand one thing on to a colleague; with None, to the agency until somebody is named."""
    standing.require_manages(by=by, worker=worker)
    keeper = handing_on.keeper(kind)
    today = timezone.localdate(at)
    if pk not in {each.pk for each in keeper.held(worker, by, today)}:
        raise CannotHandOn(f"{worker.name} does not hold this any more. Nothing was changed.")
    _check(worker=worker, to=to, why=why, needs_person=keeper.needs_person)
    keeper.pass_on(pk, worker=worker, to=to, why=why.strip(), by=by, at=at)
    audit.record(
        "handed_on", about=worker, by=by, at=at, kind=kind, thing=pk, to=to.pk if to else None, why=audit.digest(why)
    )


@action
def pass_all(*, worker: Worker, to: Worker, why: str, by: Worker, at: datetime) -> int:
    """Hand everything on to one colleague; if one thing cannot go to them, nothing goes, and that one is named."""
    standing.require_manages(by=by, worker=worker)
    held = handing_on.everything(worker, asker=by, today=timezone.localdate(at))
    for keeper, things in held:
        for each in things:
            try:
                pass_on(worker=worker, kind=keeper.kind, pk=each.pk, to=to, why=why, by=by, at=at)
            except CannotHandOn as refusal:
                name = " · ".join(part for part in (each.what, each.whose) if part)
                raise CannotHandOn(f"{name}: {refusal} Nothing was handed on; hand this one on by itself.") from refusal
    return handing_on.number(held)


def _check(*, worker: Worker, to: Worker | None, why: str, needs_person: bool) -> None:
    if not why.strip():
        raise CannotHandOn(f"Say why {worker.name} hands this on: the family and colleagues will ask.")
    if to is None:
        if needs_person:
            raise CannotHandOn("Choose a colleague: this needs somebody by name.")
        return
    if to.pk == worker.pk:
        raise CannotHandOn(f"{worker.name} holds this already. Choose a colleague.")
    if not to.is_active:
        raise CannotHandOn(f"{to.name} has left. Choose somebody who is here.")
    if to.leaves_on is not None:
        raise CannotHandOn(f"{to.name} is leaving too, on {to.leaves_on:%-d %B %Y}. Choose somebody who stays.")
    if to.agency_id != worker.agency_id:
        raise CannotHandOn(
            f"{to.name} works at {to.agency}. Things are handed on inside {worker.agency}; another agency is asked."
        )
