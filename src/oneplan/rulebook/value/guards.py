"""Against counting one pound twice: which rows of the unit cost library do not stand beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oneplan.rulebook.value.model import Model, Outcome

FILE = Path(__file__).parent / "guards.yaml"
SAME = "the same pound would count twice. Take one of the two out."
NEARLY = (
    "if they are the same people, the same pound counts twice. Take one of the two out, or say in the words of both "
    "whom each is about."
)
APART = "See to it that nobody is counted in both."


class Weight(StrEnum):
    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True)
class Guard:
    """It speaks where an outcome uses one of the codes `of`, beside one of `others` where there are any."""

    name: str
    weight: Weight
    of: tuple[str, ...]
    others: tuple[str, ...]
    unless_left_out: frozenset[str]
    economic_within_years: int
    why: str

    def speaks(self, outcome: Outcome, model: Model) -> bool:
        if not _is_any(outcome.code, self.of) or (self.unless_left_out and self.unless_left_out <= outcome.left_out):
            return False
        if self.economic_within_years and not (
            outcome.worth.economic and model.years < self.economic_within_years
        ):  # fmt: skip
            return False
        rest = [each for each in model.outcomes if each is not outcome]
        return not self.others or any(_is_any(each.code, self.others) for each in rest)


@dataclass(frozen=True)
class Finding:
    weight: Weight
    outcome: Outcome
    why: str


def findings(model: Model) -> list[Finding]:
    """Refusals first, each in the order of the outcomes."""
    by_guard = [
        Finding(guard.weight, outcome, guard.why)
        for guard in guards()
        for outcome in model.outcomes
        if guard.speaks(outcome, model)
    ]
    return sorted([*by_guard, *_same_row(model)], key=lambda each: list(Weight).index(each.weight))


def _same_row(model: Model) -> Iterator[Finding]:
    """One row for two outcomes: of as many people with the problem it is the same pound, of others it may be."""
    seen: dict[str, Outcome] = {}
    for outcome in model.outcomes:
        first = seen.setdefault(outcome.code, outcome)
        if not outcome.code or first is outcome:
            continue
        many, already = (each.reach.population * each.reach.affected for each in (outcome, first))
        if many == already:
            yield Finding(Weight.REFUSE, outcome, f"“{first.words}” counts {outcome.code} of as many already: {SAME}")
        elif abs(many - already) <= nearly() * max(many, already):
            yield Finding(Weight.WARN, outcome, f"“{first.words}” counts {outcome.code} of nearly as many: {NEARLY}")
        else:
            yield Finding(Weight.WARN, outcome, f"“{first.words}” is priced by {outcome.code} too. {APART}")


@cache
def guards() -> Sequence[Guard]:
    return tuple(guard for weight in Weight for guard in _read(weight, _kept()[weight]))


@cache
def nearly() -> Decimal:
    """By what share of the larger two groups may differ and still look like the same people."""
    return Decimal(str(_kept()["nearly"]))


@cache
def _kept() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def _read(weight: Weight, said: Mapping[str, Mapping[str, Any]]) -> Iterator[Guard]:
    for name, each in said.items():
        yield Guard(
            name, weight, tuple(each["of"]), tuple(each.get("with", ())), frozenset(each.get("unless_left_out", ())),
            int(each.get("economic_within_years", 0)), str(each["why"]).strip(),
        )  # fmt: skip


def _is_any(code: str, patterns: Sequence[str]) -> bool:
    return bool(code) and any(fnmatchcase(code, pattern) for pattern in patterns)
