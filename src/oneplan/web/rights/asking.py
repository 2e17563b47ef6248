"""Who may write down, or answer, what a person asks about their own data."""

from typing import Any

from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission, Relation, Role, relations_allowing
from oneplan.web.access import policy, viewlog
from oneplan.web.people import access, identity
from oneplan.web.people.models import Family, Person
from oneplan.web.rights.models import RightsRequest


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
