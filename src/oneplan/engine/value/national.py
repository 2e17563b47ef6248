"""An area's costs and benefits as a plain table for a national calculator.

The department's Cost Savings Calculator of 2014 took from each area what its help cost, and what changed across its
families, and set prices against both (reference cost-benefit, section 1). Its columns are in no source that we read.
So the table says in a column of its own which of its contents such a calculator is known to want, and which are only
thought to be; a column that it turns out to need is a line here.
"""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from oneplan.rulebook.value.model import Cost, Outcome
from oneplan.rulebook.value.reckon import Result

HEADER = (
    "part", "code", "what", "who", "kind", "year", "without_help", "with_help", "change", "pounds_each", "pounds",
    "price_year", "source", "wanted",
)  # fmt: skip
KNOWN, THOUGHT = "known: costs and changes across the cohort", "thought: not in a source that we read"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_PRICED = "a change without a price"


def table(result: Result) -> str:
    """CSV: a row for each cost and year, outcome and agency, and outcome without a price. Figures are unrounded."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in _rows(result):
        writer.writerow([_safe(each) for each in row])
    return made.getvalue()


def _rows(result: Result) -> Iterator[tuple[object, ...]]:
    model = result.model
    for cost in model.costs:
        yield from _cost(cost, model.years, model.price_year)
    for outcome in model.outcomes:
        yield _change(outcome, model.price_year)
        yield from _shares(outcome, model.price_year)
    for each in model.reached:
        how_many = "" if each.how_many is None else each.how_many
        yield ("outcome", each.name, each.words, "", NOT_PRICED, "", "", "", how_many, "", "", "", each.source, THOUGHT)


def _cost(cost: Cost, years: int, price_year: str) -> Iterator[tuple[object, ...]]:
    """As it is paid: without the correction for optimism, which is the calculator's to make."""
    for year, pounds in enumerate(cost.by_year[:years], 1):
        if pounds:
            yield (
                "cost", cost.name, cost.words, cost.payer, cost.kind, year, "", "", "", "", pounds, price_year,
                cost.source, KNOWN,
            )  # fmt: skip


def _change(outcome: Outcome, price_year: str) -> tuple[object, ...]:
    """How many had the problem of those who took part, and how many without and with what the help changed."""
    reach = outcome.reach
    had = reach.population * reach.affected * reach.engagement * reach.retention
    without = had - reach.gross * reach.deadweight
    return (
        "outcome", outcome.code or outcome.name, outcome.words, "", "change", "", without, had - reach.gross,
        reach.gross * (1 - reach.deadweight), outcome.worth.fiscal, "", price_year, outcome.source, KNOWN,
    )  # fmt: skip


def _shares(outcome: Outcome, price_year: str) -> Iterator[tuple[object, ...]]:
    for agency, share in outcome.worth.shares.items():
        yield (
            "share", outcome.code or outcome.name, outcome.words, agency, "part of pounds_each", "", "", "", "",
            outcome.worth.fiscal * share, "", price_year, outcome.source, THOUGHT,
        )  # fmt: skip


def _safe(value: object) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
