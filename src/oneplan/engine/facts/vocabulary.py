"""Which kinds of facts there are, and what each is called, counted in and kept for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "kinds.yaml"


@dataclass(frozen=True)
class FactKind:
    name: str
    words: str
    plain: str  # as said to a family
    unit: str
    category: str
    keep_years: int
    attributes: Mapping[str, str]
    source: str


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))["kinds"]
    return {name: FactKind(name, **said) for name, said in kept.items()}
