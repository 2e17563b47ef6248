"""People found, as lists show them: who may be opened, and the restrictions that touch them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import alerts, sentences
from oneplan.web.people.models import Family, Person
from oneplan.web.people.search import Found


@dataclass(frozen=True)
class Result:
    person: Person
    why: str
    age: str
    born: str
    families: list[Family]
    has_other_families: bool
    may_open: bool
    warnings: list[str]


def shown(found: Sequence[Found], *, asker: Any, day: date) -> list[Result]:
    ids = [each.person.pk for each in found]
    touching = alerts.touching(ids, day=day)
    named = {who for each in alerts.each_once(touching) for who in (each.child.pk, each.barred.pk)}
    known = alerts.known_to(asker, named)
    opens_new = policy.decision(Permission.PERSON_CREATE, asker=asker).allowed
    return [
        _result(each, touching.get(each.person.pk, []), known=known, opens_new=opens_new, day=day) for each in found
    ]


def _result(found: Found, touching: Sequence[alerts.Alert], *, known: set[int], opens_new: bool, day: date) -> Result:
    person = found.person
    warnings = [a.title if {a.child.pk, a.barred.pk} & known else alerts.WITHHELD for a in touching]
    return Result(
        person=person,
        why=found.why,
        age=person.age_on(day).words,
        born=sentences.born(person),
        families=found.families,
        has_other_families=found.has_other_families,
        may_open=bool(found.families) or (opens_new and not found.has_other_families),
        warnings=list(dict.fromkeys(warnings)),
    )
