"""The team around the family: who joins, for what and how long, what they go on doing, who leaves."""

from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.barred import Place
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.models import TeamMember
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.barred import Barred
from oneplan.web.casework.reads.parties import Party
from oneplan.web.people.models import Family, Person
from oneplan.web.site import spells
from oneplan.web.site.actions import action


class CannotChangeTeam(Exception):
    """The text is written for the worker."""


@action
def add(
    *,
    family: Family,
    who: Party,
    what_for: str,
    by: Worker,
    at: datetime,
    goes_on_doing: str = "",
    still_to_come: str = "",
    on: date | None = None,
    until: date | None = None,
) -> TeamMember:
    """Let a worker, an agency, or a friend or relative join; `until` for somebody who comes for a set time."""
    policy.require(Permission.TEAM_CHANGE, by=by, about=family)
    today = timezone.localdate(at)
    day = on or today
    _check_free(family, who=who, what_for=what_for, days={day, today})
    row = TeamMember(family=family, what_for=what_for.strip(), goes_on_doing=goes_on_doing.strip())
    row.still_to_come, row.valid_from, row.valid_to = still_to_come.strip(), day, until
    setattr(row, str(who._meta.model_name), who)
    if isinstance(who, Worker):
        row.agency = who.agency
    spells.begin(row, by=by, at=at)
    _tell(row, "joins the team around the family", on=day, by=by, at=at, text=row.what_for)
    audit.record("team_member_added", about=row, by=by, at=at, family=family, who=audit.row(who))
    return row


@action
def change(
    *, member: TeamMember, what_for: str, goes_on_doing: str, still_to_come: str, by: Worker, at: datetime
) -> TeamMember:
    """Say anew what they are there for, what they go on doing and what is still to come."""
    policy.require(Permission.TEAM_CHANGE, by=by, about=member.family)
    if not what_for.strip():
        raise CannotChangeTeam("Say what they are there for, in words the family would use.")
    row = spells.correct(
        member, by=by, at=at, what_for=what_for.strip(), goes_on_doing=goes_on_doing.strip(),
        still_to_come=still_to_come.strip(),
    )  # fmt: skip
    if row.goes_on_doing and row.goes_on_doing != member.goes_on_doing:
        _tell(row, f"goes on doing: {row.goes_on_doing}", on=timezone.localdate(at), by=by, at=at)
    audit.record("team_member_changed", about=row, by=by, at=at, family=row.family, before=member.pk)
    return row


@action
def leave(*, member: TeamMember, on: date, by: Worker, at: datetime, words: str = "") -> TeamMember:
    """Let somebody leave, on the record; `on` is their last day's morrow, or today."""
    policy.require(Permission.TEAM_CHANGE, by=by, about=member.family)
    if on > timezone.localdate(at):
        raise CannotChangeTeam(f"{on:%-d %B %Y} is still to come. Say so on the day, or tell the family now in a note.")
    row = spells.end(member, on=on, by=by, at=at)
    _tell(row, "leaves the team around the family", on=on, by=by, at=at, text=words.strip())
    audit.record("team_member_left", about=row, by=by, at=at, family=row.family, before=member.pk)
    return row


@action
def hand_on(*, member: TeamMember, to: Worker | None, why: str, by: Worker, at: datetime) -> TeamMember | None:
    """A leaver's place goes to a colleague, or to the agency alone; None when they are in the team already."""
    worker = member.worker
    if worker is None:
        raise CannotChangeTeam("This place belongs to no worker. Nothing was changed.")
    standing.require_manages(by=by, worker=worker)
    family, today = member.family, timezone.localdate(at)
    _end(member, on=today, by=by, at=at, text=why)
    rows = TeamMember.objects.current(today).filter(family=family)
    if rows.filter(worker=to, agency=worker.agency).exists():
        return None
    row = TeamMember(
        family=family, worker=to, agency=worker.agency, what_for=member.what_for, valid_from=today,
        goes_on_doing=member.goes_on_doing, still_to_come=member.still_to_come, valid_to=member.valid_to,
    )  # fmt: skip
    spells.begin(row, by=by, at=at)
    _tell(row, "joins the team around the family", on=today, by=by, at=at, text=f"Instead of {worker.name}. {why}")
    audit.record("team_place_handed_on", about=row, by=by, at=at, family=family, before=member.pk)
    return row


def _end(member: TeamMember, *, on: date, by: Worker, at: datetime, text: str) -> None:
    """Somebody who joined that very day never came; otherwise the place ends."""
    if member.valid_from and member.valid_from >= on:
        spells.strike(member, reason=text[:300], at=at)
        timeline.strike(member, reason=text[:300])
        return
    row = spells.end(member, on=on, by=by, at=at)
    _tell(row, "leaves the team around the family", on=on, by=by, at=at, text=text)


@action
def strike(*, member: TeamMember, reason: str, by: Worker, at: datetime) -> None:
    """Take out somebody who was added by mistake; the entry stays, struck out, with the reason."""
    policy.require(Permission.TEAM_CHANGE, by=by, about=member.family)
    if not reason.strip():
        raise CannotChangeTeam("Say why it was a mistake: the entry stays, struck out, with your reason.")
    spells.strike(member, reason=reason.strip(), at=at)
    timeline.strike(member, reason=reason.strip())
    audit.record("team_member_struck", about=member, by=by, at=at, family=member.family)


def _check_free(family: Family, *, who: Party, what_for: str, days: set[date]) -> None:
    if not what_for.strip():
        raise CannotChangeTeam("Say what they are there for, in words the family would use.")
    if isinstance(who, Person) and (refusal := Barred(family, days=days).refusal(who, place=Place.TEAM)):
        raise CannotChangeTeam(refusal)
    field = str(who._meta.model_name)
    rows = TeamMember.objects.current(max(days)).filter(family=family, **{field: who})
    if field == "agency":
        rows = rows.filter(worker=None)
    if rows.exists():
        raise CannotChangeTeam(f"{parties.name(who)} is in the team already. Change what they are there for instead.")


def _tell(row: TeamMember, said: str, *, on: date, by: Worker, at: datetime, text: str = "") -> None:
    party = parties.party_of(row)
    timeline.add(
        family=row.family, on=on, kind="team", headline=f"{parties.name(party)} {said}"[:200], by=by, at=at,
        thing=row, text=text, people=[row.person] if row.person else [],
    )  # fmt: skip
