"""What is known of a person, dated: language, faith, a diagnosis, a school, an order's status."""

from datetime import date, datetime
from typing import Any

from oneplan.rulebook.people.dates import Precision
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit
from oneplan.web.people import projection, timeline
from oneplan.web.people.access import require_for_person
from oneplan.web.people.models import Person, PersonDetail
from oneplan.web.site import spells
from oneplan.web.site.actions import action

_KIND = PersonDetail.Kind
# Of these somebody has one at a time: a new one ends the one before.
ONE_AT_A_TIME = frozenset({_KIND.SEX, _KIND.IMMIGRATION, _KIND.INTERPRETER, _KIND.LANGUAGE, _KIND.SCHOOL, _KIND.ORDER})
OWN_ACTIONS = frozenset({_KIND.BIRTH, _KIND.DEATH, _KIND.PREGNANCY})


class CannotKeepDetail(Exception):
    """The text is written for the worker."""


@action
def add(
    *,
    person: Person,
    kind: str,
    words: str,
    by: Any,
    at: datetime,
    on: date | None = None,
    precision: str = Precision.DAY,
    until: date | None = None,
    source: str = "",
) -> PersonDetail:
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    if kind in OWN_ACTIONS:
        raise CannotKeepDetail("A birth, a due date and a death have their own pages.")
    if not words.strip():
        raise CannotKeepDetail("Write in a few words what is worth knowing.")
    if kind in ONE_AT_A_TIME:
        _end_the_one_before(person, kind=kind, on=on, by=by, at=at)
    row = PersonDetail(person=person, kind=kind, words=words.strip(), source=source)
    row.valid_from, row.valid_from_precision, row.valid_to = on, precision, until
    spells.begin(row, by=by, at=at)
    if kind == _KIND.SEX:
        projection.refresh(person)
    if on is not None and kind in {_KIND.DIAGNOSIS, _KIND.ORDER, _KIND.SCHOOL, _KIND.BEREAVEMENT}:
        timeline.tell(families, on=on, on_precision=precision, kind=kind, by=by, at=at, thing=row, people=[person],
                      headline=f"{person.short_name}: {row.words}"[:200])  # fmt: skip
    _audit("detail_kept", row, families, by=by, at=at)
    return row


@action
def end(*, detail: PersonDetail, on: date, by: Any, at: datetime, precision: str = Precision.DAY) -> PersonDetail:
    families = require_for_person(Permission.FAMILY_CHANGE, detail.person, by=by)
    row = spells.end(detail, on=on, by=by, at=at, precision=precision)
    _audit("detail_ended", row, families, by=by, at=at)
    return row


@action
def strike(*, detail: PersonDetail, reason: str, by: Any, at: datetime) -> None:
    families = require_for_person(Permission.FAMILY_CHANGE, detail.person, by=by)
    if not reason.strip():
        raise CannotKeepDetail("Say why this entry is struck out: it stays visible with your reason.")
    spells.strike(detail, reason=reason, at=at)
    projection.refresh(detail.person)
    _audit("detail_struck", detail, families, by=by, at=at)


def _end_the_one_before(person: Person, *, kind: str, on: date | None, by: Any, at: datetime) -> None:
    for row in PersonDetail.objects.known().filter(person=person, kind=kind, valid_to=None):
        if on is None or (row.valid_from and row.valid_from >= on):
            spells.strike(row, reason="replaced by a newer entry", at=at)
        else:
            spells.end(row, on=on, by=by, at=at)


def _audit(event: str, row: PersonDetail, families: list[Any], *, by: Any, at: datetime) -> None:
    family = families[0] if families else None
    words = audit.digest(row.words)
    audit.record(event, about=row, by=by, at=at, family=family, person=row.person_id, kind=row.kind, words=words)
