"""Two records side by side: what speaks for one person, and what speaks against it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.people import access, identity, sentences
from oneplan.web.people.models import Membership, Person, PersonName
from oneplan.web.people.record import Home, homes_of, numbers_of
from oneplan.web.site import lists


@dataclass(frozen=True)
class Side:
    person: Person
    age: str
    born: str
    names: list[str]
    numbers: list[str]
    known_by: set[tuple[str, str]]  # what the numbers are searched by: tells that two are the same, sealed or not
    families: list[str]
    homes: list[Home]


def of(person: Person, *, asker: Any, day: date) -> Side:
    ids = identity.record_ids(person)
    names = PersonName.objects.known().filter(person__in=ids)
    numbers = numbers_of(ids, asker=asker)
    return Side(
        person=person,
        age=person.age_on(day).words,
        born=sentences.born(person),
        names=list(dict.fromkeys(f"{row.given_names} {row.family_name}".strip() for row in names)) or [person.name],
        numbers=[f"{lists.name_of('identifier', each.row.scheme)} {each.words}" for each in numbers],
        known_by={(each.row.scheme, each.row.plain) for each in numbers},
        families=_families(ids, person, asker=asker),
        homes=homes_of(ids, asker=asker),
    )


def same(one: Side, two: Side) -> list[str]:
    pairs = (
        ("name", set(one.names) & set(two.names)),
        ("birth", bool(one.person.born_from) and one.person.born_from == two.person.born_from),
        ("number", one.known_by & two.known_by),
        ("home", {home.row.home_id for home in one.homes} & {home.row.home_id for home in two.homes}),
    )
    return [word for word, is_same in pairs if is_same]


def differs(one: Side, two: Side) -> list[str]:
    """What can hardly be true of one person."""
    first, second = one.person, two.person
    apart = _is_before(first.born_to, second.born_from) or _is_before(second.born_to, first.born_from)
    sexes = {first.sex, second.sex} - {Person.Sex.UNKNOWN}
    return [word for word, is_so in (("birth", apart), ("sex", len(sexes) > 1)) if is_so]


def _families(ids: list[int], person: Person, *, asker: Any) -> list[str]:
    opens = {each.pk for each in access.allowed_families(Permission.FAMILY_VIEW, access.families_of(person), by=asker)}
    rows = Membership.objects.known().filter(person__in=ids).select_related("family")
    return [
        f"{row.get_role_display()} in {row.family if row.family_id in opens else row.family.reference}" for row in rows
    ]


def _is_before(latest: date | None, earliest: date | None) -> bool:
    return latest is not None and earliest is not None and latest < earliest
