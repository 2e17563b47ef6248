"""How long does a model of worth take: exactly, and by draws? As ratios to what cannot be done without.

    make bench ONLY=value          (OUTCOMES=40; DRAWS=10000; TIMES=7)

The floor of the exact model is its arithmetic in Python's binary numbers; the floor of the draws is drawing as many
numbers with numpy and nothing else. The aims: one model within 50 ms, 10,000 draws of 40 outcomes within 1 s.
"""

import os
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median

import numpy as np

from oneplan.engine.value.draws import SEED, drawn
from oneplan.engine.value.tornado import tornado
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.model import Cost, CostKind, Course, Model, Outcome, Reach, Worth
from oneplan.rulebook.value.ranges import INPUTS, around
from oneplan.rulebook.value.reckon import reckon

OUTCOMES = int(os.environ.get("OUTCOMES", "40"))
DRAWS = int(os.environ.get("DRAWS", "10000"))
TIMES = int(os.environ.get("TIMES", "7"))
LADDER = green_book()
AGENCIES = ("council", "health", "police", "schools", "courts", "housing")


def main() -> None:
    model = _model()
    numbers = _numbers(model)
    exact = _timed(lambda: reckon(model, ladder=LADDER).positions())
    binary = _timed(lambda: _in_binary(*numbers))
    print(
        f"{OUTCOMES} outcomes, {model.years} years, {len(AGENCIES)} agencies, exactly: {exact * 1000:.1f} ms, ", end=""
    )
    print(f"{exact / binary:.1f} × plain loops in binary")
    draws = _timed(lambda: drawn(model, ladder=LADDER, draws=DRAWS))
    floor = _timed(lambda: np.random.Generator(np.random.PCG64(SEED)).random((DRAWS, OUTCOMES * len(INPUTS))))
    print(f"{DRAWS:,} draws of it: {draws:.2f} s, {draws / floor:.1f} × drawing the numbers alone")
    bars = _timed(lambda: tornado(model, ladder=LADDER))
    print(f"what matters most, {2 * OUTCOMES * len(INPUTS)} cases: {bars * 1000:.0f} ms")


def _model() -> Model:
    return Model("invented", "2015/16", 10, tuple(map(_outcome, range(OUTCOMES))), (_cost(),))


def _outcome(place: int) -> Outcome:
    share = Decimal(place % 9 + 1) / 10
    reach = Reach(Decimal(100 + place), share, Decimal("0.8"), Decimal("0.9"), share, Decimal("0.2"))
    worth = Worth(
        Decimal(1000 * (place + 1)), Decimal(500), Decimal(250), Decimal(100),
        {each: Decimal(1) / len(AGENCIES) for each in AGENCIES}, Decimal("0.3"),
    )  # fmt: skip
    spans = {name: around(Decimal(1) if name == "worth" else getattr(reach, name), Decimal("0.1")) for name in INPUTS}
    course = Course(place % 3, 5, Decimal("0.1"))
    return Outcome(f"o{place}", "an outcome", reach, Decimal("0.15"), course, worth, spans=spans)


def _cost() -> Cost:
    by_year = (Decimal(400_000), Decimal(100_000))
    return Cost(
        "help", "key working", "council", CostKind.CASH, by_year, Decimal("0.1"), around(Decimal(1), Decimal("0.1"))
    )


Row = tuple[float, list[float], list[float]]


def _numbers(model: Model) -> tuple[list[Row], list[float]]:
    """Each outcome's yearly worth, its shape by year and its shares; the factors."""
    rows = [
        (
            float(each.net * each.worth.fiscal),
            [float(each.course.shape(year)) for year in range(model.years)],
            [float(share) for share in each.worth.shares.values()],
        )
        for each in model.outcomes
    ]
    return rows, [float(each) for each in LADDER.factors(model.years)]


def _in_binary(rows: list[Row], factors: list[float]) -> list[float]:
    """What each agency gets back, by the plainest loops."""
    saves = [0.0] * len(AGENCIES)
    for worth, shape, shares in rows:
        for left, factor in zip(shape, factors, strict=True):
            for place, share in enumerate(shares):
                saves[place] += worth * left * share * factor
    return saves


def _timed(does: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        does()
        taken.append(time.perf_counter() - started)
    return median(taken)


if __name__ == "__main__":
    main()
