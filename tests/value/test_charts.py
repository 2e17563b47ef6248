"""Charts: nothing meets or leaves the frame, bars are in proportion, the payback is where the model says."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplan.engine.drawing.paint import BRAND, OK
from oneplan.engine.value import charts, spreads
from oneplan.engine.value.charts import Years, by_year, payback_words
from oneplan.engine.value.figures import Likely, short
from oneplan.engine.value.phone import PHONE
from oneplan.engine.value.spreads import Range, ranges_picture, tornado_picture
from oneplan.engine.value.tornado import Bar, tornado
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.reckon import paid_back
from tests.value import boxes
from tests.value.test_flow import EXAMPLE, NAMES, RESULT

pytestmark = pytest.mark.requirement("R343")
WIDTHS = pytest.mark.parametrize("width", [720.0, PHONE], ids=["desk", "phone"])
AMOUNTS = st.one_of(st.just(0.0), st.floats(1, 900), st.floats(1e3, 9e8))
RESULTS = st.one_of(st.just(0.0), st.floats(-9e8, 9e8), st.floats(-900, 900))


@st.composite
def years(draw: st.DrawFn) -> Years:
    many = draw(st.one_of(st.integers(1, 8), st.integers(9, 40)))
    flows = [tuple(draw(st.lists(AMOUNTS, min_size=many, max_size=many))) for _ in range(2)]
    found = Years(draw(NAMES), flows[0], flows[1], None)
    at = crossing(found)
    return Years(found.title, found.cost, found.benefit, at)


def crossing(found: Years) -> float | None:
    """Where the drawn line has risen to nought for the first time, by its own points."""
    for (start, before), (end, after) in zip(found.path[1::2], found.path[2::2], strict=True):
        if after >= 0:
            return start + (end - start) * (-before / (after - before) if before < 0 else 0)
    return None


@st.composite
def bars(draw: st.DrawFn) -> Bar:
    part = draw(
        st.sampled_from(["outcomes.care.impact", "outcomes.care.population", "costs.help", "outcomes.care.worth"])
    )
    low = draw(st.floats(0, 1))
    return Bar(part, draw(NAMES), draw(NAMES), low, low + draw(st.floats(0, 5e4)), draw(RESULTS), draw(RESULTS))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = sorted((draw(RESULTS), draw(RESULTS)))
    return Range(draw(NAMES), draw(RESULTS), Likely(low, high) if draw(st.booleans()) else None)


def sound(svg: str) -> None:
    root = boxes.well_formed(svg)
    assert boxes.overlapping(root) == []
    assert boxes.outside(root) == []


@WIDTHS
@given(found=years())
@settings(max_examples=25, deadline=None)
def test_years_are_drawn_without_words_that_meet(width: float, found: Years) -> None:
    sound(by_year(found, width=width))


@WIDTHS
@given(found=st.lists(bars(), max_size=20), point=RESULTS)
@settings(max_examples=25, deadline=None)
def test_what_matters_most_is_drawn_without_words_that_meet(width: float, found: list[Bar], point: float) -> None:
    svg = tornado_picture(found, point, title="What matters most", width=width)
    sound(svg)
    said = boxes.spoken(boxes.parsed(svg))
    assert f"as modelled: {short(point)}" in said
    assert ("more inputs" in said) == (len(found) > spreads.MOST)


@WIDTHS
@given(found=st.lists(ranges(), min_size=1, max_size=15))
@settings(max_examples=25, deadline=None)
def test_ranges_are_drawn_without_words_that_meet(width: float, found: list[Range]) -> None:
    sound(ranges_picture(found, title="What each is left with", width=width))


def test_the_line_crosses_nought_where_the_model_says_it_is_paid_back() -> None:
    """The example's help is not paid back; at four fifths of what it costs it would be."""
    cost = tuple(each * 4 / 5 for each in RESULT.cost)
    found = Years("Money", tuple(map(float, cost)), tuple(map(float, RESULT.fiscal)), None)
    assert paid_back(RESULT.fiscal, RESULT.cost) is None
    exact = paid_back(RESULT.fiscal, cost)
    assert exact is not None
    assert crossing(found) == pytest.approx(float(exact))
    assert found.so_far[-1] == pytest.approx(found.path[-1][1])


def test_the_payback_is_marked_and_said_or_said_to_be_missing() -> None:
    paid = Years("Money", (100.0, 0.0), (0.0, 200.0), 1.5)
    root = boxes.parsed(by_year(paid))
    assert "paid back after 1.5 years, not discounted" in boxes.spoken(root)
    (dot,) = [each for each in root.iter(f"{boxes.SVG}circle") if each.get("fill") == OK and each.get("r") == "5"]
    first, _ = (each for each in boxes.boxes(root) if each.words in {"1", "2"})
    slot = next(each for each in boxes.boxes(root) if each.words == "2").left - first.left
    start = (first.left + first.right) / 2 - slot / 2
    assert float(dot.get("cx", "0")) == pytest.approx(start + 1.5 * slot, abs=1)
    never = Years("Money", (100.0, 0.0), (0.0, 20.0), None)
    assert payback_words(never) == "not paid back within 2 years, not discounted"
    assert not [each for each in boxes.parsed(by_year(never)).iter(f"{boxes.SVG}circle") if each.get("fill") == OK
                and each.get("r") == "5"]  # fmt: skip


def test_bars_of_years_are_as_tall_as_the_money() -> None:
    root = boxes.parsed(by_year(Years("Money", (100.0, 50.0), (25.0, 75.0), None)))
    tall = [float(each.get("height", "0")) for each in root.iter(f"{boxes.SVG}rect") if each.get("width") == "46"]
    assert [each for each in tall if each != 3] == pytest.approx([150, 37.5, 75, 112.5], abs=0.1)


def test_the_example_s_tornado_names_the_inputs_as_people_write_them() -> None:
    found = tornado(EXAMPLE, ladder=green_book())
    said = boxes.spoken(boxes.parsed(tornado_picture(found, float(RESULT.fiscal_npv), title="What matters most")))
    assert "share for whom it comes true, 18 % to 22 %" in said
    assert "how many there are, 252 to 308" in said
    assert re.search(r"what it costs, 95 % to 105 % of what is said", said)
    rows = spreads.tornado_table(found)
    assert len(rows) == spreads.MOST + 1
    assert rows[1][2] == short(found[0].low)


def test_ticks_stand_at_the_point_on_one_scale() -> None:
    root = boxes.parsed(
        ranges_picture([Range("a", 0, Likely(0, 100)), Range("b", 50, None), Range("c", 100, None)], title="t")
    )
    ticks = [float(each.get("x", "0")) for each in root.iter(f"{boxes.SVG}rect") if each.get("fill") == BRAND]
    assert ticks[1] - ticks[0] == pytest.approx(ticks[2] - ticks[1], abs=0.2)
    assert ticks[2] > ticks[0]


def test_tables_beside_the_charts_have_their_figures() -> None:
    rows = charts.table(Years("Money", (100.0, 50.0), (25.0, 75.0), None))
    assert rows == [["Year", "Cost", "Comes back", "So far"], ["1", "£100", "£25", "−£75"], ["2", "£50", "£75", "−£50"]]
