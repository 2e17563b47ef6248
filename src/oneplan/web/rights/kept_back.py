"""Entries that are kept private, and whatever else tells of them: what of it may stand in somebody's pack."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from oneplan.web.rights.subject import Subject
from oneplan.web.sharing.models import KeptPrivate
from oneplan.web.sharing.reads.private import NAMES, Key, marks_on

_DEPTH = 3


@dataclass(frozen=True)
class KeptBack:
    private: frozenset[Any] = frozenset()  # rows that are in no pack for this subject
    named: frozenset[Any] = frozenset()  # rows for named workers: that they exist is shown, never what they say


def of(model: type[Model], pks: Collection[Any], subject: Subject) -> KeptBack:
    told_of = things(model, pks)
    marks = marks_on({key for keys in told_of.values() for key in keys})
    private, named = set(), set()
    for pk, keys in told_of.items():
        for mark in (mark for key in keys for mark in marks.get(key, ())):
            if mark.kind == KeptPrivate.Kind.NAMED:
                named.add(pk)
            elif not subject.reads_it_alone or mark.person_id not in subject.ids:
                private.add(pk)
    return KeptBack(frozenset(private), frozenset(named - private))


def things(model: type[Model], pks: Collection[Any]) -> dict[Any, set[Key]]:
    """By row: the entries it is, belongs to or tells of, and those to which what it tells of belongs."""
    found = _by_keys(model, pks)
    if {"thing_type", "thing_id"} <= {each.name for each in model._meta.concrete_fields}:
        told_of: dict[str, dict[int, set[Any]]] = defaultdict(lambda: defaultdict(set))
        rows = model._default_manager.filter(pk__in=pks)
        for pk, label, thing in rows.values_list("pk", "thing_type", "thing_id"):
            if label and thing is not None:
                found[pk].add((label, int(thing)))
                told_of[label][int(thing)].add(pk)
        for label, tellers in told_of.items():
            for thing, keys in _of_thing(label, tellers).items():
                for pk in tellers[thing]:
                    found[pk] |= keys
    return found


def _of_thing(label: str, pks: Collection[int]) -> dict[Any, set[Key]]:
    try:
        return _by_keys(apps.get_model(label), pks)
    except LookupError:  # there was such a model once
        return {}


def _by_keys(model: type[Model], pks: Collection[Any]) -> dict[Any, set[Key]]:
    found: dict[Any, set[Key]] = defaultdict(set)
    rows = model._default_manager.filter(pk__in=pks)
    for label, path in _paths(model, _DEPTH):
        for pk, thing in rows.values_list("pk", path):
            if thing is not None:
                found[pk].add((label, thing))
    return found


def _paths(model: type[Model], depth: int) -> Iterator[tuple[str, str]]:
    """Lookups from a model to entries that can be kept private: itself, and what its foreign keys lead to."""
    if model._meta.label_lower in NAMES:
        yield model._meta.label_lower, "pk"
    if depth == 0:
        return
    for field in model._meta.concrete_fields:
        other = field.related_model
        if isinstance(other, type) and other._meta.app_label in ("casework", "people") and other is not model:
            for label, path in _paths(other, depth - 1):
                yield label, f"{field.name}__{path}"
