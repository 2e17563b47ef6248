"""The only door to the program that makes PDF files; what people wrote goes in as data, never as its source."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from font_source_sans_pro import __file__ as _fonts


def pdf(template: Path, content: Mapping[str, Any]) -> bytes:
    """A PDF that a screen reader can read; the compiler refuses one that is not PDF/UA-1."""
    made: bytes = typst.compile(template, format="pdf", pdf_standards=["ua-1"], **_given(content))
    return made


def pages(template: Path, content: Mapping[str, Any], *, dots_per_inch: float = 96) -> list[bytes]:
    """The same pages as PNG files, to look at."""
    made: bytes | list[bytes] = typst.compile(template, format="png", ppi=dots_per_inch, **_given(content))
    return made if isinstance(made, list) else [made]


def _given(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sys_inputs": {"data": json.dumps(content, ensure_ascii=False)},
        "font_paths": [_folder()],
        "ignore_system_fonts": True,
    }


@cache
def _folder() -> Path:
    return Path(_fonts).parent / "files"
