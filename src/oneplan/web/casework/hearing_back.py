"""Whoever asked for help hears what became of it: a message in the transaction that decided it."""

from datetime import date, datetime
from typing import Any

from oneplan.web.casework.models import Episode
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage


def tell(asking: Any, *, text: str, at: datetime, details: str = "") -> OutboxMessage | None:
    """Tell who made the request; `details` only when the family agreed that they may be told.

    Nobody is told when nobody with a name in OnePlan asked: then the front door rings.
    """
    if asking.from_worker is None:
        return None
    agreed = details if asking.family_agrees else ""
    return outbox.put(
        kind="hearing_back",
        channel=OutboxMessage.Channel.INSIDE,
        to=asking.from_worker,
        family=asking.family,
        text=f"{asking.log_number}: {text} {agreed}".strip(),
        at=at,
    )


def tell_everybody_who_asked(episode: Episode, *, text: str, at: datetime, details: str = "") -> None:
    """Tell those whose request led to this stretch of support."""
    for asking in asked_for(episode):
        tell(asking, text=text, details=details, at=at)


def asked_for(episode: Episode) -> Any:
    until = episode.closed_on or date.max
    return episode.family.requests.filter(
        state="accepted", offer__answered_on__gte=episode.opened_on, offer__answered_on__lte=until
    ).select_related("from_worker", "family")
