"""Steps that many tests of signing in take."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from oneplan.web.access import codes, sessions
from oneplan.web.access.models import Account, CodeApp

PASSWORD = "four words in a row"


def with_password(who: Any) -> Account:
    account = who if isinstance(who, Account) else Account.objects.get(worker=who)
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client: Client, name: str, password: str = PASSWORD, **also: str) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password, **also})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def with_app(account: Account) -> CodeApp:
    return CodeApp.objects.create(
        account=account, secret=codes.new_secret(), made_at=timezone.now(), confirmed_at=timezone.now()
    )


def code_of(app: CodeApp, *, at: datetime | None = None) -> str:
    return codes.code_at(app.secret, codes.step_of(at or timezone.now()))


def grown_stale(client: Client) -> Client:
    """The session is an hour old: its cookie is good, but nobody showed who they are lately."""
    session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session[sessions.PROVED_AT] = int((timezone.now() - timedelta(hours=1)).timestamp())
    session.save()
    return client


def text(response: HttpResponse | Any) -> str:
    return str(response.content.decode())
