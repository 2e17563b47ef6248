"""Agencies, what they tell about themselves, and their teams."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Agency, AgencyOffer, Team, Worker
from oneplan.web.site import lists, spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import ChangedMeanwhile, locked, locked_spell


class CannotChangeAgency(Cannot):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class AgencyWords:
    name: str
    sector: str
    reach: str = ""
    phone: str = ""
    what_it_does: str = ""
    usual_wait_weeks: int | None = None


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What an agency does and does not do, for whom, and what came of it."""

    does: str
    does_not: str = ""
    criteria: str = ""
    achieved: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class TeamWords:
    name: str
    locality: str = ""
    phone: str = ""


_FIELDS = ["name", "sector", "reach", "phone", "what_it_does", "usual_wait_weeks", "version"]


@action
def add(*, says: AgencyWords, by: Worker, at: datetime) -> Agency:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    agency = Agency()
    _write(agency, says)
    agency.save(force_insert=True)
    audit.record("agency_added", about=agency, by=by, at=at, sector=agency.sector)
    return agency


@action
def change(*, agency: Agency, version: int, says: AgencyWords, by: Worker, at: datetime) -> Agency:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    fresh = locked(agency, version=version, yours=says)
    _write(fresh, says)
    fresh.version += 1
    fresh.save(update_fields=_FIELDS)
    audit.record("agency_changed", about=fresh, by=by, at=at, words=audit.digest(str(says)))
    return fresh


@action
def say_offer(
    *, agency: Agency, says: OfferWords, by: Worker, at: datetime, instead_of: AgencyOffer | None = None
) -> AgencyOffer:
    """Say anew what the agency does; what it said before stays readable. `instead_of` is what the caller saw."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    if not says.does.strip():
        raise CannotChangeAgency("Say what the agency does, in words a family would use.")
    words = {
        "does": says.does.strip(), "does_not": says.does_not.strip(), "criteria": says.criteria.strip(),
        "achieved": says.achieved.strip(), "is_public": says.is_public,
    }  # fmt: skip
    Agency.objects.select_for_update().get(pk=agency.pk)
    today = timezone.localdate(at)
    if instead_of is None:
        if now := AgencyOffer.objects.known().filter(agency=agency, valid_to=None).first():
            raise ChangedMeanwhile(theirs=now, yours=says, version=now.pk)
        offer = spells.begin(AgencyOffer(agency=agency, valid_from=today, **words), by=by, at=at)
    else:
        before = locked_spell(instead_of, yours=says)
        if before.valid_from == today:  # put right on the day it was said
            offer = spells.correct(before, by=by, at=at, **words)
        else:
            spells.end(before, on=today, by=by, at=at)
            offer = spells.begin(AgencyOffer(agency=agency, valid_from=today, **words), by=by, at=at)
    audit.record("agency_offer_said", about=offer, by=by, at=at, agency=agency.pk, words=audit.digest(says.does))
    return offer


@action
def add_team(*, agency: Agency, says: TeamWords, by: Worker, at: datetime) -> Team:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    team = Team(agency=agency)
    _write_team(team, says)
    team.save(force_insert=True)
    audit.record("team_added", about=team, by=by, at=at, agency=agency.pk)
    return team


@action
def change_team(*, team: Team, version: int, says: TeamWords, by: Worker, at: datetime) -> Team:
    policy.require(Permission.AREA_CONFIGURE, by=by)
    fresh = locked(team, version=version, yours=says)
    _write_team(fresh, says)
    fresh.version += 1
    fresh.save(update_fields=["name", "locality", "phone", "version"])
    audit.record("team_changed", about=fresh, by=by, at=at, words=audit.digest(str(says)))
    return fresh


def _write(agency: Agency, says: AgencyWords) -> None:
    name = says.name.strip()
    if not name:
        raise CannotChangeAgency("Write down the agency's name, as people know it.")
    if Agency.objects.filter(name__iexact=name).exclude(pk=agency.pk).exists():
        raise CannotChangeAgency(f"There is an agency called {name} already. Look it up instead of adding it twice.")
    _listed("sector", says.sector, now=agency.sector, needed=True)
    _listed("reach", says.reach, now=agency.reach)
    agency.name, agency.sector, agency.reach, agency.phone = name, says.sector, says.reach, says.phone.strip()
    agency.what_it_does, agency.usual_wait_weeks = says.what_it_does.strip(), says.usual_wait_weeks


def _write_team(team: Team, says: TeamWords) -> None:
    name = says.name.strip()
    if not name:
        raise CannotChangeAgency("Write down the team's name.")
    if Team.objects.filter(agency=team.agency, name__iexact=name).exclude(pk=team.pk).exists():
        raise CannotChangeAgency(f"{team.agency} has a team called {name} already.")
    _listed("locality", says.locality, now=team.locality)
    team.name, team.locality, team.phone = name, says.locality, says.phone.strip()


def _listed(list_name: str, code: str, *, now: str, needed: bool = False) -> None:
    """A code of the area's list; one that is there already may stay, also when the list dropped it."""
    if code == now and (code or not needed):
        return
    if (needed or code) and code not in dict(lists.choices(list_name)):
        raise CannotChangeAgency(f"Choose from the area's list ({list_name}).")
