"""Word of a meeting to whoever is invited: through the outbox, by a way that is safe for them."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from oneplan.web.access import policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Attendance, Meeting
from oneplan.web.casework.reads.parties import Party
from oneplan.web.people.models import Person
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage

OLD_ENOUGH = 16  # younger children hear of a meeting from their parent or worker, never by a message
CALLED_BACK = "the invitation was taken back"


def send(meeting: Meeting, *, to: Party, at: datetime) -> OutboxMessage | None:
    """Put the invitation into the outbox; None for agencies and for whoever is told in person."""
    channel = _channel(to, at=at)
    if channel is None:
        return None
    return outbox.put(
        kind="meeting_invitation", text=_text(meeting, to=to), at=at, channel=channel, to=to, family=meeting.family
    )


def call_back(meeting: Meeting, *, attendance: Attendance, at: datetime) -> None:
    """Stop an invitation that has not gone yet; one that a worker has not read inside OnePlan is shown no more."""
    sent = OutboxMessage.objects.filter(
        Q(to_person=attendance.person_id, to_person__isnull=False)
        | Q(to_worker=attendance.worker_id, to_worker__isnull=False),
        kind="meeting_invitation",
        about_family=meeting.family,
        text__contains=_day(meeting),
    )
    sent.filter(channel=OutboxMessage.Channel.INSIDE, read_at=None).update(read_at=at)
    sent.filter(state=OutboxMessage.State.WAITING).update(state=OutboxMessage.State.REFUSED, state_reason=CALLED_BACK)


def check_message(message: OutboxMessage, at: datetime) -> str | None:  # noqa: ARG001 - asked of every check
    """At the moment of sending: nobody hears of a family by a message whose record was shut to them meanwhile."""
    worker, family = message.to_worker, message.about_family
    if worker is None or family is None:
        return None
    if not worker.is_active:
        return f"{worker.name} has left"
    return "the record is kept from them now" if policy.are_shut([family], asker=worker) else None


def _channel(to: Party, *, at: datetime) -> str | None:
    if isinstance(to, Worker):
        return OutboxMessage.Channel.INSIDE
    if not isinstance(to, Person) or _is_young(to, at=at):
        return None
    today = timezone.localdate(at)
    never = set(to.safe_contact.current(today).filter(never=True).values_list("channel", flat=True))
    ways = (
        () if "any" in never else (OutboxMessage.Channel.TEXT, OutboxMessage.Channel.EMAIL, OutboxMessage.Channel.POST)
    )
    return next((way for way in ways if way not in never), None)


def _is_young(person: Person, *, at: datetime) -> bool:
    age = person.age_on(timezone.localdate(at))
    return age.low is not None and age.low < OLD_ENOUGH


def _text(meeting: Meeting, *, to: Party) -> str:
    where = f", {meeting.place}" if meeting.place else ""  # “at home” as well as “Mill Lane Primary”
    caller = meeting.convened_by
    ring = f" Questions? Ring {caller.name}, {caller.phone}." if caller and caller.phone else ""
    if isinstance(to, Worker):
        return f"{meeting.get_kind_display()} of {meeting.family} on {_day(meeting)}{where}.{ring}"
    return f"You are invited to a meeting on {_day(meeting)}{where}.{ring}"


def _day(meeting: Meeting) -> str:
    return f"{meeting.on:%A %-d %B %Y}"
