"""Signs that things slip back: named, with what to do; seen; no longer watched."""

from datetime import date, datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions.days import in_future, said
from oneplan.web.casework.models import TimelineEntry, WatchSign
from oneplan.web.people.models import Family
from oneplan.web.site.actions import action


class CannotWatch(Exception):
    """The text is written for the worker."""


@action
def add(
    *, family: Family, sign: str, what_to_do: str, since: date, by: Worker, at: datetime, asked_by: str = ""
) -> WatchSign:
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    if not sign.strip() or not what_to_do.strip():
        raise CannotWatch("A sign to watch needs both: what we would see, and what to do when we see it.")
    for fault in in_future(since, at=at, what="A sign watched"):
        raise CannotWatch(fault)
    row = WatchSign.objects.create(
        family=family,
        sign=sign,
        what_to_do=what_to_do,
        asked_by=asked_by,
        since=since,
        recorded_by=by,
        recorded_at=at,
    )
    timeline.add(
        family=family,
        on=since,
        kind="watch",
        headline=f"Watching for: {sign}"[:200],
        aside=f"asked by {asked_by}" if asked_by else "",
        text=f"If seen: {what_to_do}",
        thing=row,
        by=by,
        at=at,
    )
    audit.record("sign_watched", about=row, by=by, at=at, family=family, sign=audit.digest(sign))
    return row


@action
def seen(*, sign: WatchSign, on: date, words: str, by: Worker, at: datetime) -> WatchSign:
    """The sign was seen: everybody reads what to do on the timeline."""
    policy.require(Permission.STORY_CHANGE, by=by, about=sign.family)
    _check_still_watched(sign)
    if on < sign.since:
        raise CannotWatch(f"It was seen on {said(on)}, before we began to watch for it ({said(sign.since)}).")
    for fault in in_future(on, at=at, what="A sign seen"):
        raise CannotWatch(fault)
    sign.seen_on, sign.seen_words = on, words
    sign.save(update_fields=["seen_on", "seen_words"])
    timeline.add(
        family=sign.family,
        on=on,
        kind="watch",
        headline=f"Seen: {sign.sign}"[:200],
        aside=f"to do: {sign.what_to_do}"[:300],
        text=words,
        tone=TimelineEntry.Tone.LATE,
        thing=sign,
        by=by,
        at=at,
    )
    audit.record("sign_seen", about=sign, by=by, at=at, family=sign.family, words=audit.digest(words))
    return sign


@action
def stop(*, sign: WatchSign, on: date, by: Worker, at: datetime) -> WatchSign:
    policy.require(Permission.PLAN_CHANGE, by=by, about=sign.family)
    _check_still_watched(sign)
    if on < sign.since:
        raise CannotWatch(f"Watching cannot stop on {said(on)}: it began on {said(sign.since)}. Check the day.")
    sign.until = on
    sign.save(update_fields=["until"])
    timeline.add(
        family=sign.family, on=on, kind="watch", headline=f"No longer watching: {sign.sign}"[:200], by=by, at=at
    )
    audit.record("sign_no_longer_watched", about=sign, by=by, at=at, family=sign.family)
    return sign


def _check_still_watched(sign: WatchSign) -> None:
    if sign.until is not None:
        raise CannotWatch(f"We stopped watching for this on {said(sign.until)}. Add it again if it matters now.")
