"""Homes, and who lives in them from when until when."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from oneplan.rulebook.people.dates import Precision, in_words, last_day
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import identity, moves, telling, timeline
from oneplan.web.people.access import require_for_home, require_for_person, sees_protected_addresses_of
from oneplan.web.people.models import Home, HomeDetail, Person, Residence
from oneplan.web.site import spells
from oneplan.web.site.actions import action

SAFE_LABEL = "A safe address"
ONE_AT_A_TIME = frozenset({HomeDetail.Kind.TENURE, HomeDetail.Kind.LANDLORD})


class CannotChangeHome(Exception):
    """The text is written for the worker."""


class ImpossibleDate(CannotChangeHome):
    """The date that was given cannot be."""


@action
def add(
    *, label: str, by: Any, at: datetime, address: str = "", postcode: str = "", is_protected: bool = False
) -> Home:
    """Keep a home; the address may be unknown."""
    policy.require(Permission.FAMILY_CREATE, by=by)
    named = label or ("" if is_protected else address)  # the label is shown where a protected address is not
    home = Home(label=named or "Home", made_at=at).put_at(address, postcode, is_protected=is_protected)
    home.save(force_insert=True)
    plain = postcode.upper().replace(" ", "")
    audit.record("home_added", about=home, by=by, at=at, address=audit.digest(f"{address} {plain}"))
    return home


@action
def protect(*, home: Home, by: Any, at: datetime) -> Home:
    """Keep the address safe from now on: it is sealed in this same step, and a label that tells it goes."""
    families = require_for_home(Permission.FAMILY_CHANGE, home, by=by)
    row = Home.objects.select_for_update().get(pk=home.pk)
    if row.is_protected:
        raise CannotChangeHome("The address is kept safe already. Nothing was changed.")
    row.put_at(*row.parts_of_address, is_protected=True)
    if telling.is_told_by(row, row.label):
        row.label = SAFE_LABEL
    row.save()
    audit.record("home_protected", about=row, by=by, at=at, family=_first(families))
    return row


@action
def unprotect(*, home: Home, reason: str, by: Any, at: datetime) -> Home:
    """Stop keeping the address safe: only for whoever may read it."""
    families = require_for_home(Permission.FAMILY_CHANGE, home, by=by)
    row = Home.objects.select_for_update().get(pk=home.pk)
    if not row.is_protected:
        raise CannotChangeHome("The address is not kept safe any more. Nothing was changed.")
    if not sees_protected_addresses_of([row], by=by):
        raise policy.NotAllowed("Only those who work with a family that lives there now may stop keeping it safe.")
    if not reason.strip():
        raise CannotChangeHome("Say why the address may be known from now on.")
    row.put_at(*row.parts_of_address, is_protected=False)
    row.save()
    audit.record("home_unprotected", about=row, by=by, at=at, family=_first(families), reason=audit.digest(reason))
    timeline.tell(families, on=localdate(at), kind="home", text=reason.strip(), by=by, at=at, thing=row,
                  headline="An address is no longer kept safe", aside=row.label)  # fmt: skip
    return row


@action
def move_in(
    *,
    person: Person,
    home: Home,
    by: Any,
    at: datetime,
    on: date | None = None,
    precision: str = Precision.DAY,
    until: date | None = None,
    pattern: str = Residence.Pattern.MAIN,
) -> Residence:
    """Say that somebody lives in a home from `on`; they may live in another one too."""
    families = require_for_person(Permission.FAMILY_CHANGE, person, by=by)
    person = identity.kept(person)
    if _residences(person, on=on).filter(home=home).exists():
        raise CannotChangeHome(f"{person} already lives at {home} at that time. Nothing was changed.")
    _refuse_before_birth(person, on=on, precision=precision)
    row = Residence(person=person, home=home, pattern=pattern, valid_from=on, valid_to=until)
    row.valid_from_precision = precision
    spells.begin(row, by=by, at=at)
    audit.record("moved_in", about=row, by=by, at=at, family=_first(families), person=person.pk, home=home.pk)
    return row


@action
def move_out(*, residence: Residence, on: date, by: Any, at: datetime, precision: str = Precision.DAY) -> Residence:
    families = require_for_person(Permission.FAMILY_CHANGE, residence.person, by=by)
    row = spells.end(residence, on=on, by=by, at=at, precision=precision)
    audit.record("moved_out", about=row, by=by, at=at, family=_first(families), person=row.person_id)
    return row


@action
def move(
    *, people: Iterable[Person], to: Home, on: date, by: Any, at: datetime, precision: str = Precision.DAY
) -> None:
    """Move people together: their main home ends that day, the new one begins; history stays."""
    asked = [identity.kept(person) for person in people]
    families = {person.pk: require_for_person(Permission.FAMILY_CHANGE, person, by=by) for person in asked}
    moved = [person for person in asked if not _residences(person, on=on).filter(home=to).exists()]
    if not moved:
        raise CannotChangeHome(f"Choose who moves: somebody who does not live at {to} at that time.")
    told: dict[int, Any] = {}
    for person in moved:
        _refuse_before_birth(person, on=on, precision=precision)
        told |= {family.pk: family for family in families[person.pk]}
        for row in _residences(person, on=on).filter(pattern=Residence.Pattern.MAIN, valid_to=None):
            spells.end(row, on=on, by=by, at=at, precision=precision)
        row = Residence(person=person, home=to, valid_from=on, valid_from_precision=precision)
        spells.begin(row, by=by, at=at)
        audit.record("moved_in", about=row, by=by, at=at, person=person.pk, home=to.pk)
    timeline.tell(told.values(), on=on, on_precision=precision, **moves.line(moved, to=to), by=by, at=at)


@action
def note(
    *, home: Home, kind: str, words: str, by: Any, at: datetime, on: date | None = None,
    precision: str = Precision.DAY, until: date | None = None,
) -> HomeDetail:  # fmt: skip
    """Keep tenure, landlord, repairs or a threat of eviction, dated; a new tenure or landlord ends the one before."""
    families = require_for_home(Permission.FAMILY_CHANGE, home, by=by)
    if not words.strip():
        raise CannotChangeHome("Write in a few words what is worth knowing.")
    if kind in ONE_AT_A_TIME and until is None:
        for row in HomeDetail.objects.known().filter(home=home, kind=kind, valid_to=None):
            if on and (row.valid_from is None or row.valid_from < on):
                spells.end(row, on=on, by=by, at=at, precision=precision)
    row = HomeDetail(home=home, kind=kind, words=words, valid_from=on, valid_from_precision=precision, valid_to=until)
    spells.begin(row, by=by, at=at)
    audit.record("home_noted", about=row, by=by, at=at, family=_first(families), kind=kind, words=audit.digest(words))
    return row


@action
def end_note(*, detail: HomeDetail, on: date, by: Any, at: datetime, precision: str = Precision.DAY) -> HomeDetail:
    families = require_for_home(Permission.FAMILY_CHANGE, detail.home, by=by)
    row = spells.end(detail, on=on, by=by, at=at, precision=precision)
    audit.record("home_note_ended", about=row, by=by, at=at, family=_first(families))
    return row


def _refuse_before_birth(person: Person, *, on: date | None, precision: str) -> None:
    if on and person.born_from and last_day(on, precision) < person.born_from:
        raise ImpossibleDate(
            f"{person} cannot live there from {in_words(on, precision)}: "
            f"that is before the birth ({person.born_words}). Check both dates."
        )


def _residences(person: Person, *, on: date | None) -> Any:
    rows = Residence.objects.known().filter(person__in=identity.record_ids(person))
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)) if on else rows.filter(valid_to=None)


def _first(families: list[Any]) -> Any:
    return families[0] if families else None
