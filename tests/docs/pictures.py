"""Pictures of a tutorial: taken where it shows them, and anew when the page they show has other words.

Each picture keeps a digest of the words of its page, so that a test can tell an old one on any machine, whatever its
letters look like there. `make pictures` takes them all anew; then look at each.
"""

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Iterator

from playwright.sync_api import FloatRect, Page

from tests.repository.files import ROOT

FOLDER = ROOT / "docs/pictures"
TAKE_ANEW = "ONEPLAN_PICTURES"
TALLEST = 1250  # of a longer page, the sections that stand whole above this
KEY = b"oneplan-words\0"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TODAY = re.compile(rf"\b\d{{1,2}} ({_MONTHS})( \d{{4}})?\b(, \d{{1,2}}\.\d{{2}})?")
_WORDS = """main => {
  const copy = main.cloneNode(true);
  copy.querySelectorAll("select, script").forEach(each => each.remove());
  const chosen = [...main.querySelectorAll("select")].map(each => each.selectedOptions[0]?.text);
  return copy.textContent + " " + chosen.join(" ");
}"""


class OldPicture(AssertionError):
    """A picture that shows what the page says no longer."""


def hold(page: Page, name: str) -> None:
    """Take the picture anew where that is asked for; else see that it still shows what the page says."""
    path, digest = FOLDER / f"{name}.png", _digest(page)
    if os.environ.get(TAKE_ANEW):
        path.write_bytes(marked(_taken(page), digest))
    if not path.is_file() or mark(path.read_bytes()) != digest:
        raise OldPicture(f"docs/pictures/{path.name} shows another page than this one. Take it anew: make pictures")


def marked(picture: bytes, digest: str) -> bytes:
    """The picture with a digest in it."""
    kind, data = b"tEXt", KEY + digest.encode()
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    after = len(_SIGNATURE) + 25  # the chunk that says how large it is
    return picture[:after] + chunk + picture[after:]


def mark(picture: bytes) -> str:
    """The digest that stands in a picture; none where none does."""
    return next((data.removeprefix(KEY).decode() for data in _texts(picture) if data.startswith(KEY)), "")


def _texts(picture: bytes) -> Iterator[bytes]:
    at = len(_SIGNATURE)
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"tEXt":
            yield picture[at + 8 : at + 8 + size]
        at += size + 12


def _digest(page: Page) -> str:
    """Of the words of the page without today's day and hour, and of what is chosen in its lists."""
    said = _TODAY.sub("a day", " ".join(str(page.locator("main").evaluate(_WORDS)).split()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _taken(page: Page) -> bytes:
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("window.scrollTo(0, 0)")
    box = page.locator("main").bounding_box()
    assert box is not None
    clip = FloatRect(x=box["x"], y=box["y"], width=box["width"], height=_height(page, box["y"], box["height"]))
    return page.screenshot(full_page=True, clip=clip, animations="disabled")


def _height(page: Page, top: float, whole: float) -> float:
    """All of it, or as many of its sections as stand in the picture whole."""
    if whole <= TALLEST:
        return whole
    boxes = [box for each in page.locator("main section").all() if (box := each.bounding_box())]
    ends = [box["y"] + box["height"] - top for box in boxes]
    return max((end + 16 for end in ends if end + 16 <= TALLEST), default=TALLEST)
