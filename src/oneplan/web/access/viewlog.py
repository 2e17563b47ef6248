"""The log of views: what a page showed is collected while it is made and written before it leaves."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from oneplan.web.access import chain


@dataclass
class Seen:
    entries: list[str] = field(default_factory=list)
    family_ids: list[int] = field(default_factory=list)
    account_id: int | None = None  # whose link it is, where nobody is signed in
    own_family: int | None = None
    seen_through: list[int] = field(default_factory=list)  # families by which somebody's own page may be seen
    opened: set[int] = field(default_factory=set)  # families that the policy opens to the reader for something
    in_an_emergency: set[int] = field(default_factory=set)  # families whose record the reader opened in one


_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)


@contextmanager
def collecting() -> Iterator[Seen]:
    seen = Seen()
    mark = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(mark)


def saw(*things: Model, family: Model | None = None) -> None:
    """Say that the page being made shows `things`; outside a page do nothing. The last `family` is the page's own."""
    if (seen := _seen.get()) is None:
        return
    seen.entries += [f"{thing._meta.label_lower}:{thing.pk}" for thing in things]
    if family is not None:
        seen.entries.append(f"{family._meta.label_lower}:{family.pk}")
        seen.family_ids = [family.pk]
        seen.own_family = family.pk


def shows_something() -> bool:
    """Did the page being made show its reader anything yet?"""
    seen = _seen.get()
    return seen is not None and bool(seen.entries)


def concerns(families: Iterable[Model]) -> None:
    """Say whose record the page belongs to when it shows no family itself: a person's page, their home's."""
    if (seen := _seen.get()) is not None and not seen.family_ids:
        seen.family_ids = [family.pk for family in families]


def seen_through(families: Iterable[Model]) -> None:
    """Say by which families the reader may see the page of a person or a home."""
    if (seen := _seen.get()) is not None:
        seen.seen_through = [family.pk for family in families]


def opened(family: Model) -> None:
    """Say that the policy allows the reader something about this family."""
    if (seen := _seen.get()) is not None:
        seen.opened.add(family.pk)


def in_an_emergency(family: Model) -> None:
    """Say that the reader opened this family's record in an emergency that still lasts."""
    if (seen := _seen.get()) is not None:
        seen.in_an_emergency.add(family.pk)


def record_shown() -> int | None:
    """Whose record the page being made shows: its own family's, else one by which its reader may see it.

    A page may concern a family that its reader may not know of: a question put to a service. It shows no record.
    """
    seen = _seen.get()
    if seen is None or seen.own_family is None:
        return None if seen is None else next(iter(seen.seen_through), None)
    return seen.own_family if seen.own_family in seen.opened else None


def may_rest_on_an_emergency(family: int) -> bool:
    """Did the policy find an emergency for this family, or was it not asked about this one family alone?"""
    seen = _seen.get()
    return seen is not None and (family in seen.in_an_emergency or seen.own_family != family)


def shown_to(account: Model) -> None:
    """Say to whom the page is shown, where nobody is signed in: a partner by a one-time link."""
    if (seen := _seen.get()) is not None:
        seen.account_id = account.pk


def flush(seen: Seen, *, request: HttpRequest) -> None:
    match = request.resolver_match
    with transaction.atomic():
        concerned: list[int | None] = [*seen.family_ids] or [None]
        for family_id in concerned:
            chain.add(
                chain.VIEWS,
                at=timezone.now(),
                account_id=seen.account_id or request.user.pk,
                page=(match.view_name if match else "")[:60],
                family_id=family_id,
                seen=seen.entries,
            )
