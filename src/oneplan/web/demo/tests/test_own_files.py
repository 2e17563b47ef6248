"""The demo area's own families in partners' files of four years: a model of the area by one click, and all of it."""

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import python_calamine
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from oneplan.web.access.models import Account
from oneplan.web.data.models import Run
from oneplan.web.demo import loader, own_files, partner_files
from oneplan.web.demo.area_load.load import load_families
from oneplan.web.value.models import Calculation, KeyPost
from tests.forms.reading import Form

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.sqlite_only,
    pytest.mark.requirement("R338", "R339", "R340", "R341", "R343"),
]
AT = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo(settings.TIME_ZONE))
FAMILIES = 700
KINDS = ("attendance_term", "social_care")


class Loaded(NamedTuple):
    told: partner_files.Summary
    folder: Path


@pytest.fixture(scope="module")
def area(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One family's story and seven hundred families, their files, and what key working costs; nothing outlives it."""
    folder = tmp_path_factory.mktemp("data")
    places = {"AUDIT_ANCHORS": tmp_path_factory.mktemp("anchors"), "DATA_FOLDER": folder}
    also = override_settings(**places, SECOND_STEP_ROLES=frozenset())
    with django_db_blocker.unblock(), also, transaction.atomic():
        loader.load(at=AT, only=("brown",))
        load_families(count=FAMILIES, at=AT, today=AT.date())
        told = partner_files.load(own_files.made(at=AT, only=KINDS, say=str), at=AT)
        own_files.write_costs(at=AT)
        yield Loaded(told, folder)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _where_the_files_are(settings: Any, area: Loaded) -> None:
    settings.DATA_FOLDER = area.folder


@pytest.fixture(scope="module")
def carol(area: Loaded) -> Client:
    """The commissioner, as whom anybody signs in to the demo."""
    client = Client()
    client.force_login(Account.objects.get(name="carol"))
    return client


@pytest.fixture(scope="module")
def calculation(carol: Client) -> Calculation:
    """Made by one click: the form of the page as it comes."""
    form = Form("")
    form.feed(carol.get(reverse("area-model")).content.decode())
    carol.post(reverse("area-model"), form.values)
    return Calculation.objects.get()


def page(client: Client, name: str, *args: Any) -> str:
    return str(client.get(reverse(name, args=args)).content.decode())


def test_the_files_are_about_those_on_the_record(area: Loaded, carol: Client) -> None:
    assert area.told.run.state == Run.State.PUBLISHED
    said = page(carol, "area-model")
    found = re.search(r"(\d+) people of (\d+) families, .*? in the year after help began", said)
    assert found is not None
    assert int(found[1]) >= int(found[2]) >= 5
    assert "Pupils who no longer miss five weeks of school without leave" in said


def test_what_could_not_be_measured_is_told_with_the_reason(carol: Client, calculation: Calculation) -> None:
    said = page(carol, "calculation", calculation.pk)
    assert "the files do not tell of the year before help began and the year after it" in said


def test_the_result_has_ranges_what_matters_most_and_who_could_pay(carol: Client, calculation: Calculation) -> None:
    said = page(carol, "calculation", calculation.pk)
    for words in ("nine of ten times", "What matters most", "What would have to be true"):
        assert words in said, words
    shared = page(carol, "fundings", calculation.pk)
    assert "Who could pay" in shared
    assert "<svg" in shared


def test_the_workbook_and_the_paper_come_out_of_it(carol: Client, calculation: Calculation) -> None:
    number = calculation.versions.get().number
    book = carol.get(reverse("calculation-workbook", args=[calculation.pk, number]))
    sheets = python_calamine.load_workbook(io.BytesIO(b"".join(book))).sheet_names
    assert {"Results", "Agencies", "Funding"} <= set(sheets)
    paper = carol.get(reverse("calculation-report", args=[calculation.pk, number]))
    assert b"".join(paper).startswith(b"%PDF-")


def test_each_figure_leads_on(carol: Client, calculation: Calculation) -> None:
    said = page(carol, "calculation", calculation.pk)
    assert reverse("area-families", args=["truancy"]) in said
    assert carol.get(reverse("area-families", args=["truancy"])).status_code == 200


def test_a_figure_leads_to_families_of_the_team_whose_manager_asks(calculation: Calculation) -> None:
    asha = Client()
    asha.force_login(Account.objects.get(name="asha"))
    said = page(asha, "area-families", "truancy")
    families = re.findall(r'href="(/families/[^"]+)"', said)
    assert families, said
    assert all(asha.get(each).status_code == 200 for each in families)


def test_again_nothing_is_doubled(area: Loaded) -> None:
    before = KeyPost.objects.count()
    assert not own_files.write_costs(at=AT)
    again = partner_files.load(own_files.made(at=AT, say=str), at=AT)
    assert (again.files, again.rows) == (area.told.files, area.told.rows)
    assert KeyPost.objects.count() == before
