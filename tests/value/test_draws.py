"""Draws: without a range they are the exact model; with one, they say how sure it is, and the same each time."""

from dataclasses import fields, replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplan.engine.value.arrays import NEVER, Twin
from oneplan.engine.value.draws import MOST, Drawn, Interval, cases, drawn
from oneplan.engine.value.tornado import tornado
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.model import Model, Outcome, Span
from oneplan.rulebook.value.ranges import INPUTS
from oneplan.rulebook.value.reckon import Result, reckon
from tests.value.constructed import CARE, CASE, HELP, VIOLENCE
from tests.value.test_what_must_hold import models, outcomes

pytestmark = pytest.mark.requirement("R343")
LADDER = green_book()
AMOUNTS = ("pv_cost", "pv_fiscal", "pv_public", "pv_cashable", "fiscal_npv", "public_npv")
WIDE = replace(CASE, outcomes=(replace(CARE, spans={"impact": Span(Decimal("0.2"), Decimal("0.8"))}), VIOLENCE))


def near(found: float, exact: Decimal, *, of: float) -> bool:
    return abs(found - float(exact)) <= 1e-9 * max(of, 1.0)


def size(result: Result) -> float:
    return float(abs(result.pv_public) + abs(result.pv_fiscal) + abs(result.pv_cost))


@given(models(), st.integers(1, 3))
@settings(max_examples=150)
def test_without_ranges_every_draw_is_the_exact_model(model: Model, draws: int) -> None:
    exact = reckon(model, ladder=LADDER)
    found = drawn(model, ladder=LADDER, draws=draws)
    for name in AMOUNTS:
        interval: Interval = getattr(found, name)
        assert near(interval.low, getattr(exact, name), of=size(exact)), name
        assert near(interval.high, getattr(exact, name), of=size(exact)), name
    for position in exact.positions():
        assert near(found.saves[position.agency].middle, position.saves, of=size(exact))
        assert near(found.pays[position.agency].middle, position.pays, of=size(exact))
        assert near(found.agencies[position.agency].middle, position.net, of=size(exact))
    assert (found.fiscal_ratio is None) == (exact.fiscal_ratio is None)
    if found.public_ratio is not None and exact.public_ratio is not None:
        assert found.public_ratio.middle == pytest.approx(float(exact.public_ratio), rel=1e-9, abs=1e-12)


@given(models())
@settings(max_examples=150)
def test_the_twin_is_paid_back_when_the_exact_model_is(model: Model) -> None:
    exact, twin = reckon(model, ladder=LADDER), Twin(model, ladder=LADDER)
    (years,) = twin.reckon(twin.point()).payback
    assert years == (NEVER if exact.payback is None else pytest.approx(float(exact.payback), rel=1e-6, abs=1e-6))


@given(outcomes(), st.data())
@settings(max_examples=80)
def test_any_case_of_the_twin_is_an_exact_model_of_its_own(outcome: Outcome, data: st.DataObject) -> None:
    """Not only at the point: whatever the inputs are, the twin and the exact model agree."""
    other = {
        name: data.draw(st.decimals("0", "900" if name == "population" else "1", places=3))
        for name in INPUTS
        if name != "worth"
    }
    model = replace(CASE, outcomes=(outcome, VIOLENCE), years=12)
    twin = Twin(model, ladder=LADDER)
    case = twin.point()
    case.inputs[0, 0, :-1] = [float(other[name]) for name in INPUTS if name != "worth"]
    changed = replace(model, outcomes=(replace(outcome, reach=replace(outcome.reach, **other)), VIOLENCE))
    exact = reckon(changed, ladder=LADDER)
    found = twin.reckon(case)
    assert near(found.pv_fiscal[0], exact.pv_fiscal, of=size(exact))
    assert near(found.pv_public[0], exact.pv_public, of=size(exact))


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    first, again, other = (drawn(WIDE, ladder=LADDER, draws=500, seed=seed) for seed in (7, 7, 8))
    assert first == again
    assert first.pv_fiscal != other.pv_fiscal


def test_another_outcome_does_not_change_the_draws_of_the_first() -> None:
    alone = replace(WIDE, outcomes=WIDE.outcomes[:1])
    swapped = replace(WIDE, outcomes=WIDE.outcomes[::-1])
    of_care = cases(WIDE, draws=50, seed=1).inputs[:, 0]
    assert np.array_equal(of_care, cases(alone, draws=50, seed=1).inputs[:, 0])
    assert np.array_equal(of_care, cases(swapped, draws=50, seed=1).inputs[:, 1])


def test_draws_of_a_triangle_are_those_of_a_triangle() -> None:
    """Against its known mean, spread and ends: (l + m + h) / 3 and (l² + m² + h² − lm − lh − mh) / 18."""
    low, point, high = 0.2, 0.4, 0.8
    drawn_impact = cases(WIDE, draws=50_000, seed=3).inputs[:, 0, INPUTS.index("impact")]
    assert low <= drawn_impact.min() < 0.21
    assert 0.79 < drawn_impact.max() <= high
    assert drawn_impact.mean() == pytest.approx((low + point + high) / 3, abs=0.003)
    spread = (low**2 + point**2 + high**2 - low * point - low * high - point * high) / 18
    assert drawn_impact.var() == pytest.approx(spread, rel=0.03)
    assert (drawn_impact < point).mean() == pytest.approx((point - low) / (high - low), abs=0.01)


def test_the_interval_of_one_wide_input_is_that_of_its_triangle() -> None:
    """Care alone is drawn, and the result is straight in it, so the ends are those of the input's own percentiles."""
    found = drawn(WIDE, ladder=LADDER, draws=50_000)
    low = 0.2 + (0.05 * 0.6 * 0.2) ** 0.5
    high = 0.8 - (0.05 * 0.6 * 0.4) ** 0.5
    for end, impact in ((found.pv_fiscal.low, low), (found.pv_fiscal.high, high)):
        reach = replace(CARE.reach, impact=Decimal(str(impact)))
        exact = reckon(replace(CASE, outcomes=(replace(CARE, reach=reach), VIOLENCE)), ladder=LADDER)
        assert end == pytest.approx(float(exact.pv_fiscal), rel=0.01)
    assert 0 < found.chance_of_return < 1


def test_a_wider_range_is_a_wider_interval() -> None:
    def width(error: str) -> float:
        span = Span(Decimal("0.4") - Decimal(error), Decimal("0.4") + Decimal(error))
        found = drawn(
            replace(CASE, outcomes=(replace(CARE, spans={"impact": span}),)), ladder=LADDER, draws=2000
        ).pv_fiscal
        return found.high - found.low

    assert 0 < width("0.05") < width("0.2") < width("0.4")


def test_a_cost_that_may_be_higher_is_drawn_too() -> None:
    model = replace(CASE, costs=(replace(HELP, span=Span(Decimal("0.9"), Decimal("1.5"))),))
    found = drawn(model, ladder=LADDER, draws=2000)
    assert found.pv_cost.low < 440_000 < found.pv_cost.middle < found.pv_cost.high < 440_000 * 1.5
    assert found.pays["local authority"] == found.pv_cost


@pytest.mark.parametrize("draws", [0, -4, MOST + 1])
def test_no_draws_or_too_many_are_refused(draws: int) -> None:
    with pytest.raises(ValueError, match="10,000 are a good number"):
        drawn(CASE, ladder=LADDER, draws=draws)


def test_without_a_cost_there_is_no_ratio_and_without_outcomes_nothing() -> None:
    free = drawn(replace(CASE, costs=(replace(HELP, by_year=(Decimal(0),)),)), ladder=LADDER, draws=10)
    assert free.fiscal_ratio is None
    assert free.public_ratio is None
    empty = drawn(replace(CASE, outcomes=()), ladder=LADDER, draws=10)
    assert empty.pv_fiscal == Interval(0, 0, 0)
    assert empty.chance_of_return == empty.chance_of_payback == 0
    assert {each.name for each in fields(Drawn)} >= set(AMOUNTS)


def test_a_tornado_says_what_the_exact_model_says_at_each_end() -> None:
    spans = {
        "impact": Span(Decimal("0.2"), Decimal("0.5")),
        "deadweight": Span(Decimal("0.1"), Decimal("0.6")),
        "worth": Span(Decimal("0.8"), Decimal("1.1")),
    }
    model = replace(
        CASE,
        outcomes=(replace(CARE, spans=spans), VIOLENCE),
        costs=(replace(HELP, span=Span(Decimal("0.5"), Decimal(2))),),
    )
    bars = tornado(model, ladder=LADDER)
    assert [bar.width for bar in bars] == sorted((bar.width for bar in bars), reverse=True)
    assert {bar.where for bar in bars} == {"costs.help", *(f"outcomes.care.{name}" for name in spans)}
    by_place = {bar.where: bar for bar in bars}
    for name, span in spans.items():
        bar = by_place[f"outcomes.care.{name}"]
        for end, found in ((span.low, bar.low), (span.high, bar.high)):
            exact = reckon(replace(model, outcomes=(_with(name, end), VIOLENCE)), ladder=LADDER)
            assert near(found, exact.fiscal_npv, of=size(exact))
    help_bar = by_place["costs.help"]
    assert help_bar.low > help_bar.high
    assert help_bar.low - help_bar.high == pytest.approx(440_000 * 1.5)


def _with(name: str, value: Decimal) -> Outcome:
    """Care with one input otherwise; what it is worth is a multiple."""
    if name == "worth":
        return replace(CARE, worth=replace(CARE.worth, fiscal=CARE.worth.fiscal * value))
    return replace(CARE, reach=replace(CARE.reach, **{name: value}))


def test_a_model_without_ranges_has_no_tornado() -> None:
    assert tornado(CASE, ladder=LADDER) == []


def test_the_impact_needed_breaks_even() -> None:
    result = reckon(CASE, ladder=LADDER)
    for place, found in enumerate(result.outcomes):
        needed = result.impact_needed(found)
        assert needed is not None
        reach = replace(found.outcome.reach, impact=needed)
        changed = [*CASE.outcomes]
        changed[place] = replace(found.outcome, reach=reach)
        again = reckon(replace(CASE, outcomes=tuple(changed)), ladder=LADDER)
        assert abs(again.fiscal_npv) < Decimal("1e-9")
    nothing = replace(CARE, reach=replace(CARE.reach, population=Decimal(0)))
    still = reckon(replace(CASE, outcomes=(nothing,)), ladder=LADDER)
    assert still.impact_needed(still.outcomes[0]) is None
