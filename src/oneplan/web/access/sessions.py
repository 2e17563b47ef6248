"""Sessions that go on: kept beside Django's own, so that their owner sees them and can end them from elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from oneplan.web.access.models import Account, OpenSession

PROVED_AT = "proved_at"  # when who they are was last shown, not only said by a cookie
HOW = "signed_in_how"
SECOND_STEP = "second_step"
BEGAN_AT = "signed_in_at"
HOW_WORDS = {
    "password": "by password",
    "code": "by password and code",
    "recovery": "by password and recovery code",
    "passkey": "by passkey",
    "single": "by the council's sign-in",
}
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def began(sender: object, request: HttpRequest, user: Account, **_: Any) -> None:  # noqa: ARG001 - Django's signal
    """Every way of signing in passes here."""
    now = timezone.now()
    request.session[PROVED_AT] = request.session[BEGAN_AT] = int(now.timestamp())
    how = request.session.setdefault(HOW, "password")
    OpenSession.objects.update_or_create(
        session_key=request.session.session_key or "",
        defaults={"account": user, "how": how, "browser": _browser(request), "began_at": now, "seen_at": now},
    )


def ended(sender: object, request: HttpRequest, **_: Any) -> None:  # noqa: ARG001 - Django's signal
    if request.session.session_key:
        OpenSession.objects.filter(session_key=request.session.session_key).delete()


def seen(request: HttpRequest) -> None:
    OpenSession.objects.filter(session_key=request.session.session_key).update(seen_at=timezone.now())


def proved(request: HttpRequest) -> None:
    request.session[PROVED_AT] = int(timezone.now().timestamp())


def proved_at(request: HttpRequest) -> datetime:
    return datetime.fromtimestamp(int(request.session.get(PROVED_AT, 0)), tz=UTC)


def of(account: Account) -> list[OpenSession]:
    """The account's sessions that still go on, the newest first."""
    rows = list(account.open_sessions.order_by("-seen_at"))
    there = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    keys = set(there.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in keys]


def end(rows: list[OpenSession]) -> int:
    """End these sessions: their next request is a stranger's."""
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    OpenSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def go_on_as(account: Account, *, request: HttpRequest) -> None:
    """After a change of password: this session goes on, under a new key."""
    before = request.session.session_key
    update_session_auth_hash(request, account)
    OpenSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def clear_away(*, at: datetime) -> None:
    Session.objects.filter(expire_date__lt=at).delete()
    OpenSession.objects.filter(seen_at__lt=at - timedelta(days=2)).delete()


def _browser(request: HttpRequest) -> str:
    agent = str(request.META.get("HTTP_USER_AGENT", ""))
    browser = next((name for mark, name in _BROWSERS if mark in agent), "a browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
