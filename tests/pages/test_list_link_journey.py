"""The school's secretary at half past four: a list of two dozen by one link, without a script, at three widths."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

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


class Office:
    """A browser without a script that answers, and one that measures each page it is on, with the same cookies."""

    def __init__(self, school: Any, open_page: OpenPage, url: str) -> None:
        self.cast, self.asked, self.link = school
        self.page, self.measuring, self.url = open_page(script=False), open_page(), url
        self.found: list[str] = []

    def look(self, name: str) -> None:
        kept = {each["name"]: each["value"] for each in self.page.context.cookies()}
        self.measuring.context.add_cookies(
            [{"name": name, "value": value, "url": self.url} for name, value in kept.items()]
        )
        self.measuring.goto(self.page.url)
        self.found += problems(self.measuring, f"list-link-{name}")

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def says(self, words: str) -> bool:
        """Waited for: a click comes back as soon as the next page begins to arrive."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        return True


@pytest.fixture
def office(school: Any, open_page: OpenPage, live_server: Any) -> Iterator[Office]:
    """With the code typed; whatever is not fit for everybody is said at the end."""
    made = Office(school, open_page, live_server.url)
    made.page.goto(made.link.address)
    made.page.get_by_label("The code we sent you separately").fill(made.link.code)
    made.press("Open it")
    yield made
    assert not made.found, "\n".join(made.found)


def test_a_list_is_answered_by_its_page(office: Office) -> None:
    assert office.says("Page 1 of 2")
    office.look("list")
    office.press("Begin")
    first = office.heading
    office.look("person")
    _typed(office.page)
    office.press("Save, next person")
    expect(office.page.get_by_role("heading", level=1)).not_to_have_text(first)
    _typed(office.page, Sessions_possible="most")
    office.press("Save, back to the list")
    assert office.says("is kept as you wrote it, but it is not a whole number")
    office.found += _of_a_form(office.page, "person-wrong")
    office.follow("Everybody on the list")
    office.look("half-done")
    office.press("Hand in 1 answer")
    office.look("handed-in")
    working.once_over()
    office.follow("Look again")
    assert office.says("1 answer taken")
    office.follow("Next page")
    office.look("second-page")


def test_what_needs_another_look_is_put_right(office: Office) -> None:
    _with_a_row_to_look_at(office.cast, office.asked, office.link.link)
    office.page.goto(office.link.address)
    office.look("needs-another-look")
    office.follow("Put it right")
    assert office.page.get_by_label("Sessions possible").input_value() == "3000"
    office.look("person-again")
    office.follow("Everybody on the list")
    office.follow("Hand the filled-in file in")
    office.look("file")
    office.press("Hand it in")
    assert office.says("Choose the file first")
    asking.close(asked=office.asked, why="", by=scene.data_manager(office.cast), at=timezone.now())
    office.page.goto(office.link.address)
    office.look("over")


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
