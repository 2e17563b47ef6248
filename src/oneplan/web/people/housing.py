"""A home as its page tells it: the address for whoever may read it, who lives there, what is worth knowing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.policy import NotAllowed
from oneplan.web.people import access, alerts, identity, record, sentences
from oneplan.web.people.models import Home, HomeDetail, Person, Residence, VisitWarning
from oneplan.web.people.record import Said
from oneplan.web.site.spells import EARLIEST_FIRST


@dataclass(frozen=True)
class Housing:
    address: str
    sees_address: bool
    may_change: bool
    lives: list[tuple[Residence, str]]
    lived: list[tuple[Residence, str]]
    hidden: int
    notes: list[Said]
    warnings: list[VisitWarning]


def seen(home: Home, permission: Permission, *, asker: Any) -> Home:
    """Return the home, logged as seen; raise NotAllowed unless a family allowed to the asker lives or lived there."""
    families = access.require_for_home(permission, home, by=asker)
    viewlog.saw(home)
    viewlog.concerns(families)
    return home


def of(home: Home, *, asker: Any, day: date) -> Housing:
    rows = list(Residence.objects.known().filter(home=home).select_related("person__merged_into__merged_into"))
    for row in rows:
        row.person = identity.kept(row.person)
    is_told = tells(home, asker=asker)
    known = alerts.known_to(asker, {row.person.pk for row in rows})
    shown = [row for row in rows if row.person.pk in known]
    return Housing(
        address=record.address_of(home, shown=is_told),
        sees_address=is_told,
        may_change=_may_change(home, asker=asker),
        lives=[(row, sentences.period(row)) for row in shown if row.holds_on(day)],
        lived=[(row, sentences.period(row)) for row in shown if not row.holds_on(day)],
        hidden=len(rows) - len(shown),
        notes=_notes(home) if is_told else [],
        warnings=list(VisitWarning.objects.current(day).filter(home=home)) if is_told else [],
    )


def tells(home: Home, *, asker: Any) -> bool:
    """May the asker know where it is? Of a home kept safe, what was written about it tells that too."""
    return not home.is_protected or bool(access.sees_protected_addresses_of([home], by=asker))


def near(person: Person, *, asker: Any) -> list[Home]:
    """Homes that the person or the people of their families live or lived in."""
    return of_people([person, *record.near(person, asker=asker)])


def of_people(people: Iterable[Person]) -> list[Home]:
    records = identity.records_of([person.pk for person in people])
    rows = Residence.objects.known().filter(person__in=records).values("home")
    return list(Home.objects.filter(pk__in=rows).order_by("label", "pk"))


def _notes(home: Home) -> list[Said]:
    rows = HomeDetail.objects.known().filter(home=home).order_by("kind", EARLIEST_FIRST, "pk")
    return [Said(row, sentences.period(row)) for row in rows]


def _may_change(home: Home, *, asker: Any) -> bool:
    try:
        access.require_for_home(Permission.FAMILY_CHANGE, home, by=asker)
    except NotAllowed:
        return False
    return True
