"""Who is meant by a name that somebody typed: a service that is on the list, somebody who must have no contact."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from oneplan.rulebook.sharing.meant import Meant, is_named, is_titled, may_mean
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Membership, Person, PersonName, Relationship


def barred(people: Collection[int], text: str, *, on: date, but: Collection[int] = ()) -> str:
    """Who of those barred from any of these records may be meant by the text, in words; empty when nobody is.

    `but` are records whose own barring does not count: somebody may always be told what is theirs.
    """
    records = identity.records_of(people)
    rows = ContactRestriction.objects.current(on).filter(child__in=records).exclude(barred__in=but)
    found = list(rows.select_related("barred", "child"))
    if not found:
        return ""
    kept = identity.kept_ids([row.barred_id for row in found])
    known = _known([*kept.values(), *records.values()], to=records)
    others = [meant for pk, meant in known.items() if pk not in kept.values()]
    for row in found:
        if may_mean(text, known[kept[row.barred_id]], others=others):
            kind, extent = row.get_kind_display(), row.get_extent_display()
            return f"{row.barred.name}: {kind}, {extent} with {row.child.short_name}"
    return ""


def _known(ids: Iterable[int], *, to: Collection[int]) -> dict[int, Meant]:
    """Each with every name of every record of theirs, and what they are to the people it is about."""
    records = identity.records_of(ids)
    people = Person.objects.in_bulk(records)
    names: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, person in people.items():
        names[records[pk]].add((person.given_names, person.family_name))
    said = PersonName.objects.known().filter(person__in=records)
    for pk, given, family in said.values_list("person", "given_names", "family_name"):
        names[records[pk]].add((given, family))
    relations = _relations(records, to=to)
    return {
        pk: Meant(tuple(sorted(names[pk])), people[pk].sex, frozenset(relations[pk])) for pk in set(records.values())
    }


def _relations(records: dict[int, int], *, to: Collection[int]) -> dict[int, set[str]]:
    """As said of each, and a parent by their place in the family."""
    found: dict[int, set[str]] = defaultdict(set)
    parents = Membership.objects.known().filter(person__in=records, role__in=_PARENTS)
    for pk in parents.values_list("person", flat=True):
        found[records[pk]].add(_Kind.PARENT)
    rows = Relationship.objects.known()
    for pk, kind in rows.filter(person__in=records, other__in=to).values_list("person", "kind"):
        found[records[pk]].add(kind)
    for pk, kind in rows.filter(other__in=records, person__in=to, kind__in=_BOTH_WAYS).values_list("other", "kind"):
        found[records[pk]].add(kind)
    return found


_Kind = Relationship.Kind
_PARENTS = (Membership.Role.PARENT, Membership.Role.ELSEWHERE)
_BOTH_WAYS = (
    _Kind.MARRIED, _Kind.LIVING_TOGETHER, _Kind.PARTNER, _Kind.SEPARATED, _Kind.DIVORCED, _Kind.FORMER, _Kind.SIBLING,
    _Kind.TWIN, _Kind.IDENTICAL_TWIN,
)  # fmt: skip


def service(text: str) -> Agency | None:
    """The service on the list whose name the text has in it, or of whose name all of its words are."""
    typed = _words(text)
    for agency in Agency.objects.order_by("name"):
        called = _words(agency.name)
        if called and typed and (called <= typed or typed <= called):
            return agency
    return None


def worker(text: str, *, near: Collection[Agency]) -> Worker | None:
    """Somebody who works for a service on the list: what they are told, the service is told.

    “Mrs Green” is taken for one only where her service is near the family: many are called that.
    """
    rows = Worker.objects.filter(is_active=True).select_related("agency").order_by("name", "pk")
    around = {agency.pk for agency in near}
    for each in rows:
        if is_named(text, each.name) or (each.agency_id in around and is_titled(text, each.name)):
            return each
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold())) - {"the", "a", "of", "and"}
