"""Keep a change, inside the action's transaction. Payloads carry ids and keyed digests, never the values."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from oneplan.web.access import chain

acting_account: ContextVar[int | None] = ContextVar("acting_account", default=None)


class Sealed(str):
    """Text that may stand in a payload as it is: a digest, or which row is meant."""


class Actor(Protocol):
    @property
    def pk(self) -> Any: ...


def record(event: str, *, about: Model, by: Actor | None, at: datetime, family: Any = None, **payload: Any) -> None:
    """Add `event` to the chain of changes. Numbers in the payload are ids; whatever else is plain is sealed here."""
    where = f"{event} {about._meta.label_lower} {about.pk}"
    chain.add(
        chain.CHANGES,
        at=at,
        event=event,
        by_worker=by.pk if by else None,
        by_account=acting_account.get(),
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        family_id=family.pk if family is not None else None,
        payload={name: _sealed(value, where=f"{where} {name}") for name, value in payload.items()},
    )


def digest(text: str) -> Sealed:
    """Return what stands for `text` in a payload: it proves the value without holding it."""
    return Sealed(chain.keyed_digest(text)[:32])


def row(thing: Model) -> Sealed:
    """Return which row is meant, where a number alone would not say of which table."""
    return Sealed(f"{thing._meta.model_name}-{thing.pk}")


def _sealed(value: Any, *, where: str) -> Any:
    """Seal a plain code together with where it stands: two equal codes must not look alike."""
    match value:
        case None | Sealed():
            return value
        case bool() | str():
            return digest(f"{where} {value}")
        case int():
            return value
        case list() | tuple():
            return [_sealed(each, where=where) for each in value]
    raise TypeError(f"A payload holds ids and digests, not {type(value).__name__}.")
