"""Who is around the family and for what: key worker and cover, lead professional, team, help asked for elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.models import Episode, EpisodeRole, LinkedPlan, Referral, ReferralPerson, TeamMember
from oneplan.web.casework.reads.alerts import Bar, barred_words
from oneplan.web.casework.reads.sight import Sight
from oneplan.web.people.models import Family
from oneplan.web.site.spells import EARLIEST_FIRST

# codes of the area's list “sector”, which never change
SOCIAL_CARE = "social_care"
EARLY_HELP = "early_help"


@dataclass(frozen=True)
class KeyWorkerCard:
    worker: Worker
    cover: Worker | None = None

    @property
    def cover_words(self) -> str:
        if self.cover is None:
            return ""
        number = "same number" if self.cover.phone == self.worker.phone else self.cover.phone or "no number known"
        return f"away: {self.cover.name}, {number}"


@dataclass(frozen=True)
class TeamLine:
    name: str
    does: str
    tags: list[tuple[str, str]] = field(default_factory=list)  # words, and the tag's tone
    barred: str = ""


@dataclass(frozen=True)
class Around:
    key_worker: KeyWorkerCard | None
    lead: EpisodeRole | None
    team: list[TeamLine]
    referrals: list[TeamLine]
    plans: list[LinkedPlan]
    needs_lead: bool  # social care and early help are both there, and nobody is named as lead


def around(family: Family, *, episode: Episode | None, bars: list[Bar], on: date, sight: Sight) -> Around:
    roles = {role.kind: role for role in _roles(episode)}
    members = list(
        TeamMember.objects.current(on)
        .filter(family=family)
        .select_related("worker__agency", "agency", "person__merged_into")
        .order_by(EARLIEST_FIRST, "pk")
    )
    plans = [plan for plan in _plans(family) if plan.until is None or plan.until > on]
    worker = roles[EpisodeRole.Kind.KEY_WORKER].worker if EpisodeRole.Kind.KEY_WORKER in roles else None
    lead = roles.get(EpisodeRole.Kind.LEAD)
    return Around(
        key_worker=KeyWorkerCard(worker, cover_of([worker], on=on).get(worker.pk)) if worker else None,
        lead=lead,
        team=[_team_line(member, bars=bars) for member in members if sight.team_member(member).allowed],
        referrals=[_referral_line(row, on=on) for row in _referrals(family) if sight.referral(row).allowed],
        plans=[plan for plan in plans if sight.linked(plan).allowed],
        needs_lead=not sight.is_partner
        and lead is None
        and {SOCIAL_CARE, EARLY_HELP} <= _sectors(members, plans, worker),
    )


def _needs_lead(sectors: set[str]) -> bool:
    return {SOCIAL_CARE, EARLY_HELP} <= sectors


def cover_of(workers: Iterable[Worker], *, on: date) -> dict[int, Worker]:
    """Who answers today for each of these workers who is away."""
    rows = Cover.objects.current(on).filter(worker__in=list(workers)).select_related("covered_by").order_by("pk")
    return {row.worker_id: row.covered_by for row in rows}


def _roles(episode: Episode | None) -> list[EpisodeRole]:
    if episode is None:
        return []
    rows = EpisodeRole.objects.filter(episode=episode, known_until=None, valid_to=None)
    return list(rows.select_related("worker__agency"))


def _plans(family: Family) -> list[LinkedPlan]:
    return list(LinkedPlan.objects.filter(family=family).select_related("agency").order_by("on", "pk"))


def _sectors(members: list[TeamMember], plans: list[LinkedPlan], worker: Worker | None) -> set[str]:
    agencies = [
        *(member.agency or (member.worker.agency if member.worker else None) for member in members),
        *(plan.agency for plan in plans),
        worker.agency if worker else None,
    ]
    return {agency.sector for agency in agencies if agency}


def _team_line(member: TeamMember, *, bars: list[Bar]) -> TeamLine:
    person = (member.person.merged_into or member.person) if member.person else None
    agency = member.agency or (member.worker.agency if member.worker else None)
    who = member.worker.name if member.worker else ""
    does = [
        who,
        member.what_for,
        member.goes_on_doing,
        member.still_to_come and f"still to come: {member.still_to_come}",
    ]
    return TeamLine(
        name=person.name if person else (agency.name if agency else who),
        does=" · ".join(part for part in does if part),
        barred=barred_words(bars, person) if person else "",
    )


_PEOPLE = Prefetch("people", ReferralPerson.objects.select_related("person"))


def _referrals(family: Family) -> list[Referral]:
    rows = Referral.objects.filter(family=family).select_related("agency").prefetch_related(_PEOPLE)
    return [row for row in rows if any(p.state not in _OVER for p in row.people.all())]


_OVER = (Referral.State.ENDED, Referral.State.REFUSED)
_WAITING = (Referral.State.ASKED, Referral.State.WAITING)


def _referral_line(row: Referral, *, on: date) -> TeamLine:
    people = [person for person in row.people.all() if person.state not in _OVER]
    does = [listing(person.person.short_name for person in people), row.what_for]
    waiting = [person for person in people if person.state in _WAITING]
    if waiting and row.agency.usual_wait_weeks:
        does.append(f"usual wait {row.agency.usual_wait_weeks} weeks")
    if waiting and row.meanwhile:
        does.append(f"meanwhile: {row.meanwhile}")
    return TeamLine(
        name=row.agency.name, does=" · ".join(part for part in does if part), tags=_referral_tags(row, people, on=on)
    )


def _referral_tags(row: Referral, people: list[ReferralPerson], *, on: date) -> list[tuple[str, str]]:
    states = {person.state for person in people}
    tags: list[tuple[str, str]] = []
    if states & set(_WAITING):
        weeks = (on - row.asked_on).days // 7
        usual = row.agency.usual_wait_weeks
        words = f"waiting {weeks} week{'' if weeks == 1 else 's'}" if weeks else "asked this week"
        tags.append((words, "late" if usual is not None and weeks > usual else "warm"))
    if Referral.State.ASKED in states and row.reply_due_on:
        late = row.reply_due_on < on
        due = f"{row.reply_due_on:%-d %B}"
        tags.append((f"reply was due {due}", "late") if late else (f"reply due {due}", "warm"))
    if Referral.State.NOT_ATTENDED in states:
        tags.append(("not been yet", "warm"))
    if states == {Referral.State.STARTED}:
        tags.append(("started", "ok"))
    return tags
