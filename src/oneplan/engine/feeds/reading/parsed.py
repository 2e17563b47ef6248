"""The parts of a workbook that is a zip of XML, each parsed as far as it is sound, whatever the zip says of it."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError, XMLParserType

from oneplan.engine.feeds.reading.packed import pieces

BODIES = (b"sheetData", b"table-row", b"sheets", b"Relationships")  # such a part has to be sound XML
LONGEST = 13  # letters of such a name
NAMING = ("workbook.xml", ".rels")  # how the names of parts end that tell the sheets' names


class Broken(Exception):
    """A part that is no XML, or that says what no workbook says."""


def listed(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is in the zip, first what tells the sheets' names. Raises `Broken` where two have one name."""
    found = sorted(packed.infolist(), key=lambda each: not plain(each.filename).endswith(NAMING))
    twice = [name for name, count in Counter(plain(each.filename) for each in found).items() if count > 1]
    if twice:
        raise Broken(f"“{twice[0]}” is in it twice")
    return found


def is_sound(raw: IO[bytes], each: zipfile.ZipInfo, parser: XMLParserType, see: Callable[[bytes], object]) -> bool:
    """Give a part to the parser and, while it is sound, to `see`, a piece at a time; False for what is no XML.

    After the last piece comes an empty one.

    Raises `Broken` for a sheet that is no XML, and for a part that is longer than the zip says.
    """
    parser.StartDoctypeDeclHandler = _refuse
    sound, is_sheet, size, before = True, False, 0, b""
    for piece in chain(pieces(raw, each), [b""]):
        size += len(piece)
        is_sheet = is_sheet or any(body in before + piece for body in BODIES)
        try:
            sound = sound and bool(parser.Parse(piece, not piece))
        except ExpatError:
            sound = False
        if sound:
            see(piece)
        if size > each.file_size or (is_sheet and not sound):
            raise Broken(f"“{each.filename}” is not as it has to be")
        before = (before + piece)[-LONGEST:]
    return sound


def parts(path: Path) -> Iterator[tuple[IO[bytes], zipfile.ZipInfo]]:
    with zipfile.ZipFile(path) as packed, path.open("rb") as raw:
        for each in listed(packed):
            yield raw, each


def plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _refuse(*_: object) -> None:
    raise ExpatError
