"""Random draws that depend on nothing but seed, purpose and index.

Only `Random.random` and `Random.gauss` are used: their results are promised to stay the same from one
Python version to the next, those of `choice` and `shuffle` are not.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def later(day: date, days: int) -> date:
    """`day + timedelta(days)`, twice as fast: hundreds of thousands of dates are moved."""
    return date.fromordinal(day.toordinal() + days)


class Weighted(Generic[T]):
    """Options with weights, ready to be drawn from many times."""

    __slots__ = ("last", "options", "steps", "total")

    def __init__(self, weights: Mapping[T, float]) -> None:
        kept = {option: weight for option, weight in weights.items() if weight > 0}
        self.options = tuple(kept)
        self.steps = tuple(accumulate(kept.values()))
        self.total, self.last = self.steps[-1], len(kept) - 1


class Draws:
    __slots__ = ("gauss", "random")

    def __init__(self, seed: int, *, purpose: str, index: int) -> None:
        digest = blake2b(f"{seed}:{purpose}:{index}".encode(), digest_size=8).digest()
        source = Random(int.from_bytes(digest))
        self.random = source.random
        self.gauss = source.gauss

    def chance(self, share: float) -> bool:
        return self.random() < share

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.random() * len(options))]

    def weighted(self, table: Weighted[T]) -> T:
        return table.options[bisect(table.steps, self.random() * table.total, 0, table.last)]

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` when they are the wrong way round."""
        begin = first.toordinal()
        span = last.toordinal() - begin
        return date.fromordinal(begin + int(self.random() * (span + 1))) if span > 0 else first

    def some(self, options: Sequence[T], number: int) -> list[T]:
        """Up to `number` different options, in a drawn order."""
        left = list(options)
        return [left.pop(int(self.random() * len(left))) for _ in range(min(number, len(left)))]
