"""The area's privacy notices: one readable file a version. What families were shown once is never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import yaml

from oneplan.web.sharing.actions import notices
from oneplan.web.sharing.actions.notices import NoticeWords
from oneplan.web.site.area import PACK

FOLDER = PACK / "notices"
_FENCE = "---\n"


class NoticeBroken(Exception):
    """The text says which file, and what to do."""


@dataclass(frozen=True)
class Block:
    """One paragraph, or a list of points."""

    words: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    title: str
    blocks: tuple[Block, ...]


def load(*, at: datetime, folder: Path = FOLDER) -> int:
    """Publish the versions that are not there yet; return how many."""
    return sum(notices.publish_once(says=words_of(path), at=at) for path in sorted(folder.glob("*.md")))


def words_of(path: Path) -> NoticeWords:
    """Read one file: a head in YAML between two lines of dashes, then the text."""
    _, head, text = (path.read_text(encoding="utf-8").split(_FENCE, 2) + ["", ""])[:3]
    said = yaml.safe_load(head) or {}
    version, valid_from = str(said.get("version", "")), said.get("valid_from")
    if version != path.stem or not isinstance(valid_from, date) or not text.strip():
        raise NoticeBroken(
            f"{path.name}: it begins with a head between two lines “---” that says version (the file's name) and "
            "valid_from (a day), and goes on with the text. Compare it with the other notices."
        )
    return NoticeWords(
        version, text.strip(), valid_from, said.get("changes", ""), asks_anew=bool(said.get("asks_anew"))
    )


def parts_of(text: str) -> list[Part]:
    """Headings begin with “## ”, points with “- ”, and an empty line ends a paragraph; nothing else is read."""
    found: list[Part] = []
    for chunk in f"\n{text}".split("\n## ")[1:]:
        title, _, body = chunk.partition("\n")
        found.append(Part(title.strip(), tuple(_blocks(body))))
    return found


def _blocks(body: str) -> Iterator[Block]:
    for block in body.split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines()]
        if lines and all(line.startswith("- ") for line in lines):
            yield Block(points=tuple(line[2:].strip() for line in lines))
        elif lines:
            yield Block(words=" ".join(lines))
