"""A workbook is opened from a copy of the parts that were looked at: who opens the file itself may see others.

A zip can be made so that two programs find two different lists of parts in it. The copy is written by ourselves, so
that what was looked at and what is opened are one.
"""

import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from oneplan.engine.feeds.reading import tried
from oneplan.engine.feeds.reading.extent import FREE, MOST, damaged, refuse_far
from oneplan.engine.feeds.reading.packed import BROKEN, pieces
from oneplan.engine.feeds.reading.parsed import Broken, parts, plain
from oneplan.engine.feeds.reading.refusals import CannotOpen

_NO_WORKBOOK = "It is no workbook, or it broke on the way. Save it as .xlsx or as CSV, and try again."
_SAYS_WHAT_IT_IS = "mimetype"  # the one part of a workbook that is read and is no XML
_LARGE = 1 << 30  # bytes of a part


@contextmanager
def opened(
    path: Path, folder: Path | None = None, *, most: int = MOST, free: int = FREE, tags: int | None = None
) -> Iterator[Path]:
    """The file to open in place of a workbook, in `folder` or where temporary files are, until the end of the block.

    Raises `CannotOpen` for what fills the memory, is damaged, or is none. See `extent.refuse_far` for the limits.
    """
    if tried.is_binary(path):
        tried.refuse_unopenable(path)
        yield path
        return
    if not zipfile.is_zipfile(path):
        raise CannotOpen(_NO_WORKBOOK)
    sound = refuse_far(path, most=most, free=free, tags=tags)
    with tempfile.TemporaryDirectory(dir=folder, prefix="workbook-") as made:
        copy = Path(made) / path.name
        try:
            _copy(path, {*sound, _SAYS_WHAT_IT_IS}, copy)
        except OSError:  # the disk is full: no fault of the file
            raise
        except (*BROKEN, Broken) as failure:
            raise damaged(failure) from failure
        yield copy


def _copy(path: Path, wanted: Collection[str], into: Path) -> None:
    with zipfile.ZipFile(into, "w") as copy:
        for raw, each in parts(path):
            if plain(each.filename) not in wanted:
                continue
            found = 0
            with copy.open(each.filename, "w", force_zip64=each.file_size > _LARGE) as out:
                for piece in pieces(raw, each):
                    found = crc32(piece, found)
                    out.write(piece)
            if found != each.CRC:
                raise Broken(f"“{each.filename}” is not as it was packed")
