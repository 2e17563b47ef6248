"""By the pages alone, without a script: from a first file to figures that hold, rows put right on the way."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from oneplan.web.data import working
from oneplan.web.data.models import Correction, Feed, Load, Published, ReceivedFile, Run
from tests import feeds as scene
from tests.cast import Cast
from tests.engine.feeds.attendance import GOOD, HEADER, but
from tests.engine.feeds.test_workbooks import book
from tests.forms.reading import Form

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Client:
    return cast.client(scene.data_manager(cast))


@pytest.fixture
def feed(cast: Cast, now: datetime) -> Feed:
    return scene.feed(cast, at=now)


def file(*rows: Any, name: str = "attendance.csv", header: Any = HEADER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, scene.text(*rows, header=header))


def shown(desk: Client, address: str, action: str = "") -> dict[str, Any]:
    """What a browser would send from a page's form, nothing changed."""
    form = Form(action)
    form.feed(desk.get(address).content.decode())
    return form.values


def send(desk: Client, address: str, **said: Any) -> Any:
    """Fill in the form of a page and send it."""
    return desk.post(address, shown(desk, address) | said, follow=True)


def press(desk: Client, page: str, action: str) -> Any:
    """Press the button of a page that leads to `action`."""
    return desk.post(action, shown(desk, page, action), follow=True)


@pytest.mark.requirement("R303", "R309")
def test_a_first_file_becomes_a_feed_and_its_figures_hold(desk: Client, cast: Cast, now: datetime) -> None:
    agreement = scene.agreed(cast, at=now)
    page = send(desk, reverse("feed-new"), file=file(GOOD, but(Term="Spring")))
    assert "This looks like attendance by term" in page.content.decode()
    assert ReceivedFile.objects.get().name == "attendance.csv"
    confirm = page.redirect_chain[-1][0]
    page = send(desk, confirm, title="Attendance, all schools", partner=agreement.partners.get().agency_id,
                agreement=agreement.pk, every_days="90")  # fmt: skip
    assert "The feed has begun" in page.content.decode()
    feed = Feed.objects.get()
    assert (feed.name, feed.profiles.get().said["columns"]["authorised"]["header"]) == (
        "attendance-all-schools",
        ["Auth"],
    )
    assert working.once_over() == 1
    press(desk, reverse("runs"), reverse("run-start"))
    assert working.once_over() == 1
    assert Published.objects.get().run.number == 1
    assert "its figures hold" in desk.get(reverse("runs")).content.decode()


def test_a_file_that_is_none_says_so_and_nothing_begins(desk: Client) -> None:
    page = send(desk, reverse("feed-new"), file=SimpleUploadedFile("photo.csv", b"1,2\n3,4\n"))
    assert page.status_code == 422
    assert "right sheet or file" in page.content.decode()
    page = send(desk, reverse("feed-new"), file=SimpleUploadedFile("empty.csv", b""))
    assert "This file is empty" in page.content.decode()
    assert Feed.objects.count() == 0


def test_one_column_of_theirs_cannot_be_two_of_ours(desk: Client, cast: Cast, now: datetime) -> None:
    agreement = scene.agreed(cast, at=now)
    confirm = send(desk, reverse("feed-new"), file=file(GOOD)).redirect_chain[-1][0]
    said = {"partner": agreement.partners.get().agency_id, "agreement": agreement.pk}
    page = send(desk, confirm, column_unauthorised="Auth", **said)
    assert "“Auth” is chosen twice" in page.content.decode()
    assert Feed.objects.count() == 0


@pytest.mark.requirement("R304")
def test_the_next_file_is_taken_in_once(desk: Client, feed: Feed) -> None:
    address = reverse("feed-file-new", args=[feed.name])
    page = send(desk, address, file=file(GOOD, but(UPN="")))
    assert "is being checked" in page.content.decode()
    working.once_over()
    page = send(desk, address, file=file(GOOD, but(UPN=""), name="again.csv"))
    assert (page.status_code, Load.objects.count()) == (422, 1)
    assert "This file came before" in page.content.decode()
    said = desk.get(reverse("feed-file", args=[feed.name, 1])).content.decode()
    assert "empty, and it is needed" in said
    assert reverse("feed-row", args=[feed.name, 1, 3]) in said


@pytest.mark.requirement("R312")
def test_the_partner_gets_the_rows_back_with_a_verdict(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD, but(UPN="=cmd()")), by=scene.data_manager(cast), at=now)
    answer = desk.get(reverse("feed-report", args=[feed.name, 1]))
    said = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="attendance-1-with-verdicts.csv"'
    assert "not taken" in said
    assert "'=cmd()" in said


@pytest.mark.requirement("R312")
def test_a_workbook_comes_back_as_a_workbook(
    desk: Client, feed: Feed, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    sent = book(tmp_path / "sent.xlsx", {"May": [list(HEADER), list(GOOD)]}).read_bytes()
    scene.came(feed, sent, by=scene.data_manager(cast), at=now, name="sent.xlsx")
    answer = desk.get(reverse("feed-report", args=[feed.name, 1]))
    said = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="attendance-1-with-verdicts.xlsx"'
    assert said.get_sheet_by_name("May").to_python()[1][-2] == "taken"


@pytest.mark.requirement("R305", "R306")
def test_a_value_is_put_right_where_it_stands(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD, but(UPN="A999200010001", Term="Spring")), by=scene.data_manager(cast), at=now)
    row = reverse("feed-row", args=[feed.name, 1, 3])
    page = send(desk, reverse("feed-correct", args=[feed.name, 1, 3, "upn"]), value="Y999200010001", why="they rang")
    assert "It is corrected" in page.content.decode()
    working.once_over()
    said = desk.get(row).content.decode()
    assert "taken and mended" in said
    assert "they rang" in said
    assert "A999200010001" in said
    assert Load.objects.get().set_aside == 0
    listed = desk.get(reverse("feed-corrections", args=[feed.name])).content.decode()
    assert "stands" in listed
    send(desk, reverse("correction-end", args=[feed.name, Correction.objects.get().pk]), why="they were right")
    working.once_over()
    assert Load.objects.get().set_aside == 1


def test_a_correction_says_what_cannot_be(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD), by=scene.data_manager(cast), at=now)
    address = reverse("feed-correct", args=[feed.name, 1, 2, "possible"])
    page = send(desk, address, value="lots", why="they rang")
    assert (page.status_code, Correction.objects.count()) == (422, 0)
    assert "is not a whole number" in page.content.decode()
    assert "leave_out" not in shown(desk, address)


@pytest.mark.requirement("R303")
def test_a_renamed_column_is_added_to_the_profile(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    header = tuple("Pupil" if name == "UPN" else name for name in HEADER)
    scene.came(feed, scene.text(GOOD, header=header), by=scene.data_manager(cast), at=now)
    assert "no column “UPN”" in desk.get(reverse("feed-file", args=[feed.name, 1])).content.decode()
    page = send(desk, reverse("feed-profile", args=[feed.name]), column_upn="Pupil", why="they renamed it", again="on")
    assert page.status_code == 200
    working.once_over()
    assert Load.objects.get().state == Load.State.CHECKED
    assert feed.profiles.order_by("number").last().said["columns"]["upn"]["header"] == ["Pupil", "UPN"]  # type: ignore[union-attr]


def test_two_who_change_a_feed_at_once(desk: Client, feed: Feed) -> None:
    address = reverse("feed-edit", args=[feed.name])
    mine = shown(desk, address) | {"title": "Mine"}
    send(desk, address, title="Theirs")
    page = desk.post(address, mine, follow=True)
    assert (page.status_code, Feed.objects.get().title) == (422, "Theirs")
    assert "Somebody else changed this" in page.content.decode()


def test_a_held_run_is_looked_at_and_published(desk: Client, feed: Feed, cast: Cast, now: datetime) -> None:
    by = scene.data_manager(cast)
    terms = [but(Term=term) for term in ("Autumn", "Spring", "Summer")]
    scene.came(feed, scene.text(*terms), by=by, at=now)
    press(desk, reverse("runs"), reverse("run-start"))
    working.once_over()
    send(desk, reverse("feed-withdraw", args=[feed.name, 1]), why="another council's")
    press(desk, reverse("runs"), reverse("run-start"))
    working.once_over()
    page = desk.get(reverse("run", args=[2])).content.decode()
    assert "Look at these changes first" in page
    assert Published.objects.get().run.number == 1
    press(desk, reverse("run", args=[2]), reverse("run-do", args=[2, "publish"]))
    assert Published.objects.get().run.number == 2


@pytest.mark.parametrize("who", ["priya", "maya", "fay", "green"])
def test_nobody_else_sees_feeds(cast: Cast, feed: Feed, who: str) -> None:
    desk = cast.client(getattr(cast, who))
    for address in (reverse("feeds"), reverse("feed", args=[feed.name]), reverse("runs")):
        assert desk.get(address).status_code == 403


def test_an_auditor_sees_how_feeds_are_and_no_row(cast: Cast, feed: Feed, now: datetime) -> None:
    scene.came(feed, scene.text(GOOD), by=scene.data_manager(cast), at=now)
    desk = cast.client(cast.others["auditor"])
    assert reverse("feed-new") not in desk.get(reverse("feeds")).content.decode()
    assert desk.get(reverse("feed", args=[feed.name])).status_code == 200
    assert desk.get(reverse("feed-file", args=[feed.name, 1])).status_code == 403
    assert desk.get(reverse("run-start")).status_code == 403
    assert Run.objects.count() == 0


def test_a_file_is_read_from_nobody_who_may_not_send_one(cast: Cast, feed: Feed) -> None:
    desk = cast.client(cast.others["auditor"])
    answer = desk.post(reverse("feed-file-new", args=[feed.name]), {"file": file(GOOD)})
    assert answer.status_code in {400, 403}
    assert not (working.store().folder / "files").exists()


def test_who_may_take_files_in_answers_for_a_feed(desk: Client, feed: Feed, cast: Cast) -> None:
    said = desk.get(reverse("feed-edit", args=[feed.name])).context["form"].fields
    assert list(said["owner"].queryset) == [scene.data_manager(cast)]
    assert cast.priya in said["deputy"].queryset


@pytest.mark.requirement("R303")
def test_a_first_file_in_a_known_layout_brings_its_codes_and_is_asked_of_which_days_it_tells(
    desk: Client, cast: Cast, now: datetime
) -> None:
    """Nobody has to say that “VIC” means the victim; of which days a file tells is a question to the partner."""
    agreement = scene.agreed(cast, at=now, categories=("police", "basics"))
    header = "Crime number,Date of incident,Crime type,Nominal ID,Role,Surname,Forename,DOB,Sex,Address,Postcode"
    rows = f"{header}\nNV-1,14/04/2026,VIO,N000000001,VIC,Marsh,Ola,02/03/1990,F,,\n"
    page = send(desk, reverse("feed-new"), file=SimpleUploadedFile("crimes.csv", rows.encode()))
    confirm = page.redirect_chain[-1][0]
    assert "This looks like crime and antisocial behaviour" in page.content.decode()
    assert "The 12 months before the day on which it comes" in page.content.decode()
    send(desk, confirm, title="Incidents", partner=agreement.partners.get().agency_id, agreement=agreement.pk,
         every_days="30", covers="3 months")  # fmt: skip
    working.once_over()
    load, said = Load.objects.get(), Feed.objects.get().profiles.get().said
    assert (load.accepted, load.repaired, load.set_aside) == (1, 0, 0)
    assert said["columns"]["incident_role"]["codes"]["VIC"] == "victim"
    assert (
        "The last 3 months in which something stands".lower()
        in desk.get(reverse("feed", args=[load.feed.name])).content.decode().lower()
    )
    address = reverse("feed-profile", args=[load.feed.name])
    send(desk, address, covers="12 months back", why="they send the whole year each time")
    assert Feed.objects.get().profiles.latest("number").said["covers"] == "12 months back"


def test_of_a_feed_by_terms_it_is_not_asked(desk: Client, feed: Feed) -> None:
    page = desk.get(reverse("feed-profile", args=[feed.name])).content.decode()
    assert "Of which days does a file tell" not in page
    assert 'name="covers" value="term"' in page
