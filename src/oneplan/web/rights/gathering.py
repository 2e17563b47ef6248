"""Everything held on one person, from every room, each entry with what in it is somebody else's."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.utils import timezone

from oneplan.rulebook.rights.others import KIND_WORDS, Found, Kind, found_in, names_somebody
from oneplan.web.access.audit import digest
from oneplan.web.rights import kept_back, registry
from oneplan.web.rights.models import PackItem
from oneplan.web.rights.subject import Subject
from oneplan.web.rights.wording import EMPTY, label, said
from oneplan.web.site import lists
from oneplan.web.site.collecting import Collects

_NAMED_ONLY = "This entry is for named workers only. Ask one of them, who can open it again before it is given."
_BARRED = "They may not see somebody of this family. Read it first: does it tell where they are, or what they plan?"


@dataclass(frozen=True)
class Part:
    label: str
    text: str
    finds: list[Found]  # what is offered for taking out, or is always taken out
    names_others: bool = False  # also by names that are not offered, of those at home with them


@dataclass(frozen=True)
class Item:
    model: str
    row: str
    title: str
    on: date | None
    parts: list[Part]
    leave_out: str  # why it is suggested to leave it out; empty: give it

    @property
    def digest(self) -> str:
        whole = [self.model, self.row, *([part.label, part.text] for part in self.parts)]
        return digest(json.dumps(whole, ensure_ascii=False))


def gather(subject: Subject) -> list[Item]:
    """Items by what they are, each kind in the order of its days."""
    return [*of_record(subject), *_elsewhere(subject)]


def of_record(subject: Subject) -> list[Item]:
    """As `gather`, without what lies outside the database."""
    yes, _ = registry.collectors()
    return [item for each in yes for item in _Gatherer(each, subject).items()]


def missing(subject: Subject) -> str:
    """Why something outside the database cannot be told now, and what to do; empty where all of it can."""
    return " ".join(filter(None, (each.missing(subject) for each in registry.elsewhere())))


def _elsewhere(subject: Subject) -> Iterator[Item]:
    for each in registry.elsewhere():
        for told in each.entries(subject):
            parts = [
                Part(name, text, [find for find in found_in(text, around=subject.around) if not find.is_own])
                for name, text in told.parts
            ]
            yield Item(each.name, told.row, each.title, told.on, parts, told.leave_out)


def is_unchanged(kept: PackItem, item: Item) -> bool:
    """Is the entry, and what is suggested about it, as it was gathered? Somebody may have been barred since."""
    places = {(each.part, each.start, each.end, each.kind, each.is_final) for each in kept.strikes.all()}
    found = {
        (place, each.start, each.end, each.kind, each.is_final)
        for place, part in enumerate(item.parts)
        for each in part.finds
    }
    return kept.digest == item.digest and kept.why == item.leave_out and places == found


class _Gatherer:
    """One model's rows for one person; the number of questions to the database is fixed."""

    def __init__(self, collects: Collects, subject: Subject) -> None:
        self._collects, self._subject = collects, subject
        self._model = apps.get_model(collects.model)

    def items(self) -> list[Item]:
        mine = self._pks_by(self._collects.person)
        rows = self._rows(mine)
        pks = [row.pk for row in rows]
        family = self._values(pks, self._collects.family)
        others = self._others(pks)
        private = self._pks_by(self._collects.private_to) if self._collects.private_to else None
        agency = self._values(pks, self._collects.agency)
        barred_with = self._values(pks, self._collects.barred_with)
        kept = kept_back.of(self._model, pks, self._subject)
        found = []
        for row in rows:
            if row.pk in kept.private or (private is not None and row.pk not in private):
                continue
            if row.pk not in mine and agency.get(row.pk) in self._subject.kept_off:
                continue
            on = _day(_value(row, self._collects.on)) if self._collects.on else None
            if row.pk not in mine and not self._is_theirs(family.get(row.pk), on):
                continue
            if row.pk in kept.named:
                found.append(self._named_only(row, on))
                continue
            is_barred = row.pk in barred_with and self._is_barred_with(barred_with[row.pk])
            item = self._item(row, on, is_mine=row.pk in mine, family=family.get(row.pk), others=others[row.pk])
            found.append(replace(item, leave_out=item.leave_out or _BARRED) if is_barred else item)
        return sorted(found, key=lambda item: (item.on or date.min, item.row))

    def _rows(self, mine: set[Any]) -> list[Model]:
        wanted = Q(pk__in=mine)
        if self._collects.family and self._subject.family_ids:
            wanted |= Q(**{f"{self._collects.family}__in": self._subject.family_ids})
        return list(self._model._default_manager.filter(wanted).select_related(*self._joined()).distinct())

    def _joined(self) -> list[str]:
        paths = {field.partition("|")[0].rpartition("__")[0] for field in (*self._collects.fields, self._collects.on)}
        plain = {field.partition("|")[0] for field in self._collects.fields if "__" not in field}
        keys = {f.name for f in self._model._meta.concrete_fields if f.is_relation}
        return sorted({path for path in paths if path} | (plain & keys))

    def _pks_by(self, lookups: Iterable[str]) -> set[Any]:
        wanted = Q(pk__in=[])
        for lookup in lookups:
            wanted |= Q(**{f"{lookup}__in": self._subject.ids})
        return set(self._model._default_manager.filter(wanted).values_list("pk", flat=True))

    def _values(self, pks: list[Any], lookup: str) -> dict[Any, Any]:
        return dict(self._model._default_manager.filter(pk__in=pks).values_list("pk", lookup)) if lookup else {}

    def _others(self, pks: list[Any]) -> dict[Any, set[int]]:
        found: dict[Any, set[int]] = defaultdict(set)
        for lookup in self._collects.person:
            for pk, person in self._model._default_manager.filter(pk__in=pks).values_list("pk", lookup):
                if person is not None and person not in self._subject.ids:
                    found[pk].add(person)
        return found

    def _is_theirs(self, family: int | None, on: date | None) -> bool:
        """A row about a family as one is told for the days on which the person belonged to it."""
        if family is None:
            return False
        return on is None or self._subject.is_in(family, on=on)

    def _is_barred_with(self, family: int | None) -> bool:
        """Does it tell of a family they are barred from? Of no family, or of none of theirs: taken as one."""
        barred, theirs = self._subject.barred_in, self._subject.spans
        return bool(barred) and (family is None or family in barred or family not in theirs)

    def _item(self, row: Model, on: date | None, *, is_mine: bool, family: int | None, others: set[int]) -> Item:
        parts = [part for field in self._collects.fields if (part := self._part(row, field)) is not None]
        why = self._why_leave_out(row, parts, is_mine=is_mine, family=family, others=others)
        return Item(self._collects.model, str(row.pk), self._collects.title, on, parts, why)

    def _named_only(self, row: Model, on: date | None) -> Item:
        """That there is something, without a word of it: whoever makes the pack may not see it either."""
        parts = [Part("Kept back", "An entry that only named workers see.", [])]
        return Item(self._collects.model, str(row.pk), self._collects.title, on, parts, _NAMED_ONLY)

    def _part(self, row: Model, field: str) -> Part | None:
        path, _, list_name = field.partition("|")
        value = _value(row, path)
        if value in EMPTY:
            return None
        text = lists.name_of(list_name, str(value)) if list_name else said(row, path, value)
        every = found_in(text, around=self._subject.around)
        finds = [find for find in every if not find.is_own]
        if path in self._collects.source and not self._is_own(text, finds):
            finds = [Found(0, len(text), Kind.SOURCE, KIND_WORDS[Kind.SOURCE].capitalize())]
        names_others = any(find.kind in (Kind.NAME, Kind.SERVICE) for find in every)
        return Part(label(self._model, path), text, finds, names_others)

    def _is_own(self, text: str, finds: list[Found]) -> bool:
        return not finds and names_somebody(text, names=self._subject.given_names)

    def _is_to_leave_out(self, row: Model) -> bool:
        return not self._collects.leave_out_with or _value(row, self._collects.leave_out_with) is not None

    def _why_leave_out(
        self, row: Model, parts: list[Part], *, is_mine: bool, family: int | None, others: set[int]
    ) -> str:
        if self._collects.leave_out and self._is_to_leave_out(row):
            return self._collects.leave_out
        if getattr(row, "struck_reason", ""):
            return "Struck out as mistaken. Look first whether it is about somebody else."
        if self._collects.model == "people.HomeDetail" and getattr(row, "home_id", None) not in self._subject.homes_now:
            return "They do not live there now."
        if family in self._subject.barred_in and (others or not is_mine):
            return _BARRED
        if is_mine:
            return ""
        if any(names_somebody(part.text, names=self._subject.given_names) for part in parts):
            return ""
        if family is not None and not self._subject.is_in(family, on=self._subject.day):
            return "They do not belong to this family now, and it does not name them."
        if others or any(part.names_others for part in parts):
            return "It is about others, and does not name them."
        return ""


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
        if row is None:
            return None
    return row


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localdate(value)
    return value if isinstance(value, date) else None
