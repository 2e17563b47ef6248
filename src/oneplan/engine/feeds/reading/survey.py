"""One look over a text file before it is read: how it is written, and whether the quick reader may take it."""

import codecs
import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "windows-1252", "mixed"]
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
    is_plain: bool  # UTF-8, one kind of line end, every quote closed on its own line


def survey(path: Path) -> Survey:
    """Raises `NothingInIt` for a file of no bytes, or of spaces and line ends only."""
    if not path.stat().st_size:
        raise NothingInIt(f"“{path.name}” is empty (0 bytes). Ask the partner to send it again.")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        encoding = _encoding(content)
        if encoding == "utf-16":
            return Survey(encoding, 0, (), is_plain=False)
        lines, blank, odd = _lines(content)
        if len(blank) == lines:
            raise NothingInIt(f"“{path.name}” holds {lines} empty lines and nothing else. Ask for it again.")
        plain = encoding == "utf-8" and not odd and _has_one_line_end(content) and content.find(b"\0") < 0
        return Survey(encoding, lines, blank, is_plain=plain)


def _encoding(content: mmap.mmap) -> Encoding:
    if content[:2] in _UTF16:
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), SAMPLE):
            decoder.decode(content[start : start + SAMPLE])
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


def _lines(content: mmap.mmap) -> tuple[int, tuple[int, ...], bool]:
    """How many lines, which are blank, and whether some line needs care: a quote left open, spaces and nothing else."""
    content.seek(0)
    blank, odd, number = [], False, 0
    for number, line in enumerate(iter(content.readline, b""), 1):
        if line.isspace():
            blank.append(number)
            odd = odd or bool(line.strip(b"\r\n"))
        elif line.count(b'"') & 1:
            odd = True
    return number, tuple(blank), odd


def _has_one_line_end(content: mmap.mmap) -> bool:
    """All lines end alike: with CR LF, or with LF."""
    content.seek(0)
    feeds = returns = both = 0
    for chunk in iter(lambda: content.read(SAMPLE), b""):
        feeds += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        both += chunk.count(b"\r\n")
    return returns == 0 or returns == feeds == both
