"""Hold back, or put off, every outgoing message that a person's safe-contact rules speak against."""

from datetime import datetime

from django.utils import timezone

from oneplan.rulebook.sharing.safe_contact import ContactRule, may_contact
from oneplan.web.people import identity
from oneplan.web.people.models import Person, SafeContactRule
from oneplan.web.site.models import OutboxMessage


def rules_for(person: Person, *, on: datetime) -> list[ContactRule]:
    ids = identity.record_ids(identity.kept(person))
    rows = SafeContactRule.objects.current(timezone.localtime(on).date()).filter(person__in=ids)
    return [ContactRule(row.channel, row.never, row.not_before, row.not_after, row.words) for row in rows]


def check(message: OutboxMessage, at: datetime) -> datetime | str | None:
    """Return a time to wait for, a refusal in words, or None when the message may go."""
    if message.to_person is None:
        return None
    if message.to_person.died_on is not None:
        return "This person has died."
    local = timezone.localtime(at)
    answer = may_contact(rules_for(message.to_person, on=at), channel=message.channel, at=local)
    return answer.refusal or answer.wait_until
