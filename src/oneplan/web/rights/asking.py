"""Who may write down, or answer, what a person asks about their own data."""

import re
from typing import Any

from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission, Relation, Role, relations_allowing
from oneplan.web.access import policy, viewlog
from oneplan.web.people import access, identity, search
from oneplan.web.people.models import Family, Person
from oneplan.web.people.search import Found
from oneplan.web.rights import standing
from oneplan.web.rights.models import RightsRequest

MOST_LIKE = 12


def require_for_person(permission: Permission, person: Person, *, by: Any) -> list[Family]:
    """As the room of people does: a record that is shut to somebody is shut here as well.

    Those whose work it is to answer may for everybody who is not of their own family, for somebody in no family, too.
    """
    if not _answers(by, permission):
        return access.require_for_person(permission, person, by=by)
    families = access.families_of(person)
    standing.require(permission, families, by=by)
    return families


def _answers(asker: Any, permission: Permission) -> bool:
    role = Role(asker.role)
    needed = (Permission.RIGHTS_HANDLE, permission)
    return all(Relation.ANYONE in relations_allowing(each, role) for each in needed)


def person_for(asker: Any, pk: int, permission: Permission) -> Person:
    """To whoever answers requests, somebody kept from them is like a number that is nobody's."""
    person = Person.objects.filter(pk=pk).select_related("merged_into__merged_into").first()
    if person is None or (_answers(asker, permission) and _is_kept(person, asker)):
        raise Http404("There is no person with that number. Check the number, or search by name.")
    person = identity.kept(person)
    families = require_for_person(permission, person, by=asker)
    viewlog.saw(person)
    viewlog.concerns(families)
    return person


def person_by_number(text: str, *, asker: Any) -> Person | None:
    """“P-100007”, or the number alone; None when it is nobody's, or kept from whoever asks."""
    found = re.fullmatch(r"(?i)(?:p-?)?(\d{6,12})", text)
    person = Person.objects.filter(pk=int(found[1]) - 100000).first() if found else None
    return identity.kept(person) if person is not None and not _is_kept(person, asker) else None


def _is_kept(person: Person, asker: Any) -> bool:
    return bool(standing.kept(access.families_of(person), where=standing.kept_from(asker)))


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
    if row is None or _is_kept(row.person, asker):
        raise Http404("There is no request with that number. Open it again from the list.")
    viewlog.saw(row, row.person)
    viewlog.concerns(access.families_of(row.person))
    return row
