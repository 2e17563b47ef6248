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
# Which elements are there for the eye and the ear; a rule that looks at no sizes finds the same in the same ones.
_SHOWN = """() => [...document.querySelectorAll('*')].map(
  each => Number(each.checkVisibility({checkVisibilityCSS: true, checkOpacity: true}))).join('')"""
_OF_SIZES = ["target-size", "scrollable-region-focusable", "css-orientation-lock", "link-in-text-block"]


def problems(page: Page, name: str) -> list[str]:
    """Everything found; empty when the page is fit for everybody. PICTURES=1 keeps pictures in tests/screenshots/."""
    page.wait_for_load_state()
    headings, title = page.evaluate(_HEADINGS)
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [] if title else ["no title"]
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    measured: set[str] = set()
    looked_at: set[str] = set()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        colours, shown = set(page.evaluate(_COLOURS)), page.evaluate(_SHOWN)
        rules = _rules(is_new=shown not in looked_at, with_contrast=not colours <= measured)
        found += [f"{width}: {each}" for each in _at_this_width(page, rules)]
        measured |= colours
        looked_at.add(shown)
        if os.environ.get("PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    return [f"{name} {each}" for each in found]


def _rules(*, is_new: bool, with_contrast: bool) -> dict[str, Any]:
    """Everything where a width shows other elements than one before; contrast where it shows other colours."""
    if is_new:
        return {"rules": {"color-contrast": {"enabled": with_contrast}, "target-size": {"enabled": True}}}
    return {"runOnly": {"type": "rule", "values": [*_OF_SIZES, *(["color-contrast"] if with_contrast else [])]}}


def _at_this_width(page: Page, rules: dict[str, Any]) -> list[str]:
    wide = page.evaluate(_TOO_WIDE)
    options = {"resultTypes": ["violations"], **rules}
    answer: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [wide] * bool(wide) + [
        f"{violation['id']}: {violation['help']}: {node['html'][:140]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
