"""What was written of a person, newest first; what was struck out or put right stays, with the reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people import access, held_back, identity, numbers, sentences
from oneplan.web.people.models import (
    ContactRestriction,
    Family,
    Identifier,
    Membership,
    Person,
    PersonDetail,
    PersonName,
    Relationship,
    Residence,
    SafeContactRule,
)
from oneplan.web.site import lists
from oneplan.web.site.spells import Spell

A_PAGE = 15
_OTHER_FAMILY = "a family known to another team"


@dataclass(frozen=True)
class Line:
    what: str
    period: str
    at: datetime
    by: str
    until: datetime | None
    struck_reason: str

    @property
    def is_struck(self) -> bool:
        return bool(self.struck_reason)


def of(person: Person, *, asker: Any, number: str) -> Page[Line]:
    lines = _lines(identity.record_ids(person), asker=asker)
    return Paginator(sorted(lines, key=lambda line: line.at, reverse=True), A_PAGE).get_page(number)


def _lines(ids: list[int], *, asker: Any) -> list[Line]:
    of_person: list[tuple[type[Spell], tuple[str, ...]]] = [
        (PersonName, ()),
        (PersonDetail, ()),
        (Identifier, ()),
        (SafeContactRule, ()),
        (Membership, ("family",)),
        (Residence, ("home",)),
        (Relationship, ("person", "other")),
    ]
    rows: list[Any] = []
    for kind, beside in of_person:
        every: Any = kind._default_manager
        rows += every.filter(person__in=ids).select_related("recorded_by", *beside)
    rows = held_back.shown(rows, asker=asker)
    of_two = ("recorded_by", "person", "other")
    rows += Relationship.objects.filter(other__in=ids).exclude(person__in=ids).select_related(*of_two)
    rows += ContactRestriction.objects.filter(child__in=ids).select_related("recorded_by", "child", "barred")
    opens = set(
        Family.objects.filter(
            policy.families_filter(Permission.FAMILY_VIEW, asker=asker), memberships__person__in=ids
        ).values_list("pk", flat=True)
    )
    is_sealed = any(isinstance(row, Identifier) and row.is_sealed for row in rows)
    sees_sealed = bool(is_sealed and access.sees_sealed_numbers_of(ids[:1], by=asker))
    return [_line(row, opens=opens, sees_sealed=sees_sealed) for row in rows]


def _line(row: Any, *, opens: set[int], sees_sealed: bool) -> Line:
    what = _what(row, opens=opens, sees_sealed=sees_sealed)
    by = row.recorded_by.name if row.recorded_by else row.source or "the start of this record"
    return Line(what, sentences.period(row), row.known_from, by, row.known_until, row.struck_reason)


def _what(row: Any, *, opens: set[int], sees_sealed: bool) -> str:
    match row:
        case PersonName():
            return f"{row.get_kind_display().capitalize()}: {row.given_names} {row.family_name}".strip()
        case PersonDetail():
            return f"{row.get_kind_display().capitalize()}: {row.words}"
        case Identifier():
            return f"{lists.name_of('identifier', row.scheme)}: {numbers.shown(row, may_see=sees_sealed)}"
        case SafeContactRule():
            return f"Reach safely: {row.get_channel_display()} {row.words}".strip()
        case Membership():
            family = str(row.family) if row.family_id in opens else _OTHER_FAMILY
            return f"{row.get_role_display().capitalize()} in {family}"
        case Residence():
            return f"Home: {row.home.label} ({row.get_pattern_display()})"
        case Relationship():
            tie = sentences.tie(row)
            return f"{tie.subject} {tie.verb} {tie.other}"
        case ContactRestriction():
            return f"{row.barred}: {row.get_extent_display()} with {row.child}"
    return str(row)
