"""Keep a change, inside the action's transaction. Payloads carry ids and keyed digests, never the values."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from oneplan.web.access import chain

acting_account: ContextVar[int | None] = ContextVar("acting_account", default=None)


class Actor(Protocol):
    @property
    def pk(self) -> Any: ...


def record(event: str, *, about: Model, by: Actor | None, at: datetime, family: Any = None, **payload: Any) -> None:
    """Add `event` to the chain of changes; pass text through `digest()` first."""
    chain.add(
        chain.CHANGES,
        at=at,
        event=event,
        by_worker=by.pk if by else None,
        by_account=acting_account.get(),
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        family_id=family.pk if family is not None else None,
        payload=payload,
    )


def digest(text: str) -> str:
    """Return what stands for `text` in a payload: it proves the value without holding it."""
    return chain.keyed_digest(text)[:32]
