"""A worker says that they have read a message: it leaves their day and stays kept."""

from collections.abc import Collection
from datetime import datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage


@action
def read(*, message: OutboxMessage, by: Worker, at: datetime) -> int:
    """Read it, and the same words about the same family that came before it; return how many these were."""
    policy.require(Permission.OWN_MESSAGES, by=by)
    return _read(message, by=by, at=at)


@action
def read_all(*, messages: Collection[OutboxMessage], by: Worker, at: datetime) -> int:
    """Read those that stood on the page; what came meanwhile stays."""
    policy.require(Permission.OWN_MESSAGES, by=by)
    return sum(_read(each, by=by, at=at) for each in messages)


def _read(message: OutboxMessage, *, by: Worker, at: datetime) -> int:
    if message.to_worker_id != by.pk or message.channel != OutboxMessage.Channel.INSIDE:
        raise policy.NotAllowed("Only the worker a message is to can say that it was read.")
    same = OutboxMessage.objects.filter(
        to_worker=by, channel=OutboxMessage.Channel.INSIDE, kind=message.kind, text=message.text,
        about_family=message.about_family_id, made_at__lte=message.made_at, read_at=None,
    )  # fmt: skip
    number = same.update(read_at=at)
    audit.record("message_read", about=message, by=by, at=at, number=number)
    return number
