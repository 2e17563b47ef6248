"""Whose people somebody has no part in here, whatever their role: their own family, and one kept to others by name."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from oneplan.rulebook.sharing.policy import ANSWERS_FOR_KEPT_RECORDS, Permission
from oneplan.web.access import policy
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.reads import shut


def kept_from(asker: Any) -> Q:
    """Filter over families. What is asked about a record kept to named workers is answered by one role, or by them."""
    own = shut.tied_to(asker)
    return own if asker.role == ANSWERS_FOR_KEPT_RECORDS else own | shut.guarded_from(asker)


def kept(families: Iterable[Family], *, where: Q) -> list[Family]:
    return list(Family.objects.filter(where, pk__in=[each.pk for each in families]))


def people_of(where: Q) -> set[int]:
    """Every record of everybody who is, or was, in one of these families."""
    families = Family.objects.filter(where)
    return set(
        identity.records_of(Membership.objects.known().filter(family__in=families).values_list("person", flat=True))
    )


def require(permission: Permission, families: Iterable[Family], *, by: Any, where: Q | None = None) -> None:
    """Raise NotAllowed unless `by` may, and none of the families is kept from them."""
    policy.require(permission, by=by)
    if kept(families, where=kept_from(by) if where is None else where):
        raise policy.NotAllowed(policy.SHUT)
