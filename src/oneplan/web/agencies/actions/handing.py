"""Handing on what a worker holds: one thing, or all of it to one colleague."""

from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from oneplan.web.access import audit
from oneplan.web.agencies import handing_on, standing
from oneplan.web.agencies.handing_on import CannotHandOn, Held, Keeper
from oneplan.web.agencies.models import Worker
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage


@action
def pass_on(*, worker: Worker, kind: str, pk: int, to: Worker | None, why: str, by: Worker, at: datetime) -> None:
    """Hand one thing on to a colleague; with None, to the agency until somebody is named."""
    standing.require_manages(by=by, worker=worker)
    keeper = handing_on.keeper(kind)
    held = {each.pk: each for each in keeper.held(worker, by, timezone.localdate(at))}
    if pk not in held:
        raise CannotHandOn(f"{worker.name} does not hold this any more. Nothing was changed.")
    told = _as_told(keeper, pk, worker=worker, to=to, at=at)
    _pass(keeper, pk, worker=worker, to=to, why=why, by=by, at=at)
    if to is not None and told is not None:
        _tell(to, f"From {worker.name} to you: {_name(told)}. {why.strip()}", about=told.shows, at=at)


@action
def pass_all(*, worker: Worker, to: Worker, why: str, by: Worker, at: datetime) -> int:
    """Hand everything on to one colleague; if one thing cannot go to them, nothing goes, and that one is named."""
    standing.require_manages(by=by, worker=worker)
    held = handing_on.everything(worker, asker=by, today=timezone.localdate(at))
    for keeper, things in held:
        for each in things:
            try:
                _pass(keeper, each.pk, worker=worker, to=to, why=why, by=by, at=at)
            except CannotHandOn as refusal:
                raise CannotHandOn(
                    f"{_name(each)}: {refusal} Nothing was handed on; hand this one on by itself."
                ) from refusal
    if held:
        _tell(to, f"From {worker.name} to you: {handing_on.in_words(held)}. {why.strip()}", about=None, at=at)
    return handing_on.number(held)


def _as_told(keeper: Keeper, pk: int, *, worker: Worker, to: Worker | None, at: datetime) -> Held | None:
    """What goes, in words that `to` may read: no name of a family they may not open."""
    if to is None or keeper.tells:
        return None
    return next((each for each in keeper.held(worker, to, timezone.localdate(at)) if each.pk == pk), None)


def _pass(keeper: Keeper, pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None:
    _check(worker=worker, to=to, why=why, needs_person=keeper.needs_person)
    keeper.pass_on(pk, worker=worker, to=to, why=why.strip(), by=by, at=at)
    audit.record(
        "handed_on",
        about=worker,
        by=by,
        at=at,
        kind=keeper.kind,
        thing=pk,
        to=to.pk if to else None,
        why=audit.digest(why),
    )


def _name(held: Held) -> str:
    return " · ".join(part for part in (held.what, held.whose) if part)


def _tell(to: Worker, text: str, *, about: Model | None, at: datetime) -> None:
    outbox.put(kind="handed_on", channel=OutboxMessage.Channel.INSIDE, to=to, text=text, at=at, family=about)


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
