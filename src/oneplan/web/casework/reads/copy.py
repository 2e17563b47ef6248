"""The family's own copy of the plan, in plain words.

Anybody at home may read it over a shoulder. So it holds nothing of notes, needs, signals, own words, restrictions
or levels, no police or domestic abuse service, no panel's papers, and no protected address even where somebody
typed it into a place or a sentence.
"""

from dataclasses import dataclass
from datetime import date

from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.models import (
    Action,
    Appointment,
    Closure,
    Episode,
    EpisodeRole,
    Goal,
    Meeting,
    Plan,
)
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.around import KeyWorkerCard, cover_of
from oneplan.web.casework.reads.barred import Barred, for_family
from oneplan.web.casework.reads.plan import GoalBlock, blocks_of, goals_with_all, latest_episode
from oneplan.web.casework.reads.team import OPEN, names
from oneplan.web.people import identity, telling
from oneplan.web.people.models import Family, Home, Membership, Person
from oneplan.web.sharing.reads.private import KEPT_OFF, Hidden, for_the_family

SHARED_MEETINGS = (Meeting.Kind.TAF, Meeting.Kind.REVIEW, Meeting.Kind.SPECIALIST, Meeting.Kind.SCHOOL)
KEPT_SAFE = "(address kept safe)"


@dataclass(frozen=True)
class Line:
    """A thing to do, a day, a helper: what it is, and the second line below it."""

    what: str
    more: str = ""
    on: date | None = None
    is_done: bool = False


@dataclass(frozen=True)
class CopyGoal:
    block: GoalBlock
    title: str
    good_enough: str
    start: str
    now: str
    aim: str
    steps: list[Line]


@dataclass(frozen=True)
class MeetingPart:
    title: str
    on: date
    notes: str
    questions: list[str]


@dataclass(frozen=True)
class FamilyCopy:
    family: Family
    day: date
    key_worker: KeyWorkerCard | None
    team_phone: str
    goodbye: Closure | None
    who_to_call: str
    agreed_with: str
    goals: list[CopyGoal]
    diary: list[Line]
    around: list[Line]
    waiting: list[Line]
    meetings: list[MeetingPart]

    @property
    def focus(self) -> CopyGoal | None:
        return next((goal for goal in self.goals if goal.block.goal.state == Goal.State.FOCUS), None)

    @property
    def others(self) -> list[CopyGoal]:
        return [goal for goal in self.goals if goal.block.goal.state != Goal.State.FOCUS]

    @property
    def number_reached(self) -> int:
        return sum(goal.block.goal.state == Goal.State.REACHED for goal in self.goals)

    @property
    def questions(self) -> list[str]:
        """Questions for next time, from the newest meeting that left any."""
        return next((meeting.questions for meeting in self.meetings if meeting.questions), [])


def family_copy(family: Family, *, day: date) -> FamilyCopy:
    episode = latest_episode(family)
    plan = Plan.objects.filter(episode=episode).first() if episode else None
    hidden = for_the_family(family)
    goals = hidden.without(goals_with_all(plan)) if plan else []
    safe = SafeWords(family)
    roles = _roles(episode)
    worker = roles.get(EpisodeRole.Kind.KEY_WORKER) if episode and episode.is_open else None
    goodbye = Closure.objects.filter(episode=episode).first() if episode and not episode.is_open else None
    return FamilyCopy(
        family=family,
        day=day,
        key_worker=KeyWorkerCard(worker, cover_of([worker], on=day).get(worker.pk)) if worker else None,
        team_phone=episode.team.phone if episode and episode.team else "",
        goodbye=goodbye,
        who_to_call=safe(goodbye.who_to_call) if goodbye else "",
        agreed_with=safe(plan.agreed_with) if plan else "",
        goals=[_goal(block, safe=safe) for block in blocks_of(goals, asker=None, day=day)],
        diary=_diary(family, day=day, safe=safe, hidden=hidden),
        around=_around(family, roles=roles, goals=goals, day=day, safe=safe),
        waiting=_waiting(family, day=day, safe=safe, hidden=hidden),
        meetings=_meetings(family, episode=episode, safe=safe, hidden=hidden),
    )


def families_of(person: Person, *, day: date) -> list[Family]:
    """The families whose copy this person may open: their own, without those where they are barred."""
    ids = identity.record_ids(identity.kept(person))
    rows = Membership.objects.current(day).filter(person__in=ids).exclude(role=Membership.Role.NETWORK)
    families = {row.family_id: row.family for row in rows.select_related("family").order_by("family__name")}
    return [family for family in families.values() if not is_barred(person, family, day=day)]


def is_barred(person: Person, family: Family, *, day: date) -> bool:
    return bool(for_family(family, day=day).of(person))


class SafeWords:
    """Takes protected addresses of the family's members out of whatever was typed."""

    def __init__(self, family: Family) -> None:
        members = Membership.objects.known().filter(family=family).values_list("person", flat=True)
        people = identity.records_of(members)
        homes = Home.objects.filter(is_protected=True, residences__person__in=people).distinct()
        self._pattern = telling.pattern(homes)

    def __call__(self, text: str) -> str:
        return self._pattern.sub(KEPT_SAFE, text) if self._pattern else text


def _roles(episode: Episode | None) -> dict[str, Worker]:
    if episode is None:
        return {}
    rows = EpisodeRole.objects.filter(episode=episode, known_until=None, valid_to=None)
    return {row.kind: row.worker for row in rows.select_related("worker__agency")}


def _goal(block: GoalBlock, *, safe: SafeWords) -> CopyGoal:
    steps = [line for line in block.steps if not line.is_dropped and not _is_kept_off(line.action)]
    return CopyGoal(
        block=block,
        title=safe(block.goal.title),
        good_enough=safe(block.goal.good_enough),
        start=safe(block.start),
        now=safe(block.now),
        aim=safe(block.aim),
        steps=[Line(safe(line.action.what), line.owner, _day_of(line.action), line.is_done) for line in steps],
    )


def _day_of(action: Action) -> date | None:
    return action.done_on or action.due_on


def _is_kept_off(action: Action) -> bool:
    agencies = [owner.agency or (owner.worker.agency if owner.worker else None) for owner in action.owners.all()]
    return any(agency is not None and agency.sector in KEPT_OFF for agency in agencies)


def _diary(family: Family, *, day: date, safe: SafeWords, hidden: Hidden) -> list[Line]:
    rows = family.appointments.filter(kept=Appointment.Kept.TO_COME, on__gte=day).select_related("accompanied_by")
    rows = rows.exclude(
        kind=Appointment.Kind.CHECK
    )  # social care's question, in its words, is not for the kitchen wall
    seen = hidden.without(rows.prefetch_related("people__merged_into"))
    lines = [_appointment(row, safe=safe) for row in seen]
    meetings = hidden.without(family.meetings.filter(held=False, on__gte=day, kind__in=SHARED_MEETINGS))
    lines += [Line(safe(row.title or row.get_kind_display()), safe(row.place), row.on) for row in meetings]
    return sorted(lines, key=lambda line: line.on or date.max)


def _appointment(row: Appointment, *, safe: SafeWords) -> Line:
    more = [
        f"{row.time:%-H.%M}" if row.time else "",
        names(row.people.all()),
        safe(row.place),
        f"{row.accompanied_by.name} comes along" if row.accompanied_by else "",
    ]
    return Line(safe(row.what), " · ".join(part for part in more if part), row.on)


def _around(family: Family, *, roles: dict[str, Worker], goals: list[Goal], day: date, safe: SafeWords) -> list[Line]:
    barred: Barred = for_family(family, day=day)
    does: dict[str, list[str]] = {}
    if lead := roles.get(EpisodeRole.Kind.LEAD):
        does[lead.name] = [lead.job_title, "leads for all services"]
    for row in parties.team_on(family, day=day):
        agency = row.agency or (row.worker.agency if row.worker else None)
        if _off(agency) or (row.person and barred.of(row.person)):
            continue
        who = row.worker.name if row.worker else (row.person.short_name if row.person else str(agency))
        more = [str(agency) if row.worker else "", row.what_for, row.goes_on_doing]
        more.append(f"still to come: {row.still_to_come}" if row.still_to_come else "")
        does.setdefault(who, []).extend(more)
    for goal in goals:
        if goal.led_by is not None and not _off(goal.led_by.agency):
            does.setdefault(goal.led_by.name, []).append(f"leads on “{goal.title}”")
    return [Line(who, safe(" · ".join(part for part in more if part))) for who, more in does.items()]


def _off(agency: Agency | None) -> bool:
    return agency is not None and agency.sector in KEPT_OFF


def _waiting(family: Family, *, day: date, safe: SafeWords, hidden: Hidden) -> list[Line]:
    lines = []
    rows = family.referrals.exclude(agency__sector__in=KEPT_OFF).select_related("agency")
    for row in hidden.without(rows.prefetch_related("people__person__merged_into")):
        people = [place.person for place in row.people.all() if place.state in OPEN]
        if not people:
            continue
        weeks, usual = (day - row.asked_on).days // 7, row.agency.usual_wait_weeks
        more = [
            f"for {names(people)}",
            f"asked {weeks} week{'' if weeks == 1 else 's'} ago" if weeks else "asked this week",
            f"people usually wait {usual} weeks" if usual else "",
            f"until then: {row.meanwhile}" if row.meanwhile else "",
        ]
        lines.append(Line(safe(f"{row.agency}: {row.what_for}"), safe(" · ".join(part for part in more if part))))
    return lines


def _meetings(family: Family, *, episode: Episode | None, safe: SafeWords, hidden: Hidden) -> list[MeetingPart]:
    if episode is None:
        return []
    rows = family.meetings.filter(held=True, on__gte=episode.opened_on, kind__in=SHARED_MEETINGS)
    return [
        MeetingPart(
            title=safe(row.title or row.get_kind_display()),
            on=row.on,
            notes=safe(row.notes),
            questions=[safe(line.strip(" -•")) for line in row.questions_next.splitlines() if line.strip(" -•")],
        )
        for row in hidden.without(rows)[:5]
    ]
