"""The only door to the program that makes PDF files; what people wrote goes in as data, never as its source."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from font_source_sans_pro import __file__ as _fonts

INSTEAD = "□"
MISSING = (
    "Some letters or signs that were written cannot be printed in this paper's type; each is shown as “□”. "
    "They stand whole in OnePlan."
)
MOST_TRIED = 300  # different letters; of more of them, those beyond Latin letters are taken to be missing
LATIN = "\u024f"
PROBE = Path(__file__).parent / "paper_probe.typ"
_KEPT = "\t\n\r"


class CannotSet(Exception):
    """The text says why there is no paper, and what to do."""


def pdf(template: Path, content: Mapping[str, Any]) -> bytes:
    """A PDF that a screen reader can read; the compiler refuses one that is not PDF/UA-1.

    Letters that no type has are shown as “□”, and the template is told so as `missing`. Raises `CannotSet`.
    """
    said = _each(content, _printable)
    try:
        return _made(template, {**said, "missing": ""})
    except typst.TypstError:
        shown = _each(said, _shown_in({*"".join(_texts(said))}))
    try:
        return _made(template, {**shown, "missing": MISSING if shown != said else ""})
    except typst.TypstError as failure:
        raise CannotSet(
            f"The paper “{template.stem}” cannot be made: {failure}. Take out what is named, and try again."
        ) from failure


def pages(template: Path, content: Mapping[str, Any], *, dots_per_inch: float = 96) -> list[bytes]:
    """The same pages as PNG files, to look at."""
    said = {**_each(content, _printable), "missing": ""}
    made: bytes | list[bytes] = typst.compile(template, format="png", ppi=dots_per_inch, **_given(said))
    return made if isinstance(made, list) else [made]


def _made(template: Path, content: Mapping[str, Any]) -> bytes:
    made: bytes = typst.compile(template, format="pdf", pdf_standards="ua-1", **_given(content))
    return made


def _given(content: Any) -> dict[str, Any]:
    return {
        "sys_inputs": {"data": json.dumps(content, ensure_ascii=False)},
        "font_paths": [_folder()],
        "ignore_system_fonts": True,
    }


def _each(content: Any, does: Callable[[str], str]) -> Any:
    """The same with every text changed."""
    if isinstance(content, str):
        return does(content)
    if isinstance(content, Mapping):
        return {name: _each(value, does) for name, value in content.items()}
    return [_each(value, does) for value in content] if isinstance(content, list | tuple) else content


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | list | tuple):
        for each in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(each)


def _printable(text: str) -> str:
    """Without what is no letter and no sign at all: control characters, halves of letters, what Unicode left out."""
    return text if text.isprintable() else "".join(letter for letter in text if not _is_nothing(letter))


def _is_nothing(letter: str) -> bool:
    no_character = ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    return no_character or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in _KEPT)


def _shown_in(letters: set[str]) -> Callable[[str], str]:
    """Puts the mark in place of each of the letters that cannot be shown."""
    strange = sorted(letter for letter in letters if not letter.isascii())
    probe = typst.Compiler(PROBE, **_given(""))
    lost = {letter for letter in strange[:MOST_TRIED] if not _has(probe, letter)}
    lost |= {letter for letter in strange[MOST_TRIED:] if letter > LATIN}
    return lambda text: text.translate({ord(letter): INSTEAD for letter in lost})


def _has(probe: typst.Compiler, letter: str) -> bool:
    """Whether any type that goes with the program has it: tried by setting it alone."""
    given = {"data": json.dumps(letter, ensure_ascii=False)}
    try:
        probe.compile(format="pdf", pdf_standards="ua-1", sys_inputs=given)
    except typst.TypstError:
        return False
    return True


@cache
def _folder() -> Path:
    return Path(_fonts).parent / "files"
