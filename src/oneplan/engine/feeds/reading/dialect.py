"""By what the columns of a text file are kept apart, and in which row their names stand."""

import csv
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 200  # rows
TITLE_ROWS = 20  # as far down as a header is looked for


class NoTable(Exception):
    """Says why no table was found in the file, for a data manager."""


@dataclass(frozen=True)
class Layout:
    """`header_row` counts from 1; `header` are the names as the partner wrote them."""

    delimiter: str
    header_row: int
    header: tuple[str, ...]


def layout_of(lines: Sequence[str], *, wanted: Collection[str] = ()) -> Layout:
    """Judge by the first lines; `wanted` are names that a profile expects, folded by `folded`.

    Raises `NoTable` where no row can be a header.
    """
    delimiter = max(DELIMITERS, key=lambda each: (_known(_rows(lines, each), wanted), *_regularity(_rows(lines, each))))
    rows = _rows(lines, delimiter)
    place = header_place(rows, wanted=wanted)
    header = tuple(name.strip() for name in rows[place])
    return Layout(delimiter, place + 1, _without_empty_end(header))


def header_place(rows: Sequence[Sequence[str]], *, wanted: Collection[str] = ()) -> int:
    """Where the header stands, from 0: the row with most names wanted, else the first that looks like names."""
    early = rows[:TITLE_ROWS]
    if best := _known(rows, wanted):
        return next(place for place, row in enumerate(early) if _known([row], wanted) == best)
    width = Counter(len(row) for row in rows if row).most_common(1)
    for place, row in enumerate(early):
        if width and len(row) >= width[0][0] and _looks_like_names(row):
            return place
    raise NoTable(
        f"None of the first {len(early)} rows looks like column names. Look whether the right sheet or file was sent."
    )


def folded(name: str) -> str:
    """A name as compared: letters and digits only, without case."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return list(csv.reader(lines[:LOOKED_AT], delimiter=delimiter))


def _known(rows: Sequence[Sequence[str]], wanted: Collection[str]) -> int:
    """How many names that are wanted the best of the first rows has."""
    return max((sum(folded(name) in wanted for name in row) for row in rows[:TITLE_ROWS]), default=0)


def _regularity(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """How many of the first rows have the commonest number of columns, when that is more than one; and how many."""
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return (0.0, 0)
    width, times = widths.most_common(1)[0]
    return (times / widths.total() if width > 1 else 0.0, width)


def _looks_like_names(row: Sequence[str]) -> bool:
    filled = [name.strip() for name in row if name.strip()]
    return len(filled) * 2 > len(row) and not any(name[0].isdigit() for name in filled)


def _without_empty_end(header: tuple[str, ...]) -> tuple[str, ...]:
    while header and not header[-1]:
        header = header[:-1]
    return header
