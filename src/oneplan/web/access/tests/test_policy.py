"""The policy table applied, with relations and records shut away of the test's own."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q

from oneplan.rulebook.sharing.policy import Permission, Relation, Role
from oneplan.web.access import policy, prepared, viewlog
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from tests.cast import LONG_AGO

WORKS, SEES_ALL = Permission.NOTE_ADD, Permission.REQUEST_DECIDE


@pytest.fixture
def family(db: None) -> Family:
    return Family.objects.create(name="Ours", made_at=LONG_AGO)


@pytest.fixture
def other(db: None) -> Family:
    return Family.objects.create(name="Theirs", made_at=LONG_AGO)


@pytest.fixture(autouse=True)
def relations(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[Relation, Any]]:
    """Nobody stands to any family until a test says so."""
    kept: dict[Relation, Any] = {each: _of() for each in Relation}
    kept[Relation.ANYONE] = policy._filters[Relation.ANYONE]
    monkeypatch.setattr(policy, "_filters", kept)
    monkeypatch.setattr(policy, "_shut", [_of()])
    prepared.forget()
    yield kept
    prepared.forget()


def _worker(role: Role) -> Any:
    return Worker(pk=7, name="Priya", role=role, agency_id=1)


def _of(*families: Family) -> Any:
    return lambda _asker: Q(pk__in=[each.pk for each in families])


def _found(permission: Permission, who: Any) -> set[str]:
    return set(Family.objects.filter(policy.families_filter(permission, asker=who)).values_list("name", flat=True))


def _agree(permission: Permission, who: Any, *families: Family) -> set[str]:
    """The filter and the decision about each say the same; return what they allow."""
    found = _found(permission, who)
    allowed = {each.name for each in families if policy.decision(permission, asker=who, family=each).allowed}
    assert found == allowed
    return found


def test_without_a_relation_nothing_and_with_anyone_everything(family: Family, other: Family) -> None:
    assert _agree(WORKS, _worker(Role.KEY_WORKER), family, other) == set()
    assert _agree(SEES_ALL, _worker(Role.FRONT_DOOR), family, other) == {"Ours", "Theirs"}
    assert _agree(SEES_ALL, _worker(Role.KEY_WORKER), family, other) == set()


def test_any_of_the_relations_of_the_role_is_enough(family: Family, other: Family, relations: dict[Any, Any]) -> None:
    relations[Relation.OWN_TEAM] = _of(family)
    relations[Relation.OWN_FAMILY] = _of(other)
    relations[Relation.FAMILY_MEMBER] = _of(family, other)  # no worker's relation
    assert _agree(WORKS, _worker(Role.KEY_WORKER), family, other) == {"Ours", "Theirs"}
    assert _agree(WORKS, _worker(Role.COMMISSIONER), family, other) == set()


@pytest.mark.parametrize("role", [Role.KEY_WORKER, Role.FRONT_DOOR])
def test_what_is_shut_is_shut_whatever_the_relation(
    family: Family, other: Family, relations: dict[Any, Any], role: Role
) -> None:
    relations[Relation.OWN_TEAM] = _of(family, other)
    for shut in (_of(family), _of()):
        policy.shut_out(shut)
    permission = WORKS if role is Role.KEY_WORKER else SEES_ALL
    assert _agree(permission, _worker(role), family, other) == {"Theirs"}
    who = _worker(role)
    assert policy.decision(permission, asker=who, family=family).reason == policy.SHUT
    assert policy.are_shut([family], asker=who)
    assert policy.are_shut([other, family], asker=who)
    assert not policy.are_shut([other], asker=who)
    assert not policy.are_shut([], asker=who)


def test_nothing_is_shut_where_nobody_shuts(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_shut", [])
    assert policy.are_shut([family], asker=_worker(Role.KEY_WORKER)) is False


def test_an_emergency_opens_what_is_shut_where_the_permission_knows_one(
    family: Family, other: Family, relations: dict[Any, Any]
) -> None:
    policy.shut_out(_of(family, other))
    relations[Relation.EMERGENCY] = _of(family)
    who = _worker(Role.KEY_WORKER)
    assert _agree(Permission.FAMILY_VIEW, who, family, other) == {"Ours"}
    assert _agree(Permission.PLAN_CHANGE, who, family, other) == set()
    assert not policy.are_shut([family], asker=who)
    assert policy.are_shut([other], asker=who)


def test_what_was_opened_and_how_is_known_to_the_page(family: Family, relations: dict[Any, Any]) -> None:
    who = _worker(Role.KEY_WORKER)
    for standing, rests in ((Relation.EMERGENCY, True), (Relation.OWN_TEAM, False)):
        relations[Relation.EMERGENCY] = relations[Relation.OWN_TEAM] = _of()
        relations[standing] = _of(family)
        prepared.forget()
        with viewlog.collecting() as seen:
            viewlog.saw(family=family)
            policy.decision(Permission.FAMILY_VIEW, asker=who, family=family)
            assert (family.pk in seen.opened, viewlog.may_rest_on_an_emergency(family.pk)) == (True, rests)


def test_a_refusal_names_the_reason_and_the_family(family: Family) -> None:
    with pytest.raises(NotAllowed) as refused:
        policy.require(WORKS, by=_worker(Role.KEY_WORKER), about=family)
    assert "key worker" in str(refused.value)
    assert refused.value.family_id == family.pk
    for about in (None, SimpleNamespace(pk=0)):
        with pytest.raises(NotAllowed) as refused:
            policy.require(WORKS, by=_worker(Role.COMMISSIONER), about=about)
        assert refused.value.family_id is None
    with viewlog.collecting() as seen:
        with pytest.raises(NotAllowed):
            policy.require(WORKS, by=_worker(Role.KEY_WORKER), about=family)
        assert not seen.opened


@pytest.mark.parametrize(
    ("first", "duty", "refused"),
    [(7, Permission.SHARING_APPROVE, True), (8, Permission.SHARING_APPROVE, False), (7, Permission.NOTE_ADD, False),
     (None, Permission.SHARING_APPROVE, False)],
)  # fmt: skip
def test_two_duties_do_not_meet_in_one_person(first: int | None, duty: Permission, refused: bool) -> None:
    who = _worker(Role.TEAM_MANAGER)
    begun = None if first is None else SimpleNamespace(pk=first)
    if not refused:
        policy.require_another(begun, by=who, duty=duty)
        return
    with pytest.raises(NotAllowed, match="somebody else than who asked for it"):
        policy.require_another(begun, by=who, duty=duty)
