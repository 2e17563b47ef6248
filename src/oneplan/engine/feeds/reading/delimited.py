"""A text file of columns, of whatever dialect and encoding, to the one shape; one of fixed width, if it is none."""

from collections.abc import Collection
from itertools import islice
from pathlib import Path

from oneplan.engine.feeds.reading import careful, fixed, quick
from oneplan.engine.feeds.reading.dialect import LOOKED_AT, Layout, NoTable, folded, layout_of
from oneplan.engine.feeds.reading.rows import Received, write
from oneplan.engine.feeds.reading.survey import ENCODINGS, Survey, survey


def read(path: Path, into: Path, *, wanted: Collection[str] = ()) -> Received:
    """Read `path` and write its rows to `into` (Parquet).

    `wanted` are names of columns that tell the header, folded by `dialect.folded`.
    Raises `survey.NothingInIt` and `dialect.NoTable`; their text is for a data manager.
    """
    found = survey(path)
    lines = list(islice(careful.lines(path, encoding=found.encoding), LOOKED_AT))
    try:
        layout = layout_of(lines, wanted=wanted)
    except NoTable:
        if (fixed_so := fixed.read(path, into, found=found, wanted=wanted)) is not None:
            return fixed_so
        raise
    if _may_be_fixed(layout, wanted) and (fixed_so := fixed.read(path, into, found=found, wanted=wanted)) is not None:
        return fixed_so
    return _by(layout, path, into, found=found)


def _may_be_fixed(layout: Layout, wanted: Collection[str]) -> bool:
    """Nothing keeps columns apart, or what seems to gives none that is known."""
    return len(layout.header) < 2 or (bool(wanted) and not any(folded(name) in wanted for name in layout.header))


def _by(layout: Layout, path: Path, into: Path, *, found: Survey) -> Received:
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


def _how(found: Survey, layout: Layout) -> str:
    return f"text with {_NAMES[layout.delimiter]}, {ENCODINGS[found.encoding]}, header in row {layout.header_row}"
