"""The sheet Read me: what the workbook is, what its figures rest on, and what they cannot tell."""

from collections.abc import Iterable, Iterator, Mapping

from oneplan.engine.value.workbook.cells import Cell, Look, Sheet
from oneplan.engine.value.workbook.places import (
    AGENCIES,
    BENEFITS,
    BESIDE,
    CHARGED,
    COSTS,
    DISCOUNTING,
    FUNDING,
    INPUTS,
    PAYBACK,
    RANGES,
    README,
    RESULTS,
    UNIT_COSTS,
)  # fmt: skip
from oneplan.rulebook.value.guards import findings
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.reckon import Result
from oneplan.rulebook.value.units import Edition

Library = Mapping[str, Edition]
SHEETS = {
    RESULTS: "what the whole comes to, and how each figure is reckoned",
    AGENCIES: "who gets back what, who pays what; checked against the whole",
    INPUTS: "one row for each outcome: how many, what changes, for how long, what one is worth, to whom",
    COSTS: "one row for each cost: who pays, of what kind, how much in each year",
    RANGES: "between what and what each figure is thought to lie",
    FUNDING: "who may put in how much, for proposals",
    DISCOUNTING: "what a pound of a later year is worth now",
    BENEFITS: "what comes of each outcome in each year",
    CHARGED: "what is paid in each year",
    PAYBACK: "when what came back covers what was paid",
    UNIT_COSTS: "from the published amount, by the price index, to the worth in Inputs",
    BESIDE: "what has no price, and what families tell",
}
HOW = (
    "Coloured cells are inputs: type into them, and every sheet reckons anew.",
    "All other cells are formulas or words, locked against slips; there is no password (Review, Unprotect Sheet).",
    "A share is written like 40 %, an amount like 1,234.50. Pence are rounded for the eye only.",
    "The workbook can be brought back: “oneplan value run” takes its name in the place of a model's file.",
    "It is refused, with the place and the reason, where a formula was typed over or a sheet or header is missing.",
    "Outcomes, costs, agencies and years are added in the model's file, from which a new workbook is written.",
    "To take an outcome out, set its population to 0.",
)
ALGEBRA = (
    "How many there are, net  =  N · a · e · ret · i · (1 − d) · (1 − ob)",
    "Share left in year t  =  (1 − q)^(t − 1 − L)  while L < t ≤ L + D, else 0; the first year is year 1",
    "Fiscal benefit in year t  =  how many · u_f · share left",
    "Public value in year t  =  how many · (u_f − tr + u_e + u_s) · share left",
    "To an agency in year t  =  Σ over outcomes of its share · fiscal benefit",
    "Cost in year t  =  Σ over costs of what is paid · (1 + its correction)",
    "Discount factor of year t  =  factor of the year before ÷ (1 + rate of year t); that of year 1 is 1",
    "As worth now  =  Σ over years of the amount · its discount factor",
    "The letters stand above the columns of Inputs. Inputs and results are those of the Greater Manchester model;",
    "the algebra itself is general knowledge, held against cases that were reckoned by hand.",
)
CANNOT = (
    "Whether the help caused the change. Impact and deadweight are what somebody measured or judged: ask how.",
    "That a budget falls. Only the cashable part can be taken out of one, and that only if somebody does so.",
    "What has no price. Trust, safety and a child's sleep are not in the sums, and are not worth nothing.",
    "What comes after the last year.",
    "How sure it is. One figure is reckoned for each input here; draws from the ranges are made by OnePlan itself.",
    "What another scenario comes to: scenarios stand in the model's file alone.",
)


def readme(result: Result, library: Library) -> Sheet:
    lines = _lines(result, library)
    cells = [Cell(row, 0, words, look) for row, (look, words) in enumerate(lines)]
    return Sheet(README, cells, [120])


def _lines(result: Result, library: Library) -> Iterator[tuple[Look, str]]:
    model = result.model
    yield Look.TITLE, model.name or "A model of what help is worth"
    over = f"over {model.years} years, in pounds of {model.price_year}"
    yield Look.TEXT, f"What help costs and what comes back of it {over}. Reckoned by OnePlan."
    yield from _part("How to use it", HOW)
    yield from _part("What stands where", (f"{name}: {says}" for name, says in SHEETS.items()))
    yield from _part("The algebra", ALGEBRA)
    looked = [f"{found.outcome.words}: {found.why}" for found in findings(model)]
    yield from _part("Look at this", looked or ["No two outcomes of this model are known to count the same pound."])
    yield from _part("What the figures rest on", [*_rates(result), *notes(model, library), *_published(model, library)])
    yield from _part("What it cannot tell", CANNOT)


def _part(heading: str, lines: Iterable[str]) -> Iterator[tuple[Look, str]]:
    yield Look.TEXT, ""
    yield Look.HEADING, heading
    for line in lines:
        yield Look.TEXT, line


def _rates(result: Result) -> Iterator[str]:
    yield f"Discount rates: {result.ladder.source}."


def _published(model: Model, library: Library) -> Iterator[str]:
    """Each row of the unit costs that is used, as it was published: its year says how old it is."""
    edition = library.get(model.units)
    used = sorted({each.code for each in model.outcomes if edition and each.code in edition.units})
    if edition is None or not used:
        yield "Unit costs: this model's own figures. None is from a published library."
        return
    for code in used:
        unit = edition.units[code]
        amounts = ", ".join(f"{kind} £{amount.value:,} of {amount.year}" for kind, amount in unit.amounts.items())
        yield f"{code}: {unit.words} ({unit.unit}), published as {amounts}. Licence {edition.licence}."
