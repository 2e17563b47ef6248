"""Who is in the family on a day: each person once, whatever records were joined into one."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.people.reads import members_on


@dataclass(frozen=True)
class Member:
    person: Person
    role: Membership.Role
    note: str = ""
    never_met: bool = False

    @property
    def is_network(self) -> bool:
        return self.role == Membership.Role.NETWORK

    @property
    def is_alive_and_born(self) -> bool:
        return self.person.died_on is None and not self.person.is_unborn


@dataclass(frozen=True)
class Circle:
    family: Family
    day: date
    members: list[Member]
    same: dict[int, int] = field(default_factory=dict)  # every record's id, and the id of the record that was kept

    @property
    def people(self) -> list[Person]:
        return [member.person for member in self.members]

    @property
    def record_ids(self) -> list[int]:
        return list(self.same)

    def named(self, pk: int) -> Person | None:
        kept = self.same.get(pk)
        return next((person for person in self.people if person.pk == kept), None)


def circle_of(family: Family, *, day: date, known_at: datetime | None = None) -> Circle:
    rows = members_on(family, day=day, known_at=known_at)
    members = [Member(row.person, Membership.Role(row.role), row.note, row.never_met) for row in rows]
    return Circle(family, day, members, same_records([member.person.pk for member in members]))


def same_records(ids: list[int]) -> dict[int, int]:
    """Map each id, and the id of each record joined into it, to the id that was kept."""
    same = {pk: pk for pk in ids}
    rows = Person.objects.filter(Q(merged_into__in=ids) | Q(merged_into__merged_into__in=ids))
    for gone, into, beyond in rows.values_list("pk", "merged_into", "merged_into__merged_into"):
        if (kept := into if into in ids else beyond) is not None:
            same[gone] = kept
    return same
