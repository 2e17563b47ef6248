"""A text file of columns, of whatever dialect and encoding, to the one shape."""

from collections.abc import Collection
from itertools import islice
from pathlib import Path

from oneplan.engine.feeds.reading import careful, quick
from oneplan.engine.feeds.reading.dialect import LOOKED_AT, Layout, layout_of
from oneplan.engine.feeds.reading.rows import Received, write
from oneplan.engine.feeds.reading.survey import Survey, survey


def read(path: Path, into: Path, *, wanted: Collection[str] = ()) -> Received:
    """Read `path` and write its rows to `into` (Parquet).

    `wanted` are names of columns that tell the header, folded by `dialect.folded`.
    Raises `survey.NothingInIt` and `dialect.NoTable`; their text is for a data manager.
    """
    found = survey(path)
    layout = layout_of(list(islice(careful.lines(path, encoding=found.encoding), LOOKED_AT)), wanted=wanted)
    if found.is_plain:
        try:
            read_so = quick.read(path, into, layout=layout, found=found)
        except quick.NotSoPlain:
            pass
        else:
            return Received(
                into,
                layout.header,
                layout.header_row,
                rows=read_so.rows,
                broken=read_so.broken,
                blank=read_so.blank,
                total=found.lines,
                how=_how(found, layout),
                numbered_from=read_so.numbered_from,
            )
    return _carefully(path, into, layout=layout, found=found)


def _carefully(path: Path, into: Path, *, layout: Layout, found: Survey) -> Received:
    width = len(layout.header)
    reader = careful.Reader(
        careful.lines(path, encoding=found.encoding),
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        width=width,
    )
    rows = write(reader, into, width=width)
    return Received(
        into,
        layout.header,
        layout.header_row,
        rows=rows,
        broken=tuple(reader.broken),
        blank=reader.blank,
        total=reader.total,
        how=_how(found, layout),
    )


_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252",
    "mixed": "two encodings mixed, each line by itself",
}


def _how(found: Survey, layout: Layout) -> str:
    return f"text with {_NAMES[layout.delimiter]}, {_ENCODINGS[found.encoding]}, header in row {layout.header_row}"
