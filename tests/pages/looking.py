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
# Which colour of words stands on which ground; measuring contrast is most of the time a page takes.
_COLOURS = """() => {
  const pairs = new Set();
  for (const each of document.querySelectorAll('body *')) {
    const says = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!says || !each.checkVisibility()) continue;
    let ground = each;
    while (ground && /rgba\\(.*, 0\\)/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    const style = getComputedStyle(each);
    pairs.add([style.color, ground && getComputedStyle(ground).backgroundColor, style.opacity].join(' on '));
  }
  return [...pairs];
}"""


def problems(page: Page, name: str) -> list[str]:
    """Everything found; empty when the page is fit for everybody. PICTURES=1 keeps pictures in tests/screenshots/."""
    page.wait_for_load_state()
    headings, title = page.evaluate(_HEADINGS)
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [] if title else ["no title"]
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    measured: set[str] = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        colours = set(page.evaluate(_COLOURS))
        found += [f"{width}: {each}" for each in _at_this_width(page, with_contrast=not colours <= measured)]
        measured |= colours
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    return [f"{name} {each}" for each in found]


def _at_this_width(page: Page, *, with_contrast: bool) -> list[str]:
    """Contrast is measured where a width shows colours that were not measured before on this page."""
    wide = page.evaluate(_TOO_WIDE)
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": with_contrast}}}
    answer: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [wide] * bool(wide) + [
        f"{violation['id']}: {violation['help']}: {node['html'][:140]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
