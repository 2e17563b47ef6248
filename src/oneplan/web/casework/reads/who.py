"""The family's people as the page lists them: how they belong, when they were last seen, who is overlooked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from oneplan.rulebook.caseload.rhythm import is_too_long
from oneplan.rulebook.sharing.categories import Category
from oneplan.web.casework.models import Attendance, Goal, Note
from oneplan.web.casework.reads.alerts import Bar, barred_words
from oneplan.web.casework.reads.circle import Circle, Member
from oneplan.web.casework.reads.sight import Sight
from oneplan.web.people.models import Family, Membership, Person, PersonDetail, Relationship
from oneplan.web.sharing.reads.private import Hidden

NOT_FACE_TO_FACE = (Note.Kind.CALL, Note.Kind.TEXT, Note.Kind.PROFESSIONAL, Note.Kind.TRIED, Note.Kind.AFTER)
_HEALTH = (PersonDetail.Kind.DIAGNOSIS, PersonDetail.Kind.ILLNESS, PersonDetail.Kind.DISABILITY)
_WORKED_WITH = (
    Membership.Role.CHILD,
    Membership.Role.PARENT,
    Membership.Role.EXPECTANT,
    Membership.Role.CO_PARENT,
    Membership.Role.OTHER,
)
_Sex = Person.Sex
_BY_KIND = {  # the first that fits: a grandmother is somebody's mother too
    Relationship.Kind.GRANDPARENT: {
        _Sex.FEMALE: "grandmother",
        _Sex.MALE: "grandfather",
        _Sex.UNKNOWN: "grandparent",
    },
    Relationship.Kind.PARENT: {_Sex.FEMALE: "mother", _Sex.MALE: "father", _Sex.UNKNOWN: "parent"},
    Relationship.Kind.ADOPTIVE: dict.fromkeys(_Sex, "adoptive parent"),
    Relationship.Kind.STEP: {_Sex.FEMALE: "stepmother", _Sex.MALE: "stepfather", _Sex.UNKNOWN: "step-parent"},
    Relationship.Kind.FOSTER: dict.fromkeys(_Sex, "foster carer"),
    Relationship.Kind.GUARDIAN: dict.fromkeys(_Sex, "guardian"),
}
_THEIR = {_Sex.FEMALE: "her", _Sex.MALE: "his", _Sex.UNKNOWN: "their"}


@dataclass(frozen=True)
class PersonLine:
    person: Person
    name: str  # “James, 7”
    more: list[str] = field(default_factory=list)
    seen_on: date | None = None
    is_met: bool = True
    has_seen_day: bool = True  # false for those no visit is about: network, not yet born, died
    tags: list[str] = field(default_factory=list)  # what asks for attention, in words
    barred: str = ""

    @property
    def more_words(self) -> str:
        return ", ".join(words for words in self.more if words)


@dataclass(frozen=True)
class Lately:
    """When each person was last seen, and how often visits are planned."""

    seen: dict[int, date]
    rhythm: str
    since: date
    is_going_on: bool = True  # after goodbye nobody is overlooked


def last_seen(family: Family, *, same: dict[int, int]) -> dict[int, date]:
    """The last day each person was seen, at a visit or a meeting; struck out notes do not count."""
    notes = Note.objects.filter(family=family, struck_at=None, seen__isnull=False).exclude(kind__in=NOT_FACE_TO_FACE)
    came = Attendance.objects.filter(meeting__family=family, answer=Attendance.Answer.CAME, person__isnull=False)
    found: dict[int, date] = {}
    rows = [
        *notes.order_by().values_list("seen").annotate(last=Max("on")),
        *came.order_by().values_list("person").annotate(last=Max("meeting__on")),
    ]
    for pk, day in rows:
        kept = same.get(pk, pk)
        found[kept] = max(day, found.get(kept, day))
    return found


def people_lines(
    circle: Circle, *, goals: Iterable[Goal], lately: Lately, bars: list[Bar], hidden: Hidden
) -> list[PersonLine]:
    """Everybody of the family for those who work with them, without what is kept from the reader."""
    ties, details = _ties(circle), _details(circle, hidden=hidden)
    goals = list(goals)
    named = {circle.same.get(person.pk, person.pk) for goal in goals for person in goal.people.all()}
    return [
        PersonLine(
            person=member.person,
            name=_name(member.person, day=circle.day),
            more=[_belongs(member, ties), *_cares(member, ties), *details[member.person.pk], member.note],
            seen_on=lately.seen.get(member.person.pk),
            is_met=not member.never_met,
            has_seen_day=not member.is_network and member.is_alive_and_born,
            tags=_tags(member, has_goals=bool(goals), named=named, lately=lately, on=circle.day),
            barred=barred_words(bars, member.person),
        )
        for member in circle.members
    ]


def plain_lines(circle: Circle, *, bars: list[Bar], sight: Sight) -> list[PersonLine]:
    """Names and ages alone, for those who see the plan and not the notes; of those who agreed to it."""
    return [
        PersonLine(
            person=member.person,
            name=_name(member.person, day=circle.day),
            more=[member.role.label],
            has_seen_day=False,
            barred=barred_words(bars, member.person),
        )
        for member in circle.members
        if sight.sees(Category.BASICS, [member.person])
    ]


def _name(person: Person, *, day: date) -> str:
    if person.is_unborn:
        return f"{person.short_name}, {person.born_words}"
    if person.died_on:
        return f"{person.short_name}, died"
    return f"{person.short_name}, {age}" if (age := person.age_on(day).words) else person.short_name


def _ties(circle: Circle) -> list[tuple[Person, str, Person]]:
    """Relationships between people of the family: who, which kind, to whom."""
    ids = circle.record_ids
    rows = Relationship.objects.current(circle.day).filter(person__in=ids, other__in=ids).order_by("pk")
    found = [
        (circle.named(one), kind, circle.named(other))
        for one, kind, other in rows.values_list("person", "kind", "other")
    ]
    return [(one, kind, other) for one, kind, other in found if one and other]


def _details(circle: Circle, *, hidden: Hidden) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = PersonDetail.objects.current(circle.day).filter(person__in=circle.record_ids, kind__in=_HEALTH)
    for row in hidden.without(rows.order_by("pk")):
        found[circle.same[row.person_id]].append(row.words)
    return found


def _belongs(member: Member, ties: list[tuple[Person, str, Person]]) -> str:
    """“mother”, “father”, “grandmother” where the ties say so; else the role in the family."""
    kinds = {kind for one, kind, _ in ties if one.pk == member.person.pk}
    kind = next((kind for kind in _BY_KIND if kind in kinds), None)
    if member.role == Membership.Role.CHILD or kind is None:
        return "" if member.role == Membership.Role.CHILD else member.role.label
    word = _BY_KIND[kind][_Sex(member.person.sex)]
    return f"{word}, lives elsewhere" if member.role == Membership.Role.ELSEWHERE else word


def _cares(member: Member, ties: list[tuple[Person, str, Person]]) -> list[str]:
    cared_for = [
        other.short_name
        for one, kind, other in ties
        if one.pk == member.person.pk and kind == Relationship.Kind.CARES_FOR
    ]
    return [f"cares for {' and '.join(cared_for)}"] if cared_for else []


def _tags(member: Member, *, has_goals: bool, named: set[int], lately: Lately, on: date) -> list[str]:
    """The overlooked: nobody planned anything with them, or nobody has seen them for long."""
    if not lately.is_going_on or member.role not in _WORKED_WITH or not member.is_alive_and_born:
        return []
    found = []
    if has_goals and member.person.pk not in named:
        found.append(f"no goal of {_THEIR[_Sex(member.person.sex)]} own yet")
    seen = lately.seen.get(member.person.pk)
    if is_too_long(seen, since=lately.since, rhythm=lately.rhythm, on=on):
        found.append("not seen lately" if seen else "not seen yet")
    return found
