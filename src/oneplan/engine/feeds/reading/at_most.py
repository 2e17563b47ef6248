"""The cells that a workbook can have room for at most, where it is written as programs write it.

`extent` looks at each element and knows; here the bytes are counted, several times quicker. What is written otherwise
(a cell without its place, names with a colon, a comment, OpenDocument) is for `extent` to say.
"""

import re
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from oneplan.engine.feeds.reading.packed import BROKEN
from oneplan.engine.feeds.reading.parsed import Broken, is_sound, parts

_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_ROW = re.compile(rb'<row(?: r="([0-9]{1,7})"|>)')
_OTHER_ROW = re.compile(rb'<row(?=[\s/>])(?!>| r="[0-9]{1,7}")')
_OTHERWISE = re.compile(rb"<c[>/\t\r\n]")
_WITH_COLON = re.compile(rb"<[^\s<>]*:(?:c|row)[\s/>]")
_SHEET = re.compile(rb"[<:]sheet[\s/>]")
_BEGINNINGS = (b"<?xml ", b"\xef\xbb\xbf<?xml ")
_LONGEST_TAG = 1 << 22  # bytes
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Counted:
    """Of one part: where its cells end, and how many there are, with content."""

    def __init__(self) -> None:
        self.rows = self.unnumbered = self.cells = self.filled = self.sheets = self.seen = 0
        self.columns: set[bytes] = set()
        self.kept = b""

    def see(self, piece: bytes) -> None:
        """The last tag is kept until its end has come. Raises `Broken` where it is not written as programs do."""
        declared = not self.seen and piece.startswith(_BEGINNINGS)
        self.seen += len(piece)
        text = self.kept + piece
        cut = max(text.rfind(b"<"), 0) if piece else len(text)
        text, self.kept = text[:cut], text[cut:]
        found = _CELL.findall(text)
        if text.count(b"<?") > declared or len(self.kept) > _LONGEST_TAG or not _is_plain(text, cells=len(found)):
            raise Broken("it is not written as programs write it")
        self._place(found, _ROW.findall(text))
        self.cells += len(found)
        self.filled += text.count(b"><v>") + text.count(b"><is>")
        self.sheets += _sheets(text)

    def _place(self, cells: list[bytes], rows: list[bytes]) -> None:
        """A row that has no number is the next one."""
        places = b" ".join(cells)
        self.columns.update(places.translate(None, _DIGITS).split(b" "))
        numbers = {*rows, *places.translate(None, _LETTERS).split(b" ")} - {b""}
        self.rows = max(self.rows, *map(int, numbers), 0)
        self.unnumbered += rows.count(b"")

    @property
    def room(self) -> int:
        return (self.rows + self.unnumbered) * max(map(_column, self.columns), default=0)

    @property
    def written(self) -> int:
        return min(self.cells, self.filled)


def is_surely_within(path: Path, most: int, free: int, sparse: int) -> bool:
    """Whether there is no more room than `most`, and than `free` and `sparse` times the cells that have content.

    False also where that cannot be said.
    """
    counted = []
    try:
        for raw, each in parts(path):
            part = _Counted()
            if is_sound(raw, each, ParserCreate("utf-8"), part.see):
                counted.append(part)
    except (*BROKEN, Broken, ExpatError, ValueError, OverflowError):
        return False
    sheets = sum(part.sheets for part in counted)  # of which several may be read from one part
    read_from = max(sheets, sum(part.cells > 0 for part in counted))
    room = read_from * max((part.room for part in counted), default=0)
    return room <= min(most, free + sparse * sum(part.written for part in counted))


def _is_plain(text: bytes, *, cells: int) -> bool:
    if b"<!" in text or b"table-" in text or _OTHER_ROW.search(text):
        return False
    if text.count(b"<c") != cells and (text.count(b"<c ") != cells or _OTHERWISE.search(text)):
        return False
    return (b":c" not in text and b":row" not in text) or not _WITH_COLON.search(text)


def _sheets(text: bytes) -> int:
    return len(_SHEET.findall(text)) if b"<sheet" in text or b":sheet" in text else 0


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column
