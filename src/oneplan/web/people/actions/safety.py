"""Who may not see a child, how somebody may safely be reached, what a visitor must know first."""

from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import localdate

from oneplan.rulebook.people.dates import Precision
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import identity, timeline
from oneplan.web.people.access import require_for_home, require_for_person
from oneplan.web.people.models import ContactRestriction, Family, Home, Person, SafeContactRule, VisitWarning
from oneplan.web.site import spells
from oneplan.web.site.actions import action


class CannotKeepSafe(Exception):
    """The text is written for the worker."""


@action
def restrict(
    *,
    child: Person,
    barred: Person,
    kind: str,
    by: Any,
    at: datetime,
    extent: str = "",
    words: str = "",
    on: date | None = None,
    precision: str = Precision.DAY,
    until: date | None = None,
    breach_feared: bool = False,
) -> ContactRestriction:
    """Keep that `barred` may have no contact, or only some, with `child`; a concern need not say which."""
    families = require_for_person(Permission.SAFETY_ADD, child, by=by)
    child, barred = identity.kept(child), identity.kept(barred)
    if child.pk == barred.pk:
        raise CannotKeepSafe("Choose the child, and another person whom the restriction keeps away.")
    row = ContactRestriction(child=child, barred=barred, kind=kind, extent=_extent(kind, extent), words=words)
    row.valid_from, row.valid_from_precision, row.valid_to = on, precision, until
    row.breach_feared = breach_feared
    spells.begin(row, by=by, at=at)
    headline = f"{barred.short_name}: {row.get_extent_display()} with {child.short_name}"
    timeline.tell(families, on=on or localdate(at), on_precision=precision, kind="restriction", headline=headline,
                  by=by, at=at, thing=row, people=[child, barred], text=words, tone="late")  # fmt: skip
    audit.record("contact_restricted", about=row, by=by, at=at, family=_first(families), child=child.pk,
                 barred=barred.pk)  # fmt: skip
    return row


@action
def lift(*, restriction: ContactRestriction, on: date, by: Any, at: datetime) -> ContactRestriction:
    families = require_for_person(Permission.FAMILY_CHANGE, restriction.child, by=by)
    row = spells.end(restriction, on=on, by=by, at=at)
    audit.record("restriction_lifted", about=row, by=by, at=at, family=_first(families))
    return row


@action
def reach_safely(
    *,
    person: Person,
    channel: str,
    by: Any,
    at: datetime,
    never: bool = False,
    not_before: time | None = None,
    not_after: time | None = None,
    words: str = "",
) -> SafeContactRule:
    """Keep how somebody may be reached: “never text after six”, “post is not safe”."""
    families = require_for_person(Permission.SAFETY_ADD, person, by=by)
    if not (never or not_before or not_after):
        raise CannotKeepSafe("Say “never”, or the hours: not before, not after.")
    row = SafeContactRule(person=person, channel=channel, never=never, not_before=not_before, not_after=not_after,
                          words=words)  # fmt: skip
    spells.begin(row, by=by, at=at)
    audit.record("safe_contact_kept", about=row, by=by, at=at, family=_first(families), person=person.pk)
    return row


@action
def forget_rule(*, rule: SafeContactRule, reason: str, by: Any, at: datetime) -> None:
    families = require_for_person(Permission.FAMILY_CHANGE, rule.person, by=by)
    spells.strike(rule, reason=reason or "no longer so", at=at)
    audit.record("safe_contact_ended", about=rule, by=by, at=at, family=_first(families))


@action
def warn_visitors(
    *, words: str, by: Any, at: datetime, family: Family | None = None, home: Home | None = None
) -> VisitWarning:
    """Keep what somebody must know before they knock: a dog, visit in twos."""
    _require_for_place(Permission.SAFETY_ADD, family, home, by=by)
    if not words.strip() or (family is None) == (home is None):
        raise CannotKeepSafe("Write the warning, for one family or one home.")
    row = spells.begin(VisitWarning(family=family, home=home, words=words.strip()), by=by, at=at)
    audit.record("visit_warning_kept", about=row, by=by, at=at, family=family)
    return row


@action
def stop_warning(*, warning: VisitWarning, reason: str, by: Any, at: datetime) -> None:
    _require_for_place(Permission.FAMILY_CHANGE, warning.family, warning.home, by=by)
    spells.strike(warning, reason=reason or "no longer so", at=at)
    audit.record("visit_warning_ended", about=warning, by=by, at=at, family=warning.family)


def _extent(kind: str, extent: str) -> str:
    """What is allowed: an order that does not say so allows nothing, a concern by itself forbids nothing."""
    is_concern = kind == ContactRestriction.Kind.CONCERN
    if extent == ContactRestriction.Extent.WORRY and not is_concern:
        raise CannotKeepSafe("Say what is allowed: only a concern may leave it open.")
    return extent or (ContactRestriction.Extent.WORRY if is_concern else ContactRestriction.Extent.NONE)


def _require_for_place(permission: Permission, family: Family | None, home: Home | None, *, by: Any) -> None:
    if home is not None:
        require_for_home(permission, home, by=by)
    else:
        policy.require(permission, by=by, about=family)


def _first(families: list[Any]) -> Any:
    return families[0] if families else None
