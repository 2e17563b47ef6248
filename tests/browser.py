"""Fixtures for tests in a real browser. A test that takes one of these is marked `browser` by itself.

open_page(width=, height=, script=)   a fresh visitor, as many as wanted
page · phone_page · tablet_page       one visitor at 1400, 360, 820 pixels
page_without_script                   one visitor with JavaScript off
check_accessibility(page, name)       no violation at three widths, nothing wider than the screen, pictures kept
take_picture(page, name)              a picture in tests/screenshots/

Addresses may be written without the host: page.goto("/families/"). An error in the browser's console fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

WIDTHS = (360, 820, 1400)
HEIGHTS = {360: 780, 820: 1180, 1400: 900}
PICTURES = Path(__file__).parent / "screenshots"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


class OpenPage(Protocol):
    def __call__(self, *, width: int = 1400, height: int | None = None, script: bool = True) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "open_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("Chromium is not here: apt-get install chromium-headless-shell fonts-liberation", pytrace=False)
    return {**browser_type_launch_args, "executable_path": found, "args": ARGUMENTS}


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], live_server: Any) -> Iterator[OpenPage]:
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # an answer of 403 or 409 is what some tests are about; the browser logs each as an error
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            said.append(f"{message.text} ({message.location.get('url')})")

    def open_one(*, width: int = 1400, height: int | None = None, script: bool = True) -> Page:
        size = {"width": width, "height": height or HEIGHTS.get(width, 900)}
        context = new_context(
            base_url=live_server.url, viewport=size, java_script_enabled=script, locale="en-GB", has_touch=width < 720
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", listen)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_one
    if said:
        pytest.fail("The browser's console says:\n" + "\n".join(said), pytrace=False)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def phone_page(open_page: OpenPage) -> Page:
    return open_page(width=360)


@pytest.fixture
def tablet_page(open_page: OpenPage) -> Page:
    return open_page(width=820)


@pytest.fixture
def page_without_script(open_page: OpenPage) -> Page:
    return open_page(script=False)


@pytest.fixture
def take_picture() -> Callable[[Page, str], Path]:
    return _take_picture


@pytest.fixture
def check_accessibility() -> Callable[[Page, str], None]:
    """Fail on any violation at 360, 820 or 1400 pixels, and on a page that must be scrolled sideways."""

    def check(page: Page, name: str) -> None:
        before = page.viewport_size
        found = [problem for width in WIDTHS for problem in _problems(page, name, width=width)]
        if before:
            page.set_viewport_size(before)
        assert not found, f"{name}:\n" + "\n".join(found)

    return check


def _problems(page: Page, name: str, *, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    _take_picture(page, f"{name}-{width}")
    found = [
        f"{width}: {violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        found.append(f"{width}: the page is {needed} pixels wide and must be scrolled sideways")
    return found


def _take_picture(page: Page, name: str) -> Path:
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
