"""The policy table applied: to one family (with the reason), and as a filter for lists.

How a worker stands to a family is known by the rooms that keep it; they register here, so that this room
needs none of them.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.db.models import Q

from oneplan.rulebook.sharing.policy import Decision, Permission, Relation, Role, decide, relations_allowing


class Asker(Protocol):
    """A worker, or a family member's account: whoever wants to see or do something."""

    @property
    def pk(self) -> Any: ...

    @property
    def role(self) -> str: ...


class NotAllowed(Exception):
    """The text says what is not allowed and why."""


RelationFilter = Callable[[Any], Q]
_filters: dict[Relation, RelationFilter] = {Relation.ANYONE: lambda _asker: Q()}


def register(relation: Relation, families_where: RelationFilter) -> None:
    """Say how `relation` is found: a filter over families for one asker."""
    _filters[relation] = families_where


def families_filter(permission: Permission, *, asker: Asker) -> Q:
    """Return the filter over `people.Family` that leaves just those the asker may use `permission` on."""
    allowing = relations_allowing(permission, Role(asker.role))
    if Relation.ANYONE in allowing:
        return Q()
    found = Q(pk__in=[])
    for relation in allowing:
        found |= _filters[relation](asker)
    return found


def decision(permission: Permission, *, asker: Asker, family: Any = None) -> Decision:
    """Decide about one family, or, without one, about something that belongs to no family."""
    allowing = relations_allowing(permission, Role(asker.role))
    held = [r for r in allowing if r is not Relation.ANYONE and family is not None and _stands(r, asker, family)]
    return decide(permission, role=Role(asker.role), relations=held)


def require(permission: Permission, *, by: Asker, about: Any = None) -> None:
    """Raise NotAllowed with the reason unless `by` may; `about` is a family or None."""
    decided = decision(permission, asker=by, family=about)
    if not decided.allowed:
        raise NotAllowed(decided.reason)


def _stands(relation: Relation, asker: Asker, family: Any) -> bool:
    return bool(type(family)._default_manager.filter(_filters[relation](asker), pk=family.pk).exists())
