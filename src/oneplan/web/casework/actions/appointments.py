"""The family's diary: appointments, repeated checks somebody asked for, big days; kept, missed or called off."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from oneplan.rulebook.people.days import months_later
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.models import Appointment
from oneplan.web.casework.reads.barred import Barred
from oneplan.web.people.models import Family, Person
from oneplan.web.site.actions import action

Kept, Kind = Appointment.Kept, Appointment.Kind
MOST_CHECKS = 60
_TONES = {Kept.KEPT: "ok", Kept.MISSED: "warm", Kept.CANCELLED: "plain"}


class CannotChangeDiary(Exception):
    """The text is written for the worker."""


class Every(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class AppointmentWords:
    """Everything an entry of the diary says besides its day."""

    what: str
    kind: str = Kind.APPOINTMENT
    people: tuple[Person, ...] = ()
    at_time: time | None = None
    place: str = ""
    tells: str = ""  # what kind of information it gives away; empty: what its words give away
    seen_to_by: Worker | None = None
    owner: str = ""  # who sees to it when it is no worker: “social care”
    accompanied_by: Worker | None = None
    source: str = ""
    lives_on: bool = False


@action
def add(*, family: Family, says: AppointmentWords, on: date, by: Worker, at: datetime) -> Appointment:
    """Put one appointment, start or big day into the family's diary."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    return _add(family, says=says, days=[on], by=by, at=at)[0]


@action
def add_checks(
    *, family: Family, says: AppointmentWords, first_on: date, every: Every, number: int, by: Worker, at: datetime
) -> list[Appointment]:
    """Make `number` dated checks at once, each ticked off by its owner, with where they come from."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    if not 1 <= number <= MOST_CHECKS:
        raise CannotChangeDiary(f"Choose between 1 and {MOST_CHECKS} checks. For longer, make the rest later.")
    if not (says.seen_to_by or says.owner.strip()) or not says.source.strip():
        raise CannotChangeDiary("Say who does the checks and who asked for them, so that nobody stops them by mistake.")
    says = replace(says, kind=Appointment.Kind.CHECK)
    return _add(family, says=says, days=check_days(first_on, every=every, number=number), by=by, at=at)


@action
def answer(
    *, appointment: Appointment, kept: str, by: Worker, at: datetime, on: date | None = None, how_it_went: str = ""
) -> Appointment:
    """Say that it was kept, missed or called off, and how it went."""
    family = appointment.family
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    row = Appointment.objects.select_for_update(of=("self",)).select_related("family").get(pk=appointment.pk)
    day = on or timezone.localdate(at)
    if kept not in _TONES:
        raise CannotChangeDiary("Choose: kept, missed or called off.")
    if row.kept != Kept.TO_COME:
        raise CannotChangeDiary(
            f"This was marked “{row.get_kept_display()}” already. Take that back first if it is wrong."
        )
    if kept != Kept.CANCELLED and max(row.on, day) > timezone.localdate(at):
        raise CannotChangeDiary(f"“{row.what}” is on {row.on:%-d %B %Y}: only calling it off can be said before then.")
    row.kept, row.kept_on, row.how_it_went = Kept(kept), day, how_it_went.strip()
    row.save(update_fields=["kept", "kept_on", "how_it_went"])
    with_whom = f"{row.accompanied_by.name} went along" if row.accompanied_by and kept == Kept.KEPT else ""
    timeline.add(
        family=family, on=min(row.on, timezone.localdate(at)), kind="appointment", by=by, at=at, thing=row,
        headline=f"{row.what}: {row.get_kept_display()}"[:200], text=row.how_it_went, tone=_TONES[Kept(kept)],
        aside=with_whom, source=row.source, people=row.people.all(),
    )  # fmt: skip
    audit.record("appointment_answered", about=row, by=by, at=at, family=family, kept=kept)
    return row


@action
def take_back(*, appointment: Appointment, by: Worker, at: datetime) -> Appointment:
    """Take back “kept”, “missed” or “called off”: it is still to come."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=appointment.family)
    row = Appointment.objects.select_for_update(of=("self",)).select_related("family").get(pk=appointment.pk)
    if row.kept == Kept.TO_COME:
        raise CannotChangeDiary("There is nothing to take back: this is still to come.")
    before, row.kept, row.kept_on = row.kept, Kept.TO_COME, None
    row.save(update_fields=["kept", "kept_on"])
    timeline.add(
        family=row.family, on=timezone.localdate(at), kind="appointment", by=by, at=at, thing=row,
        headline=f"{row.what}: not {Kept(before).label} after all"[:200],
    )  # fmt: skip
    audit.record("appointment_answer_taken_back", about=row, by=by, at=at, family=row.family, before=before)
    return row


def check_days(first_on: date, *, every: Every, number: int) -> list[date]:
    """Return the days of repeated checks; a month's last day stays a last day."""
    if every == Every.MONTH:
        return [months_later(first_on, months) for months in range(number)]
    step = timedelta(days=7 if every == Every.WEEK else 14)
    return [first_on + step * times for times in range(number)]


def _add(family: Family, *, says: AppointmentWords, days: list[date], by: Worker, at: datetime) -> list[Appointment]:
    if not says.what.strip():
        raise CannotChangeDiary("Say what it is: dentist, school meeting, court.")
    if says.tells and says.tells not in set(Category):
        raise CannotChangeDiary("Choose what this day would tell about them.")
    if refusal := Barred(family, days=[timezone.localdate(at), *days]).refusal_together(says.people):
        raise CannotChangeDiary(refusal)
    rows = [_make(family, says=says, on=day, by=by, at=at) for day in days]
    audit.record("appointments_added", about=rows[0], by=by, at=at, family=family, ids=[row.pk for row in rows])
    if len(rows) > 1:
        timeline.add(
            family=family, on=timezone.localdate(at), kind="appointment", by=by, at=at, thing=rows[0],
            headline=f"{len(rows)} checks agreed: {says.what}"[:200], source=says.source, people=says.people,
            aside=f"{rows[0].who_sees_to_it}, from {days[0]:%-d %B %Y} to {days[-1]:%-d %B %Y}"[:300],
        )  # fmt: skip
    return rows


def _make(family: Family, *, says: AppointmentWords, on: date, by: Worker, at: datetime) -> Appointment:
    row = Appointment.objects.create(
        family=family, kind=says.kind, what=says.what.strip(), on=on, time=says.at_time, place=says.place.strip(),
        tells=says.tells, seen_to_by=says.seen_to_by, owner=says.owner.strip(), accompanied_by=says.accompanied_by,
        source=says.source.strip(), lives_on=says.lives_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.people.set(says.people)
    return row
