"""What the pages of the team, its meetings, help asked for elsewhere and the diary show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.models import Action, Appointment, Attendance, Meeting, Referral, ReferralPerson, TeamMember
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.due import owner_words
from oneplan.web.casework.reads.sight import Sight, require_shown
from oneplan.web.people.models import Family, Person

BIG_TEAM = 10
MOST_MEETINGS = 20
MOST_PAST = 30
OPEN = (Referral.State.ASKED, Referral.State.WAITING, Referral.State.NOT_ATTENDED)
M = TypeVar("M", bound=Model)


def thing_for(rows: QuerySet[M], *, asker: Any, permission: Permission, called: str) -> M:
    """Return the one row with a `family`, logged as seen; raise NotAllowed with the reason, or Http404."""
    thing = rows.select_related("family").first()
    if thing is None:
        raise Http404(f"There is no {called} with that number. Open it from the family's page.")
    family = thing.family  # type: ignore[attr-defined]
    policy.require(permission, by=asker, about=family)
    require_shown(asker, thing)
    viewlog.saw(thing, family=family)
    return thing


@dataclass(frozen=True)
class Promise:
    action: Action
    owner: str
    is_late: bool


@dataclass(frozen=True)
class MemberLine:
    member: TeamMember
    name: str
    who: str
    barred: str

    @property
    def says_nothing(self) -> bool:
        return not self.member.goes_on_doing and self.member.person_id is None


def member_lines(hand: parties.AtHand, *, sight: Sight) -> list[MemberLine]:
    return [_member_line(row, hand) for row in hand.team if sight.team_member(row).allowed]


def promises(family: Family, *, day: date, sight: Sight) -> list[Promise]:
    """What is still open, late first: read out before each meeting."""
    rows = Action.objects.filter(goal__plan__episode__family=family, state=Action.State.OPEN).prefetch_related(
        "owners__person", "owners__worker", "owners__agency", "goal__people"
    )
    found = rows.filter(goal__plan__episode__closed_on=None).select_related("goal")
    seen = [row for row in found if sight.action(row).allowed]
    lines = [Promise(row, owner_words(row), bool(row.due_on and row.due_on < day)) for row in seen]
    return sorted(lines, key=lambda line: (not line.is_late, line.action.due_on or date.max, line.action.pk))


@dataclass(frozen=True)
class AttendanceLine:
    row: Attendance
    name: str
    barred: str


def attendance_lines(meeting: Meeting, *, barred: Any) -> list[AttendanceLine]:
    rows = meeting.attendances.select_related("person", "worker", "agency").order_by("pk")
    return [AttendanceLine(row, attendee(row), barred.warning(row.person) if row.person else "") for row in rows]


def attendee(row: Attendance) -> str:
    if row.worker:
        return str(row.worker)
    return row.person.short_name if row.person else str(row.agency)


def meetings_of(family: Family, *, sight: Sight) -> list[Meeting]:
    rows = family.meetings.prefetch_related("attendances__person", "attendances__worker", "attendances__agency")
    return [row for row in rows[:MOST_MEETINGS] if sight.meeting(row).allowed]


def was_without_family(meeting: Meeting) -> bool:
    """Whether a meeting about the family was held with nobody of it there."""
    is_theirs = meeting.kind in (Meeting.Kind.TAF, Meeting.Kind.REVIEW)
    came = [row for row in meeting.attendances.all() if row.answer == Attendance.Answer.CAME]
    return meeting.held and is_theirs and not any(row.person_id for row in came)


@dataclass(frozen=True)
class PlaceLine:
    """One person of a referral."""

    place: ReferralPerson
    days: int | None  # waiting so far; None when not waiting

    @property
    def is_not_attended(self) -> bool:
        return self.place.state == Referral.State.NOT_ATTENDED

    @property
    def is_over(self) -> bool:
        return self.place.state in (Referral.State.ENDED, Referral.State.REFUSED)


@dataclass(frozen=True)
class ReferralLine:
    referral: Referral
    places: list[PlaceLine]
    usual_days: int | None

    @property
    def days(self) -> int:
        return max((place.days or 0 for place in self.places), default=0)

    @property
    def is_waiting(self) -> bool:
        return any(place.days is not None for place in self.places)

    @property
    def is_long(self) -> bool:
        return self.usual_days is not None and self.days > self.usual_days

    @property
    def is_over(self) -> bool:
        return all(place.is_over for place in self.places)

    @property
    def wait_words(self) -> str:
        """“waiting 63 days · usual wait 42 days (6 weeks): longer than usual, ask where it stands”."""
        if not self.is_waiting:
            return ""
        words = [f"waiting {self.days} day{'' if self.days == 1 else 's'}"]
        if self.usual_days is not None:
            weeks = self.usual_days // 7
            words.append(f"usual wait {self.usual_days} days ({weeks} week{'' if weeks == 1 else 's'})")
            words.append("longer than usual: ask where it stands" if self.is_long else "this is normal, nobody forgot")
        return " · ".join(words)


def referral_lines(family: Family, *, day: date, sight: Sight) -> list[ReferralLine]:
    rows = family.referrals.select_related("agency", "asked_by").prefetch_related("people__person__merged_into")
    seen = [row for row in rows if sight.referral(row).allowed]
    return sorted((_referral_line(row, day=day) for row in seen), key=lambda line: line.is_over)


@dataclass(frozen=True)
class DiaryLine:
    row: Appointment

    @property
    def more(self) -> str:
        """“14.30 · Leo · Sorrel Surgery · Priya Shah goes along”."""
        row = self.row
        parts = [
            f"{row.time:%-H.%M}" if row.time else "",
            names(row.people.all()),
            row.place,
            f"{row.who_sees_to_it} sees to it" if row.who_sees_to_it else "",
            f"{row.accompanied_by.name} goes along" if row.accompanied_by else "",
            f"asked for by {row.source}" if row.source else "",
            row.how_it_went,
        ]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Diary:
    coming: list[DiaryLine]
    unanswered: list[DiaryLine]  # their day has passed
    past: list[DiaryLine]


def diary(family: Family, *, day: date, sight: Sight) -> Diary:
    rows = family.appointments.select_related("accompanied_by", "seen_to_by").prefetch_related("people__merged_into")
    open_rows = [row for row in rows.filter(kept=Appointment.Kept.TO_COME) if sight.appointment(row).allowed]
    every = rows.exclude(kept=Appointment.Kept.TO_COME).order_by("-on", "-pk")[:MOST_PAST]
    past = [row for row in every if sight.appointment(row).allowed]
    return Diary(
        coming=[DiaryLine(row) for row in open_rows if row.on >= day],
        unanswered=[DiaryLine(row) for row in open_rows if row.on < day],
        past=[DiaryLine(row) for row in past],
    )


def names(people: Iterable[Person]) -> str:
    kept = {(person.merged_into or person).pk: person.merged_into or person for person in people}
    return listing(person.short_name for person in kept.values())


def _member_line(row: TeamMember, hand: parties.AtHand) -> MemberLine:
    if row.worker:
        return MemberLine(row, row.worker.name, f"{row.worker.job_title}, {row.worker.agency}", "")
    if row.person:
        return MemberLine(row, row.person.name, "", hand.barred.warning(row.person))
    return MemberLine(row, str(row.agency), "", "")


def _referral_line(row: Referral, *, day: date) -> ReferralLine:
    weeks = row.agency.usual_wait_weeks
    places = [
        PlaceLine(place, (day - row.asked_on).days if place.state in OPEN else None) for place in row.people.all()
    ]
    return ReferralLine(row, places, weeks * 7 if weeks is not None else None)
