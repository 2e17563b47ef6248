"""What a leaver was to do for a family besides the plan's actions: goals they lead, days of the diary, meetings."""

from datetime import datetime

from oneplan.web.access import audit
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import invitations
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Appointment, Attendance, Goal, GoalVersion
from oneplan.web.site.actions import action


@action
def goal(*, goal: Goal, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> Goal:
    """Somebody else leads it; what it said before is kept with the reason, as with any change."""
    standing.require_manages(by=by, worker=worker)
    fresh = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    before = GoalWords.of(fresh).as_data()
    GoalVersion.objects.create(
        goal=fresh, version=fresh.version, fields=before, why=why[:300], replaced_at=at, replaced_by=by
    )
    fresh.led_by, fresh.version = to, fresh.version + 1
    fresh.save(update_fields=["led_by", "version"])
    family = goal.plan.episode.family
    audit.record("goal_handed_on", about=fresh, by=by, at=at, family=family, to=to.pk if to else None)
    return fresh


@action
def appointment(
    *, appointment: Appointment, worker: Worker, to: Worker | None, by: Worker, at: datetime
) -> Appointment:
    """Somebody else sees to it and goes along; until one is named, the agency sees to it and nobody goes along."""
    standing.require_manages(by=by, worker=worker)
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.accompanied_by_id == worker.pk:
        row.accompanied_by = to
    if row.seen_to_by_id == worker.pk:
        row.seen_to_by = to
        row.owner = row.owner if to or row.owner else worker.agency.name[:120]
    row.save(update_fields=["accompanied_by", "seen_to_by", "owner"])
    audit.record("appointment_handed_on", about=row, by=by, at=at, family=appointment.family, to=to.pk if to else None)
    return row


@action
def invitation(*, attendance: Attendance, worker: Worker, to: Worker | None, by: Worker, at: datetime) -> None:
    """Somebody else comes to the meeting, or the agency sends somebody; whoever was invited already stays once."""
    standing.require_manages(by=by, worker=worker)
    meeting = attendance.meeting
    invitations.call_back(meeting, attendance=attendance, at=at)
    others = meeting.attendances.exclude(pk=attendance.pk)
    is_there = others.filter(worker=to).exists() if to else others.filter(agency=worker.agency).exists()
    audit.record(
        "meeting_invitation_handed_on", about=attendance, by=by, at=at, family=meeting.family,
        to=to.pk if to else None,
    )  # fmt: skip
    if is_there:
        attendance.delete()
        return
    attendance.worker, attendance.agency = to, None if to else worker.agency
    attendance.answer, attendance.words = Attendance.Answer.INVITED, ""
    attendance.save(update_fields=["worker", "agency", "answer", "words"])
    if to is not None:
        invitations.send(meeting, to=to, at=at)
