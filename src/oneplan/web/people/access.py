"""May this worker change what is kept of this person?"""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from oneplan.rulebook.sharing.policy import Permission, Relation, Role, relations_allowing
from oneplan.web.access import policy, viewlog
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Home, Membership, Person, Residence


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
    if policy.are_shut(families, asker=by):
        raise policy.NotAllowed(policy.SHUT)
    _require_one_of(families, permission, by=by)
    return families


def require_for_home(permission: Permission, home: Home, *, by: Any) -> list[Family]:
    """Raise NotAllowed unless `by` may for a family somebody of which lives, or lived, in the home.

    A home where nobody has lived yet may be filled by whoever may start a family.
    """
    people = identity.kept_ids(Residence.objects.known().filter(home=home).values_list("person", flat=True))
    families = list(
        Family.objects.filter(memberships__person__in=[*people, *people.values()], memberships__known_until=None)
        .distinct()
        .order_by("pk")
    )
    if not families:
        policy.require(Permission.FAMILY_CREATE, by=by)
        return []
    _require_one_of(families, permission, by=by)
    return families


def _require_one_of(families: list[Family], permission: Permission, *, by: Any) -> None:
    allowed = allowed_families(permission, families, by=by)
    if not allowed:
        policy.require(permission, by=by, about=families[0])
    viewlog.seen_through(allowed)


def allowed_families(permission: Permission, families: Iterable[Family], *, by: Any) -> list[Family]:
    """Return those of the families that `by` may use `permission` on."""
    ids = [family.pk for family in families]
    return list(Family.objects.filter(policy.families_filter(permission, asker=by), pk__in=ids).order_by("pk"))


def sees_sealed_numbers_of(people: Iterable[int], *, by: Any) -> set[int]:
    """Those of the people whose sealed numbers `by` may read: they may change a family of theirs."""
    people = list(people)
    records = identity.records_of(people)
    members = Membership.objects.known().filter(
        person__in=records, family__in=Family.objects.filter(policy.families_filter(Permission.FAMILY_CHANGE, asker=by))
    )
    known = {records[pk] for pk in members.values_list("person", flat=True)}
    return {each for each in people if records[each] in known}


def sees_protected_addresses_of(homes: Iterable[Home], *, by: Any) -> set[int]:
    """Homes whose address `by` may read though it is kept safe: a family that they work with lives there now."""
    homes = list(homes)
    if Relation.ANYONE in relations_allowing(Permission.FAMILY_CHANGE, Role(by.role)):
        return set()
    residences = Residence.objects.current(localdate()).filter(home__in=homes)
    lives = list(residences.values_list("home", "person"))
    kept = identity.kept_ids([person for _, person in lives])
    members = Membership.objects.current(localdate()).filter(
        person__in=[*kept, *kept.values()],
        family__in=Family.objects.filter(policy.families_filter(Permission.FAMILY_CHANGE, asker=by)),
    )
    known = set(members.values_list("person", flat=True))
    return {home for home, person in lives if person in known or kept[person] in known}
