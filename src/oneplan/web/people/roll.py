"""Who belongs to a family on a day, as we knew it: the reading behind the page that manages it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import access, alerts, held_back, identity, reads, sentences
from oneplan.web.people.alerts import Alert
from oneplan.web.people.models import EarlierHelp, Family, FamilyLink, Membership, Person, VisitWarning


@dataclass(frozen=True)
class Place:
    """One person's place in the family that day."""

    row: Membership
    person: Person
    age: str
    born: str
    period: str


@dataclass(frozen=True)
class Roll:
    day: date
    known_on: date | None
    is_today: bool
    may_change: bool
    may_keep_safe: bool
    changeable: set[int]
    members: list[Place]
    network: list[Place]
    left: list[Place]
    struck: list[Membership]
    alerts: list[Alert]
    earlier_help: list[tuple[EarlierHelp, str]]
    warnings: list[VisitWarning]
    older: list[FamilyLink]
    newer: list[FamilyLink]
    openable: set[int]


def of(family: Family, *, asker: Any, today: date, day: date | None, known_on: date | None) -> Roll:
    shown_day = day or today
    known_at = _end_of(known_on) if known_on else None
    rows = reads.members_on(family, day=shown_day, known_at=known_at)
    places = [_place(row, day=shown_day) for row in rows]
    links = FamilyLink.objects.select_related("older", "newer", "through")
    older, newer = list(links.filter(newer=family)), list(links.filter(older=family))
    linked = [link.older for link in older] + [link.newer for link in newer]
    is_today = day in (None, today) and known_on is None
    may = is_today and _may_change(family, asker=asker)
    return Roll(
        day=shown_day,
        known_on=known_on,
        is_today=is_today,
        may_change=may,
        may_keep_safe=may or (is_today and policy.decision(Permission.SAFETY_ADD, asker=asker, family=family).allowed),
        changeable={row.person.pk for row in rows} if may else set(),
        members=[place for place in places if place.row.role != Membership.Role.NETWORK],
        network=[place for place in places if place.row.role == Membership.Role.NETWORK],
        left=_left(family, present={row.person.pk for row in rows}, day=shown_day) if is_today else [],
        struck=_struck(family) if is_today else [],
        alerts=alerts.told_to(asker, alerts.each_once(alerts.touching([row.person.pk for row in rows], day=shown_day))),
        earlier_help=[(row, sentences.period(row)) for row in _earlier(family, asker=asker)],
        warnings=list(VisitWarning.objects.current(today).filter(family=family)),
        older=older,
        newer=newer,
        openable={each.pk for each in access.allowed_families(Permission.FAMILY_VIEW, linked, by=asker)},
    )


def _earlier(family: Family, *, asker: Any) -> list[EarlierHelp]:
    return held_back.shown(EarlierHelp.objects.known().filter(family=family), asker=asker)


def _may_change(family: Family, *, asker: Any) -> bool:
    allowed = access.allowed_families(Permission.FAMILY_CHANGE, [family], by=asker)
    return bool(allowed) or reads.may_fill(family, asker=asker)


def _place(row: Membership, *, day: date) -> Place:
    return Place(row, row.person, row.person.age_on(day).words, sentences.born(row.person), sentences.period(row))


def _left(family: Family, *, present: set[int], day: date) -> list[Place]:
    rows = Membership.objects.known().filter(family=family, valid_to__lte=day)
    rows = rows.select_related("person__merged_into__merged_into").order_by("-valid_to", "pk")
    found = []
    for row in rows:
        row.person = identity.kept(row.person)
        if row.person.pk not in present:
            found.append(_place(row, day=day))
    return found


def _struck(family: Family) -> list[Membership]:
    rows = Membership.objects.filter(family=family).exclude(struck_reason="").select_related("person")
    return list(rows.order_by("-known_until", "pk"))


def _end_of(day: date) -> datetime:
    """The last moment of the day: what was entered that day was known on it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)
