"""Fifty invented models: the exact model, a plain re-computation and the workbook, reckoned anew, say the same."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from oneplan.engine.value import telling
from oneplan.engine.value.workbook.places import AGENCIES, BENEFITS, CHARGED, DISCOUNTING, RESULTS, YEAR_COLUMN, places
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.faults import faults
from oneplan.rulebook.value.model import Cost, CostKind, Course, Model, Outcome, Reach, Worth
from oneplan.rulebook.value.reckon import Flow, Result, reckon
from tests.value import invented, plain
from tests.value.constructed import CASE
from tests.value.recalculated import Recalculated, pence

pytestmark = pytest.mark.requirement("R338", "R341", "R347")
LADDER = green_book()
NEAR = 1e-6  # of a pound, and of the amount where that is more
FIRST = 4  # row of Results and Agencies
Figure = Decimal | Fraction | float
Told = tuple[str, Decimal, Figure]  # what, by the exact model, by the plain one


def near(a: Figure, b: Figure) -> bool:
    return abs(float(a) - float(b)) <= NEAR * max(1, abs(float(b)))


def money(result: Result, again: plain.Plain) -> Iterator[Told]:
    """Each amount of Results with its words there."""
    yield "Cost, as worth now", result.pv_cost, again.pv_cost
    for kind, words in zip(CostKind, ("of it in cash", "of it in kind", "of it capital"), strict=True):
        yield words, result.costs_by(kind), again.by_kind.get(str(kind), Fraction(0))
    yield "Fiscal benefit, as worth now", result.pv_fiscal, again.pv_fiscal
    yield "of it cashable", result.pv_cashable, again.pv_cashable
    yield "Public value, as worth now", result.pv_public, again.pv_public
    yield "Fiscal net present value", result.fiscal_npv, again.pv_fiscal - again.pv_cost
    yield "Public net present value", result.public_npv, again.pv_public - again.pv_cost


def quotients(result: Result, again: plain.Plain) -> Iterator[tuple[str, Figure | None, Figure | None, str]]:
    """Each result that there may not be, and what the workbook says then."""
    cost, fiscal, public = again.pv_cost, again.pv_fiscal, again.pv_public
    never = "not within these years"
    yield "Back to the public purse for each £1", result.fiscal_ratio, fiscal / cost if cost else None, "no cost"
    yield "Net return on each £1", result.net_return, fiscal / cost - 1 if cost else None, "no cost"
    yield "Public value for each £1", result.public_ratio, public / cost if cost else None, "no cost"
    yield "Paid back after years", result.payback, again.payback, never
    yield "Paid back after years, discounted", result.payback_discounted, again.payback_discounted, never
    even = cost / fiscal if fiscal else None
    yield "Breaks even where each impact is times", result.break_even, even, "never"


@pytest.mark.parametrize("number", range(invented.HOW_MANY))
def test_three_ways_agree(number: int, tmp_path: Path) -> None:
    result, again, book = three_ways(invented.model(number), tmp_path)
    the_whole(result, again, book)
    each_outcome_and_cost_in_each_year(result, again, book)
    each_agency(result, again, book)


def three_ways(model: Model, folder: Path) -> tuple[Result, plain.Plain, Recalculated]:
    result = reckon(model, ladder=LADDER)
    write(result, folder / "model.xlsx")
    return result, plain.reckoned(model), Recalculated(folder / "model.xlsx")


def the_whole(result: Result, again: plain.Plain, book: Recalculated) -> None:
    lines = book.lines(RESULTS)
    rows = {str(book.value(RESULTS, row, 0)): row for row in range(FIRST, FIRST + 15)}
    for words, exact, other in money(result, again):
        found = lines[words]
        assert isinstance(found, float), words
        assert near(exact, other), words
        assert near(found, other), words
        assert pence(found) == pence_of(exact), words
        if not is_half_a_penny(exact):  # the engine, unlike Excel, rounds those in binary
            assert book.shown(RESULTS, rows[words], 1) == f"£{pence_of(exact):,}".replace("£-", "-£"), words
    for words, ratio, also, instead in quotients(result, again):
        found = lines[words]
        if ratio is None or also is None:
            assert (ratio, also, found) == (None, None, instead), words
            continue
        assert isinstance(found, float), words
        assert near(ratio, also), words
        assert near(found, also), words


def pence_of(exact: Decimal) -> Decimal:
    """As OnePlan shows it everywhere else."""
    return Decimal(telling.pounds(exact).replace("£", "").replace(",", "").replace("−", "-"))


def is_half_a_penny(exact: Decimal) -> bool:
    return abs(exact * 100 % 1) == Decimal("0.5")


def test_the_models_differ_in_what_may_go_wrong() -> None:
    models = invented.models()
    assert len(models) == invented.HOW_MANY
    assert all(faults(model, ladder=LADDER) == [] for model in models)
    assert {len(model.outcomes) for model in models} >= {1, 2, 39, 40}
    assert {1, 31, 40} <= {model.years for model in models}
    results = [reckon(model, ladder=LADDER) for model in models]
    assert {bool(each.pv_cost) for each in results} == {True, False}
    assert {bool(each.pv_fiscal) for each in results} == {True, False}
    assert any(each.pv_public and not each.pv_fiscal for each in results)
    assert any(each.payback is None for each in results)
    assert any(each.payback and each.payback > 1 for each in results)
    assert any(each.payback != each.payback_discounted for each in results)
    assert {outcome.course.drop_off for model in models for outcome in model.outcomes} >= {Decimal(0), Decimal(1)}
    assert all(any(each.costs_by(kind) for each in results) for kind in CostKind)


def each_outcome_and_cost_in_each_year(result: Result, again: plain.Plain, book: Recalculated) -> None:
    at = places(result.model, steps=len(LADDER.steps))
    for nth, outcome in enumerate(result.outcomes):
        assert near(outcome.net, again.net[nth])
        assert near(book.number(BENEFITS, at.shapes + 1 + nth, 1), again.net[nth])
        for block, flow, other, now in (
            (at.fiscal, outcome.fiscal, again.fiscal[nth], again.pv_fiscal_of[nth]),
            (at.public, outcome.public, again.public[nth], again.pv_public_of[nth]),
        ):
            assert near(book.number(BENEFITS, block + 1 + nth, 1), now)
            in_each_year(flow, other, book, BENEFITS, block + 1 + nth)
    in_each_year(result.cost, again.cost, book, CHARGED, at.cost_total)


def in_each_year(exact: Flow, again: plain.Line, book: Recalculated, sheet: str, row: int) -> None:
    for column, (amount, other) in enumerate(zip(exact, again, strict=True), YEAR_COLUMN):
        assert near(amount, other)
        assert near(book.number(sheet, row, column), other)


def each_agency(result: Result, again: plain.Plain, book: Recalculated) -> None:
    positions = result.positions()
    assert {each.agency for each in positions} == {*again.saves, *again.pays}
    for row, each in enumerate(positions, FIRST):
        saves, pays = again.saves.get(each.agency, Fraction(0)), again.pays.get(each.agency, Fraction(0))
        assert book.value(AGENCIES, row, 0) == each.agency
        for column, exact, other in ((1, each.saves, saves), (2, each.pays, pays), (3, each.net, saves - pays)):
            found = book.number(AGENCIES, row, column)
            assert near(exact, other)
            assert near(found, other)
            assert pence(found) == pence_of(exact)
    last = FIRST + len(positions) + 2
    assert [book.value(AGENCIES, last, column) for column in (1, 2, 3)] == ["agrees"] * 3


def test_discount_factors_beyond_year_30(tmp_path: Path) -> None:
    model = next(each for each in invented.models() if each.years == 40)
    _, _, book = three_ways(model, tmp_path)
    at = places(model, steps=len(LADDER.steps))
    for year, factor in enumerate(plain.discount_factors(40)):
        assert near(book.number(DISCOUNTING, at.rates_row + 1, at.year(year)), factor)
    assert [book.number(DISCOUNTING, at.rates_row, at.year(year)) for year in (30, 31)] == [0.035, 0.03]


def test_the_constructed_case(tmp_path: Path) -> None:
    """The totals of the reference, to the penny, by the formulas of the workbook alone."""
    result, again, book = three_ways(CASE, tmp_path)
    the_whole(result, again, book)
    lines = book.lines(RESULTS)
    told = {words: pence(found) for words, found in lines.items() if isinstance(found, float)}
    assert told["Cost, as worth now"] == Decimal("440000.00")
    assert told["Fiscal benefit, as worth now"] == Decimal("445212.23")
    assert told["Fiscal net present value"] == Decimal("5212.23")
    assert told["Public value, as worth now"] == Decimal("644676.61")
    assert told["Public net present value"] == Decimal("204676.61")
    assert (told["Paid back after years"], told["Paid back after years, discounted"]) == (
        Decimal("4.61"), Decimal("4.94"),
    )  # fmt: skip
    agencies = book.lines(AGENCIES)
    assert {name: pence(found) for name, found in agencies.items() if isinstance(found, float)} == {
        "local authority": Decimal("348468.83"), "DWP": Decimal("48091.18"), "NHS": Decimal("27645.24"),
        "criminal justice": Decimal("12254.07"), "police": Decimal("8752.91"),
        "All of them": Decimal("445212.23"), "The whole model": Decimal("445212.23"),
    }  # fmt: skip


def test_the_published_results_of_2019_come_out_of_one_model(tmp_path: Path) -> None:
    """In millions: one cost shows both ratios and both nets as they were published (LGC, March 2019)."""
    one = Decimal(1)
    worth = Worth(Decimal("433.2"), Decimal("219.0"), shares={"public purse": one})
    everybody = Reach(one, one, one, one, one, Decimal(0))
    outcome = Outcome("families", "families on the programme", everybody, Decimal(0), Course(0, 1, Decimal(0)), worth)
    cost = Cost("programme", "the programme", "public purse", CostKind.CASH, (Decimal("286.2"),))
    result, again, book = three_ways(Model("2019", "2017/18", 5, (outcome,), (cost,)), tmp_path)
    the_whole(result, again, book)
    assert (telling.ratio(result.public_ratio), telling.ratio(result.fiscal_ratio)) == (
        "£2.28 for each £1", "£1.51 for each £1",
    )  # fmt: skip
    assert (result.public_npv, result.fiscal_npv) == (Decimal("366.0"), Decimal("147.0"))
    rows = {str(book.value(RESULTS, row, 0)): row for row in range(FIRST, FIRST + 15)}
    assert book.shown(RESULTS, rows["Public value for each £1"], 1) == "2.28"
    assert book.shown(RESULTS, rows["Back to the public purse for each £1"], 1) == "1.51"
    assert book.shown(RESULTS, rows["Public net present value"], 1) == "£366.00"
    assert book.shown(RESULTS, rows["Fiscal net present value"], 1) == "£147.00"
