"""Take rows away, or scrub them, as each model declares; whatever still points at them is minded first.

Called by the actions of retention, inside their transaction.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.models import CASCADE, Field, ManyToManyField, Model, Q

from oneplan.rulebook.retention.scrub import Way, scrubbed
from oneplan.web.access.audit import digest
from oneplan.web.people import identity
from oneplan.web.people.models import Home, Membership, Person, Residence
from oneplan.web.rights.declared import Declared, declared

_CHUNK = 500
Rows = dict[type[Model], set[Any]]


class CannotRemove(Exception):
    """Something that stays still needs what would go. The text says what."""


def with_families(families: set[int]) -> tuple[Counter[str], set[int]]:
    """Remove everything of these families, and of the people whom no other family needs; return what and whom."""
    leaving = _leaving(families)
    rows: Rows = defaultdict(set)
    scrubs: Rows = defaultdict(set)
    for said in declared().values():
        found = _of(said, said.of_family, families) | _of(said, said.of_person, leaving)
        (scrubs if said.stays else rows)[said.model] |= found
    _add_homes(rows, leaving)
    counts = _delete(rows)
    for model, pks in scrubs.items():
        if number := scrub(declared()[model._meta.label], pks):
            counts[model._meta.label] += number
    return counts, leaving


def with_people(people: set[int]) -> Counter[str]:
    """Remove everything of people who are in no family and whom nobody needs."""
    rows: Rows = defaultdict(set)
    for said in declared().values():
        if not said.stays:
            rows[said.model] |= _of(said, said.of_person, people)
    _add_homes(rows, people)
    counts = _delete(rows)
    for said in declared().values():
        if said.stays and (number := scrub(said, _of(said, said.of_person, people))):
            counts[said.model._meta.label] += number
    return counts


def whom_nobody_needs(people: set[int]) -> list[int]:
    """Of these, who is named in no family's record, in order."""
    return sorted(people - _needed_elsewhere(people, set()))


def rows_of(said: Declared, pks: Iterable[Any]) -> Counter[str]:
    """Remove or scrub some rows of one model."""
    pks = set(pks)
    if said.stays:
        return Counter({said.model._meta.label: scrub(said, pks)})
    return _delete(defaultdict(set, {said.model: pks}))


def scrub(said: Declared, pks: Iterable[Any]) -> int:
    """Empty, digest or shorten each declared field of the rows; the rows stay."""
    rows = list(said.model._default_manager.filter(pk__in=pks))
    names = [*said.scrubs, *_precisions(said)]
    for row in rows:
        for name, way in said.scrubs.items():
            field = said.model._meta.get_field(name)
            setattr(row, name, _scrubbed(row, field, way))
        for name in _precisions(said):
            if getattr(row, name) != "unknown":
                setattr(row, name, "year")
    said.model._default_manager.bulk_update(rows, names, batch_size=_CHUNK)
    return len(rows)


def _scrubbed(row: Model, field: Any, way: Way) -> Any:
    empty: Any = None if field.null else ({} if field.get_internal_type() == "JSONField" else "")
    return scrubbed(
        getattr(row, field.attname), way=way, empty=empty, digest=digest, is_end=field.name.endswith("_to")
    )  # fmt: skip


def _precisions(said: Declared) -> list[str]:
    """Beside a date of which the year stays, the field that says how exact it is."""
    names = {name.rpartition("_")[0] + "_precision" for name, way in said.scrubs.items() if way is Way.YEAR}
    return sorted(names & {each.name for each in said.model._meta.concrete_fields})


def _of(said: Declared, lookups: Iterable[str], wanted: set[int]) -> set[Any]:
    where = Q(pk__in=[])
    for lookup in lookups:
        where |= Q(**{f"{lookup}__in": wanted})
    return set(said.model._default_manager.filter(where).values_list("pk", flat=True)) if lookups and wanted else set()


def _leaving(families: set[int]) -> set[int]:
    """Every record of the people of these families who are in no other family's record."""
    members = set(Membership.objects.filter(family__in=families).values_list("person", flat=True))
    records = identity.records_of(members)
    groups: dict[int, set[int]] = defaultdict(set)
    for each, kept in records.items():
        groups[kept].add(each)
    needed = _needed_elsewhere(set(records), families)
    needed |= _tied_to_others(set(records))
    return {each for group in groups.values() if not group & needed for each in group}


def _needed_elsewhere(people: set[int], families: set[int]) -> set[int]:
    """People whom a row of another family names: a member, somebody seen, somebody in a team."""
    found: set[int] = set()
    for said in declared().values():
        if said.rule not in ("family_record", "request_only") or not said.of_family:
            continue
        for lookup in _to_people(said.model):
            rows = said.model._default_manager.filter(**{f"{lookup}__in": people})
            for path in said.of_family:
                rows = rows.exclude(**{f"{path}__in": families})
            found |= set(rows.values_list(lookup, flat=True))
    return found & people


def _to_people(model: type[Model]) -> list[str]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [each.name for each in fields if each.related_model is Person]


def _tied_to_others(people: set[int]) -> set[int]:
    """Of these, who is tied to somebody outside: the parent of a child in another family."""
    found: set[int] = set()
    for said in declared().values():
        if said.of_family or len(said.of_person) < 2:
            continue
        for one, other in ((said.of_person[0], said.of_person[1]), (said.of_person[1], said.of_person[0])):
            rows = said.model._default_manager.filter(**{f"{one}__in": people}).exclude(**{f"{other}__in": people})
            found |= set(rows.values_list(one, flat=True))
    return found


def _add_homes(rows: Rows, leaving: set[int]) -> None:
    """Homes where nobody who stays ever lived go with the last who lived there."""
    lived = set(Residence.objects.filter(person__in=leaving).values_list("home", flat=True))
    stay = set(Residence.objects.filter(home__in=lived).exclude(person__in=leaving).values_list("home", flat=True))
    homes = lived - stay
    rows[Home] |= homes
    for said in declared().values():
        if said.of_home:
            rows[said.model] |= _of(said, (said.of_home,), homes)


def _delete(rows: Rows) -> Counter[str]:
    """Delete rows in one go, in any order: the database looks at what points where when the transaction ends."""
    todo = [model for model, pks in rows.items() if pks]
    while todo:
        todo = _add_pointing(rows, todo)
    counts: Counter[str] = Counter()
    for model, pks in rows.items():
        for some in _chunks(pks):
            _unlink(model, some)
            counts[model._meta.label] += model._default_manager.filter(pk__in=some)._raw_delete(using="default")
    return +counts


def _add_pointing(rows: Rows, models: list[type[Model]]) -> list[type[Model]]:
    """Rows that cannot be without those that go, go too; others let go of them. Return the models that grew."""
    grown = []
    for model in models:
        for relation in model._meta.related_objects:
            other, field = relation.related_model, cast(Any, relation).field
            if isinstance(field, ManyToManyField) or other._meta.auto_created:
                continue
            found: set[Any] = set()
            for some in _chunks(rows[model]):
                pointing = other._default_manager.filter(**{f"{field.name}__in": some})
                found |= set(pointing.values_list("pk", flat=True))
            found -= rows[other]
            if not found:
                continue
            if field.null and field.remote_field.on_delete is not CASCADE:
                other._default_manager.filter(pk__in=found).update(**{field.name: None})
                continue
            if (said := declared().get(other._meta.label)) is not None and said.stays:
                raise CannotRemove(f"{other._meta.label} stays and needs {model._meta.label}.")
            rows[other] |= found
            grown.append(other)
    return grown


def _unlink(model: type[Model], pks: list[Any]) -> None:
    """Take the rows out of the tables of many-to-many fields, from both sides."""
    for through, name in _throughs(model):
        through._default_manager.filter(**{f"{name}__in": pks})._raw_delete(using="default")


def _throughs(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    for field in [
        *model._meta.many_to_many,
        *(each.field for each in model._meta.related_objects if each.many_to_many),
    ]:
        through = cast(Any, field).remote_field.through
        for each in through._meta.concrete_fields:
            if isinstance(each, Field) and each.related_model is model:
                yield through, each.name


def _chunks(pks: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(pks, key=str)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
