"""How two people stand to each other, from when until when."""

from datetime import date, datetime
from typing import Any

from oneplan.rulebook.people import possible
from oneplan.rulebook.people.dates import Precision
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit
from oneplan.web.access.policy import NotAllowed
from oneplan.web.people import identity
from oneplan.web.people.access import require_for_person
from oneplan.web.people.models import Person, Relationship
from oneplan.web.site import spells
from oneplan.web.site.actions import action

_KIND = Relationship.Kind
BY_BIRTH = frozenset({_KIND.PARENT})


class CannotRelate(Exception):
    """The text is written for the worker."""


class ImpossibleAges(CannotRelate):
    """A parent younger than the child."""


@action
def add(
    *,
    person: Person,
    kind: str,
    other: Person,
    by: Any,
    at: datetime,
    on: date | None = None,
    precision: str = Precision.DAY,
    until: date | None = None,
    note: str = "",
    source: str = "",
) -> Relationship:
    """Say “`person` is the `kind` `other`”, like “Grace, parent of, Leo”."""
    person, other = identity.kept(person), identity.kept(other)
    families = _require_either(person, other, by=by)
    _refuse_same(person, other)
    _refuse_again(person, other, kind=kind)
    if kind in BY_BIRTH:
        sentence = possible.parent_older_than_child(parent_from=person.born_from, child_to=other.born_to)
        if sentence:
            raise ImpossibleAges(sentence)
    row = Relationship(person=person, other=other, kind=kind, note=note, source=source)
    row.valid_from, row.valid_from_precision, row.valid_to = on, precision, until
    spells.begin(row, by=by, at=at)
    audit.record("relationship_added", about=row, by=by, at=at, family=_first(families), kind=kind,
                 person=person.pk, other=other.pk)  # fmt: skip
    return row


@action
def end(*, relationship: Relationship, on: date, by: Any, at: datetime, precision: str = Precision.DAY) -> Relationship:
    families = _require_either(relationship.person, relationship.other, by=by)
    row = spells.end(relationship, on=on, by=by, at=at, precision=precision)
    audit.record("relationship_ended", about=row, by=by, at=at, family=_first(families))
    return row


@action
def strike(*, relationship: Relationship, reason: str, by: Any, at: datetime) -> None:
    families = _require_either(relationship.person, relationship.other, by=by)
    if not reason.strip():
        raise CannotRelate("Say why this entry is struck out: it stays visible with your reason.")
    spells.strike(relationship, reason=reason, at=at)
    audit.record("relationship_struck", about=relationship, by=by, at=at, family=_first(families))


def _require_either(person: Person, other: Person, *, by: Any) -> list[Any]:
    """Whoever may change what is kept of one of the two may say how they stand to each other."""
    try:
        return require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    except NotAllowed:
        return require_for_person(Permission.FAMILY_CHANGE, other, by=by)


def _refuse_same(person: Person, other: Person) -> None:
    if person.pk == other.pk:
        raise CannotRelate(f"{person} cannot be related to themselves. Choose another person.")


def _refuse_again(person: Person, other: Person, *, kind: str) -> None:
    rows = Relationship.objects.known().filter(kind=kind, valid_to=None)
    if rows.filter(person=person, other=other).exists():
        raise CannotRelate(f"It is already kept that {person} is {_KIND(kind).label} {other}.")


def _first(families: list[Any]) -> Any:
    return families[0] if families else None
