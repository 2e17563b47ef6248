"""By name and password: who gets in, who does not, and that nothing tells the two kinds of “no” apart."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oneplan.web.access import tries
from oneplan.web.access.models import Account, OpenSession, SignInTry, TryCount
from oneplan.web.access.tests.signing import PASSWORD, is_in, sign_in, text, with_password
from tests.cast import Cast


def _said(response: Any) -> str:
    """The page without what differs by itself: tokens, nonces, the name that was typed."""
    return re.sub(r'value="[^"]*"', "", text(response))


def test_the_right_password_opens_the_start_page(cast: Cast) -> None:
    with_password(cast.priya)
    client = Client()
    assert sign_in(client, " Priya ").headers["location"] == "/"
    assert is_in(client)
    assert OpenSession.objects.get(account__worker=cast.priya).how == "password"


def test_every_no_reads_the_same(cast: Cast) -> None:
    account = with_password(cast.priya)
    wrong = _said(sign_in(Client(), "priya", "wrong"))
    unknown = _said(sign_in(Client(), "nobody-here", "wrong"))
    Account.objects.filter(pk=account.pk).update(is_active=False)
    switched_off = _said(sign_in(Client(), "priya"))
    for _ in range(8):
        locked = _said(sign_in(Client(), "priya", "wrong"))
    assert wrong == unknown == switched_off == locked


def test_a_known_and_an_unknown_name_ask_the_database_and_the_hasher_alike(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is not measured but counted: the same queries, the same number of slow hashes."""
    from django.contrib.auth import hashers
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with_password(cast.priya)
    hashed: list[str] = []
    for name in ("verify", "encode"):
        slow = getattr(hashers.Argon2PasswordHasher, name)

        def counted(*given: Any, slow: Any = slow, **named: Any) -> Any:
            hashed.append("once")
            return slow(*given, **named)

        monkeypatch.setattr(hashers.Argon2PasswordHasher, name, counted)
    done = {}
    for name in ("priya", "nobody"):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            sign_in(Client(), name, "wrong")
        done[name] = (len(asked), len(hashed))
    assert done["priya"] == done["nobody"]
    assert done["priya"][1] == 1


def test_after_five_tries_even_the_right_password_waits(cast: Cast) -> None:
    account = with_password(cast.priya)
    for _ in range(5):
        sign_in(Client(), "priya", "wrong")
    client = Client()
    assert sign_in(client, "priya").status_code == 422
    assert not is_in(client)
    assert list(SignInTry.objects.values_list("outcome", flat=True)) == ["refused"] * 5 + ["locked"]
    assert set(SignInTry.objects.values_list("account", "from_address")) == {(account.pk, "127.0.0.1")}
    TryCount.objects.filter(locked_until__isnull=False).update(locked_until=timezone.now() - timedelta(seconds=1))
    assert is_in(client) or sign_in(client, "priya").status_code == 302


def test_a_name_that_is_not_here_is_locked_too_and_never_kept(cast: Cast) -> None:
    for _ in range(7):
        sign_in(Client(), "my-password-by-mistake", "x")
    assert SignInTry.objects.filter(outcome="locked").count() == 2
    kept = "".join(str(row) for row in SignInTry.objects.values_list()) + str(list(TryCount.objects.values_list()))
    assert "mistake" not in kept


def test_one_address_cannot_try_names_for_ever(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tries.LIMITS, "from", tries.Limit(3, 15, "x"))
    for number in range(3):
        sign_in(Client(), f"name{number}", "x")
    with_password(cast.priya)
    assert sign_in(Client(), "priya").status_code == 422


def test_a_success_is_not_counted_against_the_office(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tries.LIMITS, "from", tries.Limit(2, 15, "x"))
    with_password(cast.priya)
    for _ in range(5):
        assert sign_in(Client(), "priya").status_code == 302


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(cast: Cast, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    forged: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}
    Client().post("/sign-in/", {"username": "x", "password": "y"}, **forged)
    assert SignInTry.objects.get().from_address == "203.0.113.9"


def test_a_planted_session_is_worth_nothing_after_signing_in(cast: Cast, settings: Any) -> None:
    with_password(cast.priya)
    victim, attacker = Client(), Client()
    victim.get("/sign-in/")
    session = victim.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(victim, "priya")
    assert victim.session.session_key != planted
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(attacker)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example.org/", "//evil.example.org/", "javascript:alert(1)", "/\\evil.example.org", "http:///x.org"],
)
def test_nobody_is_sent_off_the_site(cast: Cast, elsewhere: str) -> None:
    with_password(cast.priya)
    assert sign_in(Client(), "priya", next=elsewhere).headers["location"] == "/"
    client = cast.client(cast.priya)
    assert client.get("/sign-in/", {"next": elsewhere}).headers["location"] == "/"
    answer = client.post(f"/confirm/?next={elsewhere}", {"password": PASSWORD})
    assert answer.headers["location"] == "/"


def test_who_left_is_out_on_the_next_request_and_told_so(cast: Cast) -> None:
    client = cast.client(cast.priya)
    assert client.get("/my-day/").status_code == 200
    cast.priya.is_active = False
    cast.priya.save()
    answer = client.get("/my-day/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/sign-in/")
    assert "You are signed out." in text(answer)
    with_password(cast.priya)
    assert sign_in(Client(), "priya").status_code == 422
