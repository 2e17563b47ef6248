"""The exact model's twin in arrays: many cases at once, in binary numbers; what must be exact is reckoned in rulebook.

A case says for each outcome the seven inputs of `ranges.INPUTS` and for each cost by what it is multiplied. Everything
else (course, shares, prices, corrections) is the model's. At the model's own point the twin says what the exact model
says (tests hold them equal).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.model import ZERO, Model
from oneplan.rulebook.value.ranges import INPUTS
from oneplan.rulebook.value.reckon import charged

Floats = NDArray[np.float64]
NEVER = np.inf
SAME = 1e-12  # sums of binary numbers that are equal in decimal ones differ by less
WORTH, DEADWEIGHT = INPUTS.index("worth"), INPUTS.index("deadweight")
REACH = [place for place, name in enumerate(INPUTS) if name not in {"worth", "deadweight"}]


@dataclass(frozen=True)
class Cases:
    """`inputs` is (cases, outcomes, inputs), `costs` (cases, costs): by what each cost is multiplied."""

    inputs: Floats
    costs: Floats


@dataclass(frozen=True)
class Reckoned:
    """A figure a case, in pounds as worth now; `saves` and `pays` are (cases, agencies). No cost, no ratio: nan."""

    pv_cost: Floats
    pv_fiscal: Floats
    pv_public: Floats
    pv_cashable: Floats
    saves: Floats
    pays: Floats
    payback: Floats

    @property
    def fiscal_npv(self) -> Floats:
        return self.pv_fiscal - self.pv_cost

    @property
    def public_npv(self) -> Floats:
        return self.pv_public - self.pv_cost

    @property
    def fiscal_ratio(self) -> Floats:
        return _over(self.pv_fiscal, self.pv_cost)

    @property
    def public_ratio(self) -> Floats:
        return _over(self.pv_public, self.pv_cost)


class Twin:
    """Made once of a model without faults, asked for as many cases as one likes."""

    def __init__(self, model: Model, *, ladder: Ladder) -> None:
        years, agencies, outcomes, costs = model.years, model.agencies, model.outcomes, model.costs
        self.model = model
        factors = _floats(ladder.factors(years))
        self.shapes = _table([[each.course.shape(year) for year in range(years)] for each in outcomes], years)
        lasting = self.shapes @ factors
        self.kept = _floats([1 - each.optimism for each in outcomes])
        self.fiscal = _floats([each.worth.fiscal for each in outcomes])
        self.now_fiscal = self.fiscal * lasting
        self.now_public = _floats([each.worth.public for each in outcomes]) * lasting
        self.now_cashable = self.now_fiscal * _floats([each.worth.cashable for each in outcomes])
        shares = [[each.worth.shares.get(agency, ZERO) for agency in agencies] for each in outcomes]
        self.shares = _table(shares, len(agencies))
        self.by_year = _table([charged(each, years) for each in costs], years)
        self.payers = _table([[each.payer == agency for agency in agencies] for each in costs], len(agencies))
        self.now_costs = self.by_year @ factors

    def point(self) -> Cases:
        """The one case that the model itself is."""
        rows = [
            [1 if name == "worth" else getattr(each.reach, name) for name in INPUTS] for each in self.model.outcomes
        ]
        return Cases(_table(rows, len(INPUTS))[np.newaxis], np.ones((1, len(self.model.costs))))

    def reckon(self, cases: Cases) -> Reckoned:
        """What each case comes to."""
        net = np.prod(cases.inputs[:, :, REACH], axis=2) * (1 - cases.inputs[:, :, DEADWEIGHT]) * self.kept
        net = net * cases.inputs[:, :, WORTH]
        costs = cases.costs * self.now_costs
        return Reckoned(
            pv_cost=costs.sum(axis=1),
            pv_fiscal=net @ self.now_fiscal,
            pv_public=net @ self.now_public,
            pv_cashable=net @ self.now_cashable,
            saves=(net * self.now_fiscal) @ self.shares,
            pays=costs @ self.payers,
            payback=_paid_back((net * self.fiscal) @ self.shapes, cases.costs @ self.by_year),
        )


def _paid_back(benefit: Floats, cost: Floats) -> Floats:
    """Years as `reckon.paid_back` counts them, for each row; `NEVER` where it is not within the years."""
    got = np.cumsum(benefit, axis=1)
    before, paid = got - benefit, np.cumsum(cost, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.minimum((paid - before) / benefit, 1.0)
    years = np.where(got >= paid * (1 - SAME), np.arange(cost.shape[1]) + within, NEVER)
    is_open = paid * (1 - SAME) > before
    last = cost.shape[1] - 1 - is_open[:, ::-1].argmax(axis=1)
    return np.where(is_open.any(axis=1), np.take_along_axis(years, last[:, np.newaxis], axis=1)[:, 0], 0.0)


def _over(benefit: Floats, cost: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cost > 0, benefit / cost, np.nan)


def _floats(values: Any) -> Floats:
    return np.array([float(each) for each in values])


def _table(rows: Any, width: int) -> Floats:
    """Two-dimensional also where there is no row."""
    return np.array([[float(each) for each in row] for row in rows]).reshape(-1, width)
