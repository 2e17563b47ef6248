"""Random lives of families, and the plain model they are held against.

The model knows only the present: after every step it is asked who belongs to which family on a row of days, and
the answers are put away with the moment. At the end the record must give the same answers for every one of those
moments: each past day's family as it was, and as it was known.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from oneplan.web.people import identity, reads
from oneplan.web.people.actions import families, merges
from oneplan.web.people.models import Family, Membership, Merge, Person
from oneplan.web.site.spells import ImpossibleSpell
from tests.cast import LONDON, LONG_AGO

FIRST_DAY = date(2020, 1, 1)
DAYS = [FIRST_DAY + timedelta(days=60 * n) for n in range(12)]
ROLES = ("child", "parent", "elsewhere", "other")
Roster = frozenset[int]


@dataclass
class Place:
    """What is believed now of one stay in a family."""

    family: int
    person: int
    role: str
    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass
class Present:
    """The plain model: only what is believed now."""

    places: dict[str, Place] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)

    def kept(self, person: int) -> int:
        while person in self.merged:
            person = self.merged[person]
        return person

    def roster(self, family: int, day: date) -> Roster:
        return frozenset(self.kept(p.person) for p in self.places.values() if p.family == family and p.holds(day))


@dataclass
class World:
    random: Random
    worker: Any
    families: list[Family]
    people: list[Person]
    present: Present = field(default_factory=Present)
    moment: datetime = datetime(2025, 1, 1, 9, tzinfo=LONDON)
    remembered: list[tuple[datetime, int, date, Roster]] = field(default_factory=list)
    done: int = 0

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.random.randrange(720))

    def live_rows(self) -> list[Membership]:
        return list(Membership.objects.known().filter(family__in=self.families).order_by("pk"))


def make_world(seed: int, worker: Any) -> World:
    people = Person.objects.bulk_create([Person(given_names=f"P{n}", made_at=LONG_AGO) for n in range(6)])
    made = Family.objects.bulk_create([Family(name=f"Random {seed} {n}", made_at=LONG_AGO) for n in range(2)])
    return World(Random(seed), worker, made, people)


def live(world: World, *, steps: int) -> None:
    for _ in range(steps):
        step = world.random.choice(STEPS)
        world.moment += timedelta(minutes=world.random.randrange(1, 5000))
        try:
            step(world)
        except (families.CannotChangeFamily, merges.CannotMerge, ImpossibleSpell):
            pass  # refused: nothing may have changed, and the model says so below
        else:
            world.done += 1
        remember(world)


def remember(world: World) -> None:
    for family in world.families:
        for day in world.random.sample(DAYS, 4):
            world.remembered.append((world.moment, family.pk, day, world.present.roster(family.pk, day)))


def faults(world: World) -> list[str]:
    """Everything in which the record and the remembered answers differ."""
    by_pk = {family.pk: family for family in world.families}
    found = []
    for known_at, pk, day, expected in world.remembered:
        rows = reads.members_on(by_pk[pk], day=day, known_at=known_at)
        got = [row.person.pk for row in rows]
        if frozenset(got) != expected or len(got) != len(set(got)):
            found.append(f"{by_pk[pk]} on {day} as known {known_at}: {sorted(got)}, expected {sorted(expected)}")
    for family in world.families:
        for day in DAYS:
            now = frozenset(row.person.pk for row in reads.members_on(family, day=day))
            if now != world.present.roster(family.pk, day):
                found.append(f"{family} on {day} as known now")
    lost = [p for p in world.people if identity.kept(Person.objects.get(pk=p.pk)).pk != world.present.kept(p.pk)]
    return found + [f"{person} is lost" for person in lost]


def join(world: World) -> None:
    family, person = world.random.choice(world.families), world.random.choice(world.people)
    start = None if world.random.random() < 0.2 else world.day()
    end = world.day() if world.random.random() < 0.3 else None
    role = world.random.choice(ROLES)
    row = families.join(family=family, person=Person.objects.get(pk=person.pk), role=role, on=start, until=end,
                        by=world.worker, at=world.moment)  # fmt: skip
    kept = world.present.kept(person.pk)
    world.present.places[str(row.thread)] = Place(family.pk, kept, role, start, end)


def leave(world: World) -> None:
    if not (rows := world.live_rows()):
        return
    row, day = world.random.choice(rows), world.day()
    families.leave(membership=row, on=day, by=world.worker, at=world.moment)
    world.present.places[str(row.thread)].end = day


def correct(world: World) -> None:
    if not (rows := world.live_rows()):
        return
    row, place = world.random.choice(rows), None
    changes: dict[str, Any] = {"role": world.random.choice(ROLES)}
    if world.random.random() < 0.6:
        changes["valid_from"] = world.day()
    families.correct(membership=row, by=world.worker, at=world.moment, **changes)
    place = world.present.places[str(row.thread)]
    place.role, place.start = changes["role"], changes.get("valid_from", place.start)


def strike(world: World) -> None:
    if not (rows := world.live_rows()):
        return
    row = world.random.choice(rows)
    families.strike(membership=row, reason="entered by mistake", by=world.worker, at=world.moment)
    del world.present.places[str(row.thread)]


def merge(world: World) -> None:
    gone, kept = world.random.sample(world.people, 2)
    row = merges.merge(gone=gone, kept=kept, reason="same birth date", by=world.worker, at=world.moment)
    world.present.merged[row.gone_id] = row.kept_id


def undo(world: World) -> None:
    rows = list(Merge.objects.filter(known_until=None, gone__in=world.people).order_by("pk"))
    if not rows:
        return
    row = world.random.choice(rows)
    merges.undo(merge=row, reason="two people after all", by=world.worker, at=world.moment)
    del world.present.merged[row.gone_id]


STEPS = (join, join, join, leave, correct, correct, strike, merge, merge, undo)
