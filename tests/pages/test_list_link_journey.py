"""The school's secretary at half past four: a list of two dozen by one link, without a script, at three widths."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from oneplan.engine.feeds import asking as sheets
from oneplan.web.data import working
from oneplan.web.data.actions import asking
from oneplan.web.data.models import AskedList, ListLink, Load
from tests import feeds as scene
from tests import lists
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.pages.looking import problems

pytestmark = pytest.mark.requirement("R318")


@pytest.fixture
def school(transactional_db: None) -> Any:
    cast, at = make_cast(), timezone.localtime()
    lists.crowd(cast, at=at, number=24)
    asked = lists.asked(cast, at=at)
    assert asked.people.count() == 25
    return cast, asked, lists.link_to(asked, by=scene.data_manager(cast), at=at)


def _typed(page: Page, **said: str) -> None:
    for label, text in (lists.ANSWER | {key.replace("_", " "): value for key, value in said.items()}).items():
        page.get_by_label(label, exact=True).fill(text)


def test_a_list_is_answered_by_its_page(school: Any, open_page: OpenPage, live_server: Any) -> None:
    cast, asked, link = school
    found: list[str] = []
    page = open_page(script=False)
    looked = open_page()

    def look(name: str) -> None:
        """The same page in a browser that measures: it has the same cookies."""
        kept = {each["name"]: each["value"] for each in page.context.cookies()}
        looked.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in kept.items()]
        )
        looked.goto(page.url)
        found.extend(problems(looked, f"list-link-{name}"))

    page.goto(link.address)
    page.get_by_label("The code we sent you separately").fill(link.code)
    page.get_by_role("button", name="Open it").click()
    assert page.get_by_text("Page 1 of 2").is_visible()
    look("list")
    page.get_by_role("button", name="Begin").click()
    first = page.get_by_role("heading", level=1).inner_text()
    look("person")
    _typed(page)
    page.get_by_role("button", name="Save, next person").click()
    assert page.get_by_role("heading", level=1).inner_text() != first
    _typed(page, Sessions_possible="most")
    page.get_by_role("button", name="Save, back to the list").click()
    assert page.get_by_text("is kept as you wrote it, but it is not a whole number").first.is_visible()
    found.extend(_of_a_form(page, "person-wrong"))
    page.get_by_role("link", name="Everybody on the list").click()
    look("half-done")
    page.get_by_role("button", name="Hand in 1 answer").click()
    look("handed-in")
    working.once_over()
    page.get_by_role("link", name="Look again").click()
    assert page.get_by_text("1 answer taken").is_visible()
    page.get_by_role("link", name="Next page").click()
    look("second-page")
    _with_a_row_to_look_at(cast, asked, link.link)
    page.goto(link.address)
    look("needs-another-look")
    page.get_by_role("link", name="Put it right").first.click()
    look("person-again")
    page.get_by_role("link", name="Everybody on the list").click()
    page.get_by_role("link", name="Hand the filled-in file in").click()
    look("file")
    page.get_by_role("button", name="Hand it in").click()
    assert page.get_by_text("Choose the file first").first.is_visible()
    asking.close(asked=asked, why="", by=scene.data_manager(cast), at=timezone.now())
    page.goto(link.address)
    look("over")
    assert not found, "\n".join(found)


def _of_a_form(page: Page, name: str) -> list[str]:
    """What a form answered cannot be asked for once more, so it is looked at where it is; without a script, by eye."""
    page.set_viewport_size({"width": 360, "height": 780})
    wide: bool = page.locator("main").bounding_box()["width"] > 360  # type: ignore[index]
    return [f"{name}: too wide"] if wide else []


def _with_a_row_to_look_at(cast: Any, asked: AskedList, link: ListLink) -> None:
    """One came back with a number that is none."""
    line = asked.people.order_by("person__family_name", "person__given_names", "pk")[2]
    who = line.person
    assert who.born_from is not None
    about = sheets.Asked(who.reference, who.given_names, who.family_name, who.born_from)
    content = lists.answers(asked, [about], lists.ANSWER | {"Sessions possible": "3000"})
    load = lists.came(cast, asked, content, at=timezone.now() + timedelta(seconds=1))
    Load.objects.filter(pk=load.pk).update(link=link)
