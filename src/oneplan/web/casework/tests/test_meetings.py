"""Meetings: invitations, who came, what was said; nobody barred is ever invited."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.models import AuditEvent
from oneplan.web.casework.actions import meetings, steps
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.actions.meetings import Came, CannotRecordMeeting, Record
from oneplan.web.casework.models import Attendance, Meeting
from oneplan.web.casework.reads.barred import check_message
from oneplan.web.casework.tests.plan_parts import a_goal, bar_father, refused_to_stranger, send
from oneplan.web.people.models import Membership, Person, SafeContactRule, TimelineEntry
from oneplan.web.site.models import OutboxMessage
from tests.cast import LONG_AGO, Cast, filled


def a_meeting(cast: Cast, now: datetime, *invited: Any, days: int = 7, **says: Any) -> Meeting:
    return meetings.plan(
        family=cast.family, kind=says.pop("kind", "taf"), on=now.date() + timedelta(days=days),
        invited=list(invited) or [cast.parent, cast.green], by=cast.priya, at=now, **says,
    )  # fmt: skip


def _all_came(meeting: Meeting) -> dict[str, str]:
    return {f"a{row.pk}-answer": "came" for row in meeting.attendances.all()}


@pytest.mark.requirement("R150", "R156")
def test_a_meeting_is_called_and_everybody_gets_word(cast: Cast, now: datetime) -> None:
    address = reverse("meeting-new", args=[cast.family.pk])
    client = cast.client(cast.priya)
    day = timezone.localdate() + timedelta(days=7)
    keys = [f"person-{cast.parent.pk}", f"person-{cast.child.pk}", f"worker-{cast.green.pk}"]
    send(
        client, address, kind="taf", on=day.isoformat(), place="Mill Lane Primary", parties=keys,
        other_agency=cast.priya.agency_id,
    )  # fmt: skip
    meeting = Meeting.objects.get()
    assert meeting.attendances.count() == 4
    grace = OutboxMessage.objects.get(to_person=cast.parent)
    assert (grace.kind, grace.channel, grace.about_family) == ("meeting_invitation", "text", cast.family)
    assert "Mill Lane Primary" in grace.text
    assert "Okafor" not in grace.text  # somebody else may read it on the phone
    assert OutboxMessage.objects.get(to_worker=cast.green).channel == "inside"
    assert OutboxMessage.objects.count() == 2  # Leo is 8: told by his mother; an agency has no account
    assert AuditEvent.objects.filter(event="meeting_planned").count() == 1


@pytest.mark.parametrize("place", ["at home", "Mill Lane Primary"])
def test_the_place_reads_well_however_it_was_said(cast: Cast, now: datetime, place: str) -> None:
    meeting = a_meeting(cast, now, cast.parent, place=place)
    text = OutboxMessage.objects.get(to_person=cast.parent).text
    assert text.startswith(f"You are invited to a meeting on {meeting.on:%A %-d %B %Y}, {place}.")


@pytest.mark.requirement("R004", "R005", "R156")
def test_only_those_at_home_and_in_the_team_are_picked_beforehand(cast: Cast) -> None:
    Membership.objects.create(
        family=cast.family, person=Person.objects.create(given_names="Nan", made_at=LONG_AGO), role="network",
        known_from=LONG_AGO,
    )  # fmt: skip
    page = cast.client(cast.priya).get(reverse("meeting-new", args=[cast.family.pk]))
    picked = page.context["form"]["parties"].value()
    assert picked == [f"person-{cast.parent.pk}", f"worker-{cast.priya.pk}", f"worker-{cast.green.pk}"]
    panel = cast.client(cast.priya).get(reverse("meeting-new", args=[cast.family.pk]) + "?kind=panel")
    assert panel.context["form"]["parties"].value() == picked[1:]


@pytest.mark.requirement("R005")
def test_a_barred_father_is_never_invited(cast: Cast, now: datetime) -> None:
    meeting = a_meeting(cast, now)
    old = a_meeting(cast, now, days=0)
    bar_father(cast, kind="concern", extent="supervised")
    sentence = "Sam Reed cannot be invited to a meeting: concern, not an order, supervised contact only with Leo"
    with pytest.raises(CannotRecordMeeting, match=sentence):
        a_meeting(cast, now, cast.parent, cast.father)
    with pytest.raises(CannotRecordMeeting, match=sentence):
        meetings.invite(meeting=meeting, who=cast.father, by=cast.priya, at=now)
    with pytest.raises(CannotRecordMeeting, match=sentence):
        meetings.log(
            family=cast.family, kind="taf", on=now.date(), came=[Came(cast.father)], notes="x", by=cast.priya, at=now
        )
    with pytest.raises(CannotRecordMeeting, match=sentence):
        meetings.record(
            meeting=old, answers={}, says=Record("x"), version=meetings.version_of(old), also_came=[cast.father],
            by=cast.priya, at=now,
        )  # fmt: skip
    pk = cast.family.pk
    posts = {
        reverse("meeting-new", args=[pk]): {"kind": "taf", "on": (now.date() + timedelta(days=1)).isoformat()},
        reverse("meeting-log", args=[pk]): {"kind": "taf", "notes": "x"},
        reverse("meeting-record", args=[old.pk]): {"notes": "x", "version": meetings.version_of(old)} | _all_came(old),
    }
    client = cast.client(cast.priya)
    for address, fields in posts.items():
        html = client.get(address).content.decode()
        assert f'value="person-{cast.father.pk}"' not in html
        page = client.post(address, filled(html, **fields, parties=[f"person-{cast.father.pk}"]))
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert not Attendance.objects.filter(person=cast.father).exists()
    assert not OutboxMessage.objects.filter(to_person=cast.father).exists()


@pytest.mark.requirement("R005")
def test_a_restriction_that_begins_before_the_meeting_counts_already(cast: Cast, now: datetime) -> None:
    bar_father(cast, valid_from=now.date() + timedelta(days=3))
    assert a_meeting(cast, now, cast.father, days=1).pk
    with pytest.raises(CannotRecordMeeting, match="court order"):
        a_meeting(cast, now, cast.father, days=7)


@pytest.mark.requirement("R005")
def test_an_invitation_older_than_the_restriction_does_not_go(cast: Cast, now: datetime) -> None:
    meeting = a_meeting(cast, now, cast.father)
    message = OutboxMessage.objects.get()
    assert check_message(message, now) is None
    bar_father(cast)
    assert "Sam Reed cannot" in str(check_message(message, now))
    client = cast.client(cast.priya)
    page = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "must not be invited: Sam Reed: court order, no contact with Leo" in page
    row = Attendance.objects.get()
    client.post(reverse("meeting-take-off", args=[row.pk]), filled(page))
    assert not Attendance.objects.exists()
    message.refresh_from_db()
    assert (message.state, message.state_reason) == ("refused", "the invitation was taken back")


def test_the_way_of_the_word_is_safe(cast: Cast, now: datetime) -> None:
    SafeContactRule.objects.create(person=cast.parent, channel="text", never=True, known_from=LONG_AGO)
    a_meeting(cast, now, cast.parent)
    assert OutboxMessage.objects.get().channel == "email"
    SafeContactRule.objects.create(person=cast.parent, channel="any", never=True, known_from=LONG_AGO)
    a_meeting(cast, now, cast.parent)
    assert OutboxMessage.objects.count() == 1


def test_meetings_that_cannot_be(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotRecordMeeting, match="is past"):
        a_meeting(cast, now, days=-1)
    with pytest.raises(CannotRecordMeeting, match="who is invited"):
        meetings.plan(family=cast.family, kind="taf", on=now.date(), invited=[], by=cast.priya, at=now)
    with pytest.raises(CannotRecordMeeting, match="what kind"):
        a_meeting(cast, now, kind="party")
    meeting = a_meeting(cast, now)
    with pytest.raises(CannotRecordMeeting, match="invited already"):
        meetings.invite(meeting=meeting, who=cast.green, by=cast.priya, at=now)
    with pytest.raises(CannotRecordMeeting, match="when it has taken place"):
        meetings.record(meeting=meeting, answers={}, says=Record("x"), version="", by=cast.priya, at=now)
    with pytest.raises(CannotRecordMeeting, match="when it has taken place"):
        meetings.log(family=cast.family, kind="taf", on=date(2100, 1, 1), came=[], notes="x", by=cast.priya, at=now)


@pytest.mark.requirement("R150", "R163")
def test_who_came_and_what_was_said_is_kept(cast: Cast, now: datetime) -> None:
    meeting = a_meeting(cast, now, cast.parent, cast.green, cast.tom, days=0)
    rows = {row.person or row.worker: row.pk for row in meeting.attendances.all()}
    address = reverse("meeting-record", args=[meeting.pk])
    fields = {f"a{rows[cast.parent]}-answer": "came", f"a{rows[cast.green]}-answer": "report"}
    fields |= {f"a{rows[cast.green]}-words": "Leo is awake in class", f"a{rows[cast.tom]}-answer": "apologies"}
    fields |= {"notes": "Bedtime first.", "questions_next": "How long?", "version": meetings.version_of(meeting)}
    send(cast.client(cast.priya), address, **fields, parties=[f"person-{cast.child.pk}"])
    meeting.refresh_from_db()
    assert (meeting.held, meeting.notes, meeting.questions_next) == (True, "Bedtime first.", "How long?")
    assert list(meeting.attendances.order_by("pk").values_list("answer", flat=True)) == [
        "came", "report", "apologies", "came",
    ]  # fmt: skip
    line = TimelineEntry.objects.get(kind="meeting")
    assert line.aside == "Grace, Ann Green sent a report, Tom Reed sent apologies, Leo"
    page = cast.client(cast.green).get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Leo is awake in class" in page
    assert "Bedtime first." in page


def test_two_who_write_up_the_same_meeting_both_see_both(cast: Cast, now: datetime) -> None:
    meeting = a_meeting(cast, now, days=0)
    seen = meetings.version_of(meeting)
    meetings.record(meeting=meeting, answers={}, says=Record("Tom's words"), version=seen, by=cast.tom, at=now)
    with pytest.raises(ChangedMeanwhile):
        meetings.record(meeting=meeting, answers={}, says=Record("Mine"), version=seen, by=cast.priya, at=now)
    address = reverse("meeting-record", args=[meeting.pk])
    said = _all_came(meeting) | {"version": seen}
    page = send(cast.client(cast.priya), address, notes="Priya's words", **said)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Tom&#x27;s words" in html
    assert "Priya&#x27;s words" in html
    fresh = meetings.version_of(Meeting.objects.get())
    assert (
        cast.client(cast.priya).post(address, filled(html, **said | {"notes": "Both", "version": fresh})).status_code
        == 302
    )
    assert Meeting.objects.get().notes == "Both"


def test_who_came_is_part_of_what_two_may_write_at_once(cast: Cast, now: datetime) -> None:
    meeting = a_meeting(cast, now, cast.parent, days=0)
    said = _all_came(meeting) | {"notes": "Bedtime first.", "version": meetings.version_of(meeting)}
    meeting.attendances.update(answer="apologies", words="at work")
    page = send(cast.client(cast.priya), reverse("meeting-record", args=[meeting.pk]), **said)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Grace sent apologies (at work)" in html
    assert "Grace came" in html
    mark = f'name="a{meeting.attendances.get().pk}-answer" value="came"'
    assert html[html.index('id="both"') :].count(mark) == 1
    assert meeting.attendances.get().answer == "apologies"


@pytest.mark.parametrize("wrong", [{"answer": "perhaps"}, {"words": "x" * 301}])
def test_an_answer_that_cannot_be_read_keeps_nothing(cast: Cast, now: datetime, wrong: dict[str, str]) -> None:
    meeting = a_meeting(cast, now, cast.parent, days=0)
    row = meeting.attendances.get()
    said = _all_came(meeting) | {"notes": "Bedtime first.", "version": meetings.version_of(meeting)}
    said |= {f"a{row.pk}-{name}": value for name, value in wrong.items()}
    page = send(cast.client(cast.priya), reverse("meeting-record", args=[meeting.pk]), **said)
    assert page.status_code == 422
    assert "Grace: look at the answer again" in page.content.decode()
    assert "Bedtime first." in page.content.decode()
    assert not Meeting.objects.get().held


@pytest.mark.requirement("R156")
def test_a_meeting_held_without_the_family_says_so(cast: Cast, now: datetime) -> None:
    said: dict[str, Any] = {
        "family": cast.family,
        "kind": "taf",
        "on": now.date(),
        "notes": "x",
        "by": cast.priya,
        "at": now,
    }
    alone = meetings.log(came=[Came(cast.green), Came(cast.parent, "absent")], **said)
    page = cast.client(cast.priya).get(reverse("meeting", args=[alone.pk])).content.decode()
    assert "held without the family" in page
    alone.delete()
    meetings.log(came=[Came(cast.parent)], **said)
    page = cast.client(cast.priya).get(reverse("team", args=[cast.family.pk])).content.decode()
    assert "held without the family" not in page


@pytest.mark.requirement("R154", "R152")
def test_open_promises_stand_on_the_page_before_the_meeting(cast: Cast, now: datetime) -> None:
    steps.add(
        goal=a_goal(cast, now), what="Visual timetable", owners=[cast.green], due_on=now.date() - timedelta(days=2),
        by=cast.priya, at=now,
    )  # fmt: skip
    meeting = a_meeting(cast, now)
    page = cast.client(cast.green).get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Still open before the meeting" in page
    assert "Visual timetable" in page
    assert "was due" in page


def test_actions_of_a_meeting_go_under_their_goal(cast: Cast, now: datetime) -> None:
    goal, meeting = a_goal(cast, now), a_meeting(cast, now, days=0)
    meetings.record(
        meeting=meeting, answers={}, says=Record("x"), version=meetings.version_of(meeting), by=cast.priya, at=now
    )
    page = cast.client(cast.priya).get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert reverse("step-new", args=[goal.pk]) in page


def test_a_panels_papers_are_not_for_the_team(cast: Cast, now: datetime) -> None:
    meeting = meetings.log(
        family=cast.family, kind="panel", title="MAAM", on=now.date(), came=[Came(cast.priya)],
        notes="What the panel weighed", by=cast.priya, at=now,
    )  # fmt: skip
    address = reverse("meeting", args=[meeting.pk])
    assert "What the panel weighed" in cast.client(cast.priya).get(address).content.decode()
    assert "What the panel weighed" not in cast.client(cast.green).get(address).content.decode()


def test_a_meeting_sent_twice_invites_once(cast: Cast) -> None:
    client, address = cast.client(cast.priya), reverse("meeting-new", args=[cast.family.pk])
    day = timezone.localdate() + timedelta(days=7)
    form = filled(
        client.get(address).content.decode(), kind="taf", on=day.isoformat(), parties=[f"person-{cast.parent.pk}"]
    )
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    assert (Meeting.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_a_stranger_cannot_touch_a_meeting(cast: Cast, now: datetime) -> None:
    meeting, pk = a_meeting(cast, now), cast.family.pk
    refused_to_stranger(
        cast,
        reverse("meeting-new", args=[pk]),
        reverse("meeting-log", args=[pk]),
        reverse("meeting", args=[meeting.pk]),
        reverse("meeting-record", args=[meeting.pk]),
        reverse("meeting-take-off", args=[meeting.attendances.all()[0].pk]),
    )
