"""How often things happen: `rates.yaml`, checked and typed."""

from functools import cache
from typing import Any

from oneplan.engine.synthetic.draws import Weighted
from oneplan.engine.synthetic.reading import table


@cache
def rate(name: str) -> float:
    return float(table("rates")[name])


@cache
def number(name: str) -> int:
    return int(table("rates")[name])


@cache
def shares(name: str, part: str | None = None) -> Weighted[Any]:
    """A table of weights, or one of its parts."""
    weights = table("rates")[name]
    return Weighted(weights if part is None else weights[part])
