"""Numbers by which other systems know a person, checked where a check digit exists."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.gb import nhs, upn

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import access, identity, numbers
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
    _refuse_twice(person, numbers.searched_as(scheme, plain), scheme=scheme, by=by)
    made = numbers.fill(Identifier(person=person, scheme=scheme, source=source), value.strip(), plain)
    row = spells.begin(made, by=by, at=at)
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


@action
def seal_marked(*, by: Any, at: datetime, most: int = 500) -> int:
    """Seal a batch of numbers whose scheme the area has marked since; return how many there were."""
    if by is not None:
        policy.require(Permission.AREA_CONFIGURE, by=by)
    rows = Identifier.objects.filter(scheme__in=numbers.sealed_schemes(), sealed_value="").order_by("pk")
    batch = list(rows.select_for_update(of=("self",))[:most])
    for row in batch:
        numbers.fill(row, row.value, row.plain)
    Identifier.objects.bulk_update(batch, ["value", "sealed_value", "plain"])
    if batch:
        audit.record("numbers_sealed", about=batch[0], by=by, at=at, rows=len(batch), last=batch[-1].pk)
    return len(batch)


def _refuse_twice(person: Person, plain: str, *, scheme: str, by: Any) -> None:
    row = Identifier.objects.known().filter(scheme=scheme, plain=plain).select_related("person__merged_into").first()
    if row is None:
        return
    other = identity.kept(row.person)
    if other == person:
        raise CannotKeepNumber(f"That number is already on {person}'s record.")
    is_sealed = row.is_sealed and not access.sees_sealed_numbers_of([other.pk], by=by)
    if is_sealed or policy.are_shut(access.families_of(other), asker=by):
        raise CannotKeepNumber(
            "Somebody whom another team knows has the same number. Check it once more; if it is right, ask the front "
            "door whether the two are one person."
        )
    raise SameNumberElsewhere(other)


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
