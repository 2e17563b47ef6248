"""Reads the steps of a tutorial and does them in a browser.

A step is a numbered line that begins with a bold word: **Open** `/address/` · **Follow** "link" · **Press** "button" ·
**Type** "words" into "field" · **Choose** "option" · **Unfold** "line" · **See** "words" · **Miss** "words".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

STEP = re.compile(r"^\d+\. \*\*(\w+)\*\* (.+)$")
SAID = re.compile(r'"([^"]+)"|`([^`]+)`')


class StepFailed(Exception):
    """Says which line of the tutorial does not hold."""


@dataclass(frozen=True)
class Step:
    line: int
    verb: str
    said: tuple[str, ...]
    text: str


def steps(path: Path) -> Iterator[Step]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := STEP.match(line):
            said = tuple(quoted or coded for quoted, coded in SAID.findall(found[2]))
            yield Step(number, found[1], said, line)


def walk(page: Page, path: Path) -> int:
    """Do every step; return how many there were."""
    done = 0
    for step in steps(path):
        try:
            _DOES[step.verb](page, step.said)
        except (Error, AssertionError, KeyError, ValueError) as fault:
            shown = page.locator("main").inner_text() if page.locator("main").count() else page.url
            raise StepFailed(f"{path.name}, line {step.line}: {step.text}\n{fault}\nThe page says:\n{shown}") from fault
        done += 1
    return done


def _open(page: Page, said: tuple[str, ...]) -> None:
    (address,) = said
    page.goto(address)


def _follow(page: Page, said: tuple[str, ...]) -> None:
    (name,) = said
    _first(page.get_by_role("link", name=name)).click()


def _press(page: Page, said: tuple[str, ...]) -> None:
    (name,) = said
    _first(page.get_by_role("button", name=name)).click()


def _type(page: Page, said: tuple[str, ...]) -> None:
    words, field = said
    _first(page.get_by_label(field)).fill(words)


def _choose(page: Page, said: tuple[str, ...]) -> None:
    (name,) = said
    _first(page.get_by_label(name)).check()


def _unfold(page: Page, said: tuple[str, ...]) -> None:
    (words,) = said
    _first(page.locator("summary").filter(has_text=words)).click()


def _see(page: Page, said: tuple[str, ...]) -> None:
    if not said:
        raise ValueError("the step says nothing in quotation marks")
    for words in said:
        expect(_first(page.get_by_text(words))).to_be_visible()


def _miss(page: Page, said: tuple[str, ...]) -> None:
    if not said:
        raise ValueError("the step says nothing in quotation marks")
    for words in said:
        expect(page.get_by_text(words)).to_have_count(0)


def _first(found: Locator) -> Locator:
    """The first that can be seen: some links have a twin for phones only."""
    return found.filter(visible=True).first


_DOES: dict[str, Callable[[Page, tuple[str, ...]], None]] = {
    "Open": _open,
    "Follow": _follow,
    "Press": _press,
    "Type": _type,
    "Choose": _choose,
    "Unfold": _unfold,
    "See": _see,
    "Miss": _miss,
}
