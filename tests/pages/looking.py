"""What is wrong with a page as it stands in the browser: at three widths, for everybody."""

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import HEIGHTS, PICTURES, WIDTHS

# Tables and wide drawings scroll inside themselves.
_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return '';
  const inside = '.op-table-wrap, .op-diagram--wide';
  const found = [...document.querySelectorAll('main *, header *, footer *')].filter(each => !each.closest(inside)
    && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  return wide + ' pixels too wide: ' + (found.length ? found[found.length - 1].outerHTML.slice(0, 120) : '');
}"""
_HEADINGS = "() => [document.querySelectorAll('h1').length, document.title.replace(/[–|\\s]*OnePlan$/, '').trim()]"
_AXE = str(Axe().axe_script)


def problems(page: Page, name: str) -> list[str]:
    """Everything found; empty when the page is fit for everybody. PICTURES=1 keeps pictures in tests/screenshots/."""
    headings, title = page.evaluate(_HEADINGS)
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [] if title else ["no title"]
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        found += [f"{width}: {each}" for each in _at_this_width(page)]
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    return [f"{name} {each}" for each in found]


def _at_this_width(page: Page) -> list[str]:
    wide = page.evaluate(_TOO_WIDE)
    answer: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [wide] * bool(wide) + [
        f"{violation['id']}: {violation['help']}: {node['html'][:140]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
