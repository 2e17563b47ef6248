"""How sure a result is, in words and as plain values: draws, what matters most, what would have to be true."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import Any

from oneplan.engine.value import telling
from oneplan.engine.value.draws import Drawn, Interval
from oneplan.engine.value.figures import each_pound, percent
from oneplan.engine.value.tornado import Bar
from oneplan.rulebook.value.model import ONE, ZERO
from oneplan.rulebook.value.reckon import OutcomeResult, Result

SHOWN = 10  # of what matters most; the rest is in --json
THOUSAND = Decimal(1000)


def thousands(value: float) -> str:
    """Pounds to the nearest thousand, as no draw is surer than that: “£1,234k”, “−£20k”."""
    rounded = (Decimal(value) / THOUSAND).quantize(ONE, ROUND_HALF_UP)
    return f"{'−' if rounded < 0 else ''}£{abs(rounded):,}k"


def of_draws(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """Each result with the interval in which nine of ten draws lie, and the chances."""
    return chain(_sums(drawn), _ratios(drawn), _agencies(drawn), _chances(drawn))


def in_short(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """What comes back for each pound, and the chances."""
    return chain(_ratios(drawn), _chances(drawn))


def besides(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """What `in_short` leaves out: every sum, and what each agency is left with."""
    return chain(_sums(drawn), _agencies(drawn))


def _sums(drawn: Drawn) -> Iterator[tuple[str, str]]:
    named = {
        "Cost": drawn.pv_cost, "Fiscal benefit": drawn.pv_fiscal, "of it cashable": drawn.pv_cashable,
        "Fiscal net present value": drawn.fiscal_npv, "Public value": drawn.pv_public,
        "Public net present value": drawn.public_npv,
    }  # fmt: skip
    for name, interval in named.items():
        yield name, _between(interval)


def _ratios(drawn: Drawn) -> Iterator[tuple[str, str]]:
    for name, ratio in (
        ("Back to the public purse", drawn.fiscal_ratio),
        ("Public value for each £1", drawn.public_ratio),
    ):
        if ratio is not None:
            low, middle, high = (each_pound(each) for each in (ratio.low, ratio.middle, ratio.high))
            yield name, f"{low} to {high}, half of them below {middle}"


def _agencies(drawn: Drawn) -> Iterator[tuple[str, str]]:
    for agency, interval in drawn.agencies.items():
        yield f"{agency} is left with", _between(interval)


def _chances(drawn: Drawn) -> Iterator[tuple[str, str]]:
    yield "Back to the public purse in full", f"in {percent(drawn.chance_of_return)} of the draws"
    yield "Worth its cost to the public", f"in {percent(drawn.chance_of_public_value)} of the draws"


def of_tornado(bars: list[Bar]) -> Iterator[tuple[str, str]]:
    for bar in bars[:SHOWN]:
        ends = ((bar.low_input, bar.low), (bar.high_input, bar.high))
        at_ends = ", ".join(f"{thousands(result)} at {_input(bar, value)}" for value, result in ends)
        yield f"{bar.of}: {bar.words}", at_ends


def needed(result: Result) -> Iterator[tuple[str, str]]:
    """What the impact of each outcome would have to be for the public purse to get back just what was paid."""
    for each in result.outcomes:
        yield each.outcome.words, impact_needed(result, each)


def impact_needed(result: Result, found: OutcomeResult) -> str:
    impact = result.impact_needed(found)
    now = percent(float(found.outcome.reach.impact))
    if impact is None:
        return "nothing that it changes comes back"
    if impact > ONE:
        return f"now {now}; alone it cannot be enough"
    if impact <= ZERO:
        return f"now {now}; the others alone are enough"
    return f"now {now}; breaks even at {float(impact) * 100:.1f} %"


def beside_each_other(results: Mapping[str, Result]) -> Iterator[str]:
    """A table with a column a scenario."""
    columns = [telling.whole(result) for result in results.values()]
    yield f"  {'':<34}" + "".join(f"  {name[:26]:>26}" for name in results)
    for rows in zip(*columns, strict=True):
        yield f"  {rows[0][0]:<34}" + "".join(f"  {said:>26}" for _, said in rows)


def plain(drawn: Drawn | None, bars: list[Bar]) -> dict[str, Any]:
    """For machines; numbers here are binary and drawn, so they are numbers and no texts."""
    return {"draws": asdict(drawn) if drawn else None, "tornado": [asdict(bar) for bar in bars]}


def _between(interval: Interval) -> str:
    low, middle, high = map(thousands, (interval.low, interval.middle, interval.high))
    return f"{low} to {high}, half of them below {middle}"


def _input(bar: Bar, value: float) -> str:
    if bar.where.endswith(".population"):
        return f"{value:,.0f}"
    return f"{value:.2f} times" if bar.words in {"what one is worth", "what it costs"} else percent(value)
