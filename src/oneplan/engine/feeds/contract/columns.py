"""Every column a partner may send: its type, its codes and bounds, its category, and the headers it is known by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from oneplan.engine.feeds.reading.dialect import folded
from oneplan.engine.feeds.types import Options, Type, types

FILE = Path(__file__).parent.parent / "columns.yaml"


@dataclass(frozen=True)
class Column:
    """`codes` has what each of our codes is usually written as; `category` is one of rulebook/sharing."""

    name: str
    type: Type
    words: str
    category: str
    names: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None

    def options(self, *, codes: Mapping[str, str] | None = None, formats: tuple[str, ...] = ()) -> Options:
        """How values of this column are read, with a partner's own codes before the usual ones."""
        usual = {theirs: ours for ours, all_theirs in self.codes.items() for theirs in (ours, *all_theirs)}
        return Options({**usual, **(codes or {})}, formats, self.least, self.most)

    def is_called(self, header: str) -> bool:
        return folded(header) in {folded(name) for name in (self.name, *self.names)}


@cache
def columns() -> Mapping[str, Column]:
    kept = yaml.safe_load(FILE.read_text(encoding="utf-8"))["columns"]
    return {name: _column(name, said) for name, said in kept.items()}


def _column(name: str, said: Mapping[str, object]) -> Column:
    rest = {key: value for key, value in said.items() if key not in {"type", "names", "codes"}}
    codes = {ours: tuple(theirs) for ours, theirs in said.get("codes", {}).items()}  # type: ignore[attr-defined]
    return Column(name, types()[str(said["type"])], names=tuple(said["names"]), codes=codes, **rest)  # type: ignore[arg-type]
