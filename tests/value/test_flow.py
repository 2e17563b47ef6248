"""The funding picture: no words meet or leave the frame, bars are as tall as the money, ten questions are answered."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplan.engine.drawing.paint import BRAND, OK, WARM
from oneplan.engine.value import flow
from oneplan.engine.value.draws import drawn
from oneplan.engine.value.figures import Likely, each_pound, joined, percent, pounds, short
from oneplan.engine.value.flow import Change, Funding, Partner, Sure
from oneplan.engine.value.flow_narrow import narrow
from oneplan.engine.value.flow_wide import SHEET, wide
from oneplan.engine.value.ribbons import HAIR
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.funding import Rule, proposal
from oneplan.rulebook.value.reckon import reckon
from tests.repository.files import ROOT
from tests.value import boxes

pytestmark = pytest.mark.requirement("R341", "R343")
LADDER = green_book()
EXAMPLE = read(yaml.safe_load((ROOT / "docs/examples/key-working.yaml").read_text(encoding="utf-8")), ladder=LADDER)
RESULT = reckon(EXAMPLE, ladder=LADDER)
PICTURE = flow.of(RESULT, drawn=drawn(EXAMPLE, ladder=LADDER, draws=2_000))
Draw = Callable[[Funding], str]
VARIANTS = pytest.mark.parametrize("draw", [wide, partial(wide, at=SHEET), narrow], ids=["desk", "paper", "phone"])

NAMES = st.text("abcdefghij klmnopqrstuvwxyz-&/<>é’", min_size=1, max_size=60).filter(str.strip)
AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 99), st.floats(1e3, 9e5), st.floats(1e6, 5e9))


@st.composite
def partners(draw: st.DrawFn) -> Partner:
    back = draw(AMOUNTS)
    low, high = back * draw(st.floats(0, 1)), back * draw(st.floats(1, 4))
    sure = Likely(low, high) if draw(st.booleans()) else None
    return Partner(draw(NAMES), draw(AMOUNTS), back, back * draw(st.floats(0, 1)), sure, draw(AMOUNTS))


@st.composite
def fundings(draw: st.DrawFn) -> Funding:
    changes = draw(st.lists(st.builds(Change, AMOUNTS, NAMES, AMOUNTS), max_size=9))
    sure = Sure(Likely(0.5, 1.5), Likely(-1.0, 2e6), Likely(-2e4, 3e6), 0.5) if draw(st.booleans()) else Sure()
    return Funding(
        draw(NAMES), draw(NAMES), draw(st.integers(1, 40)), "2015/16",
        tuple(draw(st.lists(partners(), min_size=1, max_size=14))), tuple(changes), draw(AMOUNTS), draw(AMOUNTS),
        draw(AMOUNTS), draw(st.sampled_from(["", "as things are now"])), sure,
    )  # fmt: skip


@VARIANTS
@given(funding=fundings())
@settings(max_examples=30, deadline=None)
def test_no_words_meet_and_none_leave_the_frame(draw: Draw, funding: Funding) -> None:
    root = boxes.well_formed(draw(funding))
    assert boxes.overlapping(root) == []
    assert boxes.outside(root) == []


def test_words_that_meet_or_leave_would_be_found() -> None:
    text = '<text x="{}" y="20" font-size="16">Health</text>'
    root = boxes.parsed(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30">{text.format(5)}{text.format(45)}</svg>'
    )
    assert boxes.overlapping(root) == [("Health", "Health")]
    assert boxes.outside(root) == ["Health"]


@given(st.lists(st.floats(2e5, 1e6), min_size=1, max_size=14), st.floats(0.2, 1.5))
@settings(max_examples=40, deadline=None)
def test_bars_of_the_help_are_as_long_as_the_money_on_one_scale(amounts: list[float], society: float) -> None:
    given_ = tuple(Partner(f"a{place}", each, each * 0.7, each * 0.3) for place, each in enumerate(amounts))
    funding = Funding("A model", "Help", 5, "2015/16", given_, society=society * sum(amounts))
    for draw, side in ((wide, "height"), (narrow, "width")):
        root = boxes.parsed(draw(funding))
        warm, brand, green = (max(boxes.bars(root, fill, side)) for fill in (WARM, BRAND, OK))
        scale = green / (society * sum(amounts))
        back = [share * each for each in amounts for share in (0.3, 0.4)]
        for bar, money in ((warm, amounts), (brand, back)):
            wanted = sum(max(HAIR, each * scale) for each in money)
            assert bar == pytest.approx(wanted, abs=0.2 + wanted * 0.06 / green)  # what a tenth of a pixel hides


def test_money_in_bars_of_the_desk_s_picture_is_in_proportion() -> None:
    root = boxes.parsed(wide(PICTURE))
    put_in = boxes.bars(root, WARM, "height")
    amounts = [each.puts_in for each in PICTURE.paying]
    assert put_in[-1] == pytest.approx(sum(put_in[:-1]), abs=0.2)
    for (bar, amount), (other, its) in pairwise(zip(put_in[:-1], amounts, strict=True)):
        assert bar / other == pytest.approx(amount / its, rel=0.02)


@VARIANTS
def test_nothing_at_all_is_drawn_too(draw: Draw) -> None:
    funding = Funding("Nothing yet", "Help", 1, "2015/16", (Partner("Council", 0, 0),))
    root = boxes.well_formed(draw(funding))
    assert "Nothing is put in by Council." in boxes.spoken(root)
    assert boxes.overlapping(root) == []


@VARIANTS
def test_what_nobody_carries_is_said_in_the_picture(draw: Draw) -> None:
    funding = Funding("A", "Help", 1, "2015/16", (Partner("Council", 60_000, 90_000),), unfunded=40_000)
    assert "£40k of the cost is carried by nobody yet." in boxes.spoken(boxes.parsed(draw(funding)))


def answers() -> dict[str, str]:
    """The ten questions of docs/explanation/the-funding-picture.md, each with words that answer it in the picture."""
    health = next(each for each in PICTURE.partners if each.agency == "Health")
    schools = next(each for each in PICTURE.partners if each.agency == "Schools")
    assert health.sure is not None
    assert PICTURE.sure.each_pound is not None
    assert PICTURE.sure.chance is not None
    low, high = PICTURE.sure.each_pound.low, PICTURE.sure.each_pound.high
    share = f"{health.puts_in / PICTURE.cost * 100:.0f} %"
    return {
        "What does the help cost in all, and over how many years?": f"costs {short(PICTURE.cost)} over 2 years",
        "What does health put in?": f"Health puts in {short(health.puts_in)}, {share} of the cost",
        "What does health get back?": f"gets back {short(health.gets_back)}",
        "How sure is what health gets back?": f"likely {joined(short(health.sure.low), short(health.sure.high))}",
        "How much of it can health take out of a budget?": f"{short(health.cashable)} of it cashable",
        "Who is left worse off, and by how much?": f"left with {short(schools.net)}",
        "Who puts nothing in, and gains?": "Nothing is put in by Police, Courts and prisons, Housing and Jobcentre.",
        "What comes back to budgets for each pound, and how sure is that?": (
            f"Budgets get back £{PICTURE.back / PICTURE.cost:.2f} for each £1 likely £{low:.2f}–£{high:.2f} "
            f"In {PICTURE.sure.chance * 100:.0f} of 100 draws"
        ),
        "What changes for families, and what is each change worth?": "2 children who stay at home and out of care",
        "What does society gain that is in no budget?": f"Society, besides gains {short(PICTURE.society)}",
    }


@VARIANTS
def test_ten_questions_are_answered_by_the_picture_alone(draw: Draw) -> None:
    said = boxes.spoken(boxes.parsed(draw(PICTURE)))
    found = answers()
    assert len(found) == 10
    said = said.replace("(", "").replace(")", "").replace(";", "")
    assert [question for question, words in found.items() if words not in said] == []


def test_the_questions_are_those_of_the_page() -> None:
    page = (ROOT / "docs/explanation/the-funding-picture.md").read_text(encoding="utf-8")
    assert [question for question in answers() if question not in page] == []


def test_the_table_has_the_figures_of_the_picture_and_they_sum() -> None:
    rows = flow.table(PICTURE)
    assert rows[0][0] == "Agency"
    assert [row[0] for row in rows[1:]] == [*EXAMPLE.agencies, "Together"]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[-1][1] == pounds(float(RESULT.pv_cost))
    assert rows[-1][2] == pounds(float(RESULT.pv_fiscal))
    assert rows[-1][4] == pounds(float(RESULT.pv_cashable))


def test_a_little_of_the_cost_is_not_told_as_nothing() -> None:
    two = (Partner("Council", 100_000, 0), Partner("Fire", 300, 0), Partner("Voluntary", 0, 0, reserve=50))
    funding = Funding("A", "Help", 1, "2015/16", two)
    assert [flow.paying_words(each, funding)[0] for each in two] == [
        "puts in £100k, 100 % of the cost", "puts in £300, under 1 % of the cost", "puts in £0",
    ]  # fmt: skip


def test_society_apart_and_budgets_make_the_public_value() -> None:
    assert PICTURE.back - PICTURE.transfers + PICTURE.society == pytest.approx(float(RESULT.pv_public))


def test_a_proposal_is_drawn_with_its_reserve() -> None:
    shared = proposal(RESULT.positions(), cost=RESULT.pv_cost, rule=Rule.BENEFIT, terms=EXAMPLE.funding)
    funding = flow.of(RESULT, shared=shared)
    assert funding.cost == pytest.approx(float(RESULT.pv_cost))
    said = boxes.spoken(boxes.parsed(wide(funding)))
    assert "Paid in proportion to what each gets back" in said
    assert f"{short(float(shared.reserve))} is held as a reserve until outcomes are shown" in said
    assert "No ranges were drawn" in said
    assert flow.table(funding)[-1][2] == pounds(float(shared.reserve))


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "£0"), (0.4, "£0"), (850.4, "£850"), (999.6, "£1k"), (8_750, "£8.8k"), (8_000, "£8k"), (27_645, "£28k"),
     (348_469, "£348k"), (999_600, "£1m"), (1_250_000, "£1.25m"), (12_340_000, "£12.3m"), (4.2e9, "£4.2bn"),
     (-20_000, "−£20k"), (9_990, "£10k"), (99.96e6, "£100m")],
)  # fmt: skip
def test_short_pounds(value: float, said: str) -> None:
    assert short(value) == said


def test_ranges_in_words() -> None:
    assert joined("£120k", "£310k") == "£120k–£310k"
    assert joined("−£20k", "£30k") == "−£20k to £30k"
    assert joined("£5", "£5") == "about £5"


@pytest.mark.parametrize(
    ("value", "said"), [(1.014, "£1.01"), (-0.104, "−£0.10"), (-0.001, "£0.00"), (1234.5, "£1,234.50")]
)
def test_what_comes_back_of_a_pound_may_be_a_loss(value: float, said: str) -> None:
    assert each_pound(value) == said


@pytest.mark.parametrize(("share", "said"), [(0.463, "46 %"), (-0.344, "−34 %"), (-0.001, "0 %")])
def test_a_share_below_nought_has_its_sign(share: float, said: str) -> None:
    assert percent(share) == said
