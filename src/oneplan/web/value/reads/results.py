"""What a model comes to, as a page tells it: in sentences, as tables, with the algebra and with what is uncertain."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from oneplan.engine.value import telling
from oneplan.engine.value.library import library
from oneplan.engine.value.of_area import COUNTED, WRITTEN, came_from, cost_came_from
from oneplan.engine.value.telling import pounds
from oneplan.rulebook.value.discounting import green_book, present
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.guards import findings
from oneplan.rulebook.value.measures import measures
from oneplan.rulebook.value.model import ONE, ZERO, CostKind, Model
from oneplan.rulebook.value.notes import in_short, of_model, of_outcomes
from oneplan.rulebook.value.reckon import OutcomeResult, Position, Result, reckon
from oneplan.rulebook.value.texts import checked, parse
from oneplan.web.value.reads import drawn
from oneplan.web.value.reads.drawn import Picture
from oneplan.web.value.reads.sure import Sure

NOTHING = "No outcome is in it yet, so nothing can be said of what comes back."
KIND_WORDS = {CostKind.CASH: "money", CostKind.IN_KIND: "in kind", CostKind.CAPITAL: "capital"}


@dataclass(frozen=True)
class OutcomeLine:
    """`came_from` says where its figures are from; `measure` names what it was counted by, where it was."""

    words: str
    came_from: str
    measure: str
    source: str
    reckoned: str  # the algebra, with its figures
    net: str
    fiscal: str
    public: str


@dataclass(frozen=True)
class AgencyLine:
    agency: str
    saves: str
    pays: str
    net: str
    words: str


@dataclass(frozen=True)
class CostLine:
    words: str
    payer: str
    kind: str
    by_year: str
    source: str
    charged: str
    is_written: bool  # on the page of what key working costs


@dataclass(frozen=True)
class YearLine:
    number: int
    cost: str
    fiscal: str
    public: str
    factor: str


@dataclass(frozen=True)
class Told:
    """`result` is None where the model cannot be reckoned; then `faults` say why."""

    said: Any
    result: Result | None
    faults: tuple[Fault, ...] = ()

    @cached_property
    def model(self) -> Model:
        assert self.result is not None  # noqa: S101 - asked of what was reckoned alone
        return self.result.model

    @cached_property
    def back(self) -> str:
        """What comes back to the public purse for each pound."""
        return _of_a_pound(self.result.fiscal_ratio) if self.result else ""

    @cached_property
    def worth(self) -> str:
        return _of_a_pound(self.result.public_ratio) if self.result else ""

    @cached_property
    def sure(self) -> Sure | None:
        return Sure(self.said, self.result) if self.result else None

    @cached_property
    def rests_on(self) -> str:
        return telling.rests_on(self.model) if self.result else ""

    @cached_property
    def sentences(self) -> list[str]:
        return list(_sentences(self.result)) if self.result else []

    @cached_property
    def whole(self) -> list[tuple[str, str]]:
        return telling.whole(self.result) if self.result else []

    @cached_property
    def agencies(self) -> list[AgencyLine]:
        return [_agency(each) for each in self.result.positions()] if self.result else []

    @cached_property
    def outcomes(self) -> list[OutcomeLine]:
        return [_outcome(each, self.result) for each in self.result.outcomes] if self.result else []

    @cached_property
    def costs(self) -> list[CostLine]:
        return list(_costs(self.model)) if self.result else []

    @cached_property
    def by_year(self) -> Picture | None:
        return drawn.by_year(self.result) if self.result else None

    @cached_property
    def matters(self) -> Picture | None:
        return drawn.matters(self.result) if self.result else None

    @cached_property
    def years(self) -> list[YearLine]:
        return list(_years(self.result)) if self.result else []

    @cached_property
    def warnings(self) -> list[str]:
        return [f"{each.outcome.words}: {each.why}" for each in findings(self.model)] if self.result else []

    @cached_property
    def notes(self) -> list[str]:
        """What is to be known of the whole model."""
        return of_model(self.model, library()) if self.result else []

    @cached_property
    def outcome_notes(self) -> list[str]:
        return of_outcomes(self.model, library()) if self.result else []

    @cached_property
    def doubts(self) -> str:
        """What is old or unverified, in a sentence, for pages that do not tell the notes."""
        return in_short(self.model, library()) if self.result else ""


def of_text(text: str) -> Told:
    try:
        said = parse(text)
    except BadModel as failure:
        return Told(None, None, tuple(failure.faults))
    return of_said(said)


def of_said(said: Any) -> Told:
    ladder = green_book()
    try:
        return Told(said, reckon(checked(said, ladder=ladder, library=library()), ladder=ladder))
    except BadModel as failure:
        return Told(said, None, tuple(failure.faults))


def _sentences(result: Result) -> Iterator[str]:
    years = f"{result.model.years} year{'' if result.model.years == 1 else 's'}"
    if not result.pv_cost:
        yield f"Nothing is paid yet: the costs of the {years} are nought."
        return
    if not result.outcomes:
        yield f"Over {years} the help costs {pounds(result.pv_cost)}. {NOTHING}"
        return
    yield (
        f"{telling.comes_back(result, cost=pounds(result.pv_cost), back=pounds(result.pv_fiscal))} to the public "
        f"purse: {telling.ratio(result.fiscal_ratio)} put in."
    )
    yield (
        f"With what it is worth to people and to the economy, and without what only moves between purses, it is worth "
        f"{pounds(result.pv_public)}: {telling.ratio(result.public_ratio)} put in."
    )
    yield _pays_back(result, years)
    if result.pv_fiscal:
        yield _cashable(result)


def _pays_back(result: Result, years: str) -> str:
    if result.payback_discounted is not None:
        return f"The public purse has its money back after {_plain(result.payback_discounted)} years, as worth now."
    if result.break_even is None:
        return f"The public purse does not get its money back within {years}, as worth now."
    return (
        f"The public purse does not get its money back within {years}, as worth now: every effect would have to be "
        f"{_plain(result.break_even)} times as large."
    )


def _cashable(result: Result) -> str:
    if not result.pv_cashable:
        return "None of what comes back is marked as money that can be taken out of a budget."
    return f"Of what comes back, {pounds(result.pv_cashable)} can be taken out of budgets."


def _agency(position: Position) -> AgencyLine:
    if not position.pays and not position.saves:
        words = "pays nothing and gets nothing back"
    elif not position.pays:
        words = "gets something back and pays nothing"
    elif not position.saves:
        words = "pays and gets nothing back"
    else:
        words = "gets back more than it pays" if position.net >= 0 else "pays more than it gets back"
    saves, pays, net = (pounds(each) for each in (position.saves, position.pays, position.net))
    return AgencyLine(position.agency, saves, pays, net, words)


def _outcome(found: OutcomeResult, result: Result | None) -> OutcomeLine:
    assert result is not None  # noqa: S101
    outcome, reach = found.outcome, found.outcome.reach
    shares = [reach.affected, reach.engagement, reach.retention, reach.impact]
    parts = [_plain(reach.population), *map(_percent, shares)]
    parts += [f"(1 − {_percent(each)})" for each in (reach.deadweight, outcome.optimism)]
    measure = outcome.name if outcome.name in measures() and outcome.source.startswith(COUNTED) else ""
    source = f"unit cost {outcome.code}" if outcome.code else "a figure of one's own"
    return OutcomeLine(
        outcome.words, came_from(outcome), measure, source, f"{' × '.join(parts)} = {_plain(found.net)}",
        _plain(found.net),
        pounds(present(found.fiscal, result.ladder)), pounds(present(found.public, result.ladder)),
    )  # fmt: skip


def _costs(model: Model) -> Iterator[CostLine]:
    for cost in model.costs:
        by_year = ", ".join(map(pounds, cost.by_year))
        put_on = f"{_percent(cost.optimism)} is put on for optimism" if cost.optimism else ""
        source, is_written = cost_came_from(cost), WRITTEN in cost.source
        yield CostLine(cost.words, cost.payer, KIND_WORDS[cost.kind], by_year, source, put_on, is_written)


def _years(result: Result) -> Iterator[YearLine]:
    factors = result.ladder.factors(result.model.years)
    for number, factor in enumerate(factors):
        cost, fiscal, public = (pounds(each[number]) for each in (result.cost, result.fiscal, result.public))
        yield YearLine(number + 1, cost, fiscal, public, f"{factor:.4f}")


def _of_a_pound(ratio: Decimal | None) -> str:
    return "" if ratio is None else pounds(ratio)


def _plain(value: Decimal) -> str:
    """To the hundredth, without noughts at the end."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value != ZERO else "0"


def _percent(value: Decimal) -> str:
    return f"{_plain(value * 100)} %" if value != ONE else "100 %"
