"""Feeds begin, change and end; a new profile is a new version, and files keep the one they came under."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.contract.kinds import OUR_REFERENCE, kinds
from oneplan.engine.feeds.profiles import NOTHING, CannotRead, Meaning, Profile
from oneplan.web.access import audit
from oneplan.web.agencies.models import Agency, SharingAgreement, Worker
from oneplan.web.data import agreeing
from oneplan.web.data.actions import Cannot, loads, require
from oneplan.web.data.models import Feed, FeedProfile, Load, ReceivedFile
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import ChangedMeanwhile, locked

_ANSWERS = (
    "Files of this feed answer lists of people. Whoever does not stand in one stays as they were, and silence says "
    "nothing: leave both as they are."
)


@dataclass(frozen=True, slots=True)
class FeedWords:
    """`every_days` is the usual gap between two files; `deputy` is told of alarms as the owner is."""

    title: str
    partner: Agency
    agreement: SharingAgreement
    owner: Worker
    deputy: Worker | None
    every_days: int
    began_on: date
    ends_on: date | None = None


@action
def add(*, name: str, says: FeedWords, profile: Mapping[str, Any], by: Worker, at: datetime) -> Feed:
    """Begin a feed with its first profile; `name` stands in the source of its facts and never changes."""
    require(by=by)
    return added(name, says, profile, by=by, at=at)


@action
def begin(
    *, name: str, says: FeedWords, profile: Mapping[str, Any], file: ReceivedFile, by: Worker, at: datetime
) -> Feed:
    """Begin a feed with the file from which its profile was made; the file is its first."""
    require(by=by)
    feed = added(name, says, profile, by=by, at=at)
    loads.take(feed, file, way=Load.Way.PAGE, by=by, at=at)
    return feed


def added(
    name: str, says: FeedWords, profile: Mapping[str, Any], *, by: Worker, at: datetime, is_asked: bool = False
) -> Feed:
    """Part of an action: a feed with its first profile."""
    if Feed.objects.filter(name=name).exists():
        raise Cannot(f"There is a feed called “{name}” already. Choose another name.")
    kind = str(profile.get("feed"))
    if kind not in kinds():
        raise Cannot(f"“{kind}” is no kind of feed. There are: {', '.join(kinds())}.")
    _check(says, today=timezone.localdate(at))
    feed = Feed.objects.create(name=name, kind=kind, made_at=at, is_asked=is_asked, **_words(says))
    _version(feed, profile, why="", by=by, at=at)
    audit.record("feed_added", about=feed, by=by, at=at, kind=audit.digest(kind), **_trace(says))
    return feed


@action
def change(*, feed: Feed, says: FeedWords, version: int, by: Worker, at: datetime) -> Feed:
    require(by=by)
    feed = locked(feed, version=version, yours=says)
    _check(says, today=timezone.localdate(at), now=feed)
    for name, value in _words(says).items():
        setattr(feed, name, value)
    feed.version += 1
    feed.save()
    audit.record("feed_changed", about=feed, by=by, at=at, **_trace(says))
    return feed


@action
def say_profile(
    *, feed: Feed, profile: Mapping[str, Any], why: str, again: bool, version: int, by: Worker, at: datetime
) -> FeedProfile:
    """A new version of how the feed is read; with `again`, files that stand are checked anew by it.

    `version` is the number of the one that was seen. Of a file that was refused more than once, the last is read.
    """
    require(by=by)
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if profile.get("feed") != feed.kind:
        raise Cannot(f"This feed is {kinds()[feed.kind].words}. For another kind, add another feed.")
    now = agreeing.newest(feed)
    if now.number != version:
        raise ChangedMeanwhile(theirs=now, yours=profile, version=now.number)
    row = _version(feed, profile, why=why, by=by, at=at)
    if again:
        _read_again(feed, row)
    audit.record("feed_profile_said", about=row, by=by, at=at, feed=feed.pk, again=again)
    return row


def _read_again(feed: Feed, profile: FeedProfile) -> None:
    standing = feed.loads.filter(state__in=[Load.State.CHECKED, Load.State.WAITING])
    there = set(standing.values_list("file", flat=True))
    standing.update(profile=profile, state=Load.State.WAITING, reason="")
    for load in feed.loads.filter(state=Load.State.REFUSED).order_by("-number"):
        if load.file_id not in there:
            there.add(load.file_id)
            load.profile, load.state, load.reason = profile, Load.State.WAITING, ""
            load.save()


def _version(feed: Feed, profile: Mapping[str, Any], *, why: str, by: Worker, at: datetime) -> FeedProfile:
    covers = agreeing.categories(agreeing.in_force(feed.agreement, on=timezone.localdate(at)))
    try:
        made = profiles.within(profiles.made(profile, name=feed.name), covers)
    except CannotRead as refusal:
        raise Cannot(str(refusal)) from refusal
    _check_answers(feed, made, profile)
    number = (feed.profiles.aggregate(last=Max("number"))["last"] or 0) + 1
    return FeedProfile.objects.create(
        feed=feed, number=number, said=dict(profile), why=why.strip(), made_by=by, made_at=at
    )


def _check_answers(feed: Feed, made: Profile, said: Mapping[str, Any]) -> None:
    """A feed of answers to lists stays one, and no other becomes one."""
    if feed.is_asked and (made.covers != NOTHING or made.meaning is not Meaning.DELTA):
        raise Cannot(_ANSWERS)
    if feed.is_asked and OUR_REFERENCE not in said["columns"]:
        raise Cannot("Files of this feed answer lists of people. Say which column has our reference: it tells whose.")
    if not feed.is_asked and made.covers == NOTHING:
        raise Cannot("Only a feed whose files answer lists can cover no day. Say of which days its files tell.")


def _check(says: FeedWords, *, today: date, now: Feed | None = None) -> None:
    if says.ends_on and says.ends_on <= says.began_on:
        raise Cannot(f"It cannot end on {says.ends_on:%-d %B %Y}: it began on {says.began_on:%-d %B %Y}.")
    agreement = agreeing.in_force(says.agreement, on=today)
    is_kept = now is not None and now.agreement.thread == says.agreement.thread
    if agreement is None and not is_kept:
        raise Cannot(f"“{says.agreement}” does not hold today. Choose an agreement that does, or have it renewed.")
    if agreement and not agreement.partners.filter(agency=says.partner).exists():
        raise Cannot(f"{says.partner} did not sign “{says.agreement}”. Choose the agreement that they signed.")
    if says.deputy == says.owner:
        raise Cannot(f"{says.owner} cannot be their own deputy. Name somebody else, or nobody yet.")


def _words(says: FeedWords) -> dict[str, object]:
    names = ("partner", "agreement", "owner", "deputy", "every_days", "began_on", "ends_on")
    return {"title": says.title.strip(), **{name: getattr(says, name) for name in names}}


def _trace(says: FeedWords) -> dict[str, object]:
    return {
        "partner": says.partner.pk, "agreement": says.agreement.pk, "owner": says.owner.pk,
        "deputy": says.deputy.pk if says.deputy else None, "every_days": says.every_days,
    }  # fmt: skip
