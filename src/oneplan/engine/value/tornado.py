"""What matters most: each input alone at its least and at its most, and what then comes of the whole."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from oneplan.engine.value.arrays import Cases, Twin
from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.model import Model, Span
from oneplan.rulebook.value.ranges import INPUTS

WORDS = {
    "population": "how many there are", "affected": "share with the problem", "engagement": "share who take part",
    "retention": "share who stay", "impact": "share for whom it comes true", "deadweight": "would have come anyway",
    "worth": "what one is worth",
}  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """`low` and `high` are the fiscal net present value with the input at its least and at its most, in pounds.

    `where` is like “outcomes.care.impact”; what is worth and what is paid are multiples of themselves.
    """

    where: str
    of: str
    words: str
    low_input: float
    high_input: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return abs(self.high - self.low)


@dataclass(frozen=True)
class _Input:
    where: str
    of: str
    words: str
    outcome: int
    input: int
    cost: int
    span: Span


def tornado(model: Model, *, ladder: Ladder) -> list[Bar]:
    """Every input that has a range, the one that moves the result most first."""
    twin, inputs = Twin(model, ladder=ladder), list(_inputs(model))
    found = twin.reckon(_one_at_a_time(twin.point(), inputs)).fiscal_npv
    bars = [
        Bar(
            each.where, each.of, each.words, float(each.span.low), float(each.span.high),
            float(found[2 * place]), float(found[2 * place + 1]),
        )
        for place, each in enumerate(inputs)
    ]  # fmt: skip
    return sorted(bars, key=lambda bar: (-bar.width, bar.where))


def _inputs(model: Model) -> Iterator[_Input]:
    for place, outcome in enumerate(model.outcomes):
        for at, name in enumerate(INPUTS):
            if name in outcome.spans and not outcome.spans[name].is_a_point:
                where = f"outcomes.{outcome.name}.{name}"
                yield _Input(where, outcome.words, WORDS[name], place, at, -1, outcome.spans[name])
    for place, cost in enumerate(model.costs):
        if cost.span is not None:
            yield _Input(f"costs.{cost.name}", cost.words, "what it costs", -1, -1, place, cost.span)


def _one_at_a_time(point: Cases, inputs: list[_Input]) -> Cases:
    """Two cases an input: at its least, at its most; all else as it is."""
    rows = max(2 * len(inputs), 1)
    cases = Cases(np.repeat(point.inputs, rows, axis=0), np.repeat(point.costs, rows, axis=0))
    for place, each in enumerate(inputs):
        for row, value in ((2 * place, each.span.low), (2 * place + 1, each.span.high)):
            if each.cost < 0:
                cases.inputs[row, each.outcome, each.input] = float(value)
            else:
                cases.costs[row, each.cost] = float(value)
    return cases
