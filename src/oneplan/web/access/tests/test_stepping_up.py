"""Before what is grave one shows once more who one is; what was typed is not lost over it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from oneplan.web.access.models import Account
from oneplan.web.access.tests.signing import PASSWORD, code_of, grown_stale, text, with_app, with_password
from oneplan.web.people.models import Merge
from oneplan.web.site.models import HeldForm
from tests.cast import Cast, filled
from tests.repository.test_permissions import _patterns

GRAVE = {
    "person-merge", "merge-undo", "my-password", "code-app", "code-app-off", "passkey-new", "passkey-off",
    "recovery-codes", "account-make", "account-link", "account-switch", "account-start-over", "account-lift",
    "account-sign-out", "account-directory",
}  # fmt: skip


def test_what_is_grave_asks_again() -> None:
    marked = {each.name for each in _patterns(get_resolver()) if getattr(each.callback, "steps_up", False)}
    assert marked >= GRAVE


@pytest.fixture
def address(cast: Cast) -> str:
    from django.urls import reverse

    return reverse("person-merge", args=[cast.child.pk, cast.baby.pk])


def test_a_fresh_session_is_not_asked(cast: Cast, address: str) -> None:
    assert cast.client(cast.fay).get(address).status_code == 200


def test_an_old_session_shows_its_password_and_comes_back(cast: Cast, address: str) -> None:
    with_password(cast.fay)
    client = grown_stale(cast.client(cast.fay))
    asked = client.get(address).headers["location"]
    assert asked.startswith("/confirm/?next=")
    assert client.post(asked, {"password": "wrong"}).status_code == 422
    assert client.get(address).status_code == 302
    assert client.post(asked, {"password": PASSWORD}).headers["location"] == address
    assert client.get(address).status_code == 200


def test_a_form_that_came_too_late_is_held_and_given_back(cast: Cast, address: str) -> None:
    with_password(cast.fay)
    client = cast.client(cast.fay)
    form = filled(text(client.get(address)), keep=str(cast.child.pk), reason="same birthday")
    asked = grown_stale(client).post(address, form).headers["location"]
    assert not Merge.objects.exists()
    go_to = client.post(asked, {"password": PASSWORD}).headers["location"]
    assert go_to == f"/held/{HeldForm.objects.get().token}/"
    page = text(client.get(go_to))
    assert "same birthday" in page
    assert client.post(address, filled(page, keep=str(cast.child.pk), reason="same birthday")).status_code == 302
    assert Merge.objects.count() == 1


def test_with_an_app_the_password_is_not_enough(cast: Cast, address: str) -> None:
    app = with_app(with_password(cast.fay))
    client = grown_stale(cast.client(cast.fay))
    asked = client.get(address).headers["location"]
    assert client.post(asked, {"password": PASSWORD}).status_code == 422
    assert client.post(asked, {"code": code_of(app)}).status_code == 302
    assert client.get(address).status_code == 200


def test_the_password_cannot_be_guessed_there(cast: Cast, address: str) -> None:
    account = with_password(cast.fay)
    client = grown_stale(cast.client(cast.fay))
    for _ in range(5):
        client.post("/confirm/", {"password": "wrong"})
    assert client.post("/confirm/", {"password": PASSWORD}).status_code == 422
    assert Account.objects.get(pk=account.pk).is_active


def test_nobody_else_is_shown_the_page(cast: Cast, address: str) -> None:
    """Who may not join records is refused, not asked for a password."""
    assert grown_stale(cast.client(cast.stan)).get(address).status_code == 403
    assert Client().get("/confirm/").status_code == 302


def test_a_form_made_for_somebody_else_is_not_held(cast: Cast, address: str) -> None:
    form: dict[str, Any] = filled(text(cast.client(cast.maya).get(address)), keep="1", reason="x")
    client = grown_stale(cast.client(cast.fay))
    assert client.post(address, form).status_code in (302, 400)
    assert not HeldForm.objects.exists()
