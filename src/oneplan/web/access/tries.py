"""Tries are counted before they are looked at, in the database: so a limit holds over all processes at once.

The count is one conditional UPDATE; two processes cannot both take the last try. The name somebody typed is
kept as a keyed digest only: people type their password into the wrong field.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.http import HttpRequest

from oneplan.web.access import chain
from oneplan.web.access.models import Account, SignInTry, TryCount

TOO_MANY = "Too many tries. Wait a quarter of an hour and try again, or ask your administrator."
IN, REFUSED, LOCKED = "in", "refused", "locked"


@dataclass(frozen=True)
class Limit:
    most: int
    minutes: int
    words: str


LIMITS = {
    "name": Limit(5, 15, "password"),
    "code": Limit(5, 15, "second step"),
    "from": Limit(100, 15, "passwords from one address"),
    "ask": Limit(3, 60, "asking for a new password"),
    "ask-from": Limit(30, 60, "asking for new passwords from one address"),
    "link-from": Limit(30, 15, "codes of partners' links from one address"),
}


def take(kind: str, whom: object, *, at: datetime, account: Account | None = None) -> bool:
    """Take one try; False when none is left. What is locked stays so until its time is over, or it is lifted."""
    limit, rows = LIMITS[kind], TryCount.objects.filter(subject=_subject(kind, whom))
    TryCount.objects.bulk_create(
        [TryCount(subject=_subject(kind, whom), account=account, since=at)], ignore_conflicts=True
    )
    is_over = Q(locked_until=None, since__lte=at - timedelta(minutes=limit.minutes)) | Q(locked_until__lte=at)
    rows.filter(is_over).update(tries=0, since=at, locked_until=None)
    if rows.filter(locked_until=None, tries__lt=limit.most).update(tries=F("tries") + 1):
        return True
    rows.filter(locked_until=None).update(locked_until=at + timedelta(minutes=limit.minutes))
    return False


def give_back(kind: str, whom: object) -> None:
    """A try that succeeded does not count."""
    TryCount.objects.filter(subject=_subject(kind, whom), tries__gt=0).update(tries=F("tries") - 1)


def forget(kind: str, whom: object) -> None:
    """Begin to count anew: whoever it is has shown who they are, or an administrator lifted the lock."""
    TryCount.objects.filter(subject=_subject(kind, whom)).update(tries=0, locked_until=None)


def note(
    kind: str, outcome: str, *, request: HttpRequest, at: datetime, account: Account | None = None, name: str = ""
) -> None:
    """Keep a try as evidence."""
    SignInTry.objects.create(
        at=at,
        kind=kind,
        outcome=outcome,
        account=account,
        name_digest=name_digest(name) if name else "",
        from_address=asking_from(request),
    )


def name_digest(name: str) -> str:
    return chain.keyed_digest(f"name {name.strip().lower()}")


def asking_from(request: HttpRequest) -> str:
    """The address the request came from; behind a proxy, the one that the proxy itself saw."""
    from django.conf import settings

    seen = str(request.META.get("REMOTE_ADDR", ""))
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip() or seen
    return seen[:45]


def clear_away(*, at: datetime, kept_days: int = 365) -> None:
    """Evidence is kept for a year, counts for a day."""
    SignInTry.objects.filter(at__lt=at - timedelta(days=kept_days)).delete()
    day_ago = at - timedelta(days=1)
    TryCount.objects.filter(Q(locked_until=None) | Q(locked_until__lt=day_ago), since__lt=day_ago).delete()


def _subject(kind: str, whom: object) -> str:
    return f"{kind}:{chain.keyed_digest(f'{kind} {whom}'.strip().lower())}"
