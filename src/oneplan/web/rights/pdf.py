"""The only door to the program that makes PDF files; what people wrote goes in as data, never as its source."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from font_source_sans_pro import __file__ as _fonts

TEMPLATE = Path(__file__).parent / "pack.typ"


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(_fonts).parent / "files"


def made(content: dict[str, Any]) -> bytes:
    """A PDF that a screen reader can read; the compiler refuses one that is not PDF/UA-1."""
    pdf: bytes = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
        font_paths=[_folder()],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return pdf
