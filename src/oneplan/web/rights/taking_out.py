"""The case record as tables: which columns of which models, and which rows are kept back.

Kept back is what no role opens by itself: a record kept to named workers or of whoever takes it out, everybody in it,
and any family they share somebody with; requests of no family yet that name one of them; homes kept safe and whatever
hangs on them or tells of them; entries kept private. What is sealed has no column. Where another entry tells in its
words of a home kept safe, or names somebody kept back, those words are taken out.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model, Q

from oneplan.rulebook.rights.others import KEPT_SAFE, TAKEN_OUT
from oneplan.rulebook.rights.whole_record import whole_record
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.people import identity, telling
from oneplan.web.people.models import Family, Home, Membership, Person, PersonName, Residence
from oneplan.web.rights import kept_back, places, registry
from oneplan.web.rights.wording import label
from oneplan.web.sharing.models import GuardedRecord
from oneplan.web.sharing.reads import shut
from oneplan.web.sharing.reads.private import marks_on
from oneplan.web.site.sealed import EncryptedTextField

ROWS_AT_ONCE = 2_000
DEPTH = 4
ADDRESS = frozenset({"address", "postcode", "plain_postcode"})
KEPT = "kept to named workers, or of whoever takes it out, and those who share a family with them"
SAFE = "a home that is kept safe"
PRIVATE = "kept private"
_TYPES: "tuple[tuple[type[models.Field[Any, Any]], str], ...]" = (
    (models.BooleanField, "yes_no"), (models.ForeignKey, "whole"), (models.AutoField, "whole"),
    (models.IntegerField, "whole"), (models.DecimalField, "figure"), (models.FloatField, "figure"),
    (models.DateTimeField, "moment"), (models.DateField, "day"),
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    name: str  # as in the table, and of the row
    type: str  # as engine/export/package.py says it
    words: str
    to: str = ""  # the table it leads to


@dataclass(frozen=True)
class Table:
    model: type[Model]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def words(self) -> str:
        return str(self.model._meta.verbose_name)


def tables() -> list[Table]:
    """Every table that is taken out; one that stands between two others goes when both of them do."""
    taken = {each for each in registry.our_models() if not each._meta.proxy and _is_taken(each)}
    return [Table(each, tuple(_columns(each, taken))) for each in registry.our_models() if each in taken]


def _is_taken(model: type[Model]) -> bool:
    if registry.is_between(model):
        ends = [each.related_model for each in model._meta.concrete_fields if each.is_relation]
        return all(isinstance(end, type) and whole_record().is_taken(end._meta.label) for end in ends)
    return whole_record().is_taken(model._meta.label)


def _columns(model: type[Model], taken: set[type[Model]]) -> Iterator[Column]:
    for each in model._meta.concrete_fields:
        if isinstance(each, EncryptedTextField):
            continue
        kind = next((name for is_a, name in _TYPES if isinstance(each, is_a)), "text")
        other = each.related_model
        to = other._meta.db_table if isinstance(other, type) and other in taken else ""
        yield Column(each.attname, kind, label(model, each.name), to)


@dataclass
class Taking:
    """One going-through of the record for one worker; `left_out` counts the rows kept back, by why.

    Only the families in `told` are taken out, whose registers say so; one begun since is not.
    """

    worker: Any
    told: frozenset[int]
    left_out: Counter[str] = field(default_factory=Counter)
    _by_model: dict[type[Model], dict[Any, str]] = field(default_factory=dict)

    @cached_property
    def families_kept(self) -> set[int]:
        guarded = Q(pk__in=GuardedRecord.objects.filter(lifted_at=None).values("family"))
        first = set(Family.objects.filter(guarded | shut.tied_to(self.worker)).values_list("pk", flat=True))
        shared = set(Membership.objects.filter(person__in=_people_of(first)).values_list("family", flat=True))
        return first | shared | (set(Family.objects.values_list("pk", flat=True)) - self.told)

    @cached_property
    def people_kept(self) -> set[int]:
        return _people_of(self.families_kept)

    @cached_property
    def homes_kept(self) -> set[int]:
        safe = places.with_the_same(Home.objects.filter(is_protected=True), among=Home.objects.all())
        return safe | set(Residence.objects.filter(person__in=self.people_kept).values_list("home", flat=True))

    @cached_property
    def requests_kept(self) -> set[int]:
        """Those that are of no family yet and name somebody who is kept back."""
        named = RequestPerson.objects.filter(request__family=None, request__reopens=None, person__in=self.people_kept)
        return set(named.values_list("request", flat=True))

    @cached_property
    def _taken_out(self) -> list[tuple[re.Pattern[str], str]]:
        """What is looked for in every text, and what stands in its place."""
        safe = telling.pattern(map(places.without_a_plain_label, Home.objects.filter(is_protected=True)))
        return ([(safe, KEPT_SAFE)] if safe else []) + [(each, TAKEN_OUT) for each in _names_of(self.people_kept)]

    def rows(self, table: Table) -> Iterator[Sequence[dict[str, Any]]]:
        """The rows of a table in the order of their numbers, some at a time."""
        kept = self._kept_rows(table.model)
        names = [each.name for each in table.columns]
        every = table.model._default_manager.order_by("pk").values("pk", *names)
        last: Any = None
        while some := list((every.filter(pk__gt=last) if last is not None else every)[:ROWS_AT_ONCE]):
            last = some[-1]["pk"]
            private = self._private(table.model, [row["pk"] for row in some])
            given = []
            for row in some:
                if why := kept.get(row["pk"]) or (PRIVATE if row["pk"] in private else ""):
                    self.left_out[why] += 1
                else:
                    given.append({each.name: self._plain(row[each.name], each, table) for each in table.columns})
            yield given

    def _kept_rows(self, model: type[Model]) -> dict[Any, str]:
        """Why a row is kept back, by its number: for what it leads to, or for what it tells of."""
        told_of: dict[Any, str] = {}
        if {"thing_type", "thing_id"} <= {each.name for each in model._meta.concrete_fields}:
            rows = model._default_manager.order_by()
            for label in rows.exclude(thing_type="").values_list("thing_type", flat=True).distinct():
                if kept := self._leading_to_kept(label):
                    pairs = rows.filter(thing_type=label).values_list("pk", "thing_id").iterator()
                    told_of |= {pk: kept[thing] for pk, thing in pairs if thing in kept}
        return told_of | self._leading_to_kept(model._meta.label)

    def _leading_to_kept(self, label: str) -> dict[Any, str]:
        try:
            model = apps.get_model(label)
        except LookupError:  # there was such a model once
            return {}
        if model not in self._by_model:
            self._by_model[model] = self._found_leading(model)
        return self._by_model[model]

    def _found_leading(self, model: type[Model]) -> dict[Any, str]:
        found: dict[Any, str] = {}
        for kept, why, target in (
            (self.homes_kept, SAFE, Home), (self.requests_kept, KEPT, Request), (self.people_kept, KEPT, Person),
            (self.families_kept, KEPT, Family),
        ):  # fmt: skip
            for path in _paths(model, target):
                rows = model._default_manager.filter(**{f"{path}__in": kept}).values_list("pk", flat=True)
                found |= dict.fromkeys(rows, why)
        return found

    def _private(self, model: type[Model], pks: Sequence[Any]) -> set[Any]:
        things = kept_back.things(model, pks)
        marks = marks_on({key for keys in things.values() for key in keys})
        return {pk for pk, keys in things.items() if any(marks.get(key) for key in keys)}

    def _plain(self, value: Any, column: Column, table: Table) -> Any:
        if value is None or column.type not in ("text", "figure"):
            return value
        if column.type == "figure":
            return float(value)
        if table.model is Home and column.name in ADDRESS:  # of another home: “Flat 6” there tells of none kept safe
            return str(value)
        said = self._without(value)
        return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)

    def _without(self, value: Any) -> Any:
        """What was written, in each text of it; days, times and the like as they are written."""
        if isinstance(value, dict):
            return {str(name): self._without(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._without(each) if isinstance(each, str | list | dict) else each for each in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        text = str(value)
        for pattern, instead in self._taken_out:
            text = pattern.sub(instead, text)
        return text


def to_tell(worker: Any) -> list[int]:
    """The families whose record this worker would take out."""
    every = frozenset(Family.objects.values_list("pk", flat=True))
    return sorted(every - Taking(worker, every).families_kept)


def _names_of(people: set[int]) -> list[re.Pattern[str]]:
    """One pattern of all their whole names, however spaced, without middle names too; none where there is nobody."""
    names = [
        *Person.objects.filter(pk__in=people).values_list("given_names", "family_name"),
        *PersonName.objects.filter(person__in=people).values_list("given_names", "family_name"),
    ]
    whole = {tuple(" ".join(pair).split()) for pair in names if all(pair)}
    whole |= {(given.split()[0], *family.split()) for given, family in names if given.split() and family.split()}
    found = sorted({r"\s+".join(map(_written, each)) for each in whole if len(each) > 1}, key=len, reverse=True)
    return [re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE)] if found else []


def _written(word: str) -> str:
    """With whichever apostrophe."""
    return re.sub(r"['\u2018\u2019]", "['\u2018\u2019]", re.escape(word))


def _people_of(families: set[int]) -> set[int]:
    """Every record of everybody who is, or was, in one of these families."""
    return set(identity.records_of(Membership.objects.filter(family__in=families).values_list("person", flat=True)))


def _paths(model: type[Model], target: type[Model], depth: int = DEPTH) -> Iterator[str]:
    """Lookups that lead from a model's rows to rows of `target`, itself among them."""
    if model is target:
        yield "pk"
        return
    if depth == 0:
        return
    for each in model._meta.concrete_fields:
        other = each.related_model
        if other is not model and isinstance(other, type) and other.__module__.startswith(registry.OURS):
            for path in _paths(other, target, depth - 1):
                yield each.name if path == "pk" else f"{each.name}__{path}"
