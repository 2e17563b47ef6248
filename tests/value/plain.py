"""The formulas of reference cost-benefit, section 3, in fractions and plain loops, without the exact model."""

from dataclasses import dataclass
from fractions import Fraction

from oneplan.rulebook.value.model import Cost, Model, Outcome

Line = list[Fraction]


@dataclass(frozen=True)
class Plain:
    net: Line
    fiscal: list[Line]  # of each outcome by year
    public: list[Line]
    pv_fiscal_of: Line
    pv_public_of: Line
    saves: dict[str, Fraction]
    pays: dict[str, Fraction]
    by_kind: dict[str, Fraction]
    cost: Line
    pv_cost: Fraction
    pv_fiscal: Fraction
    pv_public: Fraction
    pv_cashable: Fraction
    payback: Fraction | None
    payback_discounted: Fraction | None


def reckoned(model: Model) -> Plain:
    factors = discount_factors(model.years)
    net = [net_outcomes(each) for each in model.outcomes]
    fiscal, public = [], []
    for outcome, how_many in zip(model.outcomes, net, strict=True):
        left = [share_left(outcome, year) for year in range(model.years)]
        u_f, tr = Fraction(outcome.worth.fiscal), Fraction(outcome.worth.transfer)
        u_e, u_s = Fraction(outcome.worth.economic), Fraction(outcome.worth.social)
        fiscal.append([how_many * u_f * each for each in left])
        public.append([how_many * (u_f - tr + u_e + u_s) * each for each in left])
    pv_fiscal_of = [now(each, factors) for each in fiscal]
    pv_public_of = [now(each, factors) for each in public]
    saves: dict[str, Fraction] = {}
    cashable = Fraction(0)
    for outcome, worth_now in zip(model.outcomes, pv_fiscal_of, strict=True):
        cashable += Fraction(outcome.worth.cashable) * worth_now
        for agency, share in outcome.worth.shares.items():
            saves[agency] = saves.get(agency, Fraction(0)) + Fraction(share) * worth_now
    pays: dict[str, Fraction] = {}
    by_kind: dict[str, Fraction] = {}
    cost = [Fraction(0)] * model.years
    for each in model.costs:
        paid = paid_by_year(each, model.years)
        pays[each.payer] = pays.get(each.payer, Fraction(0)) + now(paid, factors)
        by_kind[str(each.kind)] = by_kind.get(str(each.kind), Fraction(0)) + now(paid, factors)
        cost = [before + more for before, more in zip(cost, paid, strict=True)]
    benefit = [sum((each[year] for each in fiscal), Fraction(0)) for year in range(model.years)]
    return Plain(
        net, fiscal, public, pv_fiscal_of, pv_public_of, saves, pays, by_kind, cost, now(cost, factors),
        sum(pv_fiscal_of, Fraction(0)), sum(pv_public_of, Fraction(0)), cashable, covered_after(benefit, cost),
        covered_after(times(benefit, factors), times(cost, factors)),
    )  # fmt: skip


def discount_factors(years: int) -> Line:
    """3.5 % for years 1 to 30, 3.0 % for 31 to 75, 2.5 % for 76 to 125."""
    factors = [Fraction(1)]
    for year in range(1, years):
        rate = Fraction(35, 1000) if year <= 30 else Fraction(30, 1000) if year <= 75 else Fraction(25, 1000)
        factors.append(factors[-1] / (1 + rate))
    return factors


def net_outcomes(outcome: Outcome) -> Fraction:
    reach = outcome.reach
    found = Fraction(reach.population)
    for share in (reach.affected, reach.engagement, reach.retention, reach.impact):
        found *= Fraction(share)
    return found * (1 - Fraction(reach.deadweight)) * (1 - Fraction(outcome.optimism))


def share_left(outcome: Outcome, year: int) -> Fraction:
    since = year - outcome.course.lag
    if since < 0 or since >= outcome.course.duration:
        return Fraction(0)
    left = Fraction(1)
    for _ in range(since):
        left *= 1 - Fraction(outcome.course.drop_off)
    return left


def paid_by_year(cost: Cost, years: int) -> Line:
    paid = [Fraction(0)] * years
    for year, amount in enumerate(cost.by_year):
        paid[year] = Fraction(amount) * (1 + Fraction(cost.optimism))
    return paid


def covered_after(benefit: Line, cost: Line) -> Fraction | None:
    """Costs fall at the start of their year, benefits evenly within it."""
    open_sum = Fraction(0)  # what is still to be covered
    ends: Fraction | None = Fraction(0)
    for year, (comes, costs) in enumerate(zip(benefit, cost, strict=True)):
        open_sum += costs
        if open_sum > 0:
            ends = year + open_sum / comes if comes >= open_sum else None
        open_sum -= comes
    return ends


def now(flow: Line, factors: Line) -> Fraction:
    return sum(times(flow, factors), Fraction(0))


def times(flow: Line, factors: Line) -> Line:
    return [amount * factor for amount, factor in zip(flow, factors, strict=True)]
