"""The copy of everything kept as a PDF."""

from pathlib import Path
from typing import Any

from oneplan.engine import paper

TEMPLATE = Path(__file__).parent / "pack.typ"


def made(content: dict[str, Any]) -> bytes:
    return paper.pdf(TEMPLATE, content)
