"""Every address at three widths, for its role, with something on it, its form sent wrong too: fit for everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.pages.conftest import SignIn
from tests.pages.looking import problems
from tests.pages.rich import PASSWORD, give_password
from tests.pages.rows import NotAPage, Pressed, Row, Shown
from tests.pages.table import ROWS, every_name

_EMPTY = """form => {
  for (const field of form.elements) {
    if (field.type === 'hidden' || field.tagName === 'BUTTON') continue;
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = false;
    else field.value = '';
  }
  const button = form.querySelector('button.govuk-button:not([formaction])');
  form.requestSubmit(button);
}"""
_FORM = "main form[method=post]:has(button.govuk-button)"


def test_every_address_is_in_the_table() -> None:
    assert every_name() == {row.name for rows in ROWS.values() for row in rows}


@pytest.mark.parametrize("part", ROWS)
def test_every_page_is_fit_for_everybody(part: str, rich: Any, signed_in: SignIn) -> None:
    pages: dict[str, Page] = {}
    found: list[str] = []
    looked_at = 0
    for row in _in_order(ROWS[part]):
        if row.who not in pages:
            pages[row.who] = signed_in(_worker(rich, row.who))
        for name in _open(pages[row.who], row, rich, found):
            found += problems(pages[row.who], name)
            looked_at += 1
    print(f"{part}: {looked_at} pages at three widths")
    assert not found, "\n".join(found)


def test_a_form_given_back_after_a_lapsed_session_is_fit_for_everybody(rich: Any, signed_in: SignIn) -> None:
    page = signed_in(rich.cast.priya)
    page.goto(reverse("words-new", args=[rich.cast.family.pk]))
    page.get_by_label("What did they say?").fill("We want to stay in this street")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Keep").click()
    found = problems(page, "sign-in-held")
    _sign_in(page, give_password(rich.cast.priya))
    assert "/held/" in page.url
    expect(page.get_by_text("We want to stay in this street")).to_be_visible()
    assert not found + problems(page, "held-form")


def _open(page: Page, row: Shown | Pressed, rich: Any, found: list[str]) -> Iterator[str]:
    """Open the row's page, then what its form sent empty leads to; gives a name for each."""
    if isinstance(row, Pressed):
        page.goto(reverse(row.stands_on, args=row.on_args(rich)))
        yield from _sent(page, row.name, f"form[action='{reverse(row.name, args=row.args(rich))}']", row, found)
        return
    answer = page.goto(row.address(rich))
    wanted = {"not-allowed": 403, "not-found": 404, "not-theirs": 403, "wrong-day": 422}.get(row.also, 200)
    if answer is None or answer.status not in (wanted, 200):
        found.append(f"{row.title} answers {answer and answer.status}")
    yield row.title
    if row.wrong:
        yield from _sent(page, f"{row.title}-wrong", _FORM, row, found)


def _sent(page: Page, name: str, form: str, row: Shown | Pressed, found: list[str]) -> Iterator[str]:
    where = page.locator(form).last
    if not where.count():
        found.append(f"{name}: its form is not on the page")
        return
    with page.expect_navigation():
        where.evaluate(_EMPTY if where.locator("button.govuk-button").count() else "form => form.requestSubmit()")
    if isinstance(row, Shown) and not page.locator(".govuk-error-summary, .govuk-error-message").count():
        found.append(f"{name}: an empty form is not answered with what is wrong ({page.url})")
    yield name


def _in_order(rows: list[Row]) -> list[Shown | Pressed]:
    """What changes something comes last."""
    return sorted((row for row in rows if not isinstance(row, NotAPage)), key=lambda row: isinstance(row, Pressed))


def _worker(rich: Any, who: str) -> Any:
    if who == "nobody":
        return None
    return rich.cast.others[who] if who in rich.cast.others else getattr(rich.cast, who)


def _sign_in(page: Page, name: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
