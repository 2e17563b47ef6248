"""How sure a model of an area is: what was measured is drawn as wide as it was, what was counted is no guess."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from oneplan.engine.value.draws import cases, drawn
from oneplan.engine.value.of_area import impact, said
from oneplan.engine.value.tornado import tornado
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.key_working import Effort, Given, key_working
from oneplan.rulebook.value.model import CostKind
from oneplan.rulebook.value.ranges import INPUTS
from oneplan.rulebook.value.reckon import reckon
from tests.value.test_of_area import UCD, area, counted

pytestmark = pytest.mark.requirement("R339", "R343")


def test_nine_of_ten_draws_lie_where_it_is_nine_of_ten_times() -> None:
    """The ends of what is drawn lie outside what is told, since a triangle has little near its ends."""
    found = counted("violence", after=24, expected=40.0)
    model = read(said(area(found), UCD), ladder=green_book())
    low, point, high = impact(found)
    reach = cases(model, draws=40_000, seed=1).inputs[:, 0, INPUTS.index("impact")]
    assert np.percentile(reach, [5, 50, 95]) == pytest.approx([low, point, high], abs=0.01)


@pytest.mark.parametrize("after", [24, 38])
def test_the_middle_of_the_draws_is_what_was_measured_also_where_that_is_little(after: int) -> None:
    """Cut at nought, draws of a small effect would lie far above it; below it they tell of harm."""
    model = read(said(area(counted("violence", after=after, expected=40.0)), UCD), ladder=green_book())
    found, exact = drawn(model, ladder=green_book(), draws=20_000), reckon(model, ladder=green_book())
    assert found.pv_fiscal.middle == pytest.approx(float(exact.pv_fiscal), rel=0.1)
    assert (found.pv_fiscal.low < 0) is (after == 38)


def test_what_was_counted_of_people_is_no_guess() -> None:
    model = read(said(area(counted("violence", after=24, expected=40.0)), UCD), ladder=green_book())
    spans = model.outcomes[0].spans
    assert all(spans[name].is_a_point for name in ("affected", "engagement", "retention", "deadweight"))
    drawn_of = drawn(model, ladder=green_book(), draws=20_000)
    exact = reckon(model, ladder=green_book()).pv_fiscal
    assert drawn_of.pv_fiscal.middle == pytest.approx(float(exact), rel=0.02)
    assert not any("share who stay" in bar.words for bar in tornado(model, ladder=green_book()))


def test_time_that_is_given_is_reckoned_and_no_bill() -> None:
    visits = Given("visits", "volunteers", CostKind.IN_KIND, Decimal(100), "a log")
    bus = Given("bus", "council", CostKind.CASH, Decimal(9), "till")
    year = key_working([], {}, [visits, bus], Effort(60, Decimal(26)))
    found = said(replace(area(counted("care", after=3, expected=9.5)), key_working=year), UCD)
    assert [(each["grade"], each["source"]) for each in found["costs"].values()] == [
        (2, "a log; written down as £100.00"), (1, "till; written down as £9.00"),
    ]  # fmt: skip
