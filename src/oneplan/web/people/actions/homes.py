"""Homes, and who lives in them from when until when."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from oneplan.rulebook.people.dates import Precision
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import identity, timeline
from oneplan.web.people.access import require_for_person
from oneplan.web.people.models import Home, HomeDetail, Person, Residence
from oneplan.web.site import spells
from oneplan.web.site.actions import action


class CannotChangeHome(Exception):
    """The text is written for the worker."""


@action
def add(
    *, label: str, by: Any, at: datetime, address: str = "", postcode: str = "", is_protected: bool = False
) -> Home:
    """Keep a home; the address may be unknown."""
    policy.require(Permission.FAMILY_CREATE, by=by)
    plain = postcode.upper().replace(" ", "")
    home = Home.objects.create(label=label or address or "Home", address=address, postcode=postcode.upper(),
                               plain_postcode=plain, is_protected=is_protected, made_at=at)  # fmt: skip
    audit.record("home_added", about=home, by=by, at=at, address=audit.digest(f"{address} {plain}"))
    return home


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
    moved = [identity.kept(person) for person in people]
    told: dict[int, Any] = {}
    for person in moved:
        told |= {family.pk: family for family in require_for_person(Permission.FAMILY_CHANGE, person, by=by)}
        for row in _residences(person, on=on).filter(pattern=Residence.Pattern.MAIN, valid_to=None):
            spells.end(row, on=on, by=by, at=at, precision=precision)
        row = Residence(person=person, home=to, valid_from=on, valid_from_precision=precision)
        spells.begin(row, by=by, at=at)
        audit.record("moved_in", about=row, by=by, at=at, person=person.pk, home=to.pk)
    names = " and ".join(person.short_name for person in moved)
    timeline.tell(told.values(), on=on, on_precision=precision, kind="home", headline=f"{names} moved home", by=by,
                  at=at, thing=to, people=moved)  # fmt: skip


@action
def note(
    *, home: Home, kind: str, words: str, by: Any, at: datetime, on: date | None = None,
    precision: str = Precision.DAY, until: date | None = None,
) -> HomeDetail:  # fmt: skip
    """Keep tenure, landlord, repairs or a threat of eviction, dated."""
    policy.require(Permission.FAMILY_CREATE, by=by)
    row = HomeDetail(home=home, kind=kind, words=words, valid_from=on, valid_from_precision=precision, valid_to=until)
    spells.begin(row, by=by, at=at)
    audit.record("home_noted", about=row, by=by, at=at, kind=kind, words=audit.digest(words))
    return row


def _residences(person: Person, *, on: date | None) -> Any:
    rows = Residence.objects.known().filter(person__in=identity.record_ids(person))
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)) if on else rows.filter(valid_to=None)


def _first(families: list[Any]) -> Any:
    return families[0] if families else None
