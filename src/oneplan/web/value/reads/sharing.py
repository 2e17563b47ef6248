"""Who could pay: the cost shared by each rule, and the picture of one of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import mark_safe

from oneplan.engine.value import flow, shares_told
from oneplan.engine.value.flow_narrow import narrow
from oneplan.engine.value.flow_wide import wide
from oneplan.engine.value.shares_told import Cell, Row
from oneplan.rulebook.value.funding import (
    WORDS,
    CannotShare,
    Proposal,
    Rule,
    by_year,
    pennies,
    proposal,
    reserve_by_year,
    to_the_penny,
)
from oneplan.rulebook.value.model import CostKind, Model, Terms
from oneplan.rulebook.value.reckon import Flow, Result, charged
from oneplan.web.value.reads.drawn import Picture
from oneplan.web.value.reads.sure import Sure

WHERE = {
    Rule.CASHABLE: "The model says it with each outcome:",
    Rule.ABILITY: "The model says it under “funding”, of everybody who pays or gains; 0 for who is to put nothing in:",
}


@dataclass(frozen=True)
class Shared:
    """A rule, and what each agency puts in by it; `why_not` where it cannot be shared so.

    `where` and `lines` then say where in the model what is wanting is written, and how.
    """

    rule: Rule
    found: Proposal | None
    why_not: str = ""
    where: str = ""
    lines: str = ""

    @property
    def words(self) -> str:
        return WORDS[self.rule]


@dataclass(frozen=True)
class Sharing:
    result: Result
    sure: Sure
    rules: list[Shared]
    chosen: Shared

    @cached_property
    def told(self) -> list[Proposal | None]:
        return [each.found for each in self.rules]

    @cached_property
    def rows(self) -> list[Row]:
        return shares_told.rows(self.told, self.result.model.agencies)

    @property
    def named_rows(self) -> list[tuple[Row, list[tuple[str, Cell]]]]:
        """The same, each amount with the words of its rule."""
        return [
            (row, [(rule.words, cell) for rule, cell in zip(self.rules, row.cells, strict=True)]) for row in self.rows
        ]

    @cached_property
    def remarks(self) -> list[str]:
        return shares_told.remarks(self.told, self.result.model.agencies)

    @property
    def legend(self) -> str:
        return shares_told.legend(self.told)

    @cached_property
    def reserve(self) -> bool:
        return any(each.found and each.found.reserve for each in self.rules)

    @cached_property
    def picture(self) -> Picture:
        funding = flow.of(self.result, shared=self.chosen.found, drawn=self.sure.drawn)
        head, *rows = flow.table(funding)
        return Picture(mark_safe(wide(funding)), mark_safe(narrow(funding)), head, rows)  # noqa: S308 - our own drawing

    def by_year(self, years: int) -> dict[str, list[Decimal]]:
        """What each would pay in each of so many years by the chosen rule, in pounds of their year."""
        if self.chosen.found is None:
            return {}
        return {agency: list(each) for agency, each in by_year(self.chosen.found, self._cost(years)).items()}

    def lines(self, years: int, *, proposed: bool) -> list[tuple[str, CostKind, Flow]]:
        """Each agency once for every kind of thing it gives now; `proposed`: with what the chosen rule asks of it."""
        amounts = self.by_year(years) if proposed else {}
        found = []
        for agency in self.result.model.agencies:
            kinds = self._gives(agency)
            parts = [_parted(amount, list(kinds.values())) for amount in amounts.get(agency, ())]
            found += [(agency, kind, tuple(part[place] for part in parts)) for place, kind in enumerate(kinds)]
        return found

    def _gives(self, agency: str) -> dict[CostKind, Decimal]:
        """How much of each kind an agency gives now; money where it gives nothing."""
        model, found = self.result.model, dict[CostKind, Decimal]()
        for cost in model.costs:
            if cost.payer == agency and (amount := sum(charged(cost, model.years), Decimal(0))):
                found[cost.kind] = found.get(cost.kind, Decimal(0)) + amount
        return found or {CostKind.CASH: Decimal(1)}

    def reserve_by_year(self, years: int) -> dict[str, list[Decimal]]:
        """What each would put into the reserve in each of so many years."""
        if self.chosen.found is None:
            return {}
        return {agency: list(each) for agency, each in reserve_by_year(self.chosen.found, self._cost(years)).items()}

    def _cost(self, years: int) -> Flow:
        return tuple([*self.result.cost, *([Decimal(0)] * years)][:years])


def sharing(sure: Sure, *, rule: str) -> Sharing:
    """`rule` may be anything; what is no rule is as things are now."""
    rules = list(_rules(sure.result))
    chosen = next((each for each in rules if each.rule.value == rule), rules[0])
    return Sharing(sure.result, sure, rules, chosen)


def _parted(amount: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """In whole pennies, in proportion to the weights."""
    return pennies([amount * each / sum(weights, Decimal(0)) for each in weights], amount)


def _rules(result: Result) -> Iterator[Shared]:
    """What is paid now is paid without a cap or a reserve."""
    for rule in Rule:
        try:
            terms = Terms() if rule is Rule.AS_NOW else result.model.funding
            exact = proposal(result.positions(), cost=result.pv_cost, rule=rule, terms=terms)
            yield Shared(rule, to_the_penny(exact))
        except CannotShare as failure:
            yield Shared(rule, None, failure.faults[0].words, WHERE.get(rule, ""), _lines(rule, result.model))


def _lines(rule: Rule, model: Model) -> str:
    """The lines of a model's file in which it is said, with a gap for each figure."""
    if rule is Rule.CASHABLE:
        outcomes = (f"  {each.name}:\n    cashable: … %" for each in model.outcomes)
        return "\n".join(["outcomes:", *outcomes])
    if rule is Rule.ABILITY:
        able = (f"    {json.dumps(each, ensure_ascii=False)}: …" for each in model.agencies)
        return "\n".join(["funding:", "  ability:", *able])
    return ""
