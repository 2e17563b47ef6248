"""Somebody doubts a figure of what help is worth: by the pages alone to what it was counted from."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from oneplan.web.casework.models import Episode
from oneplan.web.people.models import Family
from oneplan.web.value.tests import test_area
from oneplan.web.value.tests.test_area import facts  # noqa: F401 - a fixture
from tests.pages.conftest import SignIn
from tests.pages.looking import problems
from tests.pages.typist import Typist

pytestmark = [pytest.mark.slow, pytest.mark.requirement("R340")]


@pytest.fixture
def cast(rich: Any) -> Any:
    return rich.cast


@pytest.fixture
def now() -> datetime:
    return timezone.localtime()


@pytest.fixture
def source(rich: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report stands in the second row of a file that is there."""
    monkeypatch.setattr(test_area, "SOURCE", f"{rich.feed.name}:{rich.load.number}:2")


@pytest.fixture
def families(source: None, facts: list[Family]) -> list[Family]:  # noqa: F811
    return facts


def test_a_data_manager_goes_from_a_figure_to_the_row_of_a_file(
    rich: Any, families: list[Family], signed_in: SignIn
) -> None:
    dana = Typist(signed_in(rich.cast.others["data_manager"]))
    dana.page.goto("/")
    dana.follow("What it is worth")
    dana.press("Make a model of our own area")
    dana.follow("What is behind it")
    dana.follow("Row by row")
    assert dana.reads("12 in the year before help began and 1 in the year after, of 6 people helped")
    expect(dana.page.get_by_role("row")).to_have_count(1 + 13)
    assert not problems(dana.page, "area-rows-filled")
    dana.page.get_by_role("link", name=f"Row 2 of {rich.load.file.name}").first.click()
    expect(dana.page.get_by_role("heading", name="What they sent, and what counts")).to_be_visible()


def test_a_manager_goes_from_a_figure_to_what_files_say_of_a_family(
    rich: Any, families: list[Family], signed_in: SignIn
) -> None:
    Episode.objects.filter(family=families[0]).update(team=rich.cast.maya.team)
    maya = Typist(signed_in(rich.cast.maya))
    maya.page.goto("/")
    maya.follow("What help is worth")
    maya.page.goto(reverse("area-families", args=["violence"]))
    assert not problems(maya.page, "area-families-some")
    maya.follow("What services' files say")
    expect(maya.page.get_by_role("heading", name="What partners' files say")).to_be_visible()
    expect(maya.page.get_by_text(str(families[0])).first).to_be_visible()
