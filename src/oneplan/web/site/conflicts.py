"""Two people saved the same thing: neither text is lost, both are shown."""

from typing import Any, TypeVar

from django.db.models import Model

from oneplan.web.site.spells import Spell

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Spell)


class ChangedMeanwhile(Exception):
    """Somebody saved first: `theirs` stands now, `yours` was not saved, `version` is what to send next."""

    def __init__(self, *, theirs: Any, yours: Any, version: Any) -> None:
        super().__init__("Somebody else changed this while you had it open. Both versions are here: nothing is lost.")
        self.theirs, self.yours, self.version = theirs, yours, version


class GoneMeanwhile(Exception):
    """The text is written for the worker."""


def locked(row: M, *, version: int, yours: Any = None) -> M:
    """Return the row as it stands, held until the action ends; refuse when it is no longer the `version` seen."""
    fresh = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if fresh.version != version:  # type: ignore[attr-defined]
        raise ChangedMeanwhile(theirs=fresh, yours=yours, version=fresh.version)  # type: ignore[attr-defined]
    return fresh


def locked_spell(row: S, *, yours: Any = None) -> S:
    """Return the statement as it is believed, held; refuse when it is no longer the one seen."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    newest: S | None = rows.filter(thread=row.thread, known_until=None).first()
    if newest is None:
        raise GoneMeanwhile("Somebody else took this entry out meanwhile. Nothing was changed.")
    if newest.pk != row.pk:
        raise ChangedMeanwhile(theirs=newest, yours=yours, version=newest.pk)
    return newest
