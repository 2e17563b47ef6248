"""How every feed is today."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from oneplan.rulebook.feeds import health
from oneplan.rulebook.feeds.figures import figures
from oneplan.rulebook.feeds.health import WORDS, Health, Rhythm, State
from oneplan.web.data.models import Feed, Load

TONES = {
    State.ENDED: "quiet", State.ON_TIME: "ok", State.NEVER_CAME: "quiet", State.LATE: "warm", State.STOPPED: "late",
    State.NOT_ASKED: "quiet",
}  # fmt: skip


@dataclass(frozen=True)
class FeedLine:
    """`last` is the newest file that stands; `is_short` says that it has far fewer rows than the one before."""

    feed: Feed
    health: Health
    last: Load | None
    is_short: bool
    waiting: int

    @property
    def words(self) -> str:
        if self.is_begun_just_now:
            return "being checked"
        return WORDS[self.health.state] + (", and its last file was short" if self.is_short else "")

    @property
    def is_begun_just_now(self) -> bool:
        """No file stands yet; one is being checked."""
        return bool(self.waiting) and self.health.state is State.NEVER_CAME

    @property
    def tone(self) -> str:
        return "warm" if self.is_short and self.health.state is State.ON_TIME else TONES[self.health.state]

    @property
    def is_well(self) -> bool:
        return self.health.state not in {State.LATE, State.STOPPED} and not self.is_short

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "feed": self.feed.name, "state": self.health.state, "short": self.is_short,
            "expected": self.health.expected, "last": self.last.received_at if self.last else None,
        }  # fmt: skip


def lines(*, today: date) -> list[FeedLine]:
    """Every feed, those that need somebody first."""
    order = [State.STOPPED, State.LATE, State.NEVER_CAME, State.ON_TIME, State.NOT_ASKED, State.ENDED]
    found = [line(each, today=today) for each in Feed.objects.select_related("partner", "owner", "deputy")]
    return sorted(found, key=lambda each: (each.is_well, order.index(each.health.state), each.feed.title))


def line(feed: Feed, *, today: date) -> FeedLine:
    stood = list(feed.loads.filter(state=Load.State.CHECKED).order_by("-number")[:2])
    last = stood[0] if stood else None
    if feed.is_asked:
        return _of_lists(feed, last, today=today)
    rhythm = Rhythm(feed.every_days, feed.began_on, feed.ends_on)
    came = timezone.localdate(last.received_at) if last else None
    before = stood[1].received if len(stood) > 1 else None
    found = health.of(rhythm, last=came, today=today, by=figures())
    waiting = feed.loads.filter(state=Load.State.WAITING).count()
    if last is None and waiting:
        found = replace(found, reason="The first file is here and is being checked.")
    elif last is None and feed.loads.exists():
        found = replace(found, reason=found.reason.replace("No file has come", "No file that came stands"))
    return FeedLine(
        feed,
        found,
        last,
        is_short=last is not None and health.is_short(last.received, before=before, by=figures()),
        waiting=waiting,
    )


def _of_lists(feed: Feed, last: Load | None, *, today: date) -> FeedLine:
    """Files come when a list was asked: it is late while somebody on one is open after its day; none is short."""
    rows = feed.asked_lists.filter(closed_at=None).annotate(still_open=Count("people", filter=Q(people__load=None)))
    found = health.of_lists([(row.wanted_by, row.still_open) for row in rows], today=today)
    waiting = feed.loads.filter(state=Load.State.WAITING).count()
    return FeedLine(feed, found, last, is_short=False, waiting=waiting)
