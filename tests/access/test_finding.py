"""The finder finds a word in each kind of file and packing that an answer could have; else it would prove nothing."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from oneplan.web.people.diagrams.svg import svg
from oneplan.web.rights import pdf
from tests.access.finding import in_answer, letters
from tests.diagrams.sheffield import williams

WORD = "Zqxvbrtkmwnp"
PARTS = ("word/document.xml", "xl/sharedStrings.xml", "plain.txt")


def _zip(name: str, inside: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, inside)
    return made.getvalue()


def _pdf() -> bytes:
    item = {"heading": "A note", "on": None, "parts": [{"label": "Text", "text": f"They live in {WORD} Road."}]}
    return pdf.made({
        "title": "All", "from": "us", "person": "Somebody", "reference": "A-1", "made_on": "2026-01-01",
        "opening": [], "why": [], "told": [], "kept": [],
        "sections": [{"title": "Notes", "items": [item]}], "looks": [], "closing": [],
    })  # fmt: skip


WAYS: dict[str, Callable[[], bytes]] = {
    "page": f"<p>{WORD}</p>".encode,
    "broken by tags and spaces": lambda: " ".join(WORD).encode(),
    "escaped": lambda: "".join(f"&#{ord(each)};" for each in WORD).encode(),
    "percent": lambda: quote(WORD).replace("q", "%71").encode(),
    "json": lambda: json.dumps({"a": WORD}).replace("q", "\\u0071").encode(),
    "pdf": _pdf,
    "gzip": lambda: gzip.compress(WORD.encode()),
    "zip in a zip": lambda: _zip("inner.zip", _zip("plain.txt", WORD.encode())),
    "name in a zip": lambda: _zip(f"{WORD}.txt", b""),
    **{f"zip {name}": (lambda name=name: _zip(name, f"<t>{WORD[:5]}</t><t>{WORD[5:]}</t>".encode())) for name in PARTS},  # type: ignore[misc]
    "drawing": lambda: svg(williams()).replace("Sarah", WORD).encode(),
    "cookie in parts": lambda: base64.urlsafe_b64encode(f"a message that says {WORD}".encode()),
    "cookie packed": lambda: base64.urlsafe_b64encode(zlib.compress(b"a message that says " + WORD.encode())),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_found(way: str) -> None:
    answer = HttpResponse(WAYS[way]())
    assert letters(WORD) in in_answer(answer)
    assert letters("Anotherword") not in in_answer(answer)


def test_a_word_is_found_in_headers_cookies_redirects_and_streams() -> None:
    named = HttpResponse(headers={"Content-Disposition": f'attachment; filename="{WORD}.pdf"'})
    moved = HttpResponse(status=302, headers={"Location": f"/find/?q={quote(WORD)}"})
    kept = HttpResponse()
    kept.set_cookie("messages", base64.urlsafe_b64encode(f"was written: {WORD}, and kept".encode()).decode())
    streamed = StreamingHttpResponse([WORD[:4].encode(), WORD[4:].encode()])
    for answer in (named, moved, kept, streamed):
        assert letters(WORD) in in_answer(answer)


def test_a_word_is_found_however_it_is_written() -> None:
    for written in (WORD.upper(), f"{WORD[:3]}­{WORD[3:]}", escape(WORD), f"{WORD[:6]}\n   {WORD[6:]}"):
        assert letters(WORD) in in_answer(HttpResponse(written))
