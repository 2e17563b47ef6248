"""Received values are corrected, one or everywhere it stands; what was received is never touched."""

from dataclasses import dataclass
from datetime import datetime

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.feeds.profiles import Mapped
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.data import agreeing
from oneplan.web.data.actions import Cannot, require
from oneplan.web.data.models import Correction, Feed, Load
from oneplan.web.site.actions import action


@dataclass(frozen=True, slots=True)
class CorrectionWords:
    """`record` None: in every row in which `column` says `received`. `value` None: it is left out.

    `load` and `row` say where it was seen.
    """

    column: str
    received: str | None
    value: str | None
    why: str
    record: str | None = None
    load: Load | None = None
    row: int | None = None


@action
def make(*, feed: Feed, says: CorrectionWords, by: Worker, at: datetime, seen: Correction | None = None) -> Correction:
    """Correct a value from now on; the correction of the same text that was `seen` ends."""
    require(by=by)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    _check(feed, says)
    same = feed.corrections.filter(
        column=says.column, received=says.received, record=says.record, withdrawn_at=None
    ).first()
    if same and same != seen:
        raise Cannot(
            f"{same.made_by.name} corrected this meanwhile to “{same.value or 'nothing'}”: {same.why}. "
            "Nothing was changed. Look at the row again."
        )
    if same:
        _end(same, why="corrected again", by=by, at=at)
    row = Correction.objects.create(
        feed=feed, load=says.load, row=says.row, record=says.record, column=says.column, received=says.received,
        value=says.value, why=says.why.strip(), made_by=by, made_at=at,
    )  # fmt: skip
    audit.record("value_corrected", about=row, by=by, at=at, feed=feed.pk, before=same.pk if same else None)
    return row


@action
def withdraw(*, correction: Correction, why: str, by: Worker, at: datetime) -> Correction:
    """What the partner sent holds again."""
    require(by=by)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.withdrawn_at:
        raise Cannot("This correction was taken back already. Nothing was changed.")
    _end(correction, why=why, by=by, at=at)
    audit.record("correction_withdrawn", about=correction, by=by, at=at, feed=correction.feed_id)
    return correction


def _end(correction: Correction, *, why: str, by: Worker, at: datetime) -> None:
    correction.withdrawn_at, correction.withdrawn_by, correction.withdrawn_why = at, by, why.strip()
    correction.save()


def _check(feed: Feed, says: CorrectionWords) -> None:
    kind = kinds()[feed.kind]
    if says.column not in {each.name for each in kind.every}:
        raise Cannot(f"{kind.words.capitalize()} has no column “{says.column}”.")
    if not says.why.strip():
        raise Cannot("Say why, so that the partner and the next person can follow it.")
    column = columns()[says.column]
    if says.value is None:
        if says.column in kind.needs:
            raise Cannot(f"{column.words.capitalize()} cannot be left out: a row without it is set aside.")
        return
    if column.type.plain(says.value, mapped(feed, says.column).options) is None:
        raise Cannot(f"“{says.value}” is not {column.type.words}. Write it as the partner would.")


def mapped(feed: Feed, column: str) -> Mapped:
    """How the partner writes values of this column. Raises `Cannot`."""
    profile = agreeing.newest(feed)
    for each in profiles.made(profile.said, name=profile.feed.name).mapped:
        if each.column.name == column:
            return each
    raise Cannot(f"The profile of {profile.feed} does not read the column “{column}”, so nothing of it is corrected.")
