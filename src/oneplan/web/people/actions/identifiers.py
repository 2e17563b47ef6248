"""Numbers by which other systems know a person, checked where a check digit exists."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.gb import nhs, upn

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit
from oneplan.web.people import identity
from oneplan.web.people.access import require_for_person
from oneplan.web.people.models import Identifier, Person
from oneplan.web.site import lists, spells
from oneplan.web.site.actions import action


def _check_upn(plain: str) -> None:
    """Check form and check letter; which authorities exist changes, and the library's list of them is old."""
    try:
        upn.validate(plain)
    except InvalidComponent:
        if upn.calc_check_digit(plain[1:]) != plain[0]:
            raise InvalidChecksum from None


CHECKS: dict[str, Callable[[str], object]] = {"nhs": nhs.validate, "upn": _check_upn}


class CannotKeepNumber(Exception):
    """The text is written for the worker."""


class SameNumberElsewhere(CannotKeepNumber):
    """Somebody else's record has this number: perhaps the two are one person."""

    def __init__(self, other: Person) -> None:
        super().__init__(
            f"{other} ({other.reference}) has the same number. If they are one person, join the two records; "
            "if not, check the number with whoever gave it."
        )
        self.other = other


@action
def add(*, person: Person, scheme: str, value: str, by: Any, at: datetime, source: str = "") -> Identifier:
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    person = identity.kept(person)
    plain = checked(scheme, value)
    rows = Identifier.objects.known().filter(scheme=scheme, plain=plain).select_related("person")
    for row in rows:
        if identity.kept(row.person) != person:
            raise SameNumberElsewhere(identity.kept(row.person))
        raise CannotKeepNumber(f"That number is already on {person}'s record.")
    row = spells.begin(Identifier(person=person, scheme=scheme, value=value.strip(), plain=plain, source=source),
                       by=by, at=at)  # fmt: skip
    audit.record("number_kept", about=row, by=by, at=at, family=families[0] if families else None,
                 person=person.pk, scheme=scheme, value=audit.digest(plain))  # fmt: skip
    return row


@action
def strike(*, identifier: Identifier, reason: str, by: Any, at: datetime) -> None:
    families = require_for_person(Permission.FAMILY_CHANGE, identifier.person, by=by)
    if not reason.strip():
        raise CannotKeepNumber("Say why this number is struck out: it stays visible with your reason.")
    spells.strike(identifier, reason=reason, at=at)
    audit.record("number_struck", about=identifier, by=by, at=at, family=families[0] if families else None)


def checked(scheme: str, value: str) -> str:
    """Return the number as it is searched; raise CannotKeepNumber when its check digit does not fit."""
    plain = "".join(value.split()).replace("-", "").upper()
    if not plain:
        raise CannotKeepNumber("Write the number.")
    if scheme in CHECKS:
        try:
            CHECKS[scheme](plain)
        except WrongNumber:
            name = lists.name_of("identifier", scheme)
            raise CannotKeepNumber(
                f"“{value.strip()}” is not a {name}: its check digit does not fit. Look for a slip in one digit."
            ) from None
    return plain
