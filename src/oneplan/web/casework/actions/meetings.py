"""Meetings: who is invited, who came, what was said in plain words, what to ask next time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone

from oneplan.rulebook.sharing.barred import Place
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions import invitations
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.models import Attendance, Meeting
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.barred import Barred
from oneplan.web.casework.reads.parties import Party
from oneplan.web.people.models import Family, Person
from oneplan.web.site.actions import action

Answer = Attendance.Answer


class CannotRecordMeeting(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True)
class Came:
    """How one of those invited answered: came, sent apologies, sent a report, did not come."""

    party: Party
    answer: str = Answer.CAME
    words: str = ""


@dataclass(frozen=True)
class Record:
    """What is written down of a meeting."""

    notes: str
    questions_next: str = ""


@action
def plan(
    *,
    family: Family,
    kind: str,
    on: date,
    invited: Sequence[Party],
    by: Worker,
    at: datetime,
    title: str = "",
    place: str = "",
) -> Meeting:
    """Call a meeting and invite; each worker and person invited gets word through the outbox."""
    policy.require(Permission.MEETING_RECORD, by=by, about=family)
    today = timezone.localdate(at)
    if on < today:
        raise CannotRecordMeeting(f"{on:%-d %B %Y} is past. Write up the meeting instead of inviting to it.")
    if not invited:
        raise CannotRecordMeeting("Choose who is invited: one name at least.")
    _refuse_barred(invited, family=family, days={today, on})
    meeting = _meeting(family, kind=kind, on=on, title=title, place=place, by=by, at=at)
    Attendance.objects.bulk_create(Attendance(meeting=meeting, **fields) for fields in parties.split(invited))
    for party in invited:
        invitations.send(meeting, to=party, at=at)
    rows = [audit.row(party) for party in invited]
    audit.record("meeting_planned", about=meeting, by=by, at=at, family=family, invited=rows)
    return meeting


@action
def invite(*, meeting: Meeting, who: Party, by: Worker, at: datetime) -> Attendance:
    """Invite one more."""
    policy.require(Permission.MEETING_RECORD, by=by, about=meeting.family)
    if meeting.held:
        raise CannotRecordMeeting("This meeting has taken place. Say on its record who came as well.")
    _refuse_barred([who], family=meeting.family, days={timezone.localdate(at), meeting.on})
    field = str(who._meta.model_name)
    if meeting.attendances.filter(**{field: who}).exists():
        raise CannotRecordMeeting(f"{parties.name(who)} is invited already.")
    row = Attendance.objects.create(meeting=meeting, **{field: who})
    invitations.send(meeting, to=who, at=at)
    audit.record("meeting_invited", about=row, by=by, at=at, family=meeting.family, who=audit.row(who))
    return row


@action
def take_off(*, attendance: Attendance, by: Worker, at: datetime) -> None:
    """Take an invitation back before the meeting."""
    meeting = attendance.meeting
    policy.require(Permission.MEETING_RECORD, by=by, about=meeting.family)
    if meeting.held:
        raise CannotRecordMeeting("This meeting has taken place; its record stays as it was.")
    invitations.call_back(meeting, attendance=attendance, at=at)
    audit.record("meeting_invitation_taken_back", about=attendance, by=by, at=at, family=meeting.family)
    attendance.delete()


@action
def record(
    *,
    meeting: Meeting,
    answers: Mapping[int, tuple[str, str]],
    says: Record,
    version: str,
    by: Worker,
    at: datetime,
    also_came: Sequence[Party] = (),
) -> Meeting:
    """Keep who came (attendance id to answer and words) and what was said. Raises ChangedMeanwhile."""
    policy.require(Permission.MEETING_RECORD, by=by, about=meeting.family)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("family").get(pk=meeting.pk)
    _check_held(meeting.on, at=at)
    if version_of(meeting) != version:
        theirs = Record(meeting.notes, meeting.questions_next)
        raise ChangedMeanwhile(theirs=theirs, yours=says, version=version_of(meeting))
    _refuse_barred(also_came, family=meeting.family, days={meeting.on})
    rows = list(meeting.attendances.filter(pk__in=answers))
    for row in rows:
        row.answer, row.words = answers[row.pk][0], answers[row.pk][1].strip()
    Attendance.objects.bulk_update(rows, ["answer", "words"])
    known = {(row.person_id, row.worker_id, row.agency_id) for row in meeting.attendances.all()}
    came = [Attendance(meeting=meeting, answer=Answer.CAME, **fields) for fields in parties.split(also_came)]
    new = [row for row in came if (row.person_id, row.worker_id, row.agency_id) not in known]
    Attendance.objects.bulk_create(new)
    was_held = meeting.held
    _write(meeting, says, by=by, at=at)
    _tell(meeting, by=by, at=at, is_new=not was_held)
    return meeting


@action
def log(
    *,
    family: Family,
    kind: str,
    on: date,
    came: Sequence[Came],
    notes: str,
    by: Worker,
    at: datetime,
    questions_next: str = "",
    title: str = "",
    place: str = "",
) -> Meeting:
    """Write up a meeting that was not called here: a school's, a specialist's, a panel's."""
    policy.require(Permission.MEETING_RECORD, by=by, about=family)
    _check_held(on, at=at)
    _refuse_barred([each.party for each in came], family=family, days={on})
    meeting = _meeting(family, kind=kind, on=on, title=title, place=place, by=by, at=at)
    fields = parties.split([each.party for each in came])
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, answer=each.answer, words=each.words, **field)
        for each, field in zip(came, fields, strict=True)
    )
    _write(meeting, Record(notes, questions_next), by=by, at=at)
    _tell(meeting, by=by, at=at, is_new=True)
    return meeting


def version_of(meeting: Meeting) -> str:
    """Stand for what is written down now, so that two people writing at once are noticed."""
    came = list(meeting.attendances.order_by("pk").values_list("pk", "answer", "words"))
    return sha256(repr((meeting.held, meeting.notes, meeting.questions_next, came)).encode()).hexdigest()[:16]


def _meeting(family: Family, *, kind: str, on: date, title: str, place: str, by: Worker, at: datetime) -> Meeting:
    if kind not in Meeting.Kind.values:
        raise CannotRecordMeeting("Choose what kind of meeting it is.")
    return Meeting.objects.create(
        family=family, kind=kind, on=on, title=title.strip(), place=place.strip(), convened_by=by, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip


def _check_held(on: date, *, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise CannotRecordMeeting(f"The meeting is on {on:%-d %B %Y}: write it up when it has taken place.")


def _write(meeting: Meeting, says: Record, *, by: Worker, at: datetime) -> None:
    if not says.notes.strip():
        raise CannotRecordMeeting("Write in a sentence or two what was said, in words the family would use.")
    meeting.notes, meeting.questions_next = says.notes.strip(), says.questions_next.strip()
    meeting.held, meeting.recorded_by, meeting.recorded_at = True, by, at
    meeting.save(update_fields=["notes", "questions_next", "held", "recorded_by", "recorded_at"])
    audit.record(
        "meeting_recorded", about=meeting, by=by, at=at, family=meeting.family, notes=audit.digest(meeting.notes)
    )


def _tell(meeting: Meeting, *, by: Worker, at: datetime, is_new: bool) -> None:
    rows = list(meeting.attendances.select_related("person", "worker", "agency"))
    said = [f"{_who(row)}{'' if row.answer == Answer.CAME else ' ' + row.get_answer_display()}" for row in rows]
    headline = meeting.title or meeting.get_kind_display()
    timeline.add(
        family=meeting.family, on=meeting.on, kind="meeting", by=by, at=at, thing=meeting, text=meeting.notes,
        headline=(headline if is_new else f"{headline}: record changed")[:200], aside=", ".join(said)[:300],
        people=[row.person for row in rows if row.person and row.answer == Answer.CAME],
    )  # fmt: skip


def _who(row: Attendance) -> str:
    if row.worker:
        return row.worker.name
    return row.person.short_name if row.person else str(row.agency)


def _refuse_barred(who: Sequence[Party], *, family: Family, days: set[date]) -> None:
    persons = [party for party in who if isinstance(party, Person)]
    barred = Barred(family, days=days) if persons else None
    for person in persons:
        if barred is not None and (refusal := barred.refusal(person, place=Place.MEETING)):
            raise CannotRecordMeeting(refusal)
