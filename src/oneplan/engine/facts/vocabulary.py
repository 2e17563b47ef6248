"""Which kinds of facts there are, and what each is called, counted in and kept for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "kinds.yaml"
_NAMED = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class FactKind:
    name: str
    words: str
    plain: str  # as said to a family
    unit: str
    says: str
    category: str
    keep_years: int
    attributes: Mapping[str, str]
    source: str

    def say(self, *, value: float | None, attributes: Mapping[str, str | None]) -> str:
        """The fact in words: “124 of 130 sessions attended”. What is not known is not spoken of."""
        known = {name: _words(said) for name, said in attributes.items() if said is not None}
        if value is not None:
            known["value"] = f"{value:,.2f}" if self.unit == "pounds" else f"{value:g}"
        parts = [part for part in self.says.split(", ") if known.keys() >= set(_NAMED.findall(part))]
        return ", ".join(part.format_map(known) for part in parts)


def _words(said: str) -> str:
    if _DAY.fullmatch(said):
        return f"{date.fromisoformat(said):%-d %B %Y}"
    return said.replace("_", " ")


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))["kinds"]
    return {name: FactKind(name, **said) for name, said in kept.items()}
