"""Where the columns of fixed width text stand: by a line of dashes, or by blanks that go down through all lines."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from oneplan.engine.feeds.reading.dialect import DELIMITERS, TITLE_ROWS, folded

LOOKED_AT = 5_000  # lines
FEWEST = 3  # lines below the header, where no name of a column is known: fewer line up by chance
SELDOM = 200  # one line in so many may write across a blank
_RULE = re.compile(r"\s*[-=]{2,}(\s+[-=]+)+\s*")
_WORDS = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True)
class Places:
    """`spans` are where text was seen in each column, from 0, its end left out.

    `header_row` counts from 1, and is the line of dashes where there is one.
    """

    header_row: int
    header: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def places_of(lines: Sequence[str], *, wanted: Collection[str] = ()) -> Places | None:
    """Judge by the first lines; None where they are no fixed width text. `wanted` as in `dialect.layout_of`."""
    found = (_below(lines, place, wanted=wanted) for place in range(min(TITLE_ROWS, len(lines))))
    return next((each for each in found if each), None)


def _below(lines: Sequence[str], place: int, *, wanted: Collection[str]) -> Places | None:
    """The columns of which the names stand in this line, if that is what it is."""
    header, body = lines[place], [line for line in lines[place + 1 :] if line.strip()]
    if not body or any(each in header for each in DELIMITERS) or not _looks_like_names(header):
        return None
    if _RULE.fullmatch(body[0]):
        spans = [match.span() for match in re.finditer(r"\S+", body[0])]
        ruled = next(n for n, line in enumerate(lines[place + 1 :], place + 2) if line.strip())
        return _fits(Places(ruled, _names(header, spans), tuple(spans)), wanted=wanted)
    spans = _named(header, body, _spans([header, *body]))
    if not spans or (not wanted and len(body) < FEWEST) or _run_together(header, spans):
        return None
    return _fits(Places(place + 1, _names(header, spans), tuple(spans)), wanted=wanted)


def _fits(found: Places, *, wanted: Collection[str]) -> Places | None:
    known = not wanted or any(folded(name) in wanted for name in found.header)
    return found if known and len(found.spans) > 1 and all(found.header) else None


def _looks_like_names(header: str) -> bool:
    words = _WORDS.findall(header)
    return bool(words) and not any(word[0].isdigit() for word in words)


def _spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of places in which text stands; a few lines that write across are not heard. The header always is."""
    counts = Counter(place for line in lines for place, letter in enumerate(line) if not letter.isspace())
    few = len(lines) // SELDOM
    header = {place for place, letter in enumerate(lines[0]) if not letter.isspace()}
    used = sorted(place for place, times in counts.items() if times > few or place in header)
    spans: list[tuple[int, int]] = []
    for place in used:
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def _named(header: str, body: Sequence[str], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with a name each: one without belongs to the column before, and so does a lone word of a name."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        is_near = bool(found) and found[-1][1] + 1 == start
        is_word = is_near and not any(line[start:end].strip() for line in body)
        if found and (is_word or not header[start:end].strip()):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _run_together(header: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether two names stand over one column: then columns touch, and nobody can say where one ends."""
    return any("  " in header[start:end].strip() for start, end in spans)


def _names(header: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The header cut in the middle of each gap's blanks: a name may be longer than its dashes."""
    ends = [*(start for start, _ in spans[1:]), len(header)]
    return tuple(header[start:end].strip() for (start, _), end in zip(spans, ends, strict=True))
