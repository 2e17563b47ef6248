"""Other agencies' plans beside the family's own, and plans for the big days: birth, coming home, court."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions import appointments
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.models import Appointment, LinkedPlan
from oneplan.web.people.models import Family
from oneplan.web.site.actions import action


class Kind(models.TextChoices):
    CHILD_IN_NEED = "child_in_need", "Child in Need plan"
    CHILD_PROTECTION = "child_protection", "Child protection plan"
    EDUCATION = "education", "Education, health and care plan"
    SCHOOL = "school", "School's plan"
    HEALTH = "health", "Health plan"
    MENTAL_HEALTH = "mental_health", "Mental health plan"
    HOUSING = "housing", "Housing plan"
    BIRTH = "birth", "Plan for the birth"
    DISCHARGE = "discharge", "Plan for leaving hospital"
    COURT = "court", "Plan for court"
    EXCLUSION = "exclusion", "Plan if a school excludes"
    OTHER = "other", "Another plan"


CRUNCH = frozenset({Kind.BIRTH, Kind.DISCHARGE, Kind.COURT, Kind.EXCLUSION})


class CannotLinkPlan(Exception):
    """The text is written for the worker."""


@action
def add(
    *,
    family: Family,
    kind: str,
    what: str,
    by: Worker,
    at: datetime,
    agency: Agency | None = None,
    who_may_authorise: str = "",
    on: date | None = None,
    until: date | None = None,
    big_day: date | None = None,
) -> LinkedPlan:
    """Keep another plan: whose, what it says, who may authorise; `big_day` goes into the diary as well."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    day = on or timezone.localdate(at)
    _check(kind=kind, what=what, who_may_authorise=who_may_authorise, on=day, until=until)
    row = LinkedPlan.objects.create(
        family=family, kind=kind, agency=agency, what=what.strip(), who_may_authorise=who_may_authorise.strip(),
        on=day, until=until, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    label = Kind(kind).label
    timeline.add(
        family=family, on=day, kind="plan", headline=f"{label} beside the family's own"[:200], by=by, at=at,
        thing=row, text=row.what, aside=agency.name if agency else "",
        decided_by=row.who_may_authorise[:120],
    )  # fmt: skip
    if big_day is not None:
        says = AppointmentWords(what=label, kind=Appointment.Kind.CRUNCH, owner=row.who_may_authorise[:120])
        appointments.add(family=family, says=says, on=big_day, by=by, at=at)
    audit.record("plan_linked", about=row, by=by, at=at, family=family, kind=kind)
    return row


@action
def end(*, linked: LinkedPlan, on: date, by: Worker, at: datetime) -> LinkedPlan:
    """Say that the other plan ended."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=linked.family)
    row = LinkedPlan.objects.select_for_update(of=("self",)).select_related("family").get(pk=linked.pk)
    if on < row.on:
        raise CannotLinkPlan(f"It began on {row.on:%-d %B %Y}, so it cannot end before then.")
    row.until = on
    row.save(update_fields=["until"])
    label = Kind(row.kind).label if row.kind in Kind.values else row.kind
    timeline.add(family=row.family, on=on, kind="plan", headline=f"{label} ended", by=by, at=at, thing=row)
    audit.record("linked_plan_ended", about=row, by=by, at=at, family=row.family)
    return row


def _check(*, kind: str, what: str, who_may_authorise: str, on: date, until: date | None) -> None:
    if kind not in Kind.values:
        raise CannotLinkPlan("Choose what kind of plan it is.")
    if not what.strip():
        raise CannotLinkPlan("Say in plain words what the plan says and who does what.")
    if kind in CRUNCH and not who_may_authorise.strip():
        raise CannotLinkPlan(
            "Say who may authorise it on the day: for a birth or a day in court nobody should look for them."
        )
    if until is not None and until < on:
        raise CannotLinkPlan("It cannot end before it begins. Check both days.")
