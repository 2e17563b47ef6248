"""What the family reads of records opened in an emergency: that, when, by whom, and whether a manager looked.

Not the reason: it may say what somebody feared, or who told us, and anybody at home may read over a shoulder. Whoever
asks for it is answered by a person, or gets it with a copy of their data, once somebody has read it for them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.sharing.models import EmergencyOpening
from oneplan.web.sharing.reads.private import KEPT_OFF


@dataclass(frozen=True)
class Opened:
    worker: Worker
    on: date  # the day it was opened
    words: str


def opened(family: Family, *, since: datetime, today: date) -> dict[tuple[date, int], Opened]:
    """By day and worker, also for the next day where it lasted past midnight."""
    rows = EmergencyOpening.objects.filter(family=family, opened_at__gte=since).select_related("worker__agency")
    found: dict[tuple[date, int], Opened] = {}
    for row in rows.order_by("opened_at"):
        if row.worker.agency.sector in KEPT_OFF:
            continue
        on, until = (timezone.localtime(at).date() for at in (row.opened_at, row.until))
        for day in (on, until):
            found[day, row.worker_id] = Opened(row.worker, on, _words(row, today=today))
    return found


def _words(row: EmergencyOpening, *, today: date) -> str:
    opened_at = timezone.localtime(row.opened_at)
    start = f"Opened in an emergency on {opened_at:%-d %B}, at {opened_at:%-H.%M}."
    if row.reviewed_at is not None:
        return f"{start} A manager looked at it on {timezone.localtime(row.reviewed_at):%-d %B}."
    if today > row.review_by:
        return f"{start} A manager has not looked at it yet."
    return f"{start} A manager looks at it by {row.review_by:%-d %B}."
