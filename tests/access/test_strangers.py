"""Every page about a family, looked at and sent by strangers whose role would open it for a family of their own.

The doors have let them in: what refuses them is what the page asks about this one family. A share of the pages each
day; all of them, one by one, with ONEPLAN_CELLS=all.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from oneplan.rulebook.sharing.policy import TABLE, Role
from oneplan.web.site import once
from tests.access.states import STATES, State, ask_as
from tests.access.test_matrix import CLOSED, SHARE, _cells, _client, _is_expected_open
from tests.access.written import stays_unwritten
from tests.pages.table import every_name, every_view

STRANGER = STATES[0]
ROLES = (Role.KEY_WORKER, Role.TEAM_MANAGER, Role.PARTNER, Role.FRONT_DOOR, Role.FAMILY_MEMBER)
NAMES = sorted(name for name in every_name() if getattr(every_view()[name], "permission", None))
TODAY = Random(f"{date.today().isoformat()} strangers")  # noqa: DTZ011  another share each day
ASKED = NAMES if SHARE == 1 else sorted(TODAY.sample(NAMES, len(NAMES) // 8))
Strangers = tuple[dict[str, tuple[str, bool]], dict[Role, tuple[Client, int]]]


@pytest.fixture(scope="module")
def strangers(standing_scene: Any) -> Iterator[Strangers]:
    yield from asking_as(STRANGER, standing_scene)


def asking_as(state: State, rich: Any) -> Iterator[Strangers]:
    """Where each page is, and who asks for it; with the scene for as long as it stands."""
    with transaction.atomic():
        accounts = ask_as(state, rich, now=timezone.localtime())
        clients = {role: (_client(accounts[role]), accounts[role].pk) for role in ROLES}
        yield {name: (address, is_about) for name, address, is_about in _cells(rich)}, clients
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.requirement("R195")
@pytest.mark.parametrize("name", ASKED)
def test_a_stranger_is_refused_and_writes_nothing(name: str, strangers: Strangers, db: None) -> None:
    refuse(name, strangers, state=STRANGER)


def refuse(name: str, asking: Strangers, *, state: State) -> None:
    cells, clients = asking
    if name not in cells:
        return  # about another family, or no page: their own rooms' tests ask for them
    address, is_about = cells[name]
    view = every_view()[name]
    for role, (client, account) in clients.items():
        has_role = role in TABLE[view.permission]
        if not has_role or _is_expected_open(name, view, role=role, state=state, is_about_family=is_about):
            continue
        assert client.get(address).status_code in CLOSED, f"{role} looked"
        form = {once.FIELD: once.new_token(account_id=account)}
        answers: list[int] = []
        written = stays_unwritten(lambda: answers.append(client.post(address, form).status_code))  # noqa: B023
        assert answers[0] in CLOSED, f"{role} sent"
        assert not written, f"{role} sent"
