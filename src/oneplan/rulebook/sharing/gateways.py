"""The ways in law by which partners may share: codes and names, each with its source."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Gateway:
    code: str
    name: str
    source: str
    verified: bool

    @property
    def words(self) -> str:
        """The name, and that it was not verified where it was not."""
        return self.name if self.verified else f"{self.name} – not verified"


@lru_cache(maxsize=1)
def every() -> tuple[Gateway, ...]:
    kept = yaml.safe_load((Path(__file__).parent / "gateways.yaml").read_text())
    return tuple(Gateway(**row) for row in kept["values"])


def find(code: str) -> Gateway | None:
    return next((each for each in every() if each.code == code), None)
