"""One look over a text file before it is read: how it is written, and whether the quick reader may take it."""

import codecs
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "windows-1252", "mixed"]
ENCODINGS: dict[Encoding, str] = {  # in words
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252",
    "mixed": "two encodings mixed, each line by itself",
}
SAMPLE = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NothingInIt(Exception):
    """The file has no content; the text is written for a data manager."""


@dataclass(frozen=True)
class Survey:
    """`lines` counts physical lines; `blank` are the numbers of the empty ones, from 1."""

    encoding: Encoding
    lines: int
    blank: tuple[int, ...]
    is_plain: bool  # UTF-8, one kind of line end: the quick reader may try


def survey(path: Path) -> Survey:
    """Raises `NothingInIt` for a file of no bytes, or of spaces and line ends only."""
    if not path.stat().st_size:
        raise NothingInIt("This file is empty (0 bytes). Ask the partner to send it again.")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        encoding = _encoding(content)
        if encoding == "utf-16":
            return Survey(encoding, 0, (), is_plain=False)
        lines = _number_of_lines(content)
        blank = _blank(content) if _has_blank(content) else ()
        if len(blank) == lines:
            raise NothingInIt(f"This file holds {lines} empty lines and nothing else. Ask for it again.")
        plain = encoding == "utf-8" and _has_one_line_end(content) and content.find(b"\0", 0) < 0
        return Survey(encoding, lines, blank, is_plain=plain)


def _encoding(content: mmap.mmap) -> Encoding:
    if content[:2] in _UTF16:
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(content):
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "mixed" if _has_wide_letters(content) else "windows-1252"
    return "utf-8"


def _has_wide_letters(content: mmap.mmap) -> bool:
    """Whether some line that is not plain ASCII is good UTF-8 all the same: then two programs wrote the file."""
    content.seek(0)
    for line in iter(content.readline, b""):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False


def _number_of_lines(content: mmap.mmap) -> int:
    unended = content[-1:] != b"\n"
    return sum(chunk.count(b"\n") for chunk in _chunks(content)) + unended


def _has_blank(content: mmap.mmap) -> bool:
    begins = content[:2] in (b"\r\n", b"\n") or content[:1] == b"\n" or not content[:SAMPLE].strip()
    return begins or content.find(b"\n\n", 0) >= 0 or content.find(b"\n\r\n", 0) >= 0


def _blank(content: mmap.mmap) -> tuple[int, ...]:
    content.seek(0)
    return tuple(number for number, line in enumerate(iter(content.readline, b""), 1) if line.isspace())


def _has_one_line_end(content: mmap.mmap) -> bool:
    """All lines end alike: with CR LF, or with LF."""
    if content.find(b"\r", 0) < 0:
        return True
    feeds = returns = both = 0
    ended = b""
    for chunk in _chunks(content):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        both += chunk.count(b"\r\n") + (ended + chunk[:1] == b"\r\n")
        ended = chunk[-1:]
    return returns == feeds == both


def _chunks(content: mmap.mmap) -> Iterator[bytes]:
    content.seek(0)
    return iter(lambda: content.read(SAMPLE), b"")
