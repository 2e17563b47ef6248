"""Why something may be told without consent: the ground, the law it rests on, how soon it is looked at again."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Ground:
    words: str
    law: str
    verified: bool
    review_days: int
    needs_approval: bool

    def review_on(self, made_on: date) -> date:
        """The last day it may stand without somebody looking at it again."""
        return made_on + timedelta(days=self.review_days)


def ground(code: str, *, on: date) -> Ground:
    """Return the ground in force on the day; KeyError for one that is not."""
    return grounds(on=on)[code]


def grounds(*, on: date) -> dict[str, Ground]:
    in_force = [kept for start, kept in _all() if start <= on]
    return (in_force or [_all()[0][1]])[-1]


@cache
def _all() -> list[tuple[date, dict[str, Ground]]]:
    kept = yaml.safe_load((Path(__file__).parent / "bases.yaml").read_text())
    rows = [(row["from"], {code: Ground(**each) for code, each in row["bases"].items()}) for row in kept["values"]]
    return sorted(rows, key=lambda row: row[0])
