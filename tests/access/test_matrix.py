"""Every address that exists, asked by every role in every state: opened or refused just as the policy table says.

What is expected is read from the table alone; what happens is what the site answers. Everyday runs take a share of the
cells, another one each day; the deep slice takes all of them (ONEPLAN_CELLS=all).
"""

import os
from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oneplan.rulebook.sharing.policy import ANSWERS_FOR_KEPT_RECORDS, TABLE, Permission, Relation, Role, decide
from oneplan.web.access.models import Account
from oneplan.web.site import once
from tests.access.states import STATES, State, ask_as
from tests.access.written import stays_unwritten
from tests.cast import status_of
from tests.pages.rows import NotAPage, Pressed, Shown
from tests.pages.table import ROWS, every_pattern, every_view

SHARE = 1.0 if os.environ.get("ONEPLAN_CELLS") == "all" else 0.06
CLOSED = (403, 404, 405)
# Pages that ask for more than their permission: who may write notes may read the story, and the like.
FOR_NOTE_WRITERS = {"family-timeline", "family-diagram", "family-diagram-svg", "family-diagram-png"}
# Needs are for them, for whoever decides on requests, and for partners who were told of some.
FOR_NEEDS = {"family-needs"}
# A page of an emergency or a question why is there for those the record is shut to.
FOR_THE_SHUT_OUT = {"emergency", "why"}
# What people ask about their own data, and what went wrong with it, names no family in its address. It is for those
# whose role it is; about their own family never, about a record kept to others by name for one role alone.
OF_THEIR_RIGHTS = {
    "rights-new", "rights-request", "rights-answer", "rights-pause", "rights-go-on", "rights-extend", "pack-gather",
    "pack-decide", "pack-rest", "pack-make", "pack-file", "pack-look", "pack-give", "breach", "breach-step",
    "breach-regulator", "breach-people", "breach-harm", "breach-close",
}  # fmt: skip
# Nobody holds what is kept of their own family, reviews an emergency in it, or reads its row of a partner's file.
NEVER_OF_THEIR_OWN = {"hold-lift", "emergency-review", "feed-row", "feed-correct"}
# A list asked of a partner, of people whose records are kept from whoever asks, is as if it were not there.
LISTS_OF_PEOPLE = {"asked-list", "asked-chase", "asked-close", "list-link-new", "list-link-end"}
FOR_WORKERS = {"why"}
# Somebody's own page: theirs alone; of no family it says that there is nothing.
FOR_FAMILIES = {"our-plan"}
NAMES_NO_FAMILY = {"our-sharing"}


def _cells(rich: Any) -> Iterator[tuple[str, str, bool]]:
    """Each address once: its name, where it is, and whether it is about the family."""
    seen = set()
    for row in (row for rows in ROWS.values() for row in rows):
        if isinstance(row, NotAPage) or row.name in seen or not _is_about(row, rich):
            continue
        seen.add(row.name)
        yield row.name, reverse(row.name, args=row.args(rich)), _asks_about_family(row)


def _asks_about_family(row: Shown | Pressed) -> bool:
    """Requests belong to the front door until they are somebody's; lists and own pages name no family."""
    view = every_view()[row.name]
    permission = getattr(view, "permission", None)
    rows = TABLE[permission].values() if permission else ()
    return any(relations - {Relation.ANYONE} for relations in rows) or "family" in _kind_of_address(row.name)


def _kind_of_address(name: str) -> str:
    """What the number in the address is: family, person, int."""
    return " ".join(type(each).__name__.lower() for each in every_pattern()[name].pattern.converters.values())


def _is_about(row: Shown | Pressed, rich: Any) -> bool:
    """Leave out the row's other families: a family that left, a guarded one, a request that belongs to none."""
    return row.name not in OTHER_FAMILIES and getattr(row, "also", "") not in ("not-found", "not-theirs", "guarded")


# About another family, a request or a merge, or decided by another rule than how one stands to a family (a worker's
# own team, whose contact it is, whose passkey, who was asked, whose answer to a study, who runs one): their own rooms'
# tests ask.
OTHER_FAMILIES = {
    "contact-edit",
    "contact-end",
    "contact-check",
    "contact-left",
    "link-new",
    "link-edit",
    "link-end",
    "cover-new",
    "cover-edit",
    "cover-end",
    "hand-on",
    "hand-on-all",
    "worker-edit",
    "worker-leaving",
    "worker-leaves-on",
    "passkey-off",
    "single-sign-on-back",
    "unusual-looks",
    "after-call",
    "goodbye-said",
    "guard-lift",
    "merge-undo",
    "open-again",
    "person-merge",
    "request-received",
    "tie-end",
    "question",
    "my-research-answer",
    "my-research-stop",
    "study",
    "participant",
    "participant-note",
    "participant-worry",
}


def _is_expected_open(name: str, view: Any, *, role: Role, state: State, is_about_family: bool) -> bool:
    permission: Permission | None = getattr(view, "permission", None)
    if permission is None:
        return True
    if name in OF_THEIR_RIGHTS and role in TABLE[Permission.RIGHTS_HANDLE]:
        return not state.is_own and (role is ANSWERS_FOR_KEPT_RECORDS or not state.is_shut)
    if name in NEVER_OF_THEIR_OWN and state.is_own:
        return False
    if name in LISTS_OF_PEOPLE and state.is_shut and Relation.EMERGENCY not in state.relations:
        return False
    passes = name in FOR_THE_SHUT_OUT
    shut = "kept" if state.is_shut and is_about_family and not passes else ""
    held = state.relations if is_about_family else frozenset()
    allowed = decide(permission, role=role, relations=held, shut=shut if role is not Role.FAMILY_MEMBER else "").allowed
    is_member = role is Role.FAMILY_MEMBER
    if name in (FOR_WORKERS if is_member else FOR_FAMILIES):
        return False
    if name in NAMES_NO_FAMILY:
        return is_member
    if name in FOR_WORKERS:  # to anybody else it is as if there were no such family
        kept = "kept" if state.is_shut and is_about_family else ""
        knows = decide(Permission.FAMILY_VIEW, role=role, relations=held, shut=kept).allowed
        return allowed and (knows or role in TABLE[Permission.EMERGENCY_OPEN])
    writes = decide(Permission.NOTE_ADD, role=role, relations=held, shut=shut).allowed
    if name in FOR_NOTE_WRITERS:
        return allowed and writes
    if name in FOR_NEEDS and role is not Role.PARTNER:
        return allowed and (writes or decide(Permission.REQUEST_DECIDE, role=role, relations=held, shut=shut).allowed)
    return allowed


@pytest.mark.slow
@pytest.mark.requirement("R195", "R197")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_address_opens_just_to_whom_the_table_says(state: State, scene: Any, now: datetime) -> None:
    clients = {role: _client(account) for role, account in ask_as(state, scene, now=now).items()}
    wrong, asked = [], 0
    for name, address, role, expected in _share(scene, state, of="looked at"):
        status = status_of(clients[role].get(address))
        asked += 1
        if _is_wrong(status, expected=expected, name=name, role=role, state=state):
            wrong.append(f"{name} for {role}: {status}, the table says {'open' if expected else 'shut'}")
    print(f"{state.name}: {asked} cells")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.requirement("R195", "R197")
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_what_is_sent_by_who_may_not_is_refused_and_writes_nothing(state: State, scene: Any, now: datetime) -> None:
    accounts = ask_as(state, scene, now=now)
    clients = {role: _client(account) for role, account in accounts.items()}
    wrong, asked = [], 0
    for name, address, role, expected in _share(scene, state, of="sent"):
        if expected:
            continue
        form = {once.FIELD: once.new_token(account_id=accounts[role].pk)}
        answered: list[int] = []
        written = stays_unwritten(lambda: answered.append(clients[role].post(address, form).status_code))  # noqa: B023
        asked += 1
        if answered[0] not in CLOSED or written:
            wrong.append(f"{name} for {role}: {answered[0]} {written}")
    print(f"{state.name}: {asked} cells sent")
    assert not wrong, "\n".join(wrong)


def _share(rich: Any, state: State, *, of: str) -> Iterator[tuple[str, str, Role, bool]]:
    """The cells to ask today: name, address, role, and whether the table opens it."""
    random = Random(f"{date.today().isoformat()} {state.name} {of}")  # noqa: DTZ011  another share each day
    for name, address, is_about in _cells(rich):
        for role in Role:
            if random.random() < SHARE:
                view = every_view()[name]
                yield (
                    name,
                    address,
                    role,
                    _is_expected_open(name, view, role=role, state=state, is_about_family=is_about),
                )


def _is_wrong(status: int, *, expected: bool, name: str, role: Role, state: State) -> bool:
    if expected and status in CLOSED and _asks_consent(name, role=role, state=state):
        return False
    if role is Role.FAMILY_MEMBER and state.member in ("left", "barred"):
        return status == 200 and name in ("family-copy", "our-plan")
    return (status in CLOSED) is expected and not (expected and status == 405)


def _asks_consent(name: str, *, role: Role, state: State) -> bool:
    """A partner around the family is refused a page of something nobody agreed that their agency may know."""
    around = role is Role.PARTNER and {each.value for each in state.relations} == {"around_family"}
    return around and (not state.agreed or name in NEVER_FOR_PARTNERS) and name in ASK_CONSENT


NEVER_FOR_PARTNERS = {"goal", "goal-reading", "meeting", "step-report", "family-needs"}
ASK_CONSENT = NEVER_FOR_PARTNERS | {"patterns", "roles"}


def _client(account: Account) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(account)
    return client


def test_the_deep_matrix_is_large_enough(scene: Any) -> None:
    assert len(list(_cells(scene))) * len(Role) * len(STATES) >= 20_000
