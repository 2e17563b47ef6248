"""Between what and what each input of a model is thought to lie: said for it, or as far as its grade may be off.

The error by grade is in optimism.yaml. Shares of people stay within 0 and 1; what is worth, and what is paid, has a
span of multiples of itself.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from oneplan.rulebook.value.model import ONE, ZERO, Reach, Span
from oneplan.rulebook.value.optimism import grade_of
from oneplan.rulebook.value.reading import Reading
from oneplan.rulebook.value.written import count, share

SHARES = ("affected", "engagement", "retention", "impact", "deadweight")
INPUTS = ("population", *SHARES, "worth")
LEAST = {"impact": -ONE}  # help may do harm; of all else there is nought at least
PAIR = "Write the least and the most, like [20 %, 40 %]."


def of_outcome(reading: Reading, said: Mapping[str, Any], at: str, reach: Reach) -> dict[str, Span]:
    """The span of each input that has one: those of the grade, with what is said under `ranges` in their place."""
    points = {name: getattr(reach, name) for name in INPUTS if name != "worth"} | {"worth": ONE}
    found = {name: _within(name, around(point, _error(said))) for name, point in points.items() if _error(said)}
    given = reading.mapping(said.get("ranges", {}), f"{at}.ranges")
    reading.known(given, frozenset(INPUTS), f"{at}.ranges")
    for name in set(given) & set(INPUTS):
        found[name] = _pair(reading, given[name], f"{at}.ranges.{name}", name, points[name])
    return found


def of_cost(reading: Reading, said: Mapping[str, Any], at: str) -> Span | None:
    """Between what multiples the cost lies."""
    if "range" in said:
        return _pair(reading, said["range"], f"{at}.range", "worth", ONE)
    return around(ONE, _error(said)) if _error(said) else None


def leaves(name: str, low: Decimal, high: Decimal) -> bool:
    """Whether a range goes beyond what there can be."""
    return low < LEAST.get(name, ZERO) or (name in SHARES and high > ONE)


def within(name: str) -> str:
    if name in LEAST:
        return "−100 to 100 %, below nought where help may do harm"
    return "0 to 100 %" if name in SHARES else "nought or more"


def around(point: Decimal, error: Decimal) -> Span:
    return Span(point * (ONE - error), point * (ONE + error))


def _error(said: Mapping[str, Any]) -> Decimal:
    grade = grade_of(said.get("grade"))
    return grade.error if grade else ZERO


def _within(name: str, span: Span) -> Span:
    return Span(span.low, min(span.high, ONE)) if name in SHARES else span


def _pair(reading: Reading, said: Any, at: str, name: str, point: Decimal) -> Span:
    if not isinstance(said, list) or len(said) != 2:
        reading.wrong(at, f"A range has two ends. {PAIR}")
        return Span(point, point)
    reads = count if name == "population" else share
    low, high = (reading.value(each, reads, at) for each in said)
    if low > high:
        reading.wrong(at, f"The range goes from {said[0]} down to {said[1]}. {PAIR}")
    elif leaves(name, low, high):
        reading.wrong(at, f"The range from {said[0]} to {said[1]} leaves what there can be: write {within(name)}.")
    elif not low <= point <= high:
        reading.wrong(at, f"The figure itself, {point:f}, is not within {said[0]} to {said[1]}. {PAIR}")
    return Span(low, high)
