"""People as they were known at a past moment: names, birth, death and sex from the spells believed then."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from oneplan.web.people.models import Person, PersonDetail, PersonName

_KIND = PersonDetail.Kind


def as_known(people: Iterable[Person], *, known_at: datetime) -> None:
    """Set the columns of these people, in memory only, to what was believed at `known_at`."""
    by_id = {person.pk: person for person in people}
    names = PersonName.objects.filter(person__in=by_id, kind=PersonName.Kind.USUAL).order_by("known_from", "pk")
    known_names = {row.person_id: row for row in names.known(known_at)}
    facts: dict[int, dict[str, PersonDetail]] = defaultdict(dict)
    kinds = (_KIND.BIRTH, _KIND.DEATH, _KIND.PREGNANCY, _KIND.SEX)
    for row in PersonDetail.objects.known(known_at).filter(person__in=by_id, kind__in=kinds).order_by("known_from"):
        facts[row.person_id][row.kind] = row
    for pk, person in by_id.items():
        name = known_names.get(pk)
        person.given_names, person.family_name = (name.given_names, name.family_name) if name else ("", "")
        _set_facts(person, facts[pk])


def _set_facts(person: Person, facts: dict[str, PersonDetail]) -> None:
    birth, death = facts.get(_KIND.BIRTH), facts.get(_KIND.DEATH)
    pregnancy, sex = facts.get(_KIND.PREGNANCY), facts.get(_KIND.SEX)
    person.born_from = birth.earliest if birth else None
    person.born_to = birth.latest if birth else None
    person.born_precision = birth.valid_from_precision if birth else "unknown"
    person.due_on = pregnancy.earliest if pregnancy and not birth else None
    person.died_on = death.earliest if death else None
    person.died_precision = death.valid_from_precision if death else "unknown"
    person.sex = sex.words if sex else Person.Sex.UNKNOWN
