"""Strike out an entry that never was true: it stays visible, with the reason. For the kinds without an own strike."""

from datetime import datetime
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import moves, timeline
from oneplan.web.people.access import require_for_home, require_for_person
from oneplan.web.people.models import ContactRestriction, EarlierHelp, Family, HomeDetail, Residence
from oneplan.web.site import spells
from oneplan.web.site.actions import action

Entry = Residence | HomeDetail | ContactRestriction | EarlierHelp


class CannotStrike(Exception):
    """The text is written for the worker."""


@action
def strike(*, entry: Entry, reason: str, by: Any, at: datetime) -> None:
    families = _require(entry, by=by)
    if not reason.strip():
        raise CannotStrike("Say why this entry is struck out: it stays visible with your reason.")
    spells.strike(entry, reason=reason.strip(), at=at)
    timeline.strike(entry, reason=reason.strip())
    if isinstance(entry, Residence):
        moves.take_back(entry, reason=reason.strip(), by=by, at=at)
    name = entry._meta.model_name
    audit.record(f"{name}_struck", about=entry, by=by, at=at, family=families[0] if families else None)


def _require(entry: Entry, *, by: Any) -> list[Family]:
    match entry:
        case Residence():
            return require_for_person(Permission.FAMILY_CHANGE, entry.person, by=by)
        case ContactRestriction():
            return require_for_person(Permission.FAMILY_CHANGE, entry.child, by=by)
        case HomeDetail():
            return require_for_home(Permission.FAMILY_CHANGE, entry.home, by=by)
        case EarlierHelp():
            policy.require(Permission.FAMILY_CHANGE, by=by, about=entry.family)
            return [entry.family]
