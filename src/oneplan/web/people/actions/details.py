"""What is known of a person, dated: language, faith, a diagnosis, a school, an order's status."""

from datetime import date, datetime
from typing import Any

from oneplan.rulebook.people.dates import Precision
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import held_back, identity, projection, timeline
from oneplan.web.people.access import require_for_person
from oneplan.web.people.models import Person, PersonDetail, TimelineEntry
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
    if kind in ONE_AT_A_TIME and until is None:
        _end_the_one_before(person, kind=kind, on=on, precision=precision, families=families, by=by, at=at)
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
    families = _require_theirs(detail, by=by)
    row = spells.end(detail, on=on, by=by, at=at, precision=precision)
    _audit("detail_ended", row, families, by=by, at=at)
    return row


@action
def strike(*, detail: PersonDetail, reason: str, by: Any, at: datetime) -> None:
    families = _require_theirs(detail, by=by)
    if not reason.strip():
        raise CannotKeepDetail("Say why this entry is struck out: it stays visible with your reason.")
    _strike(detail, families, reason=reason, by=by, at=at)
    projection.refresh(detail.person)


def _require_theirs(detail: PersonDetail, *, by: Any) -> list[Any]:
    """Raise NotAllowed for who may not change the person, or from whom this entry is kept."""
    families = require_for_person(Permission.FAMILY_CHANGE, detail.person, by=by)
    if held_back.is_kept_from(by, detail):
        raise policy.NotAllowed("This entry is kept to workers named for it. One of them can change it.")
    return families


def _end_the_one_before(
    person: Person, *, kind: str, on: date | None, precision: str, families: list[Any], by: Any, at: datetime
) -> None:
    ids = identity.record_ids(identity.kept(person))
    for row in PersonDetail.objects.known().filter(person__in=ids, kind=kind, valid_to=None):
        if on is None or row.valid_from == on:
            _strike(row, families, reason="replaced by a newer entry", by=by, at=at)
        elif row.valid_from is None or row.valid_from < on:
            ended = spells.end(row, on=on, by=by, at=at, precision=precision)
            _audit("detail_ended", ended, families, by=by, at=at)


def _strike(row: PersonDetail, families: list[Any], *, reason: str, by: Any, at: datetime) -> None:
    spells.strike(row, reason=reason, at=at)
    timeline.strike(row, reason=reason)
    if row.kind in {_KIND.BIRTH, _KIND.DEATH}:  # their lines are told of the person
        lines = TimelineEntry.objects.filter(kind=row.kind, thing_type=Person._meta.label_lower, struck_reason="")
        lines.filter(thing_id=row.person_id).update(struck_reason=reason)
    _audit("detail_struck", row, families, by=by, at=at)


def _audit(event: str, row: PersonDetail, families: list[Any], *, by: Any, at: datetime) -> None:
    family = families[0] if families else None
    words = audit.digest(row.words)
    audit.record(event, about=row, by=by, at=at, family=family, person=row.person_id, kind=row.kind, words=words)
