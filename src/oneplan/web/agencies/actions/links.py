"""A team is the link to a school or a service. The worker who does it now may change; the link stays."""

from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Agency, Link, Team, Worker
from oneplan.web.site import spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked_spell


class CannotChangeLink(Cannot):
    """The text is written for the worker."""


@action
def begin(
    *,
    team: Team,
    agency: Agency,
    by: Worker,
    at: datetime,
    worker: Worker | None = None,
    what_for: str = "",
    on: date | None = None,
) -> Link:
    """Let a team be the link to an agency."""
    policy.require(Permission.TEAM_MANAGE, by=by)
    _check_team(team, by=by)
    if team.agency_id == agency.pk:
        raise CannotChangeLink(f"{team} belongs to {agency}. A link goes to another agency.")
    if Link.objects.known().filter(team=team, agency=agency, valid_to=None).exists():
        raise CannotChangeLink(f"{team} is the link to {agency} already. Change who does it instead.")
    _check_worker(worker, team=team)
    row = Link(team=team, agency=agency, worker=worker, what_for=what_for.strip())
    row.valid_from = on or timezone.localdate(at)
    spells.begin(row, by=by, at=at)
    audit.record("link_begun", about=row, by=by, at=at, team=team.pk, agency=agency.pk)
    return row


@action
def change(*, link: Link, worker: Worker | None, by: Worker, at: datetime, what_for: str = "") -> Link:
    """Say who does it now; None while nobody is named."""
    policy.require(Permission.TEAM_MANAGE, by=by)
    _check_team(link.team, by=by)
    link = locked_spell(link)
    _check_worker(worker, team=link.team)
    row = spells.correct(link, by=by, at=at, worker=worker, what_for=what_for.strip())
    audit.record("link_changed", about=row, by=by, at=at, worker=worker.pk if worker else None)
    return row


@action
def end(*, link: Link, by: Worker, at: datetime) -> None:
    policy.require(Permission.TEAM_MANAGE, by=by)
    _check_team(link.team, by=by)
    link = locked_spell(link)
    today = timezone.localdate(at)
    if link.valid_from and link.valid_from >= today:
        spells.strike(link, reason="ended on the day it began", at=at)
    else:
        spells.end(link, on=today, by=by, at=at)
    audit.record("link_ended", about=link, by=by, at=at, team=link.team_id)


def _check_team(team: Team, *, by: Worker) -> None:
    if not standing.configures(by) and by.team_id != team.pk:
        raise policy.NotAllowed(f"You can do this for your own team. {team} is another one.")


def _check_worker(worker: Worker | None, *, team: Team) -> None:
    if worker is None:
        return
    if not worker.is_active:
        raise CannotChangeLink(f"{worker.name} has left. Choose somebody who is here.")
    if worker.team_id != team.pk:
        raise CannotChangeLink(f"{worker.name} is not in {team}. The link belongs to the team: choose one of them.")
