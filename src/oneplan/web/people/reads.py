"""What pages ask about people and families."""

from datetime import date, datetime
from typing import Any

from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.people import identity
from oneplan.web.people.access import require_for_person
from oneplan.web.people.knowledge import as_known
from oneplan.web.people.models import Family, Membership, Person


def family_for(asker: Any, pk: int, permission: Permission) -> Family:
    """Return the family and log that it was seen; raise NotAllowed with the reason, or Http404."""
    family = Family.objects.filter(pk=pk).first()
    if family is None:
        raise Http404("There is no family with that number. Check the number, or search by name.")
    policy.require(permission, by=asker, about=family)
    viewlog.saw(family=family)
    return family


def members_on(family: Family, *, day: date, known_at: datetime | None = None) -> list[Membership]:
    """Return who belongs to the family on `day` as known at `known_at` (now without one).

    Grown-ups come first, then children, oldest first. Records merged by then appear once, under the kept one;
    names and ages are those known at `known_at` too.
    """
    rows = list(Membership.objects.known(known_at).on(day).filter(family=family).select_related("person"))
    standing = identity.kept_ids([row.person_id for row in rows], known_at=known_at)
    missing = set(standing.values()) - {row.person_id for row in rows}
    people = {row.person_id: row.person for row in rows} | Person.objects.in_bulk(missing)
    if known_at is not None:
        as_known(people.values(), known_at=known_at)
    once: dict[int, Membership] = {}
    for row in sorted(rows, key=lambda row: (row.person_id != standing[row.person_id], row.pk)):
        row.person = people[standing[row.person_id]]
        once.setdefault(row.person.pk, row)
    return sorted(once.values(), key=_standing)


def _standing(row: Membership) -> tuple[bool, str, int, int]:
    order = list(Membership.Role).index(Membership.Role(row.role))
    return row.role == Membership.Role.CHILD, str(row.person.born_from or "9999"), order, row.person.pk


def person_for(asker: Any, pk: int, permission: Permission) -> Person:
    """Return the person, logged as seen, under the record that stands for them; raise NotAllowed or Http404."""
    person = Person.objects.filter(pk=pk).select_related("merged_into__merged_into").first()
    if person is None:
        raise Http404("There is no person with that number. Check the number, or search by name.")
    person = identity.kept(person)
    families = require_for_person(permission, person, by=asker)
    viewlog.saw(person)
    viewlog.concerns(families)
    return person


def family_people_for(asker: Any, pk: int, permission: Permission) -> Family:
    """As `family_for`; also a family that nobody works with yet, for whoever works with the one it formed out of."""
    family = Family.objects.filter(pk=pk).first()
    if family is not None and may_fill(family, asker=asker):
        viewlog.saw(family=family)
        return family
    return family_for(asker, pk, permission)


def may_fill(family: Family, *, asker: Any) -> bool:
    if family.episodes.exists():
        return False
    older = Family.objects.filter(formed__newer=family)
    return older.filter(policy.families_filter(Permission.FAMILY_CHANGE, asker=asker)).exists()
