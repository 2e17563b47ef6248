"""Signing in, step by step: the name and password, the second step, and only then the session.

Between the steps the session knows half a person: it holds the account's number and nothing is open to it.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from oneplan.web.access import backend, second_step, sessions, single_sign_on, tries
from oneplan.web.access.models import Account, OpenSession

HALF = "half_signed_in"
HALF_SECONDS = 600


@dataclass(frozen=True)
class Half:
    """Whose first step is done, how, and where they wanted to go."""

    account: Account
    how: str
    go_to: str


def by_password(request: HttpRequest, *, name: str, password: str, at: datetime) -> Account | None:
    """The account, or None. Known name or not, locked or not: the same work, so the same time."""
    name, address = name.strip().lower(), tries.asking_from(request)
    known = Account.objects.filter(name=name).first()
    may_try = tries.take("from", address, at=at) & tries.take("name", name, at=at, account=known)
    found: Any = auth.authenticate(request, username=name, password=password)
    if not may_try or found is None or only_by_council(found):
        outcome = tries.REFUSED if may_try else tries.LOCKED
        tries.note("password", outcome, request=request, at=at, account=known, name=name)
        return None
    tries.give_back("from", address)
    tries.forget("name", name)
    account: Account = found
    return account


def only_by_council(account: Account) -> bool:
    """Whom the council's directory knows comes in by it alone: so that its switching somebody off holds here too."""
    return single_sign_on.is_on() and bool(account.directory_id)


def first_step_done(request: HttpRequest, account: Account, *, how: str, go_to: str) -> HttpResponse:
    """Ask for the second step where there is one; else they are in."""
    if not second_step.has(account):
        return let_in(request, account, how=how, go_to=go_to, second=False)
    request.session.cycle_key()
    request.session[HALF] = {"account": account.pk, "how": how, "go_to": go_to, "at": int(time.time())}
    return redirect("sign-in-code" if second_step.app_of(account) else "sign-in-passkey")


def half(request: HttpRequest) -> Half | None:
    kept = request.session.get(HALF)
    if not kept or time.time() - kept["at"] > HALF_SECONDS:
        return None
    account = Account.objects.select_related("worker").filter(pk=kept["account"]).first()
    return Half(account, kept["how"], kept["go_to"]) if account is not None and account.may_sign_in else None


def let_in(request: HttpRequest, account: Account, *, how: str, go_to: str, second: bool) -> HttpResponse:
    """Begin the session, under a new key: one that somebody planted before is worth nothing."""
    request.session.pop(HALF, None)
    auth.login(request, account, backend=backend.PATH)
    request.session[sessions.HOW] = how
    request.session[sessions.SECOND_STEP] = second
    OpenSession.objects.filter(session_key=request.session.session_key).update(how=how)
    return redirect(safe(request, go_to))


def safe(request: HttpRequest, go_to: str) -> str:
    """Where to go on to: a page of ours, or the start page."""
    is_ours = url_has_allowed_host_and_scheme(
        go_to, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return go_to if is_ours else resolve_url(reverse("home"))
