"""The sheets Results and Agencies: what the whole comes to, with its algebra, and to whom it falls."""

from collections.abc import Iterator
from decimal import Decimal

from oneplan.engine.value.workbook.cells import Cell, Look, Sheet, Value, at, headers, on, title
from oneplan.engine.value.workbook.places import (
    AGENCIES,
    FIRST_AGENCY,
    HEADER_ROW,
    INPUTS,
    README,
    RESULTS,
    Places,
)  # fmt: skip
from oneplan.engine.value.workbook.readme import Library
from oneplan.engine.value.workbook.years import NEVER, paid_back_at
from oneplan.rulebook.value.model import ZERO, CostKind, Model
from oneplan.rulebook.value.notes import in_short
from oneplan.rulebook.value.reckon import Result

HEADER, FIRST = 3, 4
NO_COST, NEVER_EVEN, AGREES, DIFFERS = "no cost", "never", "agrees", "differs"
KINDS = {CostKind.CASH: "of it in cash", CostKind.IN_KIND: "of it in kind", CostKind.CAPITAL: "of it capital"}
COST, FISCAL, PUBLIC, FISCAL_NET = (at(FIRST + row, 1) for row in (0, 4, 6, 7))  # where on Results
Line = tuple[str, Value, Look, str, str]


def results(result: Result, places: Places, library: Library) -> Sheet:
    model = result.model
    notes = [f"In pounds of {model.price_year}. Rounded only for the eye: each cell holds the whole figure."]
    cells = title(model.name or RESULTS, [*notes, *_doubts(model, library)])
    cells += headers(HEADER, ["Result", "Figure", "How it is reckoned"], figures=[1])
    for row, (words, value, look, formula, how) in enumerate(_lines(result, places), FIRST):
        cells += [
            Cell(row, 0, words, Look.TEXT, is_strong=not words.startswith("of it")),
            Cell(row, 1, value, look, formula),
            Cell(row, 2, how, Look.REASON),
        ]
    return Sheet(RESULTS, cells, [42, 26, 90], (FIRST, 0))


def _doubts(model: Model, library: Library) -> list[str]:
    found = in_short(model, library)
    return [f"{found} More on the sheet “{README}”."] if found else []


def _lines(result: Result, places: Places) -> Iterator[Line]:
    yield from _worth_now(result, places)
    yield "Fiscal net present value", result.fiscal_npv, Look.MONEY, f"={FISCAL}-{COST}", "fiscal benefit − cost"
    yield "Public net present value", result.public_npv, Look.MONEY, f"={PUBLIC}-{COST}", "public value − cost"
    yield from _ratios(result)
    even = "the years until what came back covers what was paid, evenly within the year"
    for words, value, is_discounted in (
        ("Paid back after years", result.payback, False),
        ("Paid back after years, discounted", result.payback_discounted, True),
    ):
        found = NEVER if value is None else value
        yield words, found, Look.RATIO, f"={paid_back_at(is_discounted=is_discounted)}", even
    even_at = NEVER_EVEN if result.break_even is None else result.break_even
    formula = f'=IF({FISCAL}=0,"{NEVER_EVEN}",{COST}/{FISCAL})'
    how = "by what every impact is multiplied for the fiscal net present value to be nought: cost ÷ fiscal benefit"
    yield "Breaks even where each impact is times", even_at, Look.FINE, formula, how


def _worth_now(result: Result, places: Places) -> Iterator[Line]:
    how = "Σ over years of cost · (1 + its correction) · discount factor"
    yield "Cost, as worth now", result.pv_cost, Look.MONEY, f"={places.sum_of_costs}", how
    for kind, words in KINDS.items():
        formula = f'=SUMPRODUCT(({places.cost_inputs("kind")}="{kind.value}")*{places.costs_now})'
        yield words, result.costs_by(kind), Look.MONEY, formula, "the costs of that kind"
    how = "Σ over outcomes and years of N·a·e·ret·i·(1 − d)·(1 − ob) · u_f · (1 − q)^(t − L) · discount factor"
    yield "Fiscal benefit, as worth now", result.pv_fiscal, Look.MONEY, f"={places.sum_of(places.fiscal)}", how
    formula = f"=SUMPRODUCT({places.inputs('cashable')},{places.worth_now(places.fiscal)})"
    how = "each outcome's fiscal benefit by its cashable share"
    yield "of it cashable", result.pv_cashable, Look.MONEY, formula, how
    how = "as the fiscal benefit, with u_f − tr + u_e + u_s in the place of u_f"
    yield "Public value, as worth now", result.pv_public, Look.MONEY, f"={places.sum_of(places.public)}", how


def _ratios(result: Result) -> Iterator[Line]:
    def by_cost(words: str, value: Decimal | None, over: str, how: str) -> Line:
        found = NO_COST if value is None else value
        return words, found, Look.RATIO, f'=IF({COST}=0,"{NO_COST}",{over})', how

    yield by_cost(
        "Back to the public purse for each £1", result.fiscal_ratio, f"{FISCAL}/{COST}", "fiscal benefit ÷ cost"
    )
    yield by_cost("Net return on each £1", result.net_return, f"{FISCAL}/{COST}-1", "fiscal benefit ÷ cost − 1")
    yield by_cost("Public value for each £1", result.public_ratio, f"{PUBLIC}/{COST}", "public value ÷ cost")


def agencies(result: Result, places: Places, library: Library) -> Sheet:
    notes = ["Who gets back what, who pays what, and what each is left with, as worth now."]
    cells = title(AGENCIES, [*notes, *_doubts(result.model, library)])
    cells += headers(HEADER, ["Agency", "Gets back", "Pays", "Is left with"], figures=[1, 2, 3])
    positions = result.positions()
    for nth in range(places.agencies):
        row = FIRST + nth
        name = on(INPUTS, at(HEADER_ROW, FIRST_AGENCY + nth))
        position = positions[nth] if nth < len(positions) else None
        who = f"{at(row, 0, fixed='column')}"
        saves = f"=SUMPRODUCT({places.shares(nth)},{places.worth_now(places.fiscal)})"
        pays = f"=SUMPRODUCT(({places.cost_inputs('payer')}={who})*{places.costs_now})"
        cells += [
            Cell(row, 0, position.agency if position else "", Look.PLAIN, f'={name}&""'),
            Cell(row, 1, position.saves if position else ZERO, Look.MONEY, saves),
            Cell(row, 2, position.pays if position else ZERO, Look.MONEY, pays),
            Cell(row, 3, position.net if position else ZERO, Look.MONEY, f"={at(row, 1)}-{at(row, 2)}"),
        ]
    cells += _check(FIRST + places.agencies, result)
    return Sheet(AGENCIES, cells, [42, 22, 22, 22], (FIRST, 1))


def _check(row: int, result: Result) -> Iterator[Cell]:
    """All agencies beside the whole model: no pound is lost, none counted twice."""
    positions = result.positions()
    sums = [sum(each, ZERO) for each in zip(*((p.saves, p.pays, p.net) for p in positions), strict=True)] or [ZERO] * 3
    wholes = (result.pv_fiscal, result.pv_cost, result.fiscal_npv)
    for nth, words in enumerate(("All of them", "The whole model", "The two")):
        yield Cell(row + nth, 0, words, Look.TEXT, is_strong=True)
    for column, (summed, whole, where) in enumerate(zip(sums, wholes, (FISCAL, COST, FISCAL_NET), strict=True), 1):
        yield Cell(row, column, summed, Look.MONEY, f"=SUM({at(FIRST, column)}:{at(row - 1, column)})", is_strong=True)
        yield Cell(row + 1, column, whole, Look.MONEY, f"={on(RESULTS, where)}")
        difference = f"ABS({at(row, column)}-{at(row + 1, column)})"
        said = AGREES if abs(summed - whole) < Decimal("0.005") else DIFFERS
        yield Cell(row + 2, column, said, Look.PLAIN, f'=IF({difference}<0.005,"{AGREES}","{DIFFERS}")')
