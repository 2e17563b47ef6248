"""A list is taken out days after it was made: whom it may tell of is decided then, once more."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oneplan.engine.feeds import asking as sheets
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.agencies.actions import agreements
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.models import Agency
from oneplan.web.data.actions import Cannot, asking
from oneplan.web.data.models import AskedList
from oneplan.web.data.reads import asked as lists
from oneplan.web.people.actions import identifiers
from oneplan.web.people.models import Membership, Person
from oneplan.web.sharing.models import ConsentAnswer, SharingBasis
from tests import feeds as scene
from tests import lists as made
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R318")]


@pytest.fixture
def desk(cast: Cast) -> Client:
    return cast.client(scene.data_manager(cast))


@pytest.fixture
def asked(cast: Cast, now: datetime) -> AskedList:
    return made.asked(cast, at=now)


def taken_out(cast: Cast, asked: AskedList, day: date) -> list[sheets.Asked]:
    return lists.to_ask(asked, by=scene.data_manager(cast), day=day)


@pytest.mark.parametrize(
    "since",
    [
        lambda cast, day: Membership.objects.filter(person=cast.child).update(valid_to=day),
        lambda cast, day: Person.objects.filter(pk=cast.child.pk).update(died_on=day),
        lambda cast, _day: Person.objects.filter(pk=cast.child.pk).update(born_to=date(2017, 12, 31)),
    ],
    ids=["left the family", "died", "born on a day that is not known"],
)
def test_of_whom_it_would_not_be_made_today_it_does_not_tell(
    cast: Cast, now: datetime, asked: AskedList, since: Callable[[Cast, date], Any]
) -> None:
    """A ground without consent covers whoever it names, in the family or not."""
    row = SharingBasis.objects.create(
        family=cast.family, agency=cast.green.agency, ground="harm_child", reason="A bruise", family_told="They know",
        categories=[Category.BASICS],
        decided_by=cast.priya, decided_at=now, review_on=now.date() + timedelta(days=60),
    )  # fmt: skip
    row.people.add(cast.child)
    assert [each.reference for each in taken_out(cast, asked, now.date())] == [cast.child.reference]
    since(cast, now.date())
    assert taken_out(cast, asked, now.date()) == []


def test_a_number_is_told_only_where_the_register_says_so(cast: Cast, now: datetime) -> None:
    agreement = made.agreed(cast, at=now)
    first = made.asked(cast, at=now, agreement=agreement)
    identifiers.add(person=cast.child, scheme="upn", value=made.UPN, by=cast.priya, at=now)
    ConsentAnswer.objects.create(
        family=cast.family, person=cast.child, given_by=cast.parent, purpose=Purpose.SHARE, answer=Answer.YES,
        agency=cast.green.agency, category=Category.SCHOOL, on=now.date(), recorded_at=now,
    )  # fmt: skip
    assert [each.number for each in taken_out(cast, first, now.date())] == [""]
    asking.close(asked=first, why="", by=scene.data_manager(cast), at=now)
    again = made.asked(cast, at=now, agreement=agreement)
    assert [each.number for each in taken_out(cast, again, now.date())] == [made.UPN]


def test_a_family_is_decided_about_once_and_no_number_is_sought_that_may_not_be_told(
    cast: Cast, asked: AskedList, now: datetime
) -> None:
    """A list of hundreds comes out while its page waits."""
    with CaptureQueriesContext(connection) as of_one:
        taken_out(cast, asked, now.date())
    asked.people.create(family=cast.family, person=cast.parent)
    asked.people.create(family=cast.family, person=cast.baby)
    with CaptureQueriesContext(connection) as of_three:
        taken_out(cast, asked, now.date())
    assert len(of_three) == len(of_one)
    assert not [each for each in of_three if "people_identifier" in each["sql"]]


def test_a_closed_list_is_not_taken_out(desk: Client, cast: Cast, asked: AskedList, now: datetime) -> None:
    asking.close(asked=asked, why="", by=scene.data_manager(cast), at=now)
    answer = desk.get(reverse("asked-sheet", args=[asked.pk, "csv"]), follow=True)
    assert "This list was closed" in answer.content.decode()


def test_whoever_left_the_agreement_is_asked_no_more(desk: Client, cast: Cast, asked: AskedList, now: datetime) -> None:
    """Its new version holds, without this partner."""
    other = Agency.objects.create(name="Ferrisbrook landlords", sector="housing")
    says = AgreementWords(
        "Answers", "to know how families do", "public_task", (other,), ("school", "basics"), cast.maya, now.date()
    )
    agreements.change(agreement=asked.feed.agreement, says=says, by=cast.others["administrator"], at=now)
    answer = desk.get(reverse("asked-sheet", args=[asked.pk, "csv"]), follow=True)
    assert "did not sign" in answer.content.decode()
    asking.close(asked=asked, why="", by=scene.data_manager(cast), at=now)
    with pytest.raises(Cannot, match="did not sign"):
        made.asked(cast, at=now, agreement=asked.feed.agreement)


@pytest.mark.parametrize("name", ["=1+1", "https://example.org", "mailto:sam@example.org", "external:other.xlsx"])
def test_a_name_is_a_text_whatever_it_looks_like(
    cast: Cast, asked: AskedList, now: datetime, tmp_path: Path, name: str
) -> None:
    """A workbook neither reckons with a name nor leads anywhere."""
    profile = asking.readable(asked.feed, on=now.date())
    sheets.write(
        tmp_path / "list.xlsx", profile, [replace(made.leo(cast), given_names=name)], same=asked.same, words="Please"
    )
    with zipfile.ZipFile(io.BytesIO((tmp_path / "list.xlsx").read_bytes())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert name in book.read("xl/sharedStrings.xml").decode()
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
