"""The council's own sign-in, against a provider on this machine that can also lie."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import sessions
from oneplan.web.access.models import Account, SignInTry
from oneplan.web.access.tests.signing import is_in, sign_in, text, with_app, with_password
from tests.cast import Cast
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, running

KNOWN = "priya-in-the-directory"


@pytest.fixture
def provider(cast: Cast, settings: Any) -> Iterator[Provider]:
    with running() as found:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = found.issuer, CLIENT_ID
        settings.OIDC_CLIENT_SECRET, settings.ADDRESS = CLIENT_SECRET, "http://testserver"
        Account.objects.filter(worker=cast.priya).update(directory_id=KNOWN)
        cache.clear()
        yield found
        cache.clear()


def _asked(client: Client, *, go_to: str = "") -> dict[str, str]:
    address = client.get("/sign-in/council/", {"next": go_to}).headers["location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _through(provider: Provider, *, go_to: str = "", client: Client | None = None) -> tuple[Client, Any]:
    """The way a browser goes: to the provider and back."""
    client = client or Client()
    return client, client.get(provider.authorize(_asked(client, go_to=go_to)))


def test_whom_the_directory_knows_and_we_know_is_in(provider: Provider) -> None:
    client, answer = _through(provider, go_to="/my-families/")
    assert answer.headers["location"] == "/my-families/"
    assert is_in(client)
    assert client.session[sessions.HOW] == "single"


def test_the_question_carries_state_nonce_and_a_hashed_proof(provider: Provider) -> None:
    asked = _asked(Client())
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 40
    assert asked != _asked(Client())


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "another-service"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_000_000_000},
        {"sub": "somebody-else"},
        {"sub": ["priya-in-the-directory"]},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_ticket_that_is_wrong_in_one_thing_lets_nobody_in(provider: Provider, wrong: dict[str, Any]) -> None:
    provider.wrong = wrong
    client, answer = _through(provider)
    assert answer.status_code == 403
    assert not is_in(client)
    assert Account.objects.count() == len(set(Account.objects.values_list("name")))


def test_a_ticket_signed_by_another_key_lets_nobody_in(provider: Provider) -> None:
    provider.forged = True
    assert _through(provider)[1].status_code == 403


def test_what_comes_back_to_another_browser_or_twice_is_refused(provider: Provider) -> None:
    client = Client()
    back = provider.authorize(_asked(client))
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    again = Client()
    _asked(again)
    assert again.get(back).status_code == 403


def test_who_is_switched_off_in_the_directory_reads_why(provider: Provider) -> None:
    provider.error = "access_denied"
    client, answer = _through(provider)
    assert answer.status_code == 403
    assert "did not let you through" in text(answer)
    assert not is_in(client)


def test_who_is_not_listed_gets_no_account(provider: Provider) -> None:
    provider.claims = {"sub": "new-in-town", "groups": ["administrators"]}
    before = Account.objects.count()
    _, answer = _through(provider)
    assert "nobody has made an account for you" in text(answer)
    assert Account.objects.count() == before
    assert SignInTry.objects.filter(kind="single").exists()


def test_who_is_switched_off_here_stays_out(provider: Provider) -> None:
    Account.objects.filter(directory_id=KNOWN).update(is_active=False)
    client, answer = _through(provider)
    assert "switched off" in text(answer)
    assert not is_in(client)


def test_groups_of_the_directory_give_nothing(provider: Provider) -> None:
    provider.claims = {"sub": KNOWN, "groups": ["oneplan-administrators"], "roles": ["administrator"]}
    client, _ = _through(provider)
    assert client.get("/accounts/").status_code == 403


def test_another_claim_can_be_configured(provider: Provider, settings: Any) -> None:
    settings.OIDC_CLAIM = "oid"
    provider.claims = {"sub": "x", "oid": KNOWN}
    assert is_in(_through(provider)[0])


def test_the_second_step_is_ours_unless_the_council_says_it_asked(provider: Provider, settings: Any) -> None:
    settings.SECOND_STEP_ROLES = frozenset({Role.KEY_WORKER})
    client, _ = _through(provider)
    assert client.get("/my-day/").headers["location"] == "/my-account/second-step/"
    provider.claims = {"sub": KNOWN, "amr": ["pwd", "mfa"]}
    client, _ = _through(provider)
    assert client.get("/my-day/").status_code == 200
    with_app(Account.objects.get(directory_id=KNOWN))
    provider.claims = {"sub": KNOWN, "amr": ["pwd"]}
    client, answer = _through(provider)
    assert answer.headers["location"] == "/sign-in/code/"


def test_who_comes_by_the_council_cannot_come_by_password(provider: Provider, cast: Cast) -> None:
    """Else whom the directory switched off would still get in."""
    with_password(cast.priya)
    client = Client()
    assert sign_in(client, "priya").status_code == 422
    assert not is_in(client)


def test_the_council_is_asked_again_after_some_hours(provider: Provider, settings: Any) -> None:
    client, _ = _through(provider)
    settings.OIDC_SESSION_SECONDS = -1
    assert client.get("/my-day/").headers["location"].startswith("/sign-in/")
    assert not is_in(client)


def test_a_provider_that_is_away_is_said_kindly(cast: Cast, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    cache.clear()
    answer = Client().get("/sign-in/council/")
    assert answer.status_code == 503
    assert "does not answer just now" in text(answer)


def test_a_provider_that_leads_elsewhere_is_not_followed(provider: Provider) -> None:
    provider.leads_on = True
    client, answer = _through(provider)
    assert answer.status_code == 403
    assert not is_in(client)


def test_a_provider_without_https_elsewhere_is_not_spoken_to(cast: Cast, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://login.example.org"
    cache.clear()
    assert Client().get("/sign-in/council/").status_code == 503
