"""Pages of meetings."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import meetings
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.actions.meetings import Came
from oneplan.web.casework.forms.team import AnswerForm, MeetingLogForm, MeetingPlanForm, MeetingRecordForm
from oneplan.web.casework.models import Attendance, Meeting
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads import team as reads
from oneplan.web.casework.reads.barred import for_family
from oneplan.web.casework.reads.plan import plan_page
from oneplan.web.casework.reads.sight import require, sight_of
from oneplan.web.casework.views.saving import conflict_page, form_page
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before the meeting: who is invited and what is still open. Afterwards: who came and what was said."""
    meeting = _meeting(request, pk, Permission.FAMILY_VIEW)
    family, today = meeting.family, timezone.localdate()
    can_record = policy.decision(Permission.MEETING_RECORD, asker=request.asker, family=family).allowed
    sight = sight_of(request.asker, family)
    require(sight.meeting(meeting))
    is_open_to_team = meeting.kind != Meeting.Kind.PANEL or can_record
    context = {
        "family": family,
        "meeting": meeting,
        "lines": reads.attendance_lines(meeting, barred=for_family(family, day=max(today, meeting.on))),
        "promises": reads.promises(family, day=today, sight=sight),
        "is_partner": sight.is_partner,
        "can_record": can_record,
        "is_open_to_team": is_open_to_team,
        "is_due": meeting.on <= today,
        "without_family": reads.was_without_family(meeting),
        "goals": plan_page(family, asker=request.asker, day=today).blocks if meeting.held and can_record else [],
    }
    return render(request, "casework/meeting.html", context)


@page(Permission.MEETING_RECORD)
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.MEETING_RECORD)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = MeetingPlanForm(request.POST or None, hand=hand, kind=request.GET.get("kind", Meeting.Kind.TAF))

    def save(data: dict[str, Any]) -> None:
        words = {name: data[name] for name in ("kind", "title", "on", "place")}
        meetings.plan(family=family, invited=form.chosen(), **words, by=request.worker, at=timezone.now())

    return form_page(
        request, family=family, form=form, title="Call a meeting", save=save, then=("team", family.pk),
        left_out=hand.left_out, button="Invite them",
    )  # fmt: skip


@page(Permission.MEETING_RECORD)
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.MEETING_RECORD)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = MeetingLogForm(request.POST or None, hand=hand, kind=request.GET.get("kind", Meeting.Kind.SPECIALIST))

    def save(data: dict[str, Any]) -> None:
        words = {name: data[name] for name in ("kind", "title", "place", "notes", "questions_next")}
        meetings.log(
            family=family, on=data["on"] or timezone.localdate(), came=[Came(party) for party in form.chosen()],
            **words, by=request.worker, at=timezone.now(),
        )  # fmt: skip

    return form_page(
        request, family=family, form=form, title="Write up a meeting", save=save, then=("team", family.pk),
        left_out=hand.left_out,
    )  # fmt: skip


@page(Permission.MEETING_RECORD)
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk, Permission.MEETING_RECORD)
    family = meeting.family
    lines = reads.attendance_lines(meeting, barred=for_family(family, day=meeting.on))
    answers = [(line, _answer_form(request, line.row)) for line in lines]
    form = _record_form(request, meeting, family=family)
    if request.method == "POST" and form.is_valid():
        for name in [line.name for line, each in answers if not each.is_valid()]:
            form.add_error(None, f"{name}: look at the answer again. Nothing was saved yet.")

    def save(_: dict[str, Any]) -> None:
        given = {line.row.pk: _given(each) for line, each in answers}
        meetings.record(
            meeting=meeting, answers=given, says=form.says(), also_came=form.chosen(),
            version=form.cleaned_data["version"], by=request.worker, at=timezone.now(),
        )  # fmt: skip

    try:
        return form_page(
            request, family=family, form=form, title=f"Record: {meeting.title or meeting.get_kind_display()}",
            save=save, then=("meeting", meeting.pk), template="casework/meeting_record.html", answers=answers,
        )  # fmt: skip
    except ChangedMeanwhile as clash:
        return _clash(request, meeting, clash, answers=answers)


@page(Permission.MEETING_RECORD)
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an invitation back; `pk` is the attendance."""
    row = Attendance.objects.filter(pk=pk).select_related("meeting__family").first()
    meeting = _meeting(request, row.meeting_id if row else 0, Permission.MEETING_RECORD)
    if request.method == "POST" and row is not None:
        try:
            meetings.take_off(attendance=row, by=request.worker, at=timezone.now())
        except meetings.CannotRecordMeeting as refusal:
            messages.error(request, str(refusal))
    return redirect("meeting", meeting.pk)


def _meeting(request: SignedInRequest, pk: int, permission: Permission) -> Meeting:
    rows = Meeting.objects.filter(pk=pk).select_related("convened_by")
    return reads.thing_for(rows, asker=request.asker, permission=permission, called="meeting")


def _answer_form(request: SignedInRequest, row: Attendance) -> AnswerForm:
    initial = {"answer": row.answer if row.answer != Attendance.Answer.INVITED else "came", "words": row.words}
    return AnswerForm(request.POST or None, initial=initial, prefix=f"a{row.pk}")


def _given(form: AnswerForm) -> tuple[str, str]:
    return form.cleaned_data["answer"], form.cleaned_data["words"]


def _record_form(
    request: SignedInRequest, meeting: Meeting, *, family: Family, data: Mapping[str, Any] | None = None
) -> MeetingRecordForm:
    hand = parties.at_hand(family, day=meeting.on)
    initial = {
        "notes": meeting.notes,
        "questions_next": meeting.questions_next,
        "version": meetings.version_of(meeting),
    }
    rows = meeting.attendances.select_related("person", "worker", "agency")
    invited = {parties.key(party) for row in rows if (party := row.person or row.worker or row.agency)}
    return MeetingRecordForm(data or request.POST or None, hand=hand, without=invited, initial=initial)


def _said(answers: list[tuple[str, str, str]]) -> str:
    labels = dict(Attendance.Answer.choices)
    return "; ".join(f"{name} {labels[answer]}" + (f" ({words})" if words else "") for name, answer, words in answers)


def _clash(
    request: SignedInRequest, meeting: Meeting, clash: ChangedMeanwhile, *, answers: list[tuple[Any, AnswerForm]]
) -> HttpResponse:
    data = request.POST.copy()
    data["version"] = clash.version
    theirs = [(line.name, line.row.answer, line.row.words) for line, _ in answers]
    yours = [(line.name, *_given(each)) for line, each in answers]
    rows = [
        ("What was said", clash.theirs.notes, clash.yours.notes),
        ("Questions for next time", clash.theirs.questions_next, clash.yours.questions_next),
        ("Who came", _said(theirs), _said(yours)),
    ]
    form = _record_form(request, meeting, family=meeting.family, data=data)
    back = resolve_url("meeting", meeting.pk)
    return conflict_page(
        request, family=meeting.family, title="The meeting's record", rows=rows, form=form, back=back,
        carried=tuple(bound.html_name for _, each in answers for bound in each),
    )  # fmt: skip
