"""By the pages alone: from what is not known to a list, its answers taken back, words coded, chased, closed."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from oneplan.engine.feeds import asking as sheets
from oneplan.rulebook.sharing.consent import Purpose
from oneplan.web.agencies.models import Agency
from oneplan.web.data import working
from oneplan.web.data.actions import asking
from oneplan.web.data.models import AskedList, Load
from oneplan.web.data.reads import health
from oneplan.web.data.tests.test_asking import THIS_YEAR, shut, taken_back
from oneplan.web.data.tests.test_pages import send, shown
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.actions import guards
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast
from tests.engine.feeds.test_workbooks import book

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]


@pytest.fixture
def desk(cast: Cast) -> Client:
    return cast.client(scene.data_manager(cast))


@pytest.fixture
def asked(cast: Cast, now: datetime) -> AskedList:
    return made.asked(cast, at=now, same=THIS_YEAR)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def lines(answer: Any) -> Iterator[list[str]]:
    """What stands in a workbook that was sent, line by line."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content(answer))).get_sheet_by_index(0)
    return iter([[str(cell) for cell in row] for row in sheet.to_python()])


def test_a_list_is_asked_filled_in_taken_back_and_coded(
    desk: Client, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    agreement = made.agreed(cast, at=now)
    page = send(
        desk, reverse("asked-new"), kind="attendance_term", partner=cast.green.agency_id, agreement=agreement.pk
    )
    whom = page.redirect_chain[-1][0]
    shows = page.content.decode()
    assert "1 person in 1 family" in shows
    assert "Nobody is left out" in shows
    page = send(desk, whom, same_academic_year="2025/26")
    asked = AskedList.objects.get()
    assert "The list is made" in page.content.decode()
    answer = desk.get(reverse("asked-sheet", args=[asked.pk, "xlsx"]))
    assert answer["Content-Disposition"] == f'attachment; filename="{asked.feed.name}-list-1.xlsx"'
    words, header, leo = lines(answer)
    assert words[0].startswith("Please fill in what you know of these 1 people")
    row = dict(zip(header, leo, strict=True))
    assert (row["Our reference"], row["Given names"], row["Day of birth"], row["School year"], row["Term"]) == (
        cast.child.reference, "Leo", "20/05/2017", "2025/26", "",
    )  # fmt: skip
    row |= made.ANSWER | {"Term": "before Christmas"}
    back = book(tmp_path / "back.xlsx", {"People": [words, header, list(row.values())]}).read_bytes()
    send(desk, reverse("feed-file-new", args=[asked.feed.name]), file=SimpleUploadedFile("back.xlsx", back))
    working.once_over()
    shows = desk.get(reverse("asked-list", args=[asked.pk])).content.decode()
    assert "“before Christmas”" in shows
    assert reverse("feed-row", args=[asked.feed.name, 1, 3]) in shows
    code = reverse("feed-correct", args=[asked.feed.name, 1, 3, "term"])
    assert '<option value="Autumn term">' in desk.get(code).content.decode()
    send(desk, code, value="Autumn term", everywhere="yes", why="what else can it be")
    working.once_over()
    assert "everybody is answered" in desk.get(reverse("asked-lists")).content.decode()
    assert Load.objects.get().repaired == 1


def test_who_is_left_out_is_counted_and_nobody_is_named(desk: Client, cast: Cast, now: datetime) -> None:
    agreement = made.agreed(cast, at=now, categories=("money", "basics"))
    address = reverse("asked-whom", args=["benefits", cast.green.agency_id, agreement.pk])
    said = desk.get(address).content.decode()
    assert "1: this partner may not know who they are" in said
    taken_back(cast, Purpose.LOOK_UP, now)
    said = desk.get(address).content.decode()
    assert "Nobody to ask about" in said
    assert "2: their family has not agreed that this partner is asked" in said
    assert not {"Sam", "Grace", "Okafor"} & set(said.replace("<", " ").split())


def test_a_family_kept_from_the_reader_stands_neither_on_the_page_nor_on_the_sheet(
    desk: Client, cast: Cast, asked: AskedList, now: datetime
) -> None:
    page, sheet = (reverse(name, args=args) for name, args in (
        ("asked-list", [asked.pk]), ("asked-sheet", [asked.pk, "csv"]),
    ))  # fmt: skip
    assert "Leo" in desk.get(page).content.decode()
    assert b"Leo" in content(desk.get(sheet))
    shut(cast, now)
    assert [desk.get(address).status_code for address in (page, sheet)] == [404, 404]
    assert "Mill Lane Primary: attendance" not in desk.get(reverse("asked-lists")).content.decode()


def test_people_kept_from_the_reader_are_not_counted_on_a_list(desk: Client, cast: Cast, now: datetime) -> None:
    """Grace is on it too; Leo is of a family too close to the reader."""
    asked = made.asked(cast, at=now, same=THIS_YEAR)
    asked.people.create(family=cast.family, person=cast.parent)
    other = Family.objects.create(name="Reed", made_at=now)
    Membership.objects.create(family=other, person=cast.child, role="child", known_from=now)
    asking.chase(asked=asked, how="rang", wanted_by=now.date(), by=scene.data_manager(cast), at=now)
    page, every = reverse("asked-list", args=[asked.pk]), reverse("asked-lists")
    assert "2 of 2 still open" in desk.get(page).content.decode()
    guards.tie(family=other, worker=scene.data_manager(cast), by=cast.maya, at=now)
    said = desk.get(page).content.decode()
    assert "1 of 1 still open" in said
    assert "Leo" not in said
    assert "of 2" not in said
    assert '<td data-label="People" class="op-table__number">1</td>' in desk.get(every).content.decode()
    assert "2" not in health.line(asked.feed, today=now.date()).health.reason.partition(";")[0]


def test_how_many_were_left_out_reads_whoever_asked(desk: Client, cast: Cast, asked: AskedList, now: datetime) -> None:
    """Another data manager would read from it how many are kept from them."""
    AskedList.objects.update(left_out={"not_agreed": 7})
    page = reverse("asked-list", args=[asked.pk])
    assert "7: their family has not agreed" in desk.get(page).content.decode()
    AskedList.objects.update(asked_by=cast.maya)
    said = desk.get(page).content.decode()
    assert "7: their family" not in said
    assert "who asked, reads how many were left out" in said


def test_what_came_in_words_of_a_family_kept_from_the_reader_is_not_read(
    desk: Client, cast: Cast, asked: AskedList, now: datetime
) -> None:
    said = made.ANSWER | {"Term": "before Christmas"}
    made.came(cast, asked, made.answers(asked, [made.leo(cast)], said), at=now)
    page = reverse("asked-list", args=[asked.pk])
    assert "before Christmas" in desk.get(page).content.decode()
    shut(cast, now)
    assert desk.get(page).status_code == 404


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_row_of_a_family_kept_from_the_reader_is_read_nowhere(
    desk: Client, cast: Cast, asked: AskedList, now: datetime, *, is_taken: bool
) -> None:
    """The family's record is kept to named workers. Whoever stands in answers to a list is helped."""
    said = made.ANSWER | {"Term": "Autumn term" if is_taken else "at Christmas"}
    made.came(cast, asked, made.answers(asked, [made.leo(cast)], said), at=now)
    file = [asked.feed.name, 1]
    row, report = reverse("feed-row", args=[*file, 2]), reverse("feed-report", args=file)
    assert "Leo" in desk.get(row).content.decode()
    assert b"Leo" in content(desk.get(report))
    guards.guard(family=cast.family, reason="Known", workers=[cast.priya, cast.maya], by=cast.maya, at=now)
    assert desk.get(row).status_code == 404
    assert desk.get(report).status_code == 403
    assert '<h2 id="aside">' not in desk.get(reverse("feed-file", args=file)).content.decode()
    correct = reverse("feed-correct", args=[*file, 2, "term"])
    assert desk.get(correct).status_code == 404


def test_a_reminder_and_the_end_are_kept(desk: Client, cast: Cast, asked: AskedList, now: datetime) -> None:
    day = now.date() + timedelta(days=21)
    send(desk, reverse("asked-chase", args=[asked.pk]), how="rang Ms Bell", wanted_by=f"{day:%-d %B %Y}")
    said = desk.get(reverse("asked-list", args=[asked.pk])).content.decode()
    assert "rang Ms Bell" in said
    assert (asked.chases.get().wanted_by, AskedList.objects.get().wanted_by) == (day, day)
    page = send(desk, reverse("asked-chase", args=[asked.pk]), how="rang", wanted_by="3 May 2012")
    assert (page.status_code, asked.chases.count()) == (422, 1)
    send(desk, reverse("asked-close", args=[asked.pk]), why="they have no more")
    said = desk.get(reverse("asked-list", args=[asked.pk])).content.decode()
    assert "they have no more" in said
    assert reverse("asked-sheet", args=[asked.pk, "xlsx"]) not in said


def test_a_double_click_asks_once(desk: Client, cast: Cast, now: datetime) -> None:
    agreement = made.agreed(cast, at=now)
    address = reverse("asked-whom", args=["attendance_term", cast.green.agency_id, agreement.pk])
    sent = shown(desk, address) | {"same_academic_year": "2025/26"}
    for _ in range(2):
        desk.post(address, sent, follow=True)
    assert AskedList.objects.count() == 1


def test_two_who_ask_a_partner_at_once_ask_in_turn(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before there is a feed, too: else both begin one, and both ask about the same people."""
    waits_for = scene.locks(monkeypatch)
    made.asked(cast, at=now)
    assert Agency in waits_for


@pytest.mark.parametrize(
    ("categories", "kind", "words"),
    [(("basics",), "attendance_term", "does not cover"), (("housing",), "rent_arrears", "does not speak of who")],
)
def test_what_cannot_be_asked_says_so_at_once(
    desk: Client, cast: Cast, now: datetime, categories: tuple[str, ...], kind: str, words: str
) -> None:
    agreement = made.agreed(cast, at=now, categories=categories)
    page = send(desk, reverse("asked-new"), kind=kind, partner=cast.green.agency_id, agreement=agreement.pk)
    assert words in page.content.decode()
    assert AskedList.objects.count() == 0


def test_a_partner_who_did_not_sign_is_not_asked(desk: Client, cast: Cast, now: datetime) -> None:
    agreement = made.agreed(cast, at=now)
    page = send(
        desk, reverse("asked-new"), kind="attendance_term", partner=cast.priya.agency_id, agreement=agreement.pk
    )
    assert "did not sign" in page.content.decode()


def test_under_an_agreement_that_ended_nothing_is_taken_out(
    desk: Client, cast: Cast, asked: AskedList, now: datetime
) -> None:
    type(asked.feed.agreement).objects.update(valid_to=now.date())
    page = desk.get(reverse("asked-sheet", args=[asked.pk, "csv"]), follow=True)
    assert "does not hold today" in page.content.decode()


def test_a_numbers_noughts_and_the_profile_of_a_list_are_kept(desk: Client, asked: AskedList) -> None:
    """Changing how answers are read leaves our reference and the words where they are."""
    send(desk, reverse("feed-profile", args=[asked.feed.name]), why="they call it so")
    said = asked.feed.profiles.latest("number").said
    assert (said["columns"]["our_reference"]["header"], said["columns"]["in_words"]["header"]) == (
        ["Our reference"], ["Anything else"],
    )  # fmt: skip
    assert sheets.header(asking.readable(asked.feed, on=asked.asked_at.date()))[0] == "Our reference"


@pytest.mark.parametrize("who", ["priya", "maya", "fay", "green", "auditor", "administrator"])
def test_nobody_else_opens_a_list(cast: Cast, asked: AskedList, who: str) -> None:
    desk = cast.client(cast.others.get(who) or getattr(cast, who))
    agreement = asked.feed.agreement_id
    for address in (
        reverse("asked-lists"), reverse("asked-new"),
        reverse("asked-whom", args=["attendance_term", cast.green.agency_id, agreement]),
        *(reverse(name, args=[asked.pk]) for name in ("asked-list", "asked-chase", "asked-close")),
        reverse("asked-sheet", args=[asked.pk, "csv"]),
    ):  # fmt: skip
        assert desk.get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/feeds/lists/999999/", "/feeds/lists/new/attendance_term/999999/1/", "/feeds/lists/new/attendance_session/1/1/"],
)
def test_what_is_not_there(desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 404


def test_a_list_is_taken_out_in_two_forms_alone(desk: Client, asked: AskedList) -> None:
    assert desk.get(reverse("asked-sheet", args=[asked.pk, "pdf"])).status_code == 404
