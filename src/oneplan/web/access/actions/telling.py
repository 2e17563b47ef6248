"""Telling the owner of an account what was done to it, so that a stranger's doing does not stay unnoticed."""

from datetime import datetime

from oneplan.web.access.models import Account
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage

NOT_YOU = "If that was not you, tell your administrator today."


def tell(account: Account, text: str, *, at: datetime, kind: str = "account") -> OutboxMessage | None:
    """Write to a worker. To a member of a family nothing is sent: somebody else may read their messages."""
    if account.worker is None:
        return None
    channel = OutboxMessage.Channel.EMAIL if account.worker.email else OutboxMessage.Channel.INSIDE
    return outbox.put(kind=kind, text=text, at=at, channel=channel, to=account.worker)
