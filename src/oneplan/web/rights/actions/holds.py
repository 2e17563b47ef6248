"""What must not be removed, and the area's own periods."""

from datetime import date, datetime
from typing import Any

from oneplan.rulebook.retention import periods
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people.access import families_of
from oneplan.web.people.models import Family, Person
from oneplan.web.rights import standing
from oneplan.web.rights.models import AreaPeriod, Hold
from oneplan.web.sharing.reads import shut
from oneplan.web.site.actions import action


class CannotHold(Exception):
    """The text is written for the worker."""


@action
def hold(
    *,
    kind: str,
    why: str,
    by: Any,
    at: datetime,
    family: Family | None = None,
    person: Person | None = None,
    rule: str = "",
) -> Hold:
    """Keep a family's, a person's or a whole rule's records until the hold is lifted."""
    _require(family, person, by=by)
    if not why.strip():
        raise CannotHold("Write why nothing may be removed: the case, the inquiry, who asked.")
    if [family is not None, person is not None, bool(rule)].count(True) != 1:
        raise CannotHold("Choose one: a family, a person, or everything under a rule.")
    if rule and rule not in periods.rules():
        raise CannotHold("There is no such rule.")
    row = Hold.objects.create(
        kind=kind, family=family, person=person, rule=rule, why=why.strip(), set_by=by, set_at=at
    )  # fmt: skip
    audit.record("hold_set", about=row, by=by, at=at, family=family, kind=kind, rule=rule, why=audit.digest(why),
                 person=person.pk if person else None)  # fmt: skip
    return row


@action
def lift(*, hold: Hold, why: str, by: Any, at: datetime) -> None:
    _require(hold.family, hold.person, by=by)
    if not why.strip():
        raise CannotHold("Write why the hold is no longer needed.")
    changed = Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=at, lifted_by=by, lifted_why=why.strip())
    if not changed:
        raise CannotHold("Somebody lifted this hold before you.")
    audit.record("hold_lifted", about=hold, by=by, at=at, family=hold.family, why=audit.digest(why))


def _require(family: Family | None, person: Person | None, *, by: Any) -> None:
    """Nobody holds, or stops holding, what is kept of their own family."""
    families = [*([family] if family else []), *(families_of(person) if person else [])]
    standing.require(Permission.RETENTION_RUN, families, by=by, where=shut.tied_to(by))


@action
def set_period(*, period: AreaPeriod, by: Any, at: datetime) -> AreaPeriod:
    """Keep the area's own figure for a rule from a day on; an earlier day's figure stays as it was."""
    policy.require(Permission.RETENTION_RUN, by=by)
    if period.rule not in periods.rules():
        raise CannotHold("There is no such rule.")
    if any(each.is_never for each in periods.rules()[period.rule].figures):
        raise CannotHold("What is kept under this rule is never removed by time: other records rest on it.")
    if not (period.years or period.months or period.days or period.youngest_child or period.is_never):
        raise CannotHold("Write how long: years, months or days.")
    if not period.source.strip():
        raise CannotHold("Write where the figure comes from: the schedule and its line, or who decided.")
    if AreaPeriod.objects.filter(rule=period.rule, since=period.since).exists():
        raise CannotHold("There is a figure from that day already. Choose another day; figures are never overwritten.")
    period.set_by, period.set_at = by, at
    period.save(force_insert=True)
    audit.record("retention_period_set", about=period, by=by, at=at, rule=period.rule, since=period.since.isoformat(),
                 years=period.years, months=period.months, days=period.days, child=period.youngest_child)  # fmt: skip
    return period


def areas_own(*, on: date) -> list[periods.Figure]:
    rows = AreaPeriod.objects.filter(since__lte=on).select_related("set_by")
    return [
        periods.Figure(
            each.rule, each.since, each.years, each.months, each.days, each.youngest_child, each.is_never, each.source,
            is_verified=True,
        )
        for each in rows
    ]  # fmt: skip
