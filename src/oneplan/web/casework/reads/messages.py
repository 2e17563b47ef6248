"""Messages to one worker in OnePlan that they have not read: theirs alone, and only while they may know of the family.

The same words about the same family stand once, however often they came.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.site.models import OutboxMessage

MOST_ON_THE_DAY = 8
MOST = 200
# Words for whoever asked for help or is invited, who need not be around the family; a shut record is shut to them too.
_TO_OUTSIDERS = ("hearing_back", "meeting_invitation")
_WITH_A_KEY = "way_in"  # leads to a new password, so it is never shown to whoever sits at an open page


@dataclass(frozen=True)
class Told:
    message: OutboxMessage
    family: Family | None  # when the reader may open its page
    times: int

    @property
    def at(self) -> datetime:
        return self.message.made_at


@dataclass(frozen=True)
class Unread:
    lines: list[Told]
    number: int  # of all, those not shown included

    @property
    def number_more(self) -> int:
        return self.number - len(self.lines)

    @property
    def families(self) -> list[Family]:
        return [line.family for line in self.lines if line.family is not None]


def readable(worker: Worker) -> QuerySet[OutboxMessage]:
    """The messages this worker may read: to them, and about no family they may not know of now."""
    about = Family.objects.filter(pk=OuterRef("about_family"))
    opens = Exists(about.filter(policy.families_filter(Permission.FAMILY_VIEW, asker=worker)))
    shut = Exists(about.filter(policy.shut_filter(asker=worker)))
    rows = OutboxMessage.objects.filter(to_worker=worker, channel=OutboxMessage.Channel.INSIDE)
    rows = rows.exclude(Q(state=OutboxMessage.State.REFUSED) | Q(kind=_WITH_A_KEY) | Q(text=""))
    rows = rows.annotate(opens=opens)
    return rows.filter(Q(about_family=None) | Q(opens=True) | Q(Q(kind__in=_TO_OUTSIDERS) & ~shut))


def unread(worker: Worker, *, most: int = MOST) -> Unread:
    """The newest first, in one question to the database."""
    rows = readable(worker).filter(read_at=None).select_related("about_family").order_by("-made_at", "pk")
    once: dict[Any, list[Any]] = {}
    for row in rows[:MOST]:
        once.setdefault((row.kind, row.about_family_id, row.text), []).append(row)
    lines = [Told(same[0], same[0].about_family if same[0].opens else None, len(same)) for same in once.values()]
    return Unread(lines[:most], len(lines))
