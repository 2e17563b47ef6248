"""Who is who: a record that was merged stands for the person it was merged into."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from oneplan.web.people.models import Merge, Person


def kept(person: Person) -> Person:
    """Return the record that stands for this person now."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def kept_ids(ids: Iterable[int], *, known_at: datetime | None = None) -> dict[int, int]:
    """Map each id to the id of the record that stood for it at `known_at` (now without one)."""
    merges = dict(_merges(known_at).values_list("gone_id", "kept_id")) if known_at else _current_merges(ids)
    return {each: _follow(each, merges) for each in ids}


def record_ids(person: Person) -> list[int]:
    """Return the ids of every record that is this person now, the kept one first."""
    found, latest = [person.pk], [person.pk]
    while latest:
        latest = list(Person.objects.filter(merged_into__in=latest).values_list("pk", flat=True))
        found += latest
    return found


def _follow(each: int, merges: dict[int, int]) -> int:
    while each in merges:
        each = merges[each]
    return each


def _current_merges(ids: Iterable[int]) -> dict[int, int]:
    merges: dict[int, int] = {}
    latest = set(ids)
    while latest:
        rows = Person.objects.filter(pk__in=latest, merged_into__isnull=False).values_list("pk", "merged_into")
        new = {gone: into for gone, into in rows if into is not None}
        merges |= new
        latest = set(new.values()) - merges.keys()
    return merges


def _merges(known_at: datetime) -> QuerySet[Merge]:
    return Merge.objects.filter(Q(known_until=None) | Q(known_until__gt=known_at), known_from__lte=known_at)


def records_of(ids: Iterable[int]) -> dict[int, int]:
    """Map every record of these people, merged ones too, to the id of the record that stands for each now."""
    records = kept_ids(ids)
    latest = set(records.values())
    records |= {each: each for each in latest}
    while latest:
        gone = dict(Person.objects.filter(merged_into__in=latest).values_list("pk", "merged_into_id"))
        latest = gone.keys() - records.keys()
        records |= {each: records[into] for each, into in gone.items()}
    return records
