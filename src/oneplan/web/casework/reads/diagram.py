"""The family diagram's facts on a chosen day, out of the spells: people, couples, children, homes, ties."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from oneplan.rulebook.people.dates import in_words
from oneplan.web.casework.reads.alerts import Bar, barred_words, bars_around
from oneplan.web.casework.reads.circle import Circle, circle_of, same_records
from oneplan.web.people.diagrams.drawing import (
    Birth,
    BirthKind,
    DiagramPerson,
    FamilyDrawing,
    HomeOutline,
    Sex,
    Tie,
    TieKind,
    Twins,
    Union,
    UnionKind,
)
from oneplan.web.people.models import Family, Membership, Person, Relationship, Residence
from oneplan.web.site.spells import EARLIEST_FIRST

_Kind = Relationship.Kind
_UNIONS = {
    _Kind.MARRIED: UnionKind.MARRIED,
    _Kind.LIVING_TOGETHER: UnionKind.LIVING_TOGETHER,
    _Kind.PARTNER: UnionKind.PARTNERS,
    _Kind.SEPARATED: UnionKind.SEPARATED,
    _Kind.DIVORCED: UnionKind.DIVORCED,
    _Kind.FORMER: UnionKind.FORMER,
}
_BIRTHS = {
    _Kind.PARENT: BirthKind.BIRTH,
    _Kind.ADOPTIVE: BirthKind.ADOPTED,
    _Kind.FOSTER: BirthKind.FOSTERED,
    _Kind.GUARDIAN: BirthKind.GUARDIAN,
    _Kind.STEP: BirthKind.STEP,
}
_TIES = {
    _Kind.CARES_FOR: TieKind.CARES_FOR,
    _Kind.CLOSE: TieKind.CLOSE,
    _Kind.DISTANT: TieKind.DISTANT,
    _Kind.CONFLICT: TieKind.CONFLICT,
    _Kind.CO_PARENT: TieKind.CO_PARENT,
    _Kind.GRANDPARENT: TieKind.GRANDPARENT,
}
_TWINS = (_Kind.TWIN, _Kind.IDENTICAL_TWIN)
_KIN = (*_UNIONS, *_BIRTHS, _Kind.GRANDPARENT, *_TWINS)
PARENTS_DRAWN = 2


@dataclass(frozen=True)
class _Row:
    """A relationship between two people of the drawing, by the ids of the records that were kept."""

    one: int
    kind: Relationship.Kind
    other: int
    year: str


def drawing_of(family: Family, *, day: date, known_at: datetime | None = None) -> FamilyDrawing:
    """The family as it was on `day`, as known at `known_at` (now without one)."""
    circle = circle_of(family, day=day, known_at=known_at)
    return drawing_in(circle, bars=bars_around(circle), known_at=known_at)


def drawing_in(circle: Circle, *, bars: list[Bar], known_at: datetime | None = None) -> FamilyDrawing:
    """The same for a page that has gathered the circle and its restrictions already."""
    people, rows = _people_and_rows(circle, known_at=known_at)
    keys = set(people)
    bars = [bar for bar in bars if {bar.child.pk, bar.barred.pk} <= keys]
    return FamilyDrawing(
        title=str(circle.family),
        on=f"{circle.day:%-d %B %Y}",
        people=tuple(_drawn(person, circle=circle, bars=bars) for person in people.values()),
        unions=tuple(_unions(rows)),
        births=tuple(_births(rows)),
        twins=tuple(_twins(rows)),
        ties=(*_ties(rows), *_barred(bars)),
        homes=tuple(_homes(people, day=circle.day, known_at=known_at)),
    )


def _people_and_rows(circle: Circle, *, known_at: datetime | None) -> tuple[dict[int, Person], list[_Row]]:
    """Members, and parents of theirs who are in no home of the family; friends are drawn only when kin to somebody."""
    found = (
        Relationship.objects.known(known_at)
        .on(circle.day)
        .filter(Q(person__in=circle.record_ids) | Q(other__in=circle.record_ids))
        .select_related("person__merged_into", "other__merged_into")
        .order_by(EARLIEST_FIRST, "pk")
    )
    everybody = {person.pk: person for person in circle.people}
    relatives = [(row.person.merged_into or row.person, row.other.merged_into or row.other, row) for row in found]
    for one, other, row in relatives:
        if row.kind in _BIRTHS and other.pk in everybody and one.pk not in everybody:
            everybody[one.pk] = one
    rows = [
        _Row(one.pk, _Kind(row.kind), other.pk, str(row.valid_from.year) if row.valid_from else "")
        for one, other, row in relatives
        if one.pk != other.pk and {one.pk, other.pk} <= set(everybody)
    ]
    kin = {pk for row in rows if row.kind in _KIN for pk in (row.one, row.other)}
    friends = {m.person.pk for m in circle.members if m.role == Membership.Role.NETWORK} - kin
    drawn = {pk: person for pk, person in everybody.items() if pk not in friends}
    return drawn, [row for row in rows if not {row.one, row.other} & friends]


def _drawn(person: Person, *, circle: Circle, bars: list[Bar]) -> DiagramPerson:
    return DiagramPerson(
        key=str(person.pk),
        name=person.short_name,
        sex=Sex(person.sex),
        age=person.age_on(circle.day).words,
        born=person.born_words if person.born_from or person.due_on else "",
        died=in_words(person.died_on, person.died_precision) if person.died_on else None,
        is_unborn=person.is_unborn,
        is_here=any(member.person.pk == person.pk and not member.is_network for member in circle.members),
        alert=barred_words(bars, person) or None,
    )


def _unions(rows: list[_Row]) -> Iterable[Union]:
    """One for each pair and kind, in the order they began."""
    seen = set()
    for row in rows:
        mark = (frozenset((row.one, row.other)), row.kind)
        if row.kind in _UNIONS and mark not in seen:
            seen.add(mark)
            yield Union(str(row.one), str(row.other), _UNIONS[row.kind], row.year)


def _births(rows: list[_Row]) -> Iterable[Birth]:
    """Two parents of one kind share a line; more of them, by mistake or in an unusual family, each have their own."""
    parents: dict[tuple[int, Relationship.Kind], list[int]] = defaultdict(list)
    for row in rows:
        if row.kind in _BIRTHS and row.one not in parents[row.other, row.kind]:
            parents[row.other, row.kind].append(row.one)
    for (child, kind), found in parents.items():
        together = [found] if len(found) <= PARENTS_DRAWN else [[parent] for parent in found]
        for each in together:
            if each:
                yield Birth(str(child), tuple(map(str, each)), _BIRTHS[kind])


def _twins(rows: list[_Row]) -> Iterable[Twins]:
    """Everybody joined to somebody of the set belongs to it: triplets are one set."""
    sets: list[set[int]] = []
    for row in rows:
        if row.kind in _TWINS:
            joined = {row.one, row.other}.union(*(each for each in sets if each & {row.one, row.other}))
            sets = [each for each in sets if not each & joined] + [joined]
    identical = {pk for row in rows if row.kind == _Kind.IDENTICAL_TWIN for pk in (row.one, row.other)}
    for each in sets:
        yield Twins(tuple(str(pk) for pk in sorted(each)), identical=each <= identical)


def _ties(rows: list[_Row]) -> Iterable[Tie]:
    seen = set()
    for row in rows:
        if row.kind in _TIES and (row.one, row.other, row.kind) not in seen:
            seen.add((row.one, row.other, row.kind))
            yield Tie(str(row.one), str(row.other), _TIES[row.kind])


def _barred(bars: list[Bar]) -> Iterable[Tie]:
    """A line that bars; a worry is said above the page, and bars nobody."""
    pairs = {(bar.barred.pk, bar.child.pk): bar.extent for bar in bars if not bar.is_worry}
    return [Tie(str(barred), str(child), TieKind.BARRED, words) for (barred, child), words in pairs.items()]


def _homes(people: dict[int, Person], *, day: date, known_at: datetime | None) -> Iterable[HomeOutline]:
    same = same_records(list(people))
    rows = Residence.objects.known(known_at).on(day).filter(person__in=list(same)).select_related("home")
    living: dict[int, list[str]] = defaultdict(list)
    labels = {}
    for row in rows.order_by("home", "pk"):
        labels[row.home_id] = "A safe address" if row.home.is_protected else row.home.label
        if (key := str(same[row.person_id])) not in living[row.home_id]:
            living[row.home_id].append(key)
    for home, members in living.items():
        yield HomeOutline(str(home), labels[home], tuple(members))
