"""What a model's file may say, as a JSON Schema (2020-12)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "schema.yaml"


@cache
def schema() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def names(part: str = "") -> frozenset[str]:
    """What may be said in a part, like “outcome”; without a part, in the whole file."""
    found = schema()["$defs"][part] if part else schema()
    return frozenset(found["properties"])
