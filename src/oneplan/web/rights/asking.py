"""Who may write down, or answer, what a person asks about their own data."""

import re
from typing import Any

from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission, Relation, Role, relations_allowing
from oneplan.web.access import policy, viewlog
from oneplan.web.people import access, identity, search
from oneplan.web.people.models import Family, Person
from oneplan.web.people.search import Found
from oneplan.web.rights.models import RightsRequest

MOST_LIKE = 12


def require_for_person(permission: Permission, person: Person, *, by: Any) -> list[Family]:
    """As the room of people does: a record that is shut to somebody is shut here as well.

    Those whose work it is to answer may for everybody, for somebody in no family, too.
    """
    role = Role(by.role)
    answers = Relation.ANYONE in relations_allowing(Permission.RIGHTS_HANDLE, role)
    if answers and Relation.ANYONE in relations_allowing(permission, role):
        return access.families_of(person)
    return access.require_for_person(permission, person, by=by)


def person_for(asker: Any, pk: int, permission: Permission) -> Person:
    person = Person.objects.filter(pk=pk).select_related("merged_into__merged_into").first()
    if person is None:
        raise Http404("There is no person with that number. Check the number, or search by name.")
    person = identity.kept(person)
    families = require_for_person(permission, person, by=asker)
    viewlog.saw(person)
    viewlog.concerns(families)
    return person


def person_by_number(text: str) -> Person | None:
    """“P-100007”, or the number alone; None when it is nobody's."""
    found = re.fullmatch(r"(?i)(?:p-?)?(\d{6,12})", text)
    person = Person.objects.filter(pk=int(found[1]) - 100000).first() if found else None
    return identity.kept(person) if person is not None else None


def may_find(asker: Any) -> bool:
    return policy.decision(Permission.PERSON_FIND, asker=asker).allowed


def people_like(text: str, *, asker: Any) -> list[Found]:
    """The likeliest first, for whoever may search by name."""
    if not text or not may_find(asker):
        return []
    found = search.find(text, asker=asker, most=MOST_LIKE)
    viewlog.saw(*(each.person for each in found))
    return found


def request_for(asker: Any, pk: int) -> RightsRequest:
    """Return the request, logged as seen, for whoever answers requests."""
    policy.require(Permission.RIGHTS_HANDLE, by=asker)
    row = (
        RightsRequest.objects.select_related("person__merged_into", "recorded_by", "answered_by").filter(pk=pk).first()
    )
    if row is None:
        raise Http404("There is no request with that number. Open it again from the list.")
    viewlog.saw(row, row.person)
    viewlog.concerns(access.families_of(row.person))
    return row
