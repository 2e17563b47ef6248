"""Who answers while somebody is away."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import audit
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.site import outbox, spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked_spell
from oneplan.web.site.models import OutboxMessage

MAY_CARRY_FAMILIES = frozenset({Role.KEY_WORKER, Role.PARTNER, Role.TEAM_MANAGER})


class CannotCover(Cannot):
    """The text is written for the worker."""


@action
def name(
    *, worker: Worker, covered_by: Worker, on: date, by: Worker, at: datetime, until: date | None = None, note: str = ""
) -> Cover:
    """Say who answers for `worker` from `on`; `until` is the first day they are back, None while it is not known."""
    standing.require_manages(by=by, worker=worker)
    return begin(worker=worker, covered_by=covered_by, on=on, until=until, note=note, by=by, at=at)


@action
def change(
    *, cover: Cover, covered_by: Worker, on: date, by: Worker, at: datetime, until: date | None = None, note: str = ""
) -> Cover:
    """Change who covers, or how long."""
    standing.require_manages(by=by, worker=cover.worker)
    return put(locked_spell(cover), covered_by=covered_by, on=on, until=until, note=note, by=by, at=at)


@action
def end(*, cover: Cover, on: date, by: Worker, at: datetime) -> None:
    """They are back: `on` is the first day they answer for themselves again."""
    standing.require_manages(by=by, worker=cover.worker)
    if on > timezone.localdate(at):
        raise CannotCover(f"{on:%-d %B %Y} is still to come. Change the cover and give it that end instead.")
    stop(locked_spell(cover), on=on, by=by, at=at)


def begin(
    *, worker: Worker, covered_by: Worker, on: date, until: date | None, note: str, by: Worker, at: datetime
) -> Cover:
    """Inside an action that asked for permission already, as the two below."""
    row = Cover(worker=worker, covered_by=covered_by, valid_from=on, valid_to=until, note=note.strip())
    _check(row, at=at)
    spells.begin(row, by=by, at=at)
    _tell(row, at=at)
    audit.record("cover_named", about=row, by=by, at=at, worker=worker.pk, covered_by=covered_by.pk)
    return row


def put(
    cover: Cover, *, covered_by: Worker, on: date, until: date | None, note: str, by: Worker, at: datetime
) -> Cover:
    said = Cover(worker=cover.worker, covered_by=covered_by, valid_from=on, valid_to=until, thread=cover.thread)
    _check(said, at=at)
    row = spells.correct(cover, by=by, at=at, covered_by=covered_by, valid_from=on, valid_to=until, note=note.strip())
    if row.covered_by_id != cover.covered_by_id:
        _tell(row, at=at)
    audit.record("cover_changed", about=row, by=by, at=at, worker=row.worker_id, covered_by=covered_by.pk)
    return row


def stop(cover: Cover, *, on: date, by: Worker, at: datetime) -> None:
    if cover.valid_from and on <= cover.valid_from:
        spells.strike(cover, reason="ended before it began", at=at)
    else:
        spells.end(cover, on=on, by=by, at=at)
    audit.record("cover_ended", about=cover, by=by, at=at, worker=cover.worker_id)


def _check(row: Cover, *, at: datetime) -> None:
    worker, other = row.worker, row.covered_by
    if other.pk == worker.pk:
        raise CannotCover(f"{worker.name} cannot cover for {worker.name}. Choose a colleague.")
    for each in (worker, other):
        if not each.is_active:
            raise CannotCover(f"{each.name} has left. Choose somebody who is here.")
    if other.agency_id != worker.agency_id:
        raise CannotCover(
            f"{other.name} works at {other.agency}. Cover opens a family's record, so it stays inside {worker.agency}."
        )
    if worker.role in MAY_CARRY_FAMILIES and other.role not in MAY_CARRY_FAMILIES:
        raise CannotCover(f"{other} does not work with families. Choose somebody who does.")
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        raise CannotCover("The day they are back comes before the first day away. Check both days.")
    if row.valid_to and row.valid_to <= timezone.localdate(at):
        raise CannotCover("The day they are back has passed already. Cover is for days to come.")
    _check_who_is_away(row)


def _check_who_is_away(row: Cover) -> None:
    others = _meanwhile(row)
    if others.filter(worker=row.worker).exists():
        raise CannotCover(f"{row.worker.name} has cover for some of these days already. Change that one instead.")
    if away := others.filter(worker=row.covered_by).first():
        until = f" until {away.valid_to:%-d %B %Y}" if away.valid_to else ""
        raise CannotCover(f"{row.covered_by.name} is away then too{until}. Choose somebody who is here.")
    if covering := others.filter(covered_by=row.worker).select_related("worker").first():
        raise CannotCover(
            f"{row.worker.name} covers for {covering.worker.name} in these days. Find somebody else for "
            f"{covering.worker.name} first."
        )


def _meanwhile(row: Cover) -> spells.SpellQuerySet:
    """Covers of other threads that share a day with this one."""
    rows = Cover.objects.known().exclude(thread=row.thread)
    if row.valid_to:
        rows = rows.filter(Q(valid_from=None) | Q(valid_from__lt=row.valid_to))
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=row.valid_from))


def _tell(row: Cover, *, at: datetime) -> None:
    until = f" until {row.valid_to:%-d %B}" if row.valid_to else ""
    days = f"from {row.valid_from:%-d %B}{until}" if row.valid_from else "from now on"
    outbox.put(
        kind="cover", channel=OutboxMessage.Channel.INSIDE, to=row.covered_by, at=at,
        text=f"You answer for {row.worker.name} {days}. Their families are on your day. {row.note}".strip(),
    )  # fmt: skip
