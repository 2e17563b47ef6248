"""What a paper is made of: words, lists, tables and pictures, as the template takes them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
_LONG = re.compile(r"[^\s]{24,}")
FLOW = 86  # how wide the funding picture is, in hundredths of the page: as tall as a page has room for
_BREAK = "\u200b"  # where a word that is longer than a column may be parted


def lead(lines: Iterable[str]) -> Block:
    return {"kind": "lead", "lines": [breakable(each) for each in lines]}


def words(*lines: str) -> Block:
    return {"kind": "words", "lines": [breakable(each) for each in lines if each]}


def listed(lines: Iterable[str]) -> Block:
    return {"kind": "list", "lines": [breakable(each[:1].upper() + each[1:]) for each in lines]}


def head(said: str) -> Block:
    return {"kind": "head", "words": breakable(said)}


def code(lines: Iterable[tuple[str, str]]) -> Block:
    return {"kind": "code", "lines": [list(each) for each in lines]}


def picture(svg: str, said: str, *, wide: float = 100, floats: bool = False) -> Block:
    """`said` is what a screen reader says in its place; what floats stands where the next page has room."""
    return {"kind": "picture", "svg": svg, "alt": said, "wide": wide, "floats": floats}


def table(
    rows: Sequence[Sequence[str]], *, total: bool = False, in_words: bool = False, widths: Sequence[float] = ()
) -> Block:
    """Its head first. Columns are figures, unless they are `in_words`; the last row may be a total."""
    made: Block = {
        "kind": "table", "head": list(rows[0]), "rows": [[breakable(each) for each in row] for row in rows[1:]],
        "total": total, "words": in_words,
    }  # fmt: skip
    return made | ({"widths": list(widths)} if widths else {})


def breakable(said: str) -> str:
    return _LONG.sub(lambda found: _BREAK.join(re.findall(".{1,12}", found.group())), said)
