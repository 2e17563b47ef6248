"""Find a word wherever an answer could carry it: in any part, any file, however it is packed or written."""

import base64
import binascii
import gzip
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from pypdf import PdfReader

_LONG_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,}={0,2}")
_DEPTH = 3


def letters(text: str) -> str:
    """Letters and digits alone, lower case: however a word is spaced, hyphenated or written, it is the same word."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", "", plain.lower())


def in_answer(answer: Any) -> str:
    """Everything an answer says, as letters: its headers, cookies and body, whatever kind of file that is."""
    body = answer.getvalue() if answer.streaming else answer.content
    said = [f"{name}: {value}" for name, value in answer.headers.items()]
    said += [morsel.OutputString() for morsel in answer.cookies.values()]
    return "|".join(map(letters, [*unfolded(body), *(text for part in said for text in unfolded(part.encode()))]))


def unfolded(data: bytes, depth: int = _DEPTH) -> Iterator[str]:
    """The data as text, and what is packed inside it: archives, PDF files, escapes, encoded cookies."""
    if data.startswith(b"%PDF"):
        yield from _in_pdf(data)
        return
    if data.startswith(b"PK\x03\x04"):
        yield from _in_zip(data, depth)
        return
    if data.startswith(b"\x1f\x8b"):
        yield from unfolded(gzip.decompress(data), depth)
        return
    text = data.decode("utf-8", errors="replace")
    yield text
    yield from {unescape(text), unquote(text), *_in_json(text)} - {text}
    if depth and len(data) < 4000:  # a cookie or a header, not a whole page
        for token in _LONG_TOKEN.findall(text):
            yield from _in_token(token, depth - 1)


def _in_pdf(data: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(data))
    yield from (page.extract_text() for page in reader.pages)
    yield " ".join(map(str, (reader.metadata or {}).values()))


def _in_zip(data: bytes, depth: int) -> Iterator[str]:
    """Spreadsheets and documents are archives as well; the text between their tags is read with the tags taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name
            if depth:
                for text in unfolded(archive.read(name), depth - 1):
                    yield text
                    yield re.sub(r"<[^>]+>", "", text)


def _in_json(text: str) -> list[str]:
    if not text.lstrip().startswith(("{", "[", '"')):
        return []
    try:
        return [json.dumps(json.loads(text), ensure_ascii=False)]
    except ValueError:
        return []


def _in_token(token: str, depth: int) -> Iterator[str]:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return
    yield raw.decode("utf-8", errors="replace")
    try:
        yield from unfolded(zlib.decompress(raw), depth)
    except zlib.error:
        return
