"""Guessing numbers: what exists and what does not answer alike to whoever may see neither, and nothing breaks."""

import re
from random import Random
from typing import Any

import pytest
from django.test import Client

from oneplan.rulebook.sharing.policy import TABLE
from tests.access.states import STATES
from tests.access.test_matrix import CLOSED, FOR_NOTE_WRITERS, SHARE, _is_expected_open
from tests.access.test_strangers import NAMES, TODAY, Strangers, strangers
from tests.pages.table import every_view

STRANGER = STATES[0]
NOWHERE = "99999999"
ODD = ("0", "-1", "9" * 40, "１２", "%00", "1e5", "1.5", "'--", "..", "%F0%9F%8F%A0", "a" * 3000)
ASKED = NAMES if SHARE == 1 else sorted(TODAY.sample(NAMES, len(NAMES) // 8))
NUMBER = re.compile(r"\d+(?=[/.]|$)")
WORDS_ONLY = re.compile(r"(F-|P-|R-)?\d+|[0-9a-f-]{36}|nonce=\"[^\"]*\"|\"ey[^\"]*\"|value=\"[^\"]*\"|next=[^\"]*")


def _shape(answer: Any) -> str:
    """The answer without what names the number that was asked for."""
    return f"{answer.status_code} {WORDS_ONLY.sub('', answer.content.decode(errors='replace'))}"


def _knows_families(asked: dict[str, Any]) -> bool:
    """Whoever may open every family's own page learns there which exist."""
    return _is_expected_open("family", every_view()["family"], **asked)


@pytest.mark.slow
@pytest.mark.requirement("R195")
@pytest.mark.parametrize("name", ASKED)
def test_a_stranger_cannot_tell_what_exists(name: str, strangers: Strangers, db: None) -> None:
    cells, clients = strangers
    if name not in cells or not NUMBER.search(cells[name][0]):
        return  # no number to guess
    address, is_about = cells[name]
    view = every_view()[name]
    for role, (client, _) in clients.items():
        asked: dict[str, Any] = {"role": role, "state": STRANGER, "is_about_family": is_about}
        is_open = _is_expected_open(name, view, **asked)
        if role not in TABLE[view.permission] or is_open or (name in FOR_NOTE_WRITERS and _knows_families(asked)):
            continue
        there = client.get(address)
        nowhere = client.get(NUMBER.sub(NOWHERE, address))
        if there.status_code == 405:
            there, nowhere = client.post(address), client.post(NUMBER.sub(NOWHERE, address))
        assert _shape(there) == _shape(nowhere), f"{role}: {there.status_code} and {nowhere.status_code}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_an_odd_number_breaks_nothing(name: str, strangers: Strangers, standing_scene: Any, db: None) -> None:
    cells, _ = strangers
    if name not in cells or not NUMBER.search(cells[name][0]):
        return
    who = standing_scene.cast.client(Random(name).choice([standing_scene.cast.priya, standing_scene.cast.fay]))
    for odd in ODD:
        address = NUMBER.sub(odd, cells[name][0])
        for answer in (who.get(address), Client().get(address)):
            assert answer.status_code in (*CLOSED, 302, 400), f"{odd}: {answer.status_code}"


__all__ = ["strangers"]
