"""Add a person, put right what is known of them, record a birth and a death."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from oneplan.rulebook.people import possible
from oneplan.rulebook.people.dates import Precision, RoughDate
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import identity, projection, timeline
from oneplan.web.people.access import require_for_person
from oneplan.web.people.kin import parents_and_children
from oneplan.web.people.models import Membership, Person, PersonDetail, PersonName
from oneplan.web.site import spells
from oneplan.web.site.actions import action

_KIND = PersonDetail.Kind


class CannotKeepPerson(Exception):
    """The text is written for the worker."""


class ImpossibleDate(CannotKeepPerson):
    """The date that was given cannot be."""


@action
def add(
    *,
    given_names: str = "",
    family_name: str = "",
    description: str = "",
    sex: str = Person.Sex.UNKNOWN,
    born: RoughDate | None = None,
    due_on: date | None = None,
    by: Any,
    at: datetime,
    source: str = "",
) -> Person:
    """Keep a new person; a name, or words that say who it is, is enough."""
    policy.require(Permission.PERSON_CREATE, by=by)
    if not (given_names or family_name or description):
        raise CannotKeepPerson("Write a name, or a few words that say who it is, like “the youngest child”.")
    if born and due_on:
        raise CannotKeepPerson("Somebody is either born or on the way: give a birth date or a due date, not both.")
    person = Person.objects.create(description=description, made_at=at)
    if given_names or family_name:
        spells.begin(PersonName(person=person, given_names=given_names, family_name=family_name), by=by, at=at)
    if sex != Person.Sex.UNKNOWN:
        _keep(person, _KIND.SEX, words=sex, by=by, at=at)
    if born:
        _keep_birth(person, born, by=by, at=at, source=source)
    if due_on:
        _keep_due(person, due_on, by=by, at=at)
    projection.refresh(person)
    audit.record("person_added", about=person, by=by, at=at, name=audit.digest(person.name))
    return person


@action
def correct_birth(*, person: Person, born: RoughDate, by: Any, at: datetime, source: str = "") -> None:
    """Say when somebody was born, for the first time or better than before."""
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    _refuse(possible.death_after_birth(born_from=born.earliest, died_on=person.died_on))
    _refuse_younger_parent(person, born)
    _replace(person, _KIND.BIRTH, at=at)
    _keep_birth(person, born, by=by, at=at, source=source)
    projection.refresh(person)
    audit.record("birth_corrected", about=person, by=by, at=at, family=_one(families), born=audit.digest(born.words))


@action
def correct_due(*, person: Person, due_on: date, by: Any, at: datetime) -> None:
    """Change when a baby on the way is expected."""
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    if not person.is_unborn:
        raise CannotKeepPerson(f"{person} is not recorded as on the way.")
    _replace(person, _KIND.PREGNANCY, at=at)
    _keep_due(person, due_on, by=by, at=at)
    projection.refresh(person)
    audit.record("due_date_corrected", about=person, by=by, at=at, family=_one(families))


@action
def record_birth(
    *, person: Person, born: RoughDate, given_names: str = "", sex: str = "", by: Any, at: datetime, words: str = ""
) -> None:
    """Turn an unborn child into a baby; its expectant parents become parents that day."""
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    if not person.is_unborn:
        raise CannotKeepPerson(f"{person} is not recorded as on the way. To change a birth date, correct it instead.")
    _refuse(possible.born_already(born_from=born.earliest, on=localdate(at)))
    _keep_birth(person, born, by=by, at=at)
    if sex:
        _replace(person, _KIND.SEX, at=at)
        _keep(person, _KIND.SEX, words=sex, by=by, at=at)
    if given_names:
        _rename(person, given_names=given_names, family_name=person.family_name, by=by, at=at)
    if words:
        _keep(person, _KIND.BIRTH_HISTORY, words=words, by=by, at=at)
    _expectant_become_parents(person, families, born=born, by=by, at=at)
    projection.refresh(person)
    timeline.tell(families, on=born.earliest, kind="birth", headline=f"{person.short_name} was born", by=by, at=at,
                  thing=person, people=[person], text=words, tone="ok", on_precision=born.precision)  # fmt: skip
    audit.record("birth_recorded", about=person, by=by, at=at, family=_one(families))


@action
def record_death(*, person: Person, died: RoughDate, by: Any, at: datetime, words: str = "") -> None:
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    _refuse(possible.death_after_birth(born_from=person.born_from, died_on=died.latest))
    if died.earliest > localdate(at):
        raise ImpossibleDate(f"{died.words} lies in the future. Check the date.")
    _replace(person, _KIND.DEATH, at=at)
    _keep(person, _KIND.DEATH, words=words or died.words, rough=died, by=by, at=at)
    projection.refresh(person)
    timeline.tell(families, on=died.earliest, kind="death", headline=f"{person.short_name} died", by=by, at=at,
                  thing=person, people=[person], text=words, on_precision=died.precision)  # fmt: skip
    audit.record("death_recorded", about=person, by=by, at=at, family=_one(families))


@action
def rename(
    *,
    person: Person,
    given_names: str,
    family_name: str,
    by: Any,
    at: datetime,
    on: date | None = None,
    former: str = PersonName.Kind.PREVIOUS,
) -> None:
    """Give somebody their usual name; the former one stays findable."""
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    if not (given_names or family_name):
        raise CannotKeepPerson("Write at least one name.")
    _rename(person, given_names=given_names, family_name=family_name, by=by, at=at, former=former, on=on)
    projection.refresh(person)
    audit.record("person_renamed", about=person, by=by, at=at, family=_one(families), name=audit.digest(person.name))


def _rename(person: Person, *, given_names: str, family_name: str, by: Any, at: datetime, **also: Any) -> None:
    for row in PersonName.objects.known().filter(person=person, kind=PersonName.Kind.USUAL):
        spells.correct(row, by=by, at=at, kind=also.get("former") or PersonName.Kind.PREVIOUS)
    name = PersonName(person=person, given_names=given_names, family_name=family_name, valid_from=also.get("on"))
    spells.begin(name, by=by, at=at)


def _keep(
    person: Person, kind: str, *, words: str, by: Any, at: datetime, rough: RoughDate | None = None, source: str = ""
) -> PersonDetail:
    detail = PersonDetail(person=person, kind=kind, words=words, source=source)
    if rough:
        detail.earliest, detail.latest = rough.earliest, rough.latest
        detail.valid_from_precision = rough.precision
    return spells.begin(detail, by=by, at=at)


def _keep_birth(person: Person, born: RoughDate, *, by: Any, at: datetime, source: str = "") -> None:
    _refuse(possible.born_already(born_from=born.earliest, on=localdate(at)))
    _refuse(possible.born_within_memory(born_to=born.latest, on=localdate(at)))
    _keep(person, _KIND.BIRTH, words=born.words, rough=born, by=by, at=at, source=source)


def _keep_due(person: Person, due_on: date, *, by: Any, at: datetime) -> None:
    if abs((due_on - localdate(at)).days) > possible.LONGEST_PREGNANCY_DAYS:
        raise ImpossibleDate(f"A due date of {due_on:%-d %B %Y} is too far from today. Check the date.")
    exact = RoughDate(due_on, due_on, Precision.DAY)
    _keep(person, _KIND.PREGNANCY, words=f"due {due_on:%-d %B %Y}", rough=exact, by=by, at=at)


def _replace(person: Person, kind: str, *, at: datetime) -> None:
    PersonDetail.objects.known().filter(person=person, kind=kind).update(known_until=at)


def _expectant_become_parents(person: Person, families: list[Any], *, born: RoughDate, by: Any, at: datetime) -> None:
    """Where it is kept who the parents are, only they; another baby may be on the way in the same family."""
    rows = Membership.objects.known().filter(family__in=families, role=Membership.Role.EXPECTANT, valid_to=None)
    parents, _ = parents_and_children(person)
    if parents:
        rows = rows.filter(person__in=identity.records_of([parent.pk for parent in parents]))
    for row in rows:
        if row.valid_from and row.valid_from >= born.earliest:
            spells.correct(row, by=by, at=at, role=Membership.Role.PARENT)
            continue
        spells.end(row, on=born.earliest, by=by, at=at, precision=born.precision)
        now = Membership(family_id=row.family_id, person_id=row.person_id, role=Membership.Role.PARENT, note=row.note)
        now.valid_from, now.valid_from_precision = born.earliest, born.precision
        now.is_counted_here, now.never_met = row.is_counted_here, row.never_met
        spells.begin(now, by=by, at=at)


def _refuse_younger_parent(person: Person, born: RoughDate) -> None:
    parents, children = parents_and_children(person)
    for parent in parents:
        _refuse(possible.parent_older_than_child(parent_from=parent.born_from, child_to=born.latest))
    for child in children:
        _refuse(possible.parent_older_than_child(parent_from=born.earliest, child_to=child.born_to))


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise ImpossibleDate(sentence)


def _one(families: list[Any]) -> Any:
    return families[0] if families else None
