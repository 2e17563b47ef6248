"""Somebody not yet known joins a family in one step; one pregnancy may bring two babies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from oneplan.rulebook.people.dates import Precision, RoughDate
from oneplan.web.people.actions import families, persons, relationships
from oneplan.web.people.models import Family, Membership, Person, Relationship
from oneplan.web.site.actions import action

_KIND = Relationship.Kind
COUNTED = ("first", "second", "third")


@dataclass(frozen=True)
class Baby:
    given_names: str = ""
    sex: str = ""
    words: str = ""


@action
def bring(
    *,
    family: Family,
    role: str,
    by: Any,
    at: datetime,
    given_names: str = "",
    family_name: str = "",
    description: str = "",
    sex: str = Person.Sex.UNKNOWN,
    born: RoughDate | None = None,
    due_on: date | None = None,
    how_many: int = 1,
    on: date | None = None,
    precision: str = Precision.DAY,
    note: str = "",
    never_met: bool = False,
) -> list[Person]:
    """Add one person, or twins, to our records and to the family."""
    people: list[Person] = []
    for given, words in _told_apart(given_names, description, family_name=family_name, how_many=how_many):
        person = persons.add(given_names=given, family_name=family_name, description=words, sex=sex, born=born,
                             due_on=due_on, by=by, at=at)  # fmt: skip
        families.join(family=family, person=person, role=role, on=on, precision=precision, note=note,
                      never_met=never_met, by=by, at=at)  # fmt: skip
        people.append(person)
    for twin in people[1:]:
        relationships.add(person=people[0], kind=_KIND.TWIN, other=twin, by=by, at=at)
    return people


@action
def record_births(
    *, person: Person, born: RoughDate, babies: Sequence[Baby], by: Any, at: datetime, identical: bool = False
) -> list[Person]:
    """Turn an unborn child into a baby, and bring the brothers and sisters of the same birth."""
    first, *others = babies
    parents = list(Relationship.objects.known().filter(other=person, kind=_KIND.PARENT).select_related("person"))
    places = list(Membership.objects.known().filter(person=person, valid_to=None).select_related("family"))
    persons.record_birth(person=person, born=born, given_names=first.given_names, sex=first.sex, words=first.words,
                         by=by, at=at)  # fmt: skip
    found = [person]
    for count, baby in enumerate(others, start=2):
        twin = _born_too(person, baby, born=born, parents=parents, places=places, count=count, by=by, at=at)
        kind = _KIND.IDENTICAL_TWIN if identical else _KIND.TWIN
        relationships.add(person=person, kind=kind, other=twin, by=by, at=at)
        found.append(twin)
    return found


def _born_too(
    first: Person,
    baby: Baby,
    *,
    born: RoughDate,
    parents: list[Relationship],
    places: list[Membership],
    count: int,
    by: Any,
    at: datetime,
) -> Person:
    description = "" if baby.given_names else f"the {COUNTED[count - 1]} baby"
    twin = persons.add(given_names=baby.given_names, family_name=first.family_name, description=description,
                       sex=baby.sex or Person.Sex.UNKNOWN, born=born, by=by, at=at)  # fmt: skip
    for place in places:
        families.join(family=place.family, person=twin, role=Membership.Role.CHILD, on=born.earliest,
                      precision=born.precision, is_counted_here=place.is_counted_here, by=by, at=at)  # fmt: skip
    for row in parents:
        relationships.add(person=row.person, kind=_KIND.PARENT, other=twin, by=by, at=at)
    return twin


def _told_apart(given: str, description: str, *, family_name: str, how_many: int) -> list[tuple[str, str]]:
    """“Ava and Zoe” are two; twins without names are “the first twin” and “the second twin”."""
    if how_many == 1:
        return [(given, description)]
    names = given.split(" and ") if given.count(" and ") == how_many - 1 else [""] * how_many
    words = "twin" if how_many == len(("one", "two")) else "triplet"
    said = description.removeprefix("the ").replace(f"{words}s", words)
    said = said or (f"{family_name} {words}" if family_name and not given else words)
    return [(name.strip(), "" if name else f"{COUNTED[i]} {said}") for i, name in enumerate(names)]
