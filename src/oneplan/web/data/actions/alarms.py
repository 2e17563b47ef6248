"""Owner and deputy are told when a feed is late, has stopped or was short: once for each time it happens."""

from datetime import datetime

from django.utils import timezone

from oneplan.rulebook.feeds.health import State
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions import require
from oneplan.web.data.models import FeedAlarm
from oneplan.web.data.reads import health
from oneplan.web.data.reads.health import FeedLine
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

SHORT = "short"


@action
def raise_due(*, by: Worker | None, at: datetime) -> int:
    """Tell whoever answers for a feed that is not well; return how many alarms were raised."""
    require(by=by)
    raised = 0
    for line in health.lines(today=timezone.localdate(at)):
        if line.health.state in {State.LATE, State.STOPPED}:
            raised += _raise(line, line.health.state, str(line.health.expected), by=by, at=at)
        if line.is_short and line.last is not None:
            raised += _raise(line, SHORT, str(line.last.number), by=by, at=at)
    return raised


def _raise(line: FeedLine, state: str, about: str, *, by: Worker | None, at: datetime) -> bool:
    alarm, is_new = FeedAlarm.objects.get_or_create(
        feed=line.feed, state=state, about=about, defaults={"raised_at": at}
    )
    if not is_new:
        return False
    for worker in {line.feed.owner, line.feed.deputy} - {None}:
        outbox.put(kind="feed", channel=OutboxMessage.Channel.INSIDE, to=worker, at=at, text=_words(line, state))
    audit.record("feed_alarm_raised", about=alarm, by=by, at=at, feed=line.feed.pk)
    return True


def _words(line: FeedLine, state: str) -> str:
    ask = f"Ask {line.feed.partner}."
    if state == SHORT and line.last is not None:
        return f"File {line.last.number} of “{line.feed}” has far fewer rows than the one before. {ask}"
    return f"“{line.feed}” {'has stopped' if state == State.STOPPED else 'is late'}. {line.health.reason} {ask}"
