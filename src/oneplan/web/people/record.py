"""Everything kept of one person, over all their records, as their page tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import access, alerts, held_back, identity, numbers, reads, sentences
from oneplan.web.people.alerts import Alert
from oneplan.web.people.models import (
    Family,
    FamilyLink,
    Identifier,
    Membership,
    Person,
    PersonDetail,
    PersonName,
    Relationship,
    Residence,
    SafeContactRule,
)
from oneplan.web.people.sentences import Tie
from oneplan.web.site.spells import EARLIEST_FIRST

_KIND = PersonDetail.Kind
_ABOUT_THEM = (
    _KIND.ETHNICITY,
    _KIND.LANGUAGE,
    _KIND.INTERPRETER,
    _KIND.FAITH,
    _KIND.IDENTITY,
    _KIND.IMMIGRATION,
    _KIND.PREFERENCE,
    _KIND.OTHER,
)
_HEALTH = (_KIND.DIAGNOSIS, _KIND.ILLNESS, _KIND.DISABILITY, _KIND.BIRTH_HISTORY, _KIND.BEREAVEMENT)
_DAYS = (_KIND.SCHOOL, _KIND.WORK, _KIND.MONEY)

_GOALS = ("goals__plan__episode__family", "goals__people")


@dataclass(frozen=True)
class Said:
    """A dated entry and its period in words."""

    row: Any
    period: str

    @property
    def is_over(self) -> bool:
        return self.row.valid_to is not None


@dataclass(frozen=True)
class FamilyPlace(Said):
    may_open: bool
    may_fill: bool  # nobody works with it yet; it formed out of one that the asker works with


@dataclass(frozen=True)
class Home(Said):
    address: str


@dataclass(frozen=True)
class Link:
    row: FamilyLink
    opens_older: bool
    opens_newer: bool
    fills_newer: bool


@dataclass(frozen=True)
class GoalLine:
    goal: Any
    family: Family
    may_open: bool


@dataclass(frozen=True)
class Rule:
    row: SafeContactRule
    words_shown: str


@dataclass(frozen=True)
class Number:
    row: Identifier
    words: str


@dataclass(frozen=True)
class Record:
    may_change: bool
    may_keep_safe: bool
    changeable: set[int]
    age: str
    born: str
    birth_words: str
    alerts: list[Alert]
    names: list[Said]
    about_them: list[Said]
    health: list[Said]
    days: list[Said]
    orders: list[Said]
    families: list[FamilyPlace]
    formed: list[Link]
    homes: list[Home]
    ties: list[Tie]
    caring: list[Tie]
    safe_contact: list[Rule]
    numbers: list[Number]
    goals: list[GoalLine]
    openable: set[int]
    joined_from: list[Person]
    every_family: Sequence[Family]


def of(person: Person, *, asker: Any, day: date) -> Record:
    ids = identity.record_ids(person)
    families = access.families_of(person)
    rows = PersonDetail.objects.known().filter(person__in=ids).order_by(EARLIEST_FIRST, "pk")
    set_goals = _goals_of(ids)
    every: list[Any] = held_back.shown([*rows, *set_goals], asker=asker)
    kept = [row for row in every if isinstance(row, PersonDetail)]
    goals = [row for row in every if not isinstance(row, PersonDetail)]
    ties = _ties(ids)
    opens = {family.pk for family in access.allowed_families(Permission.FAMILY_VIEW, families, by=asker)}
    fills = {each.pk for each in families if each.pk not in opens and reads.may_fill(each, asker=asker)}
    may = may_change(families, asker=asker)
    return Record(
        may_change=may,
        may_keep_safe=may or bool(access.allowed_families(Permission.SAFETY_ADD, families, by=asker)),
        changeable={person.pk} if may else set(),
        age=person.age_on(day).words,
        born=sentences.born(person),
        birth_words=next((row.words for row in kept if row.kind == _KIND.BIRTH), ""),
        alerts=alerts.told_to(asker, alerts.touching([person.pk], day=day).get(person.pk, [])),
        names=[Said(row, sentences.period(row)) for row in PersonName.objects.known().filter(person__in=ids)],
        about_them=_of_kinds(kept, _ABOUT_THEM),
        health=_of_kinds(kept, _HEALTH),
        days=_of_kinds(kept, _DAYS),
        orders=_of_kinds(kept, (_KIND.ORDER,)),
        families=_places(ids, opens=opens, fills=fills),
        formed=_links(families, opens=opens, fills=fills),
        homes=homes_of(ids, asker=asker),
        ties=[tie for tie in ties if tie.row.kind != Relationship.Kind.CARES_FOR],
        caring=[tie for tie in ties if tie.row.kind == Relationship.Kind.CARES_FOR],
        safe_contact=_rules(ids, day=day),
        numbers=numbers_of(ids, asker=asker),
        goals=_goals(goals, ids, asker=asker),
        openable=_openable(ties, person, asker=asker),
        every_family=families,
        joined_from=list(Person.objects.filter(pk__in=ids[1:])),
    )


def may_change(families: Sequence[Family], *, asker: Any) -> bool:
    if not families:
        return policy.decision(Permission.PERSON_CREATE, asker=asker).allowed
    return bool(access.allowed_families(Permission.FAMILY_CHANGE, families, by=asker))


def near(person: Person, *, asker: Any) -> list[Person]:
    """Everybody else in the person's families that the asker may open: the likely choices of a form."""
    families = access.allowed_families(Permission.FAMILY_VIEW, access.families_of(person), by=asker)
    rows = Membership.objects.known().filter(family__in=families).select_related("person__merged_into__merged_into")
    people = {
        row.person.pk: row.person for row in (_under_kept(row) for row in rows.order_by("person__born_from", "pk"))
    }
    return [each for pk, each in people.items() if pk != person.pk]


def _under_kept(row: Membership) -> Membership:
    row.person = identity.kept(row.person)
    return row


def _of_kinds(rows: Iterable[PersonDetail], kinds: Sequence[str]) -> list[Said]:
    found = [row for row in rows if row.kind in kinds]
    found.sort(key=lambda row: kinds.index(row.kind))
    return [Said(row, sentences.period(row)) for row in found]


def _places(ids: list[int], *, opens: set[int], fills: set[int]) -> list[FamilyPlace]:
    rows = Membership.objects.known().filter(person__in=ids).select_related("family").order_by(EARLIEST_FIRST, "pk")
    return [FamilyPlace(row, sentences.period(row), row.family_id in opens, row.family_id in fills) for row in rows]


def _links(families: Sequence[Family], *, opens: set[int], fills: set[int]) -> list[Link]:
    rows = FamilyLink.objects.filter(older__in=families, newer__in=families).select_related("older", "newer", "through")
    return [Link(row, row.older_id in opens, row.newer_id in opens, row.newer_id in fills) for row in rows]


def numbers_of(ids: list[int], *, asker: Any) -> list[Number]:
    """The numbers of one person, over all their records; sealed ones for whoever may read them."""
    rows = list(Identifier.objects.known().filter(person__in=ids).order_by("scheme", "pk"))
    asks = any(row.is_sealed for row in rows)
    may_see = bool(asks and access.sees_sealed_numbers_of(ids[:1], by=asker))
    return [Number(row, numbers.shown(row, may_see=may_see)) for row in rows]


def homes_of(ids: list[int], *, asker: Any) -> list[Home]:
    rows = list(Residence.objects.known().filter(person__in=ids).select_related("home").order_by(EARLIEST_FIRST, "pk"))
    shown = access.sees_protected_addresses_of({row.home for row in rows if row.home.is_protected}, by=asker)
    return [Home(row, sentences.period(row), address_of(row.home, shown=row.home_id in shown)) for row in rows]


def address_of(home: Any, *, shown: bool) -> str:
    return str(home.whole_address if shown else home.shown_address)


def _rules(ids: list[int], *, day: date) -> list[Rule]:
    rows = SafeContactRule.objects.current(day).filter(person__in=ids).order_by("pk")
    return [Rule(row, sentences.safe_contact(row)) for row in rows]


def _ties(ids: list[int]) -> list[Tie]:
    people = ("person__merged_into__merged_into", "other__merged_into__merged_into")
    known = Relationship.objects.known().select_related(*people)
    rows = {row.pk: row for row in [*known.filter(person__in=ids), *known.filter(other__in=ids)]}
    order = list(Relationship.Kind)
    found = sorted(
        rows.values(), key=lambda row: (row.valid_to is not None, order.index(Relationship.Kind(row.kind)), row.pk)
    )
    return [sentences.tie(row) for row in found]


def _openable(ties: Sequence[Tie], person: Person, *, asker: Any) -> set[int]:
    others = {who.pk for tie in ties for who in (tie.subject, tie.other)} - {person.pk}
    return alerts.known_to(asker, others) if others else set()


def _goals_of(ids: list[int]) -> list[Any]:
    """Goals stay with the person, whichever family they were set in (they belong to the room of casework)."""
    records = Person.objects.filter(pk__in=ids).prefetch_related(*_GOALS)
    return list({goal.pk: goal for record in records for goal in record.goals.all()}.values())


def _goals(goals: Sequence[Any], ids: list[int], *, asker: Any) -> list[GoalLine]:
    """Of a family that the asker may not open, just those that are about nobody else."""
    families = {goal.plan.episode.family for goal in goals}
    opens = {family.pk for family in access.allowed_families(Permission.FAMILY_VIEW, families, by=asker)}
    lines = [GoalLine(goal, family := goal.plan.episode.family, family.pk in opens) for goal in goals]
    return [line for line in lines if line.may_open or {each.pk for each in line.goal.people.all()} <= set(ids)]
