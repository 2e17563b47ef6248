"""How sure a result is: each input drawn from its range many times, and what the model comes to each time.

An input is drawn from a triangle over its range with the top at its own point, apart from the others. The same seed and
the same name of an outcome give the same draws whatever else a model holds, so that two scenarios differ by what was
changed, and not by chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from oneplan.engine.value.arrays import Cases, Floats, Reckoned, Twin
from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.model import ONE, Model, Span
from oneplan.rulebook.value.ranges import INPUTS

LOW, HIGH = 5, 95  # percentiles: nine draws of ten lie between them
SEED = 20150331
MOST = 100_000  # of a model of forty outcomes they take a quarter of a gigabyte


@dataclass(frozen=True)
class Interval:
    """Nine of ten draws lie between `low` and `high`, half of them below `middle`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Drawn:
    """`agencies` is what each is left with. A ratio is None where nothing is paid.

    `chance_of_return` is the share of draws in which the public purse gets back at least what was paid, and
    `chance_of_payback` that in which it does so within the model's years without discounting.
    """

    draws: int
    seed: int
    pv_cost: Interval
    pv_fiscal: Interval
    pv_public: Interval
    pv_cashable: Interval
    fiscal_npv: Interval
    public_npv: Interval
    fiscal_ratio: Interval | None
    public_ratio: Interval | None
    saves: Mapping[str, Interval]
    pays: Mapping[str, Interval]
    agencies: Mapping[str, Interval]
    chance_of_return: float
    chance_of_public_value: float
    chance_of_payback: float


def drawn(model: Model, *, ladder: Ladder, draws: int, seed: int = SEED) -> Drawn:
    """Raises `ValueError` for no draws, or more than there is room for."""
    if not 1 <= draws <= MOST:
        raise ValueError(f"There are to be {draws:,} draws. Ask for 1 to {MOST:,}; 10,000 are a good number.")
    return _told(model, Twin(model, ladder=ladder).reckon(cases(model, draws=draws, seed=seed)), draws, seed)


def cases(model: Model, *, draws: int, seed: int) -> Cases:
    """The drawn inputs."""
    inputs = np.empty((draws, len(model.outcomes), len(INPUTS)))
    for place, outcome in enumerate(model.outcomes):
        uniform = _stream(seed, "outcome", outcome.name).random((draws, len(INPUTS)))
        for at, name in enumerate(INPUTS):
            point = float(getattr(outcome.reach, name)) if name != "worth" else 1.0
            inputs[:, place, at] = _triangle(uniform[:, at], point, outcome.spans.get(name))
    costs = np.empty((draws, len(model.costs)))
    for place, cost in enumerate(model.costs):
        costs[:, place] = _triangle(_stream(seed, "cost", cost.name).random(draws), float(ONE), cost.span)
    return Cases(inputs, costs)


def _stream(seed: int, *names: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, *"\0".join(names).encode()]))


def _triangle(uniform: Floats, point: float, span: Span | None) -> Floats:
    """Numbers of 0 to 1 as draws from the triangle; without a width, the point itself."""
    low, high = (float(span.low), float(span.high)) if span else (point, point)
    if high <= low:
        return np.full_like(uniform, point)
    rise, fall = point - low, high - point
    below = low + np.sqrt(uniform * (high - low) * rise)
    above = high - np.sqrt((1 - uniform) * (high - low) * fall)
    return np.where(uniform * (high - low) < rise, below, above)


def _told(model: Model, found: Reckoned, draws: int, seed: int) -> Drawn:
    return Drawn(
        draws,
        seed,
        pv_cost=_interval(found.pv_cost),
        pv_fiscal=_interval(found.pv_fiscal),
        pv_public=_interval(found.pv_public),
        pv_cashable=_interval(found.pv_cashable),
        fiscal_npv=_interval(found.fiscal_npv),
        public_npv=_interval(found.public_npv),
        fiscal_ratio=_ratio(found.fiscal_ratio),
        public_ratio=_ratio(found.public_ratio),
        saves=_by_agency(model, found.saves),
        pays=_by_agency(model, found.pays),
        agencies=_by_agency(model, found.saves - found.pays),
        chance_of_return=float((found.fiscal_npv >= 0).mean()),
        chance_of_public_value=float((found.public_npv >= 0).mean()),
        chance_of_payback=float(np.isfinite(found.payback).mean()),
    )


def _by_agency(model: Model, values: Floats) -> dict[str, Interval]:
    return {agency: _interval(values[:, place]) for place, agency in enumerate(model.agencies)}


def _interval(values: Floats) -> Interval:
    low, middle, high = np.percentile(values, (LOW, 50, HIGH))
    return Interval(float(low), float(middle), float(high))


def _ratio(values: Floats) -> Interval | None:
    """None where a draw has no cost: a ratio to nothing is no figure."""
    return None if np.isnan(values).any() else _interval(values)
