"""From a figure of the area's model to the rows that were counted, and from there to the file."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.models import ViewBatch
from oneplan.web.data.actions import feeds
from oneplan.web.data.models import Load
from oneplan.web.people.models import Family
from oneplan.web.sharing.actions import guards
from oneplan.web.value.reads import area
from oneplan.web.value.reads import rows as reads
from oneplan.web.value.tests import test_area
from oneplan.web.value.tests.test_area import facts  # noqa: F401 - a fixture
from oneplan.web.value.tests.test_pages import page
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, PROFILE
from tests.value.test_of_area import Files, fact

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R340")]


@pytest.fixture
def load(cast: Any, now: datetime, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Load:
    """The file in which every report of the other fixture stands, in its second row."""
    settings.DATA_FOLDER = tmp_path / "data"
    by = scene.data_manager(cast)
    words = scene.said(cast, scene.agreed(cast, at=now), began_on=now.date() - timedelta(days=40))
    feed = feeds.add(name="attendance", says=words, profile=PROFILE, by=by, at=now)
    monkeypatch.setattr(test_area, "SOURCE", "attendance:1:2")
    return scene.came(feed, scene.text(GOOD), by=by, at=now, name="autumn.csv")


@pytest.fixture
def people(load: Load, facts: list[Family]) -> list[Family]:  # noqa: F811
    """Reports of everybody in a file that is there."""
    return facts


@pytest.fixture
def dana(cast: Any) -> Client:
    return cast.client(scene.data_manager(cast))  # type: ignore[no-any-return]


def references(families: list[Family]) -> list[str]:
    return [each.memberships.get().person.reference for each in families]


def test_from_a_figure_to_each_row_and_from_there_to_the_file(dana: Client, people: list[Family], load: Load) -> None:
    address = reverse("area-rows", args=["violence"])
    assert f'href="{address}"' in page(dana, "area-families", "violence")
    said = page(dana, "area-rows", "violence")
    assert "<b>12</b> in the year before help began and <b>1</b> in the year after, of 6 people helped" in said
    assert "60 others were compared with" in said
    assert "people are counted here" not in said
    assert "13 rows, person by person" in said
    assert [said.count(f">{each}<") for each in references(people)] == [3, 2, 2, 2, 2, 2]
    assert said.count(">after<") == 1
    assert "Invented" not in said
    row = reverse("feed-row", args=["attendance", 1, 2])
    assert said.count(f'<a href="{row}">Row 2 of autumn.csv</a>') == 13
    assert dana.get(row).status_code == 200


def test_that_it_was_looked_at_is_kept(dana: Client, people: list[Family], load: Load) -> None:
    page(dana, "area-rows", "violence")
    seen = ViewBatch.objects.latest("number")
    assert seen.page == "area-rows"
    assert seen.seen == [f"data.load:{load.pk}", *(f"people.family:{each.pk}" for each in people)]


def test_page_by_page(dana: Client, people: list[Family], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "PAGE", 5)
    pages = [dana.get(reverse("area-rows", args=["violence"]), {"page": at}).content.decode() for at in (1, 2, 3)]
    assert [each.count("Row 2 of") for each in pages] == [5, 5, 3]
    assert ["page 2 of 3" in each for each in pages] == [False, True, False]
    assert [('href="?page=1"' in each, 'href="?page=3"' in each) for each in pages] == [
        (False, False), (True, True), (False, False)
    ]  # fmt: skip
    for at in ("0", "-1", "two", "9" * 30, "²"):
        again = dana.get(reverse("area-rows", args=["violence"]), {"page": at}).content.decode()
        assert "page 1 of 3" in again
    beyond = dana.get(reverse("area-rows", args=["violence"]), {"page": "9"}).content.decode()
    assert "There are 3 pages of rows" in beyond


def test_a_family_that_is_kept_from_them_is_neither_listed_nor_counted(
    cast: Any, dana: Client, people: list[Family]
) -> None:
    guards.tie(family=people[0], worker=scene.data_manager(cast), by=cast.maya, at=timezone.now())
    said = page(dana, "area-rows", "violence")
    assert references(people)[0] not in said
    assert "<b>10</b> in the year before help began and <b>0</b> in the year after, of 5 people helped" in said
    assert "60 others were compared with" in said
    assert f"people.family:{people[0].pk}" not in ViewBatch.objects.latest("number").seen


def test_where_the_file_is_gone_the_fact_still_stands(dana: Client, people: list[Family], load: Load) -> None:
    Load.objects.update(artefact="")
    said = page(dana, "area-rows", "violence")
    assert said.count("autumn.csv, Sallowdale education: the row is kept no longer") == 13
    assert "feeds/of/attendance/files" not in said


def test_a_file_that_nobody_knows_is_no_way(dana: Client, facts: list[Family]) -> None:  # noqa: F811
    assert page(dana, "area-rows", "violence").count("the row is kept no longer") == 13


def test_where_nothing_was_counted_it_says_why(dana: Client, people: list[Family]) -> None:
    said = page(dana, "area-rows", "truancy")
    assert "No row was counted: nobody helped had any in the year before" in said
    assert "people are counted here" in said
    assert dana.get(reverse("area-rows", args=["mood"])).status_code == 404


def test_of_what_is_summed_each_row_says_how_much_and_from_when_it_counts(
    dana: Client, load: Load, cast: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = timezone.localdate(now) - timedelta(days=730)
    family = test_area._family(0, began, now)
    files = Files(tmp_path).watched("attendance_term", began - timedelta(days=500), began + timedelta(days=700))
    monkeypatch.setattr("tests.value.test_of_area.BEGAN", began)
    for day, missed in ((-200, "31"), (-100, "19"), (20, "49")):
        person = family.memberships.get().person.reference
        term = fact(person, "attendance_term", day, possible="138", authorised="2", unauthorised=missed)
        files.add(term | {"value": 75.0})
    paths = {"facts": [files.facts()], "coverage": [files.coverage()]}
    monkeypatch.setattr(area, "_paths", lambda _, name: paths[name])
    said = page(dana, "area-rows", "truancy")
    assert "Somebody counts where “missed without leave” comes to 50 or more in the rows of one year." in said
    assert [f"<b>missed without leave: {missed}</b>" in said for missed in (31, 19, 49)] == [True, True, False]
    assert "<b>1</b> in the year before help began and <b>0</b> in the year after" in said


def test_where_rows_are_counted_nothing_is_summed(dana: Client, people: list[Family]) -> None:
    assert "Somebody counts where" not in page(dana, "area-rows", "violence")


def test_a_page_takes_as_many_questions_for_many_rows_as_for_few(
    dana: Client, people: list[Family], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(reads, "PAGE", 2)
    with django_assert_max_num_queries(60) as few:
        page(dana, "area-rows", "violence")
    monkeypatch.setattr(reads, "PAGE", 40)
    with django_assert_max_num_queries(len(few)):
        page(dana, "area-rows", "violence")


@pytest.mark.parametrize("role", ["commissioner", "analyst", "administrator", "auditor"])
def test_nobody_else_reads_rows(cast: Any, role: str, people: list[Family]) -> None:
    assert cast.client(cast.others[role]).get(reverse("area-rows", args=["violence"])).status_code == 403


def test_no_manager_reads_rows(cast: Any, people: list[Family]) -> None:
    assert cast.client(cast.maya).get(reverse("area-rows", args=["violence"])).status_code == 403
