"""What a day in the diary gives away beyond that somebody meets somebody: “Hospital” tells of health."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from oneplan.rulebook.sharing.categories import Category


def told_by(*texts: str) -> Category:
    """Return the kind of information these words give away; MEETINGS where they give away nothing more."""
    said = " ".join(texts).casefold()
    return next((kind for kind, words in _words() if words.search(said)), Category.MEETINGS)


@lru_cache(maxsize=1)
def _words() -> list[tuple[Category, re.Pattern[str]]]:
    kept = yaml.safe_load((Path(__file__).parent / "days.yaml").read_text())
    newest = max(kept["values"], key=lambda row: row["from"])
    return [(Category(code), re.compile(rf"\b(?:{'|'.join(words)})s?\b")) for code, words in newest["words"].items()]
