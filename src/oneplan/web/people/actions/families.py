"""Start a family, and say who belongs to it from when until when."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from oneplan.rulebook.people.dates import Precision, in_words, last_day
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import identity, timeline
from oneplan.web.people.access import allowed_families, families_of
from oneplan.web.people.models import EarlierHelp, Family, FamilyLink, Membership, Person
from oneplan.web.site import spells
from oneplan.web.site.actions import action


class CannotChangeFamily(Exception):
    """The text is written for the worker."""


class ImpossibleDate(CannotChangeFamily):
    """The date that was given cannot be."""


@action
def start(*, name: str, by: Any, at: datetime) -> Family:
    """Begin a family's record; who belongs to it is said with `join`."""
    policy.require(Permission.FAMILY_CREATE, by=by)
    if not name.strip():
        raise CannotChangeFamily("Write a name for the family, like “Brown”.")
    family = Family.objects.create(name=name.strip().removeprefix("The ").removesuffix(" family"), made_at=at)
    audit.record("family_started", about=family, by=by, at=at, family=family, name=audit.digest(family.name))
    return family


@action
def join(
    *,
    family: Family,
    person: Person,
    role: str,
    by: Any,
    at: datetime,
    on: date | None = None,
    precision: str = Precision.DAY,
    note: str = "",
    until: date | None = None,
    is_counted_here: bool = True,
    never_met: bool = False,
    source: str = "",
) -> Membership:
    """Say that `person` belongs to `family` from `on` (None: since before we knew them)."""
    _require(family, by=by)
    person = identity.kept(person)
    _refuse_protected(family, person, by=by)
    _refuse_twice(family, person, on=on, until=until)
    _refuse_before_birth(person, on=on, precision=precision)
    row = Membership(family=family, person=person, role=role, note=note, source=source)
    row.valid_from, row.valid_from_precision, row.valid_to = on, precision, until
    row.is_counted_here, row.never_met = is_counted_here, never_met
    if is_counted_here and _is_counted_elsewhere(person, family):
        row.is_counted_here = False
    spells.begin(row, by=by, at=at)
    if on is not None:
        timeline.add(family=family, on=on, on_precision=precision, kind="member", by=by, at=at, thing=row,
                     headline=f"{person.short_name} joined the family", people=[person])  # fmt: skip
    _changed(family, "member_joined", row, by=by, at=at)
    return row


@action
def leave(
    *, membership: Membership, on: date, by: Any, at: datetime, precision: str = Precision.DAY, why: str = ""
) -> Membership:
    """Say that somebody no longer belongs to the family from the day `on`."""
    family = membership.family
    _require(family, by=by)
    _refuse_before_birth(membership.person, on=on, precision=precision, what="leave")
    row = spells.end(membership, on=on, by=by, at=at, precision=precision)
    timeline.add(family=family, on=on, on_precision=precision, kind="member", by=by, at=at, thing=row, text=why,
                 headline=f"{row.person.short_name} left the family", people=[row.person])  # fmt: skip
    _changed(family, "member_left", row, by=by, at=at)
    return row


@action
def correct(*, membership: Membership, by: Any, at: datetime, **changes: Any) -> Membership:
    """Put right a role, a date or a note; what was believed before stays visible for the past."""
    _require(membership.family, by=by)
    allowed = {"role", "valid_from", "valid_from_precision", "valid_to", "valid_to_precision", "note", "never_met",
               "is_counted_here"}  # fmt: skip
    if unknown := changes.keys() - allowed:
        raise CannotChangeFamily(f"These cannot be corrected here: {', '.join(sorted(unknown))}.")
    if {"valid_from", "valid_to"} & changes.keys():
        for name, what in (("valid_from", "join"), ("valid_to", "leave")):
            on, precision = (changes.get(each, getattr(membership, each)) for each in (name, f"{name}_precision"))
            _refuse_before_birth(membership.person, on=on, precision=precision, what=what)
        _refuse_twice(membership.family, membership.person, on=changes.get("valid_from", membership.valid_from),
                      until=changes.get("valid_to", membership.valid_to), but=membership)  # fmt: skip
    row = spells.correct(membership, by=by, at=at, **changes)
    _changed(membership.family, "member_corrected", row, by=by, at=at, fields=sorted(changes))
    return row


@action
def change_role(*, membership: Membership, role: str, on: date, by: Any, at: datetime) -> Membership:
    """End one role that day and begin another, like a child who becomes a parent in the same family."""
    _require(membership.family, by=by)
    if membership.valid_to is not None and on >= membership.valid_to:
        raise ImpossibleDate(
            f"{membership.person} left the family on {membership.valid_to:%-d %B %Y}: the new part cannot begin on "
            f"{on:%-d %B %Y}. Check the date."
        )
    spells.end(membership, on=on, by=by, at=at)
    row = Membership(family=membership.family, person=membership.person, role=role, note=membership.note)
    row.valid_from, row.is_counted_here, row.never_met = on, membership.is_counted_here, membership.never_met
    row.valid_to, row.valid_to_precision = membership.valid_to, membership.valid_to_precision
    spells.begin(row, by=by, at=at)
    _changed(membership.family, "member_role_changed", row, by=by, at=at)
    return row


@action
def strike(*, membership: Membership, reason: str, by: Any, at: datetime) -> None:
    """Strike out a membership that never was; it stays, struck, with the reason."""
    _require(membership.family, by=by)
    if not reason.strip():
        raise CannotChangeFamily("Say why this entry is struck out: it stays visible with your reason.")
    spells.strike(membership, reason=reason, at=at)
    timeline.strike(membership, reason=reason)
    _changed(membership.family, "member_struck", membership, by=by, at=at)


@action
def form_out_of(
    *, older: Family, person: Person, name: str, on: date, by: Any, at: datetime, role: str = "parent", reason: str = ""
) -> Family:
    """Begin a new family around somebody of another one; both stay linked, and so do goals and history."""
    _require(older, by=by)
    newer = start(name=name, by=by, at=at)
    FamilyLink.objects.create(older=older, newer=newer, through=person, on=on, reason=reason, made_at=at, made_by=by)
    row = Membership(family=newer, person=identity.kept(person), role=role, valid_from=on, is_counted_here=True)
    spells.begin(row, by=by, at=at)
    counted = Membership.objects.current(localdate(at)).filter(family=older, is_counted_here=True)
    for place in counted.filter(person__in=identity.record_ids(identity.kept(person))):
        spells.correct(place, by=by, at=at, is_counted_here=False)
    for family, words in ((older, f"{person.short_name} started a family of their own"),
                          (newer, f"This family formed out of {older}")):  # fmt: skip
        timeline.add(family=family, on=on, kind="member", headline=words, by=by, at=at, people=[person], text=reason)
    _changed(newer, "family_formed", row, by=by, at=at, older=older.pk)
    return newer


@action
def keep_earlier_help(
    *,
    family: Family,
    agency: str,
    what: str,
    by: Any,
    at: datetime,
    place: str = "",
    how_it_felt: str = "",
    was_bad: bool = False,
    on: date | None = None,
    precision: str = Precision.UNKNOWN,
    until: date | None = None,
) -> EarlierHelp:
    """Keep help the family had before or elsewhere, and how it felt to them."""
    _require(family, by=by)
    row = EarlierHelp(family=family, agency=agency, what=what, place=place, how_it_felt=how_it_felt, was_bad=was_bad)
    row.valid_from, row.valid_from_precision, row.valid_to = on, precision, until
    spells.begin(row, by=by, at=at)
    _changed(family, "earlier_help_kept", row, by=by, at=at)
    return row


def _require(family: Family, *, by: Any) -> None:
    """A family nobody works with yet may be filled by whoever may start one."""
    if family.episodes.exists():
        policy.require(Permission.FAMILY_CHANGE, by=by, about=family)
    else:
        policy.require(Permission.FAMILY_CREATE, by=by)


def _refuse_protected(family: Family, person: Person, *, by: Any) -> None:
    """Who joins a family is open to all who work with it: that is not for them to decide of another team's people."""
    families = families_of(person)
    if not families or family in families or allowed_families(Permission.FAMILY_VIEW, families, by=by):
        return
    raise CannotChangeFamily(
        "This person is already known to another team. Ask the front door to join them, "
        "so that their families stay protected."
    )


def _refuse_twice(
    family: Family, person: Person, *, on: date | None, until: date | None, but: Membership | None = None
) -> None:
    ids = identity.record_ids(identity.kept(person))
    rows = Membership.objects.known().filter(family=family, person__in=ids)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    if on is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    if until is not None:
        rows = rows.filter(Q(valid_from=None) | Q(valid_from__lt=until))
    if rows.exists():
        raise CannotChangeFamily(f"{person} already belongs to {family} at that time. Nothing was changed.")


def _refuse_before_birth(person: Person, *, on: date | None, precision: str, what: str = "join") -> None:
    if on and person.born_from and last_day(on, precision) < person.born_from:
        raise ImpossibleDate(
            f"{person} cannot {what} {'on ' if precision == Precision.DAY else 'in '}{in_words(on, precision)}: "
            f"that is before the birth ({person.born_words}). Check both dates."
        )


def _is_counted_elsewhere(person: Person, family: Family) -> bool:
    rows = Membership.objects.known().filter(person=person, is_counted_here=True, valid_to=None)
    return rows.exclude(family=family).exists()


def _changed(family: Family, event: str, row: Any, *, by: Any, at: datetime, **payload: Any) -> None:
    person = getattr(row, "person_id", None)
    audit.record(event, about=row, by=by, at=at, family=family, person=person, **payload)
