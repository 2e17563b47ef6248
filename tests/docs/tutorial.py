"""Reads the steps of a tutorial and does them in a browser.

A step is a numbered line that begins with a bold word: **Open** `/address/` · **Follow** "link" · **Press** "button" ·
**Type** "words" into "field" · **Choose** "option" · **Unfold** "line" · **See** "words" · **Miss** "words" ·
**Pick** "option" for "list" · **Give** `file beside the page` as "field" · **Wait** for "words" · **Look** at the line
"cells of a table" · **Fetch** "button" saves a file · **Read** "words" in it. A picture is a step too: it is taken
where it stands.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

STEP = re.compile(r"^\d+\. \*\*(\w+)\*\* (.+)$")
PICTURE = re.compile(r"^!\[.+\]\(\.\./pictures/(.+)\.png\)$")
SAID = re.compile(r'"([^"]+)"|`([^`]+)`')


class StepFailed(Exception):
    """Says which line of the tutorial does not hold."""


@dataclass(frozen=True)
class Step:
    line: int
    verb: str
    said: tuple[str, ...]
    text: str


@dataclass
class Walk:
    """A tutorial being done: `work` does what waits behind it, `picture` takes one, `fetched` is a saved file."""

    page: Page
    path: Path
    work: Callable[[], object]
    picture: Callable[[Page, str], object]
    fetched: str = ""


def steps(path: Path) -> Iterator[Step]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := STEP.match(line):
            said = tuple(quoted or coded for quoted, coded in SAID.findall(found[2]))
            yield Step(number, found[1], said, line)
        elif found := PICTURE.match(line):
            yield Step(number, "Picture", (found[1],), line)


def _nothing(*_: object) -> None:
    pass


def walk(
    page: Page, path: Path, *, work: Callable[[], object] = _nothing, picture: Callable[[Page, str], object] = _nothing
) -> int:
    """Do every step; return how many there were."""
    done, way = 0, Walk(page, path, work, picture)
    for step in steps(path):
        try:
            _DOES[step.verb](way, step.said)
        except (Error, AssertionError, KeyError, ValueError, OSError) as fault:
            shown = page.locator("main").inner_text() if page.locator("main").count() else page.url
            raise StepFailed(f"{path.name}, line {step.line}: {step.text}\n{fault}\nThe page says:\n{shown}") from fault
        done += 1
    return done


def _open(walk: Walk, said: tuple[str, ...]) -> None:
    (address,) = said
    walk.page.goto(address)


def _follow(walk: Walk, said: tuple[str, ...]) -> None:
    (name,) = said
    _first(walk.page.get_by_role("link", name=name)).click()


def _press(walk: Walk, said: tuple[str, ...]) -> None:
    (name,) = said
    _first(walk.page.get_by_role("button", name=name)).click()


def _type(walk: Walk, said: tuple[str, ...]) -> None:
    words, field = said
    _first(walk.page.get_by_label(field)).fill(words)


def _choose(walk: Walk, said: tuple[str, ...]) -> None:
    (name,) = said
    _first(walk.page.get_by_label(name)).check()


def _unfold(walk: Walk, said: tuple[str, ...]) -> None:
    (words,) = said
    _first(walk.page.locator("summary").filter(has_text=words)).click()


def _see(walk: Walk, said: tuple[str, ...]) -> None:
    if not said:
        raise ValueError("the step says nothing in quotation marks")
    for words in said:
        expect(_first(walk.page.get_by_text(words))).to_be_visible()


def _miss(walk: Walk, said: tuple[str, ...]) -> None:
    if not said:
        raise ValueError("the step says nothing in quotation marks")
    for words in said:
        expect(walk.page.get_by_text(words)).to_have_count(0)


def _pick(walk: Walk, said: tuple[str, ...]) -> None:
    option, field = said
    _first(walk.page.get_by_label(field)).select_option(label=option)


def _give(walk: Walk, said: tuple[str, ...]) -> None:
    file, field = said
    _first(walk.page.get_by_label(field)).set_input_files(walk.path.parent / file)


def _wait(walk: Walk, said: tuple[str, ...]) -> None:
    """What waits is done; then the page brings itself up to date, or is loaded again."""
    walk.work()
    if not walk.page.evaluate("'htmx' in window"):
        walk.page.reload()
    _see(walk, said)


def _look(walk: Walk, said: tuple[str, ...]) -> None:
    (cells,) = said
    expect(walk.page.locator("main tbody tr").first).to_be_visible()
    lines = [" ".join(" ".join(row.locator("td").all_text_contents()).split()) for row in _rows(walk)]
    if cells not in lines:
        raise ValueError(f"no table has this line. There are: {lines}")


def _rows(walk: Walk) -> list[Locator]:
    return walk.page.locator("main tbody tr").filter(visible=True).all()


def _fetch(walk: Walk, said: tuple[str, ...]) -> None:
    (name,) = said
    with walk.page.expect_download() as coming:
        _press(walk, (name,))
    walk.fetched = coming.value.path().read_text(encoding="utf-8-sig")


def _read(walk: Walk, said: tuple[str, ...]) -> None:
    if missing := [words for words in said if words not in walk.fetched] or not said:
        raise ValueError(f"the file does not say {missing}. It says:\n{walk.fetched}")


def _picture(walk: Walk, said: tuple[str, ...]) -> None:
    walk.picture(walk.page, said[0])


def _first(found: Locator) -> Locator:
    """The first that can be seen: some links have a twin for phones only."""
    return found.filter(visible=True).first


_DOES: dict[str, Callable[[Walk, tuple[str, ...]], None]] = {
    "Open": _open,
    "Follow": _follow,
    "Press": _press,
    "Type": _type,
    "Choose": _choose,
    "Unfold": _unfold,
    "See": _see,
    "Miss": _miss,
    "Pick": _pick,
    "Give": _give,
    "Wait": _wait,
    "Look": _look,
    "Fetch": _fetch,
    "Read": _read,
    "Picture": _picture,
}
