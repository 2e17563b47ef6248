"""Bring the columns of a person that lists and search read into line with the spells, which are the record."""

import re
import unicodedata
from datetime import date

import jellyfish

from oneplan.web.people.models import NameKey, Person, PersonDetail, PersonName

_KIND = PersonDetail.Kind


def refresh(person: Person) -> None:
    """Set name, sex, birth, death and due date from what is believed now, and the keys of the name search."""
    _name(person)
    facts = {row.kind: row for row in _facts(person)}
    _birth(person, facts.get(_KIND.BIRTH), facts.get(_KIND.PREGNANCY))
    death, sex = facts.get(_KIND.DEATH), facts.get(_KIND.SEX)
    person.died_on = _died_on(death, born_from=person.born_from)
    person.died_precision = death.valid_from_precision if death else "unknown"
    person.sex = sex.words if sex else Person.Sex.UNKNOWN
    person.version += 1
    person.save()
    index_names(person)


def _facts(person: Person) -> list[PersonDetail]:
    kinds = (_KIND.BIRTH, _KIND.DEATH, _KIND.PREGNANCY, _KIND.SEX)
    return list(PersonDetail.objects.known().filter(person=person, kind__in=kinds).order_by("known_from", "pk"))


def _name(person: Person) -> None:
    name = PersonName.objects.known().filter(person=person, kind=PersonName.Kind.USUAL, valid_to=None).last()
    if name is not None:
        person.given_names, person.family_name = name.given_names, name.family_name


def _birth(person: Person, birth: PersonDetail | None, pregnancy: PersonDetail | None) -> None:
    person.born_from = birth.earliest if birth else None
    person.born_to = birth.latest if birth else None
    person.born_precision = birth.valid_from_precision if birth else "unknown"
    person.due_on = pregnancy.earliest if pregnancy and not birth else None


def _died_on(death: PersonDetail | None, *, born_from: date | None) -> date | None:
    """A death known to the year alone may seem to come before a birth in that year."""
    if death is None or death.earliest is None:
        return None
    return max(death.earliest, born_from) if born_from else death.earliest


def index_names(person: Person) -> None:
    names = PersonName.objects.known().filter(person=person).values_list("given_names", "family_name")
    keys = {key for given, family in names for key in keys_of(f"{given} {family}")}
    NameKey.objects.filter(person=person).exclude(key__in=keys).delete()
    NameKey.objects.bulk_create([NameKey(person=person, key=key) for key in keys], ignore_conflicts=True)


def keys_of(text: str) -> set[str]:
    """Return how each word of a name sounds and starts, so that “Katherine” finds “Catharine”."""
    keys: set[str] = set()
    for word in words_of(text):
        keys.add(f"s:{word[:16]}")
        if len(word) > 2 and word.isascii():
            keys |= {f"m:{jellyfish.metaphone(word)[:16]}", f"y:{jellyfish.nysiis(word)[:16]}"}
    return keys


def words_of(text: str) -> list[str]:
    """Lower-case words without accents or marks; apostrophes vanish, hyphens part words."""
    plain = without_accents(text).lower().replace("'", "").replace("’", "")
    return [word for word in re.split(r"[^\w]+", plain) if word]


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
