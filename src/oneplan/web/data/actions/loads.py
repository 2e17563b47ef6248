"""Files come, are checked, are refused, are withdrawn; each is one feed's, and each is there once."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from oneplan.engine.runs import files
from oneplan.engine.runs.files import Kept
from oneplan.engine.runs.loads import COUNTS
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.data import agreeing, answers
from oneplan.web.data.actions import Cannot, require
from oneplan.web.data.models import Feed, ListLink, Load, ReceivedFile
from oneplan.web.site.actions import action


class CameBefore(Cannot):
    """This very file stands already; `load` is as what."""

    def __init__(self, load: Load) -> None:
        super().__init__(
            f"This file came before: it is file {load.number} of {load.feed}, of {load.received_at:%-d %B %Y}. "
            "Nothing was loaded twice."
        )
        self.load = load


@action
def keep(*, file: Kept, name: str, by: Worker, at: datetime) -> ReceivedFile:
    """Keep a file that is no feed's yet, to look at it."""
    require(by=by)
    row = _row(file, name, at=at)
    audit.record("file_kept", about=row, by=by, at=at, content=audit.digest(file.digest))
    return row


@action
def receive(*, feed: Feed, file: Kept, name: str, way: str, by: Worker | None, at: datetime) -> Load:
    """Keep that a file came; it is checked next. By nobody: it lay in the folder. Raises `CameBefore`."""
    require(by=by)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    return take(feed, _row(file, name, at=at), way=way, by=by, at=at)


def _row(file: Kept, name: str, *, at: datetime) -> ReceivedFile:
    row, _ = ReceivedFile.objects.get_or_create(
        digest=file.digest, defaults={"size": file.size, "name": name[:255], "received_at": at}
    )
    if row.removed_at:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
    return row


def take(feed: Feed, row: ReceivedFile, *, way: str, by: Worker | None, at: datetime) -> Load:
    """Part of an action: a file as this feed's next one. Raises `CameBefore`, and `Cannot` without an agreement.

    A file is one feed's of its kind: taken in as another's too, its rows would count twice.
    """
    if agreeing.in_force(feed.agreement, on=timezone.localdate(at)) is None:
        raise Cannot(f"“{feed.agreement}” does not hold today, so nothing of this feed is taken in. Have it renewed.")
    same = Load.objects.filter(file=row, feed__kind=feed.kind).select_related("feed")
    if (before := same.exclude(state__in=[Load.State.WITHDRAWN, Load.State.REFUSED]).first()) is not None:
        raise CameBefore(before)
    load = Load.objects.create(
        feed=feed, number=(feed.loads.aggregate(last=Max("number"))["last"] or 0) + 1, file=row,
        profile=agreeing.newest(feed), way=way, received_at=at, received_by=by,
    )  # fmt: skip
    audit.record("file_received", about=load, by=by, at=at, feed=feed.pk, content=audit.digest(row.digest))
    return load


def hand_in(*, feed: Feed, file: Kept, name: str, link: ListLink, by: Worker | None, at: datetime) -> Load:
    """Part of an action: a file that came by a partner's link, as its list's feed's next one. Raises as `take` does."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    load = take(feed, _row(file, name, at=at), way=Load.Way.LINK, by=by, at=at)
    load.link = link
    load.save(update_fields=["link"])
    return load


@action
def check(*, load: Load, artefact: str, counts: Mapping[str, int], by: Worker | None, at: datetime) -> Load:
    """Keep what a check found: rows received, accepted, repaired and set aside, and under which key it lies.

    A file that was withdrawn, or whose profile was changed, while it was checked stays as it is.
    """
    require(by=by)
    seen, load = load, Load.objects.select_for_update().get(pk=load.pk)
    if load.state not in {Load.State.WAITING, Load.State.CHECKED} or load.profile_id != seen.profile_id:
        return load
    for name in COUNTS:
        setattr(load, name, counts[name])
    load.artefact = artefact
    load.state, load.checked_at, load.reason = Load.State.CHECKED, at, ""
    load.save()
    answers.settle(load.feed)
    audit.record("file_checked", about=load, by=by, at=at, rows=load.received, aside=load.set_aside)
    return load


@action
def refuse(*, load: Load, reason: str, by: Worker | None, at: datetime) -> Load:
    """Keep why a file cannot be used; nothing of it counts.

    One that was checked before keeps what was found then: it could not be checked once more.
    """
    require(by=by)
    load = Load.objects.select_for_update().get(pk=load.pk)
    if load.state == Load.State.CHECKED:
        load.checked_at, load.reason = (
            at,
            f"It could not be checked once more, so what was found before counts. {reason}",
        )
        load.save()
    if load.state == Load.State.WAITING:
        load.state, load.checked_at, load.reason = Load.State.REFUSED, at, reason
        load.received = load.accepted = load.repaired = load.set_aside = 0
        load.save()
        audit.record("file_refused", about=load, by=by, at=at)
    return load


@action
def withdraw(*, load: Load, why: str, by: Worker, at: datetime) -> Load:
    """Take a wrong file back: the next run is made as if it had not come."""
    require(by=by)
    load = Load.objects.select_for_update().select_related("feed").get(pk=load.pk)
    if load.state == Load.State.WITHDRAWN:
        raise Cannot(f"File {load.number} of {load.feed} was withdrawn already. Nothing was changed.")
    load.state, load.withdrawn_at, load.withdrawn_by, load.reason = Load.State.WITHDRAWN, at, by, why.strip()
    load.save()
    answers.settle(load.feed)
    audit.record("file_withdrawn", about=load, by=by, at=at, feed=load.feed_id)
    return load


@action
def remove_old(*, is_over: Callable[[date], bool], by: Worker | None, at: datetime) -> int:
    """Remove files as received whose time is over by the day they came; what was read of them stays.

    Return how many went. A file that waits to be read is not among them.
    """
    require(by=by)
    waiting = Load.objects.filter(state=Load.State.WAITING).values("file")
    rows = ReceivedFile.objects.select_for_update().filter(removed_at=None).exclude(pk__in=waiting)
    gone = [row for row in rows if is_over(timezone.localdate(row.received_at))]
    for row in gone:
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        audit.record("file_removed", about=row, by=by, at=at)
        transaction.on_commit(partial(files.forget, Path(settings.DATA_FOLDER), row.digest))
    return len(gone)
