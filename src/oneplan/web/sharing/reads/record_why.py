"""Why can I see this one: the record somebody came from, what kind it is, what decided, from whom it is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.policy import Decision, Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.people.models import Family
from oneplan.web.people.reads import members_on
from oneplan.web.sharing.models import KeptPrivate
from oneplan.web.sharing.reads import private

Decides = Callable[..., "tuple[Category | None, Decision] | None"]
_decides: list[Decides] = []
_CALLED = {
    "note": "a note",
    "need": "a need",
    "goal": "a goal",
    "meeting": "a meeting",
}


@dataclass(frozen=True)
class RecordWhy:
    called: str  # “a goal: Leo is in school every day”
    kind: str  # which kind of information; empty where no kind decides
    reason: str
    kept: list[str]  # from whom it is kept, and what that means


def register(decides: Decides) -> None:
    """Let the room that keeps an entry say what decides about it."""
    _decides[:] = [decides]


def record_why(of: str, *, family: Family, asker: Any) -> RecordWhy | None:
    """`of` is like “goal-7”. Nothing for what is not of this family, or not to be seen: not even that it is there."""
    kind, _, number = of.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    if kind == "person":
        return _person(int(number), family=family, asker=asker)
    return _entry(kind, int(number), family=family, asker=asker) if kind in _CALLED else None


def _entry(kind: str, pk: int, *, family: Family, asker: Any) -> RecordWhy | None:
    row: Any = apps.get_model(private.LABELS[kind])._default_manager.filter(pk=pk).first()
    if row is None or not private.is_of(row, family) or private.is_hidden(asker, row):
        return None
    found = next((said for each in _decides if (said := each(row, asker=asker, family=family))), None)
    if found is None or not found[1].allowed:
        return None
    viewlog.saw(row)
    category, decision = found
    words = about(category).words if category else ""
    return RecordWhy(_called(kind, row), words, decision.reason, list(_kept(row, asker=asker)))


def _person(pk: int, *, family: Family, asker: Any) -> RecordWhy | None:
    """The pages of people are for those who work with them; a number of somebody else says nothing."""
    works = policy.decision(Permission.FAMILY_WORK, asker=asker, family=family)
    members = [row.person for row in members_on(family, day=timezone.localdate())]
    person = next((each for each in members if each.pk == pk), None)
    if person is None or not works.allowed:
        return None
    viewlog.saw(person)
    return RecordWhy(f"the page of {person.name}", "", works.reason, [])


def _called(kind: str, row: Any) -> str:
    if kind == "goal":
        return f"{_CALLED[kind]}: {row.title}"
    on = getattr(row, "on", None)
    return f"{_CALLED[kind]} of {on:%-d %B %Y}" if on else _CALLED[kind]


def _kept(row: Model, *, asker: Any) -> Iterator[str]:
    key = (row._meta.label_lower, row.pk)
    for mark in private.marks_on([key]).get(key, []):
        if mark.kind == KeptPrivate.Kind.NAMED:
            yield "It is kept to workers named for it, and you are one of them: no other worker sees it."
        else:
            works = policy.decision(Permission.FAMILY_WORK, asker=asker, family=mark.family).allowed
            whose = mark.person.short_name if works and mark.person else "one of the family"
            yield f"It is private to {whose}: nobody else at home ever gets it."
