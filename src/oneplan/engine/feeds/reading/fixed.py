"""Fixed width text to the one shape: columns at fixed places, kept apart by blanks alone."""

from collections.abc import Collection, Iterator
from itertools import islice, pairwise
from pathlib import Path

from oneplan.engine.feeds.reading import careful
from oneplan.engine.feeds.reading.places import LOOKED_AT, Places, places_of
from oneplan.engine.feeds.reading.rows import Broken, Numbered, Received, write
from oneplan.engine.feeds.reading.survey import ENCODINGS, Survey


def read(path: Path, into: Path, *, found: Survey, wanted: Collection[str] = ()) -> Received | None:
    """Write the rows to `into`; None where the file is no fixed width text."""
    first = list(islice(careful.lines(path, encoding=found.encoding), LOOKED_AT))
    places = places_of(first, wanted=wanted)
    if places is None:
        return None
    reader = Reader(careful.lines(path, encoding=found.encoding), places)
    rows = write(reader, into, width=len(places.header))
    how = f"fixed width text, {ENCODINGS[found.encoding]}, {len(places.header)} columns, header in row {{}}"
    return Received(
        into,
        places.header,
        places.header_row,
        rows=rows,
        broken=tuple(reader.broken),
        blank=reader.blank,
        total=reader.total,
        how=how.format(places.header_row),
    )


class Reader:
    """Gives the rows below a header and keeps what was no row."""

    def __init__(self, found: Iterator[str], places: Places) -> None:
        self.found, self.places = found, places
        self.broken: list[Broken] = []
        self.blank = 0
        self.total = 0

    def __iter__(self) -> Iterator[Numbered]:
        for line in self.found:
            self.total += 1
            if self.total <= self.places.header_row:
                continue
            if not line.strip():
                self.blank += 1
            elif (values := _cut(line, self.places.spans)) is not None:
                yield self.total, values
            else:
                self.broken.append(
                    Broken(self.total, line[: careful.SHOWN], "text across the blanks that keep its columns apart")
                )


def _cut(line: str, spans: tuple[tuple[int, int], ...]) -> list[str | None] | None:
    """The values of a line; None where text fills a gap, so that nobody can say whose it is.

    A value may reach into the gap from either side, as long as a blank is left.
    """
    values: list[str | None] = []
    begins = 0
    for (_, end), (start, _) in pairwise(spans):
        gap = line[end:start].ljust(start - end)
        if not gap.strip():
            cut = start
        elif len(parts := gap.split(" ")) < 2 or any(parts[1:-1]):
            return None
        else:
            cut = end + gap.index(" ") + 1
        values.append(line[begins:cut].strip() or None)
        begins = cut
    values.append(line[begins:].strip() or None)
    return values
