"""The diary: appointments, repeated checks, big days, what became of them."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.casework.actions import appointments
from oneplan.web.casework.actions.appointments import AppointmentWords, CannotChangeDiary, Every, check_days
from oneplan.web.casework.models import Appointment
from oneplan.web.casework.tests.plan_parts import bar_father, refused_to_stranger, send
from oneplan.web.people.models import TimelineEntry
from tests.cast import Cast, filled


def dentist(cast: Cast, now: datetime, *, days: int = 0, **says: Any) -> Appointment:
    words = AppointmentWords(**({"what": "Dentist"} | says))
    return appointments.add(family=cast.family, says=words, on=now.date() + timedelta(days=days), by=cast.priya, at=now)


@pytest.mark.requirement("R164", "R215")
def test_an_appointment_says_whose_it_is_and_who_goes_along(cast: Cast, now: datetime) -> None:
    address = reverse("appointment-new", args=[cast.family.pk])
    send(
        cast.client(cast.priya), address, what="Dentist", on="3 May 2030", time="14.30", place="Sorrel Surgery",
        people=[f"person-{cast.child.pk}"], accompanied_by=cast.priya.pk, kind="appointment",
        tells="meetings",
    )  # fmt: skip
    row = Appointment.objects.get()
    assert (row.on, row.time, row.accompanied_by) == (date(2030, 5, 3), time(14, 30), cast.priya)
    assert list(row.people.all()) == [cast.child]
    html = cast.client(cast.green).get(reverse("diary", args=[cast.family.pk])).content.decode()
    assert "14.30" in html
    assert "Priya Shah goes along" in html
    assert AuditEvent.objects.filter(event="appointments_added").count() == 1


@pytest.mark.requirement("R164")
@pytest.mark.parametrize(("kept", "tone"), [("kept", "ok"), ("missed", "warm"), ("cancelled", "plain")])
def test_what_became_of_it_is_kept(cast: Cast, now: datetime, kept: str, tone: str) -> None:
    row = dentist(cast, now)
    address = reverse("appointment-answer", args=[row.pk])
    send(cast.client(cast.priya), address, kept=kept, how_it_went="As it was")
    row.refresh_from_db()
    assert (row.kept, row.kept_on, row.how_it_went) == (kept, now.date(), "As it was")
    assert TimelineEntry.objects.get(kind="appointment").tone == tone


def test_answers_that_cannot_be(cast: Cast, now: datetime) -> None:
    row = dentist(cast, now, days=3)
    with pytest.raises(CannotChangeDiary, match="only calling it off"):
        appointments.answer(appointment=row, kept="kept", by=cast.priya, at=now)
    with pytest.raises(CannotChangeDiary, match="kept, missed or called off"):
        appointments.answer(appointment=row, kept="to_come", by=cast.priya, at=now)
    with pytest.raises(CannotChangeDiary, match="nothing to take back"):
        appointments.take_back(appointment=row, by=cast.priya, at=now)
    appointments.answer(appointment=row, kept="cancelled", by=cast.priya, at=now)
    with pytest.raises(CannotChangeDiary, match="already"):
        appointments.answer(appointment=row, kept="cancelled", by=cast.tom, at=now)


def test_an_answer_can_be_taken_back(cast: Cast, now: datetime) -> None:
    row = dentist(cast, now)
    appointments.answer(appointment=row, kept="missed", by=cast.priya, at=now)
    client, diary = cast.client(cast.priya), reverse("diary", args=[cast.family.pk])
    address = reverse("appointment-take-back", args=[row.pk])
    form = filled(client.get(diary).content.decode())
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    row.refresh_from_db()
    assert (row.kept, row.kept_on) == ("to_come", None)


@pytest.mark.requirement("R164")
def test_checks_over_six_months_are_made_at_once(cast: Cast, now: datetime) -> None:
    address = reverse("checks-new", args=[cast.family.pk])
    fields: dict[str, Any] = {"what": "Is Leo safe?", "first_on": "31 January 2030", "every": "month", "number": 6}
    client = cast.client(cast.priya)
    page = send(client, address, **fields, owner=" ", source="x")
    assert page.status_code == 422
    form = filled(client.get(address).content.decode(), **fields, owner="social care", source="Panel, 3 May")
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    rows = list(Appointment.objects.order_by("on"))
    assert [row.on for row in rows] == [
        date(2030, 1, 31), date(2030, 2, 28), date(2030, 3, 31), date(2030, 4, 30), date(2030, 5, 31),
        date(2030, 6, 30),
    ]  # fmt: skip
    assert {(row.kind, row.owner, row.source) for row in rows} == {("check", "social care", "Panel, 3 May")}
    assert TimelineEntry.objects.get().headline == "6 checks agreed: Is Leo safe?"


def test_weekly_and_fortnightly_checks() -> None:
    first = date(2030, 12, 30)
    assert check_days(first, every=Every.WEEK, number=2)[-1] == date(2031, 1, 6)
    assert check_days(first, every=Every.FORTNIGHT, number=2)[-1] == date(2031, 1, 13)
    assert check_days(first, every=Every.MONTH, number=3)[-1] == date(2031, 2, 28)


@pytest.mark.parametrize(
    ("number", "says", "reason"),
    [(0, {}, "between 1 and 60"), (61, {}, "between 1 and 60"), (2, {"owner": ""}, "who does the checks")],
)
def test_checks_that_cannot_be(cast: Cast, now: datetime, number: int, says: dict[str, str], reason: str) -> None:
    words = AppointmentWords(**({"what": "Safe?", "owner": "social care", "source": "panel"} | says))  # type: ignore[arg-type]
    with pytest.raises(CannotChangeDiary, match=reason):
        appointments.add_checks(
            family=cast.family, says=words, first_on=now.date(), every=Every.WEEK, number=number, by=cast.priya, at=now
        )
    assert not Appointment.objects.exists()


def test_an_appointment_says_what_it_is(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotChangeDiary, match="what it is"):
        dentist(cast, now, what=" ")


@pytest.mark.requirement("R005")
def test_a_barred_father_and_the_child_share_no_appointment(cast: Cast, now: datetime) -> None:
    bar_father(cast)
    with pytest.raises(CannotChangeDiary, match="Sam Reed cannot share an appointment with the child"):
        dentist(cast, now, people=(cast.child, cast.father))
    assert dentist(cast, now, people=(cast.father,)).pk
    people = [f"person-{cast.child.pk}", f"person-{cast.father.pk}"]
    page = send(
        cast.client(cast.priya), reverse("appointment-new", args=[cast.family.pk]), what="Dentist", on="3 May 2030",
        kind="appointment", people=people,
    )  # fmt: skip
    assert page.status_code == 422
    assert "court order, no contact with Leo" in page.content.decode()


@pytest.mark.requirement("R005")
def test_supervised_contact_is_an_appointment_of_both(cast: Cast, now: datetime) -> None:
    bar_father(cast, extent="supervised")
    assert dentist(cast, now, what="Contact at the centre", people=(cast.child, cast.father)).pk


def test_what_lives_on_after_goodbye_says_so(cast: Cast, now: datetime) -> None:
    dentist(cast, now, days=30, what="Nursery starts", kind="start", lives_on=True)
    html = cast.client(cast.priya).get(reverse("diary", args=[cast.family.pk])).content.decode()
    assert "stays after goodbye" in html


def test_a_day_that_passed_unanswered_is_asked_about(cast: Cast, now: datetime) -> None:
    dentist(cast, now, days=-2)
    html = cast.client(cast.priya).get(reverse("diary", args=[cast.family.pk])).content.decode()
    assert "How did it go?" in html
    assert "Kept or missed?" in html


def test_a_stranger_cannot_touch_the_diary(cast: Cast, now: datetime) -> None:
    row, pk = dentist(cast, now), cast.family.pk
    refused_to_stranger(
        cast,
        reverse("diary", args=[pk]),
        reverse("appointment-new", args=[pk]),
        reverse("checks-new", args=[pk]),
        reverse("appointment-answer", args=[row.pk]),
        reverse("appointment-take-back", args=[row.pk]),
    )
