"""Statements that hold for a time: two times on every row.

*Valid* from-to says when it was true (half-open; an unknown start is `None`, an open end is `None`).
*Known* from-until says when we believed it. A change never overwrites: the old row's knowledge ends and a
new row begins in the same thread, so any past day can be shown as it was, and as it was known.
"""

import uuid
from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from oneplan.rulebook.people.dates import Precision

# An unknown start lies before every known one; databases differ on where they would put it.
EARLIEST_FIRST = F("valid_from").asc(nulls_first=True)
LATEST_FIRST = F("valid_from").desc(nulls_last=True)


class ImpossibleSpell(Exception):
    """The dates given cannot be. The text is written for the worker."""


class SpellQuerySet(models.QuerySet[Any]):
    def known(self, at: datetime | None = None) -> Self:
        """Rows believed at the moment `at`; without one, rows believed now."""
        if at is None:
            return self.filter(known_until=None)
        return self.filter(Q(known_until=None) | Q(known_until__gt=at), known_from__lte=at)

    def on(self, day: date) -> Self:
        """Rows that hold on `day`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))

    def current(self, on: date) -> Self:
        return self.known().on(on)


class Spell(models.Model):
    thread = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_from_precision = models.CharField(max_length=8, default=Precision.DAY)
    valid_to = models.DateField(null=True, blank=True)
    valid_to_precision = models.CharField(max_length=8, default=Precision.DAY)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    struck_reason = models.CharField(max_length=300, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gte=F("known_from")),
                name="%(app_label)s_%(class)s_known_in_order",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


S = TypeVar("S", bound=Spell)


def begin(spell: S, *, by: Any, at: datetime) -> S:
    """Keep a new statement, known from `at`."""
    _check(spell)
    spell.known_from, spell.recorded_by = at, by
    spell.save(force_insert=True)
    return spell


def correct(spell: S, *, by: Any, at: datetime, **changes: Any) -> S:
    """Replace what is believed: `spell` stops being believed at `at`, a changed copy begins.

    A clock that was set back does not undo the order: nothing is known to end before it was known.
    """
    at = max(at, spell.known_from)
    kept = {f.attname: getattr(spell, f.attname) for f in spell._meta.concrete_fields if not f.primary_key}
    changed = type(spell)(**kept)
    for name, value in changes.items():
        setattr(changed, name, value)
    changed.known_until, changed.struck_reason = None, ""
    _check(changed)
    _stop_believing(spell, at=at)
    return begin(changed, by=by, at=at)


def end(spell: S, *, on: date, by: Any, at: datetime, precision: str = Precision.DAY) -> S:
    """Say that the statement held until `on` (that day no longer counts)."""
    return correct(spell, by=by, at=at, valid_to=on, valid_to_precision=precision)


def strike(spell: S, *, reason: str, at: datetime) -> None:
    """Strike out a mistaken entry: it stays, with the reason, and is believed no longer."""
    _stop_believing(spell, at=at, struck_reason=reason)


def _stop_believing(spell: S, *, at: datetime, **also: str) -> None:
    until = max(at, spell.known_from)
    changed = type(spell)._default_manager.filter(pk=spell.pk, known_until=None).update(known_until=until, **also)
    if not changed:
        raise ImpossibleSpell("Somebody else changed this entry a moment ago. Open it again to see how it stands now.")


def _check(spell: Spell) -> None:
    if spell.valid_from and spell.valid_to and spell.valid_to <= spell.valid_from:
        raise ImpossibleSpell(
            f"It cannot end ({spell.valid_to:%-d %B %Y}) on or before the day it starts "
            f"({spell.valid_from:%-d %B %Y}). Check both dates."
        )
