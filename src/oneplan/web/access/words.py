"""Plain words for what the logs keep as names: pages, events and kinds of records; they stand in plain_words/."""

from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent / "plain_words"


@cache
def pages() -> dict[str, str]:
    """Each page as a thing: “the family's page”, “the form to add a note”."""
    return _read("pages")


@cache
def events() -> dict[str, str]:
    """Each change as what somebody did: “Added a note”."""
    return _read("events")


@cache
def records() -> dict[str, list[str]]:
    """Each kind of record, one and several of it."""
    return {name: words.split(", ") for name, words in _read("records").items()}


def page(name: str) -> str:
    return pages().get(name) or f"the page “{name.replace('-', ' ')}”"


def event(name: str) -> str:
    """An event of a version gone by is called by its own name."""
    return events().get(name) or name.replace("_", " ").capitalize()


def record(kind: str, *, number: int = 1) -> str:
    """“a note”, “4 notes”."""
    one, many = records().get(kind) or (f"one {kind.rpartition('.')[2]}", f"{kind.rpartition('.')[2]} entries")
    return one if number == 1 else f"{number} {many}"


def _read(name: str) -> dict[str, str]:
    kept: dict[str, str] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return kept
