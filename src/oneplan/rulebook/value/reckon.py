"""The exact model: what comes in each year, to whom, and what it is worth now. Nothing is rounded here.

    outcomes     = N · a · e · ret · i · (1 − d) · (1 − ob)
    shape(t)     = (1 − q)^(t − L)  while L ≤ t < L + D, else 0
    fiscal(t)    = outcomes · u_f · shape(t)
    public(t)    = outcomes · (u_f − tr + u_e + u_s) · shape(t)
    agency_k(t)  = Σ over outcomes of w_k · fiscal(t)
    cost(t)      = Σ over costs of C(t) · (1 + ob_cost)
    PV(x)        = Σ over t of x(t) · DF(t)

The letters are those of the Greater Manchester model; the set of results is sourced, the algebra is general knowledge
(reference cost-benefit, section 3) and is therefore shown beside every result.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from oneplan.rulebook.value.discounting import Ladder, present
from oneplan.rulebook.value.model import ONE, ZERO, Cost, CostKind, Model, Outcome

Flow = tuple[Decimal, ...]


@dataclass(frozen=True)
class OutcomeResult:
    """Flows by year, in pounds of the model's price year; `net` is how many there are."""

    outcome: Outcome
    net: Decimal
    fiscal: Flow
    public: Flow

    def to(self, agency: str) -> Flow:
        share = self.outcome.worth.shares.get(agency, ZERO)
        return tuple(amount * share for amount in self.fiscal)

    def cashable_to(self, agency: str) -> Flow:
        return tuple(amount * self.outcome.worth.cashable for amount in self.to(agency))

    @property
    def cashable(self) -> Flow:
        return tuple(amount * self.outcome.worth.cashable for amount in self.fiscal)


@dataclass(frozen=True)
class Position:
    """What an agency gets back and pays, as worth now; `cashable` is what of `saves` a budget can be cut by."""

    agency: str
    saves: Decimal
    pays: Decimal
    cashable: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.saves - self.pays


@dataclass(frozen=True)
class Result:
    """Whatever is a ratio to cost is None where there is no cost."""

    model: Model
    ladder: Ladder
    outcomes: tuple[OutcomeResult, ...]
    cost: Flow

    @cached_property
    def fiscal(self) -> Flow:
        return _sum((each.fiscal for each in self.outcomes), self.model.years)

    @cached_property
    def public(self) -> Flow:
        return _sum((each.public for each in self.outcomes), self.model.years)

    @cached_property
    def pv_cost(self) -> Decimal:
        return present(self.cost, self.ladder)

    @cached_property
    def pv_fiscal(self) -> Decimal:
        return present(self.fiscal, self.ladder)

    @cached_property
    def pv_public(self) -> Decimal:
        return present(self.public, self.ladder)

    @cached_property
    def pv_cashable(self) -> Decimal:
        return present(_sum((each.cashable for each in self.outcomes), self.model.years), self.ladder)

    @property
    def fiscal_npv(self) -> Decimal:
        return self.pv_fiscal - self.pv_cost

    @property
    def public_npv(self) -> Decimal:
        return self.pv_public - self.pv_cost

    @property
    def fiscal_ratio(self) -> Decimal | None:
        """Pounds back to the public purse for each pound."""
        return self.pv_fiscal / self.pv_cost if self.pv_cost else None

    @property
    def public_ratio(self) -> Decimal | None:
        return self.pv_public / self.pv_cost if self.pv_cost else None

    @property
    def net_return(self) -> Decimal | None:
        """What comes back beyond the pound itself: the other meaning of “return on investment”."""
        ratio = self.fiscal_ratio
        return None if ratio is None else ratio - ONE

    @property
    def break_even(self) -> Decimal | None:
        """By what every impact is multiplied for the fiscal net present value to be nought; None without benefits."""
        return self.pv_cost / self.pv_fiscal if self.pv_fiscal else None

    def impact_needed(self, found: OutcomeResult) -> Decimal | None:
        """The impact of this outcome at which the fiscal net present value is nought, all else as it is.

        Above 1 it cannot be; below 0 the rest alone is enough. None where its impact moves nothing.
        """
        own = present(found.fiscal, self.ladder)
        impact = found.outcome.reach.impact
        return impact * (ONE - self.fiscal_npv / own) if own else None

    @property
    def payback(self) -> Decimal | None:
        """Years until what came back covers what was paid for good, undiscounted; None where it never does."""
        return paid_back(self.fiscal, self.cost)

    @property
    def payback_discounted(self) -> Decimal | None:
        factors = self.ladder.factors(self.model.years)
        return paid_back(_times(self.fiscal, factors), _times(self.cost, factors))

    def positions(self) -> list[Position]:
        """Of everybody who pays or gains; they sum to the whole."""
        return [self._position(agency) for agency in self.model.agencies]

    def costs_by(self, kind: CostKind) -> Decimal:
        rows = (charged(each, self.model.years) for each in self.model.costs if each.kind is kind)
        return present(_sum(rows, self.model.years), self.ladder)

    def _position(self, agency: str) -> Position:
        saves = _sum((each.to(agency) for each in self.outcomes), self.model.years)
        cashable = _sum((each.cashable_to(agency) for each in self.outcomes), self.model.years)
        pays = _sum(
            (charged(each, self.model.years) for each in self.model.costs if each.payer == agency), self.model.years
        )
        return Position(agency, *(present(flow, self.ladder) for flow in (saves, pays, cashable)))


def reckon(model: Model, *, ladder: Ladder) -> Result:
    """The result of a model without faults (faults.py)."""
    outcomes = tuple(_outcome(each, model.years) for each in model.outcomes)
    cost = _sum((charged(each, model.years) for each in model.costs), model.years)
    return Result(model, ladder, outcomes, cost)


def charged(cost: Cost, years: int) -> Flow:
    """A cost by year with its correction put on."""
    by_year = (*cost.by_year, *(ZERO for _ in range(years)))[:years]
    return tuple(amount * (ONE + cost.optimism) for amount in by_year)


def paid_back(benefit: Sequence[Decimal], cost: Sequence[Decimal]) -> Decimal | None:
    """Years from the start of year 0 until what came covers what was paid, and does so to the end; None if it does not.

    A cost falls at the start of its year, a benefit evenly within it. Where a later cost opens the gap again, the time
    counts at which it is closed for good.
    """
    found: Decimal | None = ZERO
    got, paid = ZERO, ZERO
    for year, (comes, costs) in enumerate(zip(benefit, cost, strict=True)):
        paid += costs
        if paid > got:
            found = None if got + comes < paid else year + (paid - got) / comes
        got += comes
    return found


def shares(parts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Parts in pounds as shares of their sum."""
    whole = sum(parts.values(), ZERO)
    return {agency: amount / whole for agency, amount in parts.items()}


def _outcome(outcome: Outcome, years: int) -> OutcomeResult:
    shape = [outcome.course.shape(year) for year in range(years)]
    net = outcome.net
    return OutcomeResult(
        outcome,
        net,
        tuple(net * outcome.worth.fiscal * each for each in shape),
        tuple(net * outcome.worth.public * each for each in shape),
    )


def _sum(flows: Iterable[Flow], years: int) -> Flow:
    return tuple(sum(each, ZERO) for each in zip(*flows, strict=True)) or (ZERO,) * years


def _times(flow: Flow, factors: Sequence[Decimal]) -> Flow:
    return tuple(amount * factor for amount, factor in zip(flow, factors, strict=True))
