"""What pages ask about people and families."""

from datetime import date, datetime
from typing import Any

from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.people.models import Family, Membership


def family_for(asker: Any, pk: int, permission: Permission) -> Family:
    """Return the family and log that it was seen; raise NotAllowed with the reason, or Http404."""
    family = Family.objects.filter(pk=pk).first()
    if family is None:
        raise Http404("There is no family with that number. Check the number, or search by name.")
    policy.require(permission, by=asker, about=family)
    viewlog.saw(family=family)
    return family


def members_on(family: Family, *, day: date, known_at: datetime | None = None) -> list[Membership]:
    """Return who belongs to the family on `day` as known at `known_at` (now without one), children oldest first."""
    rows = Membership.objects.known(known_at).on(day).filter(family=family).select_related("person__merged_into")
    return sorted(rows, key=_standing)


def _standing(row: Membership) -> tuple[int, str, str]:
    order = list(Membership.Role)
    grown_ups_first = {Membership.Role.CHILD: 2}.get(Membership.Role(row.role), 1)
    return grown_ups_first, str(row.person.born_from or ""), str(order.index(Membership.Role(row.role)))
