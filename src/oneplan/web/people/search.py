"""Find people: by name with spelling slips, by birth date or age, by any reference number.

Names are looked up by how their words sound and start (an indexed key), then ordered by likeness. One way for
both databases.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest
from typing import Any, NamedTuple

from django.db.models import Count
from rapidfuzz import fuzz

from oneplan.rulebook.people.dates import DateNotUnderstood, RoughDate, read
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import access, identity
from oneplan.web.people import numbers as sealed_numbers
from oneplan.web.people.models import Family, Identifier, Membership, NameKey, Person
from oneplan.web.people.models.person import full_name
from oneplan.web.people.projection import keys_of, without_accents, words_of

MOST_CANDIDATES = 400
MOST_LOADED = 60
LIKE_ENOUGH = 60.0


@dataclass
class Found:
    """A person that may be the one, why, and the families the asker may open (others are only counted)."""

    person: Person
    likeness: float
    why: str
    families: list[Family] = field(default_factory=list)
    has_other_families: bool = False


def find(text: str, *, asker: Any, most: int = 20) -> list[Found]:
    """Return the likeliest people first; `text` may mix a name, a birth date and a reference.

    Whoever is only in records kept from the asker is not found.
    """
    policy.require(Permission.PERSON_FIND, by=asker)
    names, born, numbers = _parts(text)
    found = _by_reference(numbers, asker=asker) or _by_number(numbers, asker=asker)
    if names:
        found += _by_name(names, born)
    elif born and not found:
        found += _by_birth(born)
    return _with_families(_once(found)[:most], asker=asker)


def _parts(text: str) -> tuple[str, RoughDate | None, list[str]]:
    """Part the text into name words, at most one date, and words with digits."""
    words = text.replace(",", " ").split()
    joined = [text.replace(" ", "")] if any(c.isdigit() for c in text) else []  # "000 0001" may also be a number
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            piece = " ".join(words[start : start + size])
            if not any(c.isdigit() for c in piece):
                continue
            try:
                born = read(piece)
            except DateNotUnderstood:
                continue
            rest = words[:start] + words[start + size :]
            return _name_words(rest), born, [w for w in rest if any(c.isdigit() for c in w)] + joined
    return _name_words(words), None, [w for w in words if any(c.isdigit() for c in w)] + joined


def _name_words(words: Iterable[str]) -> str:
    return " ".join(word for word in words if not any(c.isdigit() for c in word))


def _by_reference(numbers: list[str], *, asker: Any) -> list[Found]:
    """The number of a family finds its people for nobody it is shut to, though they are in another family as well."""
    ids = [int(n[2:]) - 100000 for n in numbers if re.fullmatch(r"(?i)p-[0-9]{1,12}", n)]
    people = Person.objects.filter(pk__in=ids).select_related("merged_into")
    found = [Found(identity.kept(person), 100.0, f"reference {person.reference}") for person in people]
    asked = [int(n[2:]) - 1000 for n in numbers if re.fullmatch(r"(?i)f-[0-9]{1,12}", n)]
    families = Family.objects.filter(pk__in=asked).exclude(policy.shut_filter(asker=asker)) if asked else []
    rows = Membership.objects.known().filter(family__in=families).select_related("person__merged_into", "family")
    return found + [Found(identity.kept(row.person), 100.0, f"in {row.family.reference}") for row in rows]


def _by_number(numbers: list[str], *, asker: Any) -> list[Found]:
    """A sealed number finds its person only for whoever may read it: a search is no way to try numbers out."""
    plain = sealed_numbers.each_searched_as({n.replace("-", "").upper() for n in numbers if len(n) >= 4})
    rows = list(Identifier.objects.known().filter(plain__in=plain).select_related("person__merged_into__merged_into"))
    sealed = {row.person_id for row in rows if row.is_sealed}
    sees = access.sees_sealed_numbers_of(sealed, by=asker) if sealed else set()
    shown = [row for row in rows if not row.is_sealed or row.person_id in sees]
    return [Found(identity.kept(row.person), 99.0, f"number {row.number}") for row in shown]


def _by_birth(born: RoughDate) -> list[Found]:
    people = Person.objects.filter(born_from__lte=born.latest, born_to__gte=born.earliest, merged_into=None)
    return [Found(p, 70.0, f"born {p.born_words}") for p in people.order_by("family_name", "pk")[:MOST_LOADED]]


def _by_name(name: str, born: RoughDate | None) -> list[Found]:
    keys = keys_of(name)
    hits = NameKey.objects.filter(key__in=keys).values("person").annotate(hits=Count("key"))
    ids = [row["person"] for row in hits.order_by("-hits", "-person")[:MOST_CANDIDATES]]
    ids += _starting_like(name)
    rows = Person.objects.filter(pk__in=ids).values_list(*_Candidate._fields)
    judged = ((_likeness(each, name, born), -each.pk) for each in map(_Candidate._make, rows))
    best = nlargest(MOST_LOADED, (each for each in judged if each[0] >= LIKE_ENOUGH))
    people = Person.objects.select_related("merged_into__merged_into").in_bulk([-pk for _, pk in best])
    return [_found_by_name(people[-pk], likeness, born) for likeness, pk in best]


def _starting_like(name: str) -> list[int]:
    """People one of whose name words starts as the last, perhaps unfinished, word typed."""
    words = words_of(name)
    if not words or len(words[-1]) < 2:
        return []
    start = f"s:{words[-1][:16]}"
    rows = NameKey.objects.filter(key__gte=start, key__lt=start + "￿").values_list("person", flat=True)
    return list(rows[:MOST_CANDIDATES])


class _Candidate(NamedTuple):
    """What judging a likeness needs of a person; hundreds are judged, few are loaded."""

    pk: int
    given_names: str
    family_name: str
    description: str
    born_from: date | None
    born_to: date | None


def _likeness(each: _Candidate, name: str, born: RoughDate | None) -> float:
    has = without_accents(full_name(each.given_names, each.family_name, each.description)).lower()
    wanted = " ".join(words_of(name))
    likeness = max(fuzz.token_sort_ratio(wanted, has), fuzz.token_set_ratio(wanted, has) - 8, _every_word(wanted, has))
    if born and _fits(each.born_from, each.born_to, born):
        return likeness + 15
    return likeness - 25 if born and each.born_from else likeness


def _found_by_name(person: Person, likeness: float, born: RoughDate | None) -> Found:
    fits = born and _fits(person.born_from, person.born_to, born)
    return Found(identity.kept(person), likeness, f"name, born {person.born_words}" if fits else "name")


def _every_word(wanted: str, has: str) -> float:
    """Likeness when each word typed is close to, or the start of, some word of the name."""
    scores = [max((_word(w, h) for h in has.split()), default=0.0) for w in wanted.split()]
    return min(scores, default=0.0) - 4


def _word(wanted: str, has: str) -> float:
    return 96.0 if has.startswith(wanted) and len(wanted) > 1 else fuzz.ratio(wanted, has)


def _fits(born_from: date | None, born_to: date | None, born: RoughDate) -> bool:
    return bool(born_from and born_to and born_from <= born.latest and born_to >= born.earliest)


def _best_first(found: Found) -> tuple[float, int]:
    return -found.likeness, found.person.pk


def _once(found: list[Found]) -> list[Found]:
    kept: dict[int, Found] = {}
    for each in found:
        if each.person.pk not in kept or kept[each.person.pk].likeness < each.likeness:
            kept[each.person.pk] = each
    return sorted(kept.values(), key=_best_first)


def _with_families(found: list[Found], *, asker: Any) -> list[Found]:
    ids = [each.person.pk for each in found]
    merged = dict(Person.objects.filter(merged_into__in=ids).values_list("pk", "merged_into"))
    rows = Membership.objects.known().filter(person__in=[*ids, *merged]).select_related("family")
    allowed = policy.families_filter(Permission.FAMILY_VIEW, asker=asker)
    of: dict[int, dict[int, Family]] = defaultdict(dict)
    for row in rows:
        of[merged.get(row.person_id, row.person_id) or 0][row.family_id] = row.family
    seen = {pk for families in of.values() for pk in families}
    may = set(Family.objects.filter(allowed, pk__in=seen).values_list("pk", flat=True))
    shut = set(Family.objects.filter(policy.shut_filter(asker=asker), pk__in=seen).values_list("pk", flat=True))
    left = [each for each in found if not of[each.person.pk] or of[each.person.pk].keys() - shut]
    for each in left:
        families = {pk: family for pk, family in of[each.person.pk].items() if pk not in shut}
        each.families = [family for pk, family in families.items() if pk in may]
        each.has_other_families = any(pk not in may for pk in families)
    return left


def age_words(person: Person, *, on: date) -> str:
    return person.age_on(on).words
