"""The door of every page: whose role has not its permission is sent away before anything is looked up.

Which permission that is stands in the committed page of addresses, so that a door left open in the code shows twice.
"""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from oneplan.rulebook.sharing.policy import PERMISSION_WORDS, TABLE, Permission, Role
from oneplan.web.access.policy import NotAllowed
from tests.pages.table import every_pattern, every_view

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/addresses.md"
KEPT = {
    name: Permission(asked)
    for name, asked in re.findall(r"^\| `[^`]+` \| `([^`]+)` \| `([^`]+)` \|", PAGE.read_text(), re.MULTILINE)
}
# Grave pages ask once more who one is; the name stands here, so that the asking is not taken off unseen.
STEPS_UP = {
    "account-directory", "account-lift", "account-link", "account-make", "account-sign-out", "account-start-over",
    "account-switch", "code-app", "code-app-off", "figures-file", "figures-take", "list-link-new", "my-password",
    "passkey-new", "passkey-off", "person-merge", "merge-undo", "merges", "pack-file", "record-export-decide",
    "record-export-new", "recovery-codes", "worker-leave", "worker-move",
}  # fmt: skip

# Open to anybody: signing in, what is said to everybody, and one link for one purpose.
PUBLIC = {
    "accessibility", "forgotten", "forgotten-asked", "health",
    "list-link", "list-link-file", "list-link-hand-in", "list-link-person", "list-link-sheet",
    "notice", "notice-version", "offers", "partner-link",
    "sign-in", "sign-in-code", "sign-in-passkey", "sign-out", "single-sign-on", "single-sign-on-back", "way-in",
}  # fmt: skip
BEFORE_SECOND_STEP = {"code-app", "confirm", "confirm-passkey", "passkey-new", "second-step"}


def _ask(name: str, user: Any) -> Any:
    """Without a database: a door that is left open falls into it."""
    for request in (RequestFactory().get("/"), RequestFactory().post("/")):
        request.user, request.session = user, {}  # type: ignore[assignment]
        answer = every_view()[name](request, **dict.fromkeys(every_pattern()[name].pattern.converters, 1))
        if answer.status_code != 405:
            break
    return answer


@pytest.mark.parametrize("name", sorted(KEPT))
def test_the_door_is_shut_to_every_role_without_its_permission(name: str) -> None:
    for role in set(Role) - set(TABLE[KEPT[name]]):
        with pytest.raises(NotAllowed, match=re.escape(PERMISSION_WORDS[KEPT[name]])):
            _ask(name, SimpleNamespace(is_authenticated=True, role=role))


@pytest.mark.parametrize("name", sorted(KEPT))
def test_nobody_comes_in_without_signing_in(name: str) -> None:
    answer = _ask(name, AnonymousUser())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


def test_the_committed_page_names_every_address_that_asks() -> None:
    asks = {name for name, view in every_view().items() if getattr(view, "permission", None)}
    assert asks == set(KEPT)


@pytest.mark.parametrize("name", sorted(STEPS_UP))
def test_what_is_grave_asks_once_more_who_it_is(name: str) -> None:
    """Signed in long ago: led away before anything is looked up."""
    role = sorted(TABLE[KEPT[name]])[0]
    answer = _ask(name, SimpleNamespace(is_authenticated=True, role=role, pk=1))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/confirm/?next=")


def test_no_page_asks_once_more_without_being_named_here() -> None:
    assert {name for name, view in every_view().items() if _steps_up(view)} == STEPS_UP


def _steps_up(view: Any) -> bool:
    while view is not None:
        if getattr(view, "steps_up", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_no_page_is_open_to_anybody_without_being_named_here() -> None:
    assert {name for name, view in every_view().items() if getattr(view, "is_public", False)} == PUBLIC


def test_no_page_is_open_before_the_second_step_without_being_named_here() -> None:
    early = {name for name, view in every_view().items() if getattr(view, "before_second_step", False)}
    assert early == BEFORE_SECOND_STEP
