"""May this worker change what is kept of this person?"""

from typing import Any

from oneplan.rulebook.sharing.policy import Permission, Relation, Role, relations_allowing
from oneplan.web.access import policy
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person


def families_of(person: Person) -> list[Family]:
    """Families the person belongs to or ever belonged to, as known now."""
    ids = identity.record_ids(identity.kept(person))
    return list(
        Family.objects.filter(memberships__person__in=ids, memberships__known_until=None).distinct().order_by("pk")
    )


def require_for_person(permission: Permission, person: Person, *, by: Any) -> list[Family]:
    """Raise NotAllowed unless `by` may for one of the person's families; return those families.

    Somebody new, in no family yet, may be changed by whoever may add people.
    """
    families = families_of(person)
    if not families:
        policy.require(Permission.PERSON_CREATE, by=by)
        return []
    if Relation.ANYONE in relations_allowing(permission, Role(by.role)):
        return families
    allowed = Family.objects.filter(policy.families_filter(permission, asker=by), pk__in=[f.pk for f in families])
    if not allowed.exists():
        policy.require(permission, by=by, about=families[0])
    return families
