"""Write a line of the family's one timeline; called by the action that made something happen."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from oneplan.web.people.models import TimelineEntry
from oneplan.web.site.spells import Spell


def add(
    *,
    family: Any,
    on: date,
    kind: str,
    headline: str,
    by: Any,
    at: datetime,
    thing: Model | None = None,
    people: Iterable[Any] = (),
    **also: Any,
) -> TimelineEntry:
    """`also`: aside, text, tone, decided_by, source, on_precision."""
    entry = TimelineEntry.objects.create(
        family=family,
        on=on,
        kind=kind,
        headline=headline,
        recorded_by=by,
        recorded_at=at,
        thing_type=thing._meta.label_lower if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        **also,
    )
    if chosen := list(people):
        entry.people.set(chosen)
    return entry


def tell(families: Iterable[Any], **line: Any) -> None:
    """Write the same line into the timeline of each family."""
    for family in families:
        add(family=family, **line)


def strike(spell: Spell, *, reason: str) -> None:
    """Mark every line told of this statement, or of what it said before a correction, as struck out."""
    model = type(spell)
    rows = model._default_manager.filter(thread=spell.thread).values("pk")
    lines = TimelineEntry.objects.filter(thing_type=model._meta.label_lower, thing_id__in=rows, struck_reason="")
    lines.update(struck_reason=reason)
