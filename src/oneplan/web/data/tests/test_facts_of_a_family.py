"""From a fact on a family's page one click leads to file, row, column, repair and correction."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.data import working
from oneplan.web.data.actions import corrections, runs
from oneplan.web.data.actions.corrections import CorrectionWords
from oneplan.web.data.models import Feed
from oneplan.web.data.reads import facts, rows
from oneplan.web.people.actions import identifiers
from oneplan.web.people.models import Identifier
from tests import feeds as scene
from tests.cast import Cast
from tests.engine.feeds.attendance import GOOD, but

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R306")]
OTHERS = "E201000012001"


@pytest.fixture
def published(cast: Cast, now: datetime) -> Feed:
    """Leo's attendance of two terms, one value corrected, and that of a pupil nobody knows."""
    by = scene.data_manager(cast)
    identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=now)
    feed = scene.feed(cast, at=now)
    born = f"{cast.child.born_from:%d/%m/%Y}"
    sent = scene.text(but(DOB=born), but(DOB=born, Term="Spring", Sex="?"), but(UPN=OTHERS, Auth="17"))
    load = scene.came(feed, sent, by=by, at=now)
    record = rows.row(load, 2).row.record
    says = CorrectionWords("authorised", "4", "9", "the school rang", record, load, 2)
    corrections.make(feed=feed, says=says, by=by, at=now)
    runs.ask(by=by, at=now)
    working.once_over()
    return feed


def test_what_is_said_of_the_people_of_the_family_and_of_nobody_else(cast: Cast, published: Feed) -> None:
    said = facts.of_family(cast.family, day=timezone.localdate())
    assert [(line.person, line.words, line.feed) for line in said.lines] == [
        (cast.child, "124 of 130 sessions attended", published),
        (cast.child, "119 of 130 sessions attended", published),
    ]


def test_one_click_leads_to_file_row_repair_and_correction(cast: Cast, published: Feed) -> None:
    desk = cast.client(cast.priya)
    family = desk.get(reverse("family", args=[cast.family.pk])).content.decode()
    address = reverse("family-facts", args=[cast.family.pk])
    assert address in family
    line = facts.of_family(cast.family, day=timezone.localdate()).lines[1]
    one = reverse("family-fact", args=[cast.family.pk, line.fact.fact_id])
    assert one in desk.get(address).content.decode()
    said = desk.get(one).content.decode()
    for words in ("attendance.csv", "row 2", "sessions missed with leave", "the school rang", "Sallowdale education"):
        assert words.lower() in said.lower()
    assert "ZZ1 4QX" not in said
    assert reverse("feed-correct", args=["attendance", 1, 2, "authorised"]) not in said


@pytest.mark.parametrize("who", ["stan", "green", "data_manager"])
def test_who_does_not_work_with_the_family_reads_nothing_of_it(cast: Cast, published: Feed, who: str) -> None:
    worker: Any = cast.others.get(who) or getattr(cast, who)
    line = facts.of_family(cast.family, day=timezone.localdate()).lines[0]
    for address in (
        reverse("family-facts", args=[cast.family.pk]),
        reverse("family-fact", args=[cast.family.pk, line.fact.fact_id]),
    ):
        assert cast.client(worker).get(address).status_code == 403


def test_a_fact_of_another_family_is_not_there(cast: Cast, published: Feed) -> None:
    address = reverse("family-fact", args=[cast.family.pk, "0" * 32])
    assert cast.client(cast.priya).get(address).status_code == 404


def test_nothing_published_is_neither_good_nor_bad_news(cast: Cast) -> None:
    said = cast.client(cast.priya).get(reverse("family-facts", args=[cast.family.pk])).content.decode()
    assert "not good news and not bad news" in said


def test_a_partner_around_the_family_is_not_led_there(cast: Cast, published: Feed) -> None:
    page = cast.client(cast.green).get(reverse("family", args=[cast.family.pk]))
    assert page.status_code == 200
    assert reverse("family-facts", args=[cast.family.pk]) not in page.content.decode()


def test_where_the_data_folder_is_gone_nothing_is_said_and_a_run_makes_it_again(
    cast: Cast, published: Feed, by: Any, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_FOLDER = tmp_path / "another"
    said = cast.client(cast.priya).get(reverse("family-facts", args=[cast.family.pk]))
    assert "no figures are published yet" in said.content.decode()
    assert scene.ran(by, now).state == "failed"


def test_brought_back_without_the_data_folder_the_page_says_nothing_until_the_next_run(
    cast: Cast, published: Feed
) -> None:
    shutil.rmtree(working.store().folder / "made" / "facts")
    assert cast.client(cast.priya).get(reverse("family-facts", args=[cast.family.pk])).status_code == 200
    assert facts.of_family(cast.family, day=timezone.localdate()).lines == []
    runs.ask(by=scene.data_manager(cast), at=timezone.now())
    working.once_over()
    assert facts.of_family(cast.family, day=timezone.localdate()).lines


def test_a_number_struck_since_keeps_what_may_be_another_s_back_until_the_next_run(cast: Cast, published: Feed) -> None:
    line = facts.of_family(cast.family, day=timezone.localdate()).lines[0]
    number = Identifier.objects.get(person=cast.child, scheme="upn")
    identifiers.strike(identifier=number, reason="it is his cousin's", by=cast.priya, at=timezone.now())
    said = facts.of_family(cast.family, day=timezone.localdate())
    assert (said.lines, said.waiting) == ([], [cast.child])
    desk = cast.client(cast.priya)
    shown = desk.get(reverse("family-facts", args=[cast.family.pk])).content.decode()
    assert "Some of it waits for the next figures" in shown
    assert desk.get(reverse("family-fact", args=[cast.family.pk, line.fact.fact_id])).status_code == 404
    runs.ask(by=scene.data_manager(cast), at=timezone.now())
    working.once_over()
    after = facts.of_family(cast.family, day=timezone.localdate())
    assert (after.lines, after.waiting) == ([], [])
