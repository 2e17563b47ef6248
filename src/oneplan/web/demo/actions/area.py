"""Agencies, teams, workers and accounts of the demo area. Nobody signs in yet who could be asked to do it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from oneplan.web.access import audit
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Cover, Post, Team, Worker, WorkerEntry
from oneplan.web.people.models import Person
from oneplan.web.site import spells
from oneplan.web.site.actions import action

M = TypeVar("M", bound=Model)
Kind = WorkerEntry.Kind


@action
def agency(
    *,
    name: str,
    sector: str,
    at: datetime,
    phone: str = "",
    what_it_does: str = "",
    reach: str = "",
    usual_wait_weeks: int | None = None,
) -> Agency:
    made = Agency.objects.create(
        name=name, sector=sector, phone=phone, what_it_does=what_it_does, reach=reach,
        usual_wait_weeks=usual_wait_weeks,
    )  # fmt: skip
    return _kept(made, "agency_added", at=at)


@action
def team(*, agency: Agency, name: str, at: datetime, locality: str = "", phone: str = "") -> Team:
    return _kept(Team.objects.create(agency=agency, name=name, locality=locality, phone=phone), "team_added", at=at)


@action
def worker(
    *,
    name: str,
    job_title: str,
    role: str,
    agency: Agency,
    at: datetime,
    team: Team | None = None,
    phone: str = "",
    email: str = "",
    languages: Sequence[str] = (),
    skills: Sequence[str] = (),
    localities: Sequence[str] = (),
    works_days: str = "",
    works_words: str = "",
) -> Worker:
    made = Worker.objects.create(
        name=name, job_title=job_title, role=role, agency=agency, team=team, phone=phone, email=email,
        works_days=works_days, works_words=works_words,
    )  # fmt: skip
    entries = {Kind.LANGUAGE: languages, Kind.SKILL: skills, Kind.LOCALITY: localities}
    WorkerEntry.objects.bulk_create(
        WorkerEntry(worker=made, kind=kind, code=code) for kind, codes in entries.items() for code in codes
    )
    spells.begin(Post(worker=made, role=role, job_title=job_title, agency=agency, team=team), by=None, at=at)
    return _kept(made, "worker_added", at=at)


@action
def cover(
    *,
    worker: Worker,
    covered_by: Worker,
    at: datetime,
    on: date | None = None,
    until: date | None = None,
    note: str = "",
) -> Cover:
    """Who answers while `worker` is away, from `on`; `until` is the first day they are back."""
    row = Cover(worker=worker, covered_by=covered_by, note=note, valid_from=on, valid_to=until)
    return _kept(spells.begin(row, by=None, at=at), "cover_named", at=at)


@action
def account(
    *, name: str, password: str, at: datetime, worker: Worker | None = None, person: Person | None = None
) -> Account:
    """A way to sign in, for one worker or one member of a family."""
    made = Account.objects.create(name=name, password=_sealed(password), worker=worker, person=person)
    return _kept(made, "account_made", at=at)


@cache
def _sealed(password: str) -> str:
    """One seal for all: everybody may know the demo's password, and sealing is slow on purpose."""
    return make_password(password)


def _kept(made: M, event: str, *, at: datetime) -> M:
    audit.record(event, about=made, by=None, at=at)
    return made
