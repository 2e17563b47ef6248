"""The figures by which feeds are judged, from figures.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "figures.yaml"


@dataclass(frozen=True)
class Figures:
    """What ends with `days` is in days, `stopped_after_gaps` in usual gaps between files; shares are from 0 to 1."""

    late_after_days: int
    stopped_after_gaps: float
    short_share: float
    held_share: float
    assessed_for_days: int


@cache
def figures() -> Figures:
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Figures(**{name: each["value"] for name, each in said.items() if isinstance(each, dict)})
