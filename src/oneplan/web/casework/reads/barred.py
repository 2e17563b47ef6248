"""Who is barred from contact with somebody in this family, on given days. Records merged into one count as one."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.barred import Place, Restriction, in_words, refusal
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Family, Membership, Person
from oneplan.web.site.models import OutboxMessage


class Barred:
    """The restrictions that protect this family's members, looked up once for a page or an action."""

    def __init__(self, family: Family, *, days: Iterable[date]) -> None:
        self._days = sorted(set(days))
        self._by_person = _restrictions(family, days=self._days)

    def __bool__(self) -> bool:
        return bool(self._by_person)

    def ids_among(self, ids: Collection[int]) -> set[int]:
        if not self._by_person:
            return set()
        return {each for each, kept in identity.kept_ids(ids).items() if kept in self._by_person}

    def of(self, person: Person) -> list[Restriction]:
        if not self._by_person:
            return []
        rows = self._by_person.get(identity.kept_ids([person.pk])[person.pk], [])
        return [_worded(row, person) for row in rows]

    def refusal(self, person: Person, *, place: Place) -> str | None:
        return refusal(self.of(person), place=place)

    def refusal_together(self, people: Collection[Person]) -> str | None:
        """Refuse one appointment for a child and somebody who may have no contact with that child."""
        there = set(identity.kept_ids([each.pk for each in people]).values()) if self._by_person else set()
        for person in people:
            kept = identity.kept_ids([person.pk])[person.pk] if self._by_person else person.pk
            rows = [
                row
                for row in self._by_person.get(kept, [])
                if row.extent == ContactRestriction.Extent.NONE and row.child_id in there
            ]
            if rows:
                return refusal([_worded(row, person) for row in rows], place=Place.APPOINTMENT)
        return None

    def warning(self, person: Person) -> str:
        """What a list says beside somebody who is barred; empty for everybody else."""
        found = self.of(person)
        return f"{person.name}: {in_words(found)}" if found else ""


def for_family(family: Family, *, day: date) -> Barred:
    return Barred(family, days=[day])


def check_message(message: OutboxMessage, at: datetime) -> str | None:
    """Refuse at the moment of sending, too: the restriction may be newer than the message."""
    if message.to_person is None or message.about_family is None:
        return None
    barred = for_family(message.about_family, day=timezone.localdate(at))
    return barred.refusal(message.to_person, place=Place.COPY)


def _restrictions(family: Family, *, days: list[date]) -> dict[int, list[ContactRestriction]]:
    protected = _records_of_members(family)
    rows = ContactRestriction.objects.known().filter(child__in=protected).select_related("child")
    holding = [row for row in rows if any(row.holds_on(day) for day in days)]
    kept = identity.kept_ids([row.barred_id for row in holding])
    found: dict[int, list[ContactRestriction]] = {}
    for row in holding:
        row.child_id = protected[row.child_id]
        found.setdefault(kept[row.barred_id], []).append(row)
    return found


def _records_of_members(family: Family) -> dict[int, int]:
    """Map every record of everybody who is or was in the family to the record kept of them."""
    rows = Membership.objects.known().filter(family=family).exclude(role=Membership.Role.NETWORK)
    records = identity.kept_ids(rows.values_list("person_id", flat=True))
    latest = set(records.values())
    while latest:
        gone = dict(Person.objects.filter(merged_into__in=latest).values_list("pk", "merged_into_id"))
        latest = gone.keys() - records.keys()
        records |= {each: records.get(into, into) for each, into in gone.items()}
    return records | {kept: kept for kept in records.values()}


def _worded(row: ContactRestriction, barred: Person) -> Restriction:
    return Restriction(
        child=row.child.short_name,
        barred=barred.name,
        kind=row.get_kind_display(),
        extent=row.get_extent_display(),
    )
