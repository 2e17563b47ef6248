"""Text that the quick reader may not take: mixed encodings, open quotes, breaks within quotes. Line by line."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from oneplan.engine.feeds.reading.rows import Broken, Numbered

JOINED = 50  # lines one value may reach over; a quote open for longer was never closed
SHOWN = 200  # letters of a broken line that are kept


def lines(path: Path, *, encoding: str) -> Iterator[str]:
    """Lines without their ends, whatever the ends are; each decoded by itself where encodings are mixed."""
    if encoding == "utf-16":
        with path.open(encoding="utf-16", errors="replace", newline=None) as file:
            yield from (line.rstrip("\n") for line in file)
        return
    with path.open("rb") as file:
        first = file.read(3)
        if first != codecs.BOM_UTF8:
            file.seek(0)
        for raw in file:
            yield from (
                _decoded(raw).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
            )


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", errors="replace")


class Reader:
    """Gives the rows below a header and keeps what was no row.

    A value that holds line breaks makes one row of several lines, as a spreadsheet shows it.
    """

    def __init__(self, found: Iterator[str], *, delimiter: str, header_row: int, width: int) -> None:
        self.found = found
        self.delimiter, self.header_row, self.width = delimiter, header_row, width
        self.broken: list[Broken] = []
        self.blank = 0
        self.total = 0

    def __iter__(self) -> Iterator[Numbered]:
        held: list[str] = []
        while True:
            text = held.pop(0) if held else next(self.found, None)
            if text is None:
                return
            self.total += 1
            if text.count('"') % 2:
                text, held = self._closed(text, held)
            if self.total > self.header_row and (row := self._row(text)) is not None:
                yield self.total, row

    def _closed(self, text: str, held: list[str]) -> tuple[str, list[str]]:
        """The text up to where its quote closes, and the lines looked at in vain."""
        more: list[str] = []
        while len(more) < JOINED:
            line = held.pop(0) if held else next(self.found, None)
            if line is None:
                break
            more.append(line)
            if line.count('"') % 2:
                return "\n".join([text, *more]), held
        return text, more + held

    def _row(self, text: str) -> list[str | None] | None:
        if not text.strip():
            self.blank += 1
            return None
        if text.count('"') % 2:
            return self._no_row(text, "a quote that is never closed")
        try:
            values = next(csv.reader(io.StringIO(text), delimiter=self.delimiter, strict=True))
        except csv.Error:
            return self._no_row(text, "quotes in the middle of a value")
        if len(values) > self.width and not any(values[self.width :]):
            values = values[: self.width]
        if len(values) != self.width:
            return self._no_row(text, f"{len(values)} columns where the header has {self.width}")
        return [value or None for value in values]

    def _no_row(self, text: str, reason: str) -> list[str | None] | None:
        self.broken.append(Broken(self.total, text[:SHOWN], reason))
        return None
