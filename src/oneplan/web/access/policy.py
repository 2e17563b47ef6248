"""The policy table applied: to one family (with the reason), and as a filter for lists.

How a worker stands to a family is known by the rooms that keep it; they register here, so that this room
needs none of them.
"""

from collections.abc import Callable, Collection
from typing import Any, Protocol

from django.db.models import Q

from oneplan.rulebook.sharing.policy import (
    APART,
    PERMISSION_WORDS,
    Decision,
    Permission,
    Relation,
    Role,
    decide,
    relations_allowing,
)
from oneplan.web.access import prepared, viewlog


class Asker(Protocol):
    """A worker, or a family member's account: whoever wants to see or do something."""

    @property
    def pk(self) -> Any: ...

    @property
    def role(self) -> str: ...


class NotAllowed(Exception):
    """The text says what is not allowed and why; `family_id` whose record it was about, where that is known."""

    def __init__(self, words: str, *, family_id: int | None = None) -> None:
        super().__init__(words)
        self.family_id = family_id


RelationFilter = Callable[[Any], Q]
SHUT = "This record is kept to workers named by a manager, and you are not one of them."
_filters: dict[Relation, RelationFilter] = {Relation.ANYONE: lambda _asker: Q()}
_shut: list[RelationFilter] = []


def register(relation: Relation, families_where: RelationFilter) -> None:
    """Say how `relation` is found: a filter over families for one asker."""
    _filters[relation] = families_where


def shut_out(families_where: RelationFilter) -> None:
    """Say which families are kept from an asker whatever the relation: a filter over families."""
    if families_where not in _shut:
        _shut.append(families_where)


def families_filter(permission: Permission, *, asker: Asker) -> Q:
    """Return the filter over `people.Family` that leaves just those the asker may use `permission` on."""
    allowing = relations_allowing(permission, Role(asker.role))
    usual = _any_of(allowing - {Relation.EMERGENCY}, asker)
    if _shut:
        usual &= ~_shut_to(asker)
    return usual | _any_of({Relation.EMERGENCY}, asker) if Relation.EMERGENCY in allowing else usual


def decision(permission: Permission, *, asker: Asker, family: Any = None) -> Decision:
    """Decide about one family, or, without one, about something that belongs to no family."""
    role = Role(asker.role)
    if family is None:
        return decide(permission, role=role, relations=())
    allowing = relations_allowing(permission, role)
    asked = [each for each in Relation if each in allowing - {Relation.ANYONE}]
    standing = _stands(asked, asker=asker, family=family) if allowing else set()
    if Relation.EMERGENCY in standing:
        viewlog.in_an_emergency(family)
    decided = decide(permission, role=role, relations=standing - {SHUT}, shut=SHUT if SHUT in standing else "")
    if decided.allowed:
        viewlog.opened(family)
    return decided


def are_shut(families: Collection[Any], *, asker: Asker) -> bool:
    """Is one of these families kept from the asker, and not opened in an emergency?"""
    if not families or not _shut:
        return False
    model = type(next(iter(families)))._default_manager
    return bool(model.filter(shut_filter(asker=asker), pk__in=[each.pk for each in families]).exists())


def shut_filter(*, asker: Asker) -> Q:
    """Return the filter over `people.Family` that leaves those kept from the asker, who opened none in an emergency."""
    return _shut_to(asker) & ~_any_of({Relation.EMERGENCY}, asker)


def require(permission: Permission, *, by: Asker, about: Any = None) -> None:
    """Raise NotAllowed with the reason unless `by` may; `about` is a family or None."""
    decided = decision(permission, asker=by, family=about)
    if not decided.allowed:
        raise NotAllowed(decided.reason, family_id=getattr(about, "pk", None) or None)


def require_another(first: Any, *, by: Asker, duty: Permission, than: str = "who asked for it") -> None:
    """Raise NotAllowed where `by` is who did the first of two duties that must not meet in one person."""
    if first is not None and first.pk == by.pk and any(duty is second for _, second in APART):
        raise NotAllowed(f"To {PERMISSION_WORDS[duty]}, it has to be somebody else than {than}.")


def _any_of(relations: Collection[Relation], asker: Asker) -> Q:
    if Relation.ANYONE in relations:
        return Q()
    found = Q(pk__in=[])
    for relation in relations:
        found |= _filters[relation](asker)
    return found


def _shut_to(asker: Asker) -> Q:
    found = Q(pk__in=[])
    for families_where in _shut:
        found |= families_where(asker)
    return found


def _stands(relations: Collection[Relation], *, asker: Asker, family: Any) -> set[Any]:
    """Which of these relations hold, and whether the record is shut, in one question to the database."""
    row = prepared.answers([*(_filters[each] for each in relations), *_shut], asker=asker, family=family)
    holding = {name for name, holds in zip(relations, row, strict=False) if holds}
    return holding | ({SHUT} if any(row[len(relations) :]) else set())
