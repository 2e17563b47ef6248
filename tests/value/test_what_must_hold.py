"""What holds of every model: no pound is lost or counted twice, later is worth less, more help is worth more."""

from dataclasses import replace
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.discounting import green_book, present
from oneplan.rulebook.value.faults import faults
from oneplan.rulebook.value.model import Cost, CostKind, Course, Model, Outcome, Reach, Worth
from oneplan.rulebook.value.reckon import paid_back, reckon
from tests.value.constructed import CARE, CASE, HELP, VIOLENCE

pytestmark = pytest.mark.requirement("R341", "R343")
LADDER = green_book()
PENNY = Decimal("1e-9")
AGENCIES = ("health", "council", "police")


def portion(most: str = "1") -> st.SearchStrategy[Decimal]:
    return st.decimals("0", most, places=3)


def pounds() -> st.SearchStrategy[Decimal]:
    return st.decimals("0", "100000", places=2)


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    parts = [draw(st.integers(1, 1000)) for _ in AGENCIES]
    fiscal = draw(pounds())
    worth = Worth(
        fiscal,
        draw(pounds()),
        draw(pounds()),
        fiscal * draw(portion()),
        {agency: Decimal(part) / sum(parts) for agency, part in zip(AGENCIES, parts, strict=True)},
        draw(portion()),
    )
    reach = Reach(draw(st.decimals("0", "5000", places=0)), *(draw(portion()) for _ in range(5)))
    course = Course(draw(st.integers(0, 4)), draw(st.integers(0, 10)), draw(portion()))
    return Outcome(f"o{draw(st.integers(0, 10**9))}", "an outcome", reach, draw(portion()), course, worth)


@st.composite
def models(draw: st.DrawFn) -> Model:
    years = draw(st.integers(5, 12))
    costs = tuple(
        Cost(
            f"c{place}",
            "a cost",
            draw(st.sampled_from(AGENCIES)),
            draw(st.sampled_from(list(CostKind))),
            tuple(draw(st.lists(pounds(), min_size=1, max_size=years))),
            draw(portion()),
        )
        for place in range(draw(st.integers(1, 4)))
    )
    found = draw(st.lists(outcomes(), max_size=5, unique_by=lambda each: each.name))
    return Model("invented", "2015/16", years, tuple(found), costs)


@given(models())
def test_no_pound_is_lost_and_none_counts_twice(model: Model) -> None:
    assert faults(model, ladder=LADDER) == []
    result = reckon(model, ladder=LADDER)
    positions = result.positions()
    assert abs(sum((each.saves for each in positions), Decimal(0)) - result.pv_fiscal) < PENNY
    assert abs(sum((each.pays for each in positions), Decimal(0)) - result.pv_cost) < PENNY
    assert abs(sum((each.net for each in positions), Decimal(0)) - result.fiscal_npv) < PENNY
    assert abs(sum((result.costs_by(kind) for kind in CostKind), Decimal(0)) - result.pv_cost) < PENNY
    assert Decimal(0) <= result.pv_cashable <= result.pv_fiscal + PENNY


@given(models())
def test_one_outcome_after_another_is_all_of_them(model: Model) -> None:
    whole = reckon(model, ladder=LADDER)
    apart = [reckon(replace(model, outcomes=(each,)), ladder=LADDER) for each in model.outcomes]
    assert abs(sum((each.pv_fiscal for each in apart), Decimal(0)) - whole.pv_fiscal) < PENNY
    assert abs(sum((each.pv_public for each in apart), Decimal(0)) - whole.pv_public) < PENNY


@given(st.lists(pounds(), min_size=1, max_size=40))
def test_later_is_never_worth_more(flow: list[Decimal]) -> None:
    later = [Decimal(0), *flow]
    assert present(later, LADDER) <= present(flow, LADDER) <= sum(flow)
    assert list(LADDER.factors(41)) == sorted(LADDER.factors(41), reverse=True)


@given(models(), portion())
def test_more_deadweight_or_thinner_evidence_is_never_worth_more(model: Model, more: Decimal) -> None:
    def thinner(outcome: Outcome) -> Outcome:
        share = min(Decimal(1), outcome.optimism + more)
        return replace(outcome, optimism=share)

    less = reckon(replace(model, outcomes=tuple(map(thinner, model.outcomes))), ladder=LADDER)
    assert less.pv_public <= reckon(model, ladder=LADDER).pv_public + PENNY


@given(models())
def test_break_even_breaks_even(model: Model) -> None:
    result = reckon(model, ladder=LADDER)
    if result.break_even is None:
        assert result.pv_fiscal == 0
        return
    assert abs(result.break_even * result.pv_fiscal - result.pv_cost) < PENNY


@given(st.lists(st.tuples(pounds(), pounds()), min_size=1, max_size=12))
def test_what_is_paid_back_is_covered_then_for_good_and_not_before(flows: list[tuple[Decimal, Decimal]]) -> None:
    benefit, cost = [each for each, _ in flows], [each for _, each in flows]
    years = paid_back(benefit, cost)
    if years is None:
        assert sum(benefit) < sum(cost)
        return
    year = max(ceil(years) - 1, 0)
    assert all(sum(benefit[: n + 1]) >= sum(cost[: n + 1]) - PENNY for n in range(year, len(flows)))
    assert all(sum(benefit[:n]) >= sum(cost[: n + 1]) - PENNY for n in range(year + 1, len(flows)))
    assert years == 0 or sum(benefit[:year]) < sum(cost[: year + 1])


def test_a_later_cost_opens_the_gap_again() -> None:
    def amounts(*each: int) -> list[Decimal]:
        return [Decimal(one) for one in each]

    assert paid_back(amounts(5, 5, 5), amounts(0, 100, 100)) is None
    assert paid_back(amounts(10, 20, 20), amounts(5, 20, 0)) == Decimal("1.75")
    assert paid_back(amounts(10, 2, 2), amounts(5, 20, 0)) is None
    assert paid_back(amounts(10, 0), amounts(0, 0)) == 0


WRONG = {
    "outcomes.violence.impact": replace(VIOLENCE, reach=replace(VIOLENCE.reach, impact=Decimal("1.3"))),
    "outcomes.violence.population": replace(VIOLENCE, reach=replace(VIOLENCE.reach, population=Decimal(-3))),
    "outcomes.violence.shares": replace(VIOLENCE, worth=replace(VIOLENCE.worth, shares={"NHS": Decimal("0.6")})),
    "outcomes.violence.shares.NHS": replace(VIOLENCE, worth=replace(VIOLENCE.worth, shares={"NHS": Decimal("1.6")})),
    "outcomes.violence.lag": replace(VIOLENCE, course=Course(7, 2, Decimal(0))),
    "outcomes.violence.transfer": replace(VIOLENCE, worth=replace(VIOLENCE.worth, transfer=Decimal(9999))),
    "outcomes.violence.fiscal": replace(
        VIOLENCE, worth=replace(VIOLENCE.worth, fiscal=Decimal(-1), transfer=Decimal(-1))
    ),
}


@pytest.mark.parametrize("where", WRONG)
def test_what_is_wrong_is_said_where_it_is(where: str) -> None:
    found = {each.where: each.words for each in faults(replace(CASE, outcomes=(WRONG[where], CARE)), ladder=LADDER)}
    assert where in found
    assert found[where].endswith(".")


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (replace(HELP, by_year=(Decimal(-1),)), "negative"),
        (replace(HELP, by_year=(Decimal(0),) * 5 + (Decimal(1),)), "horizon"),
        (replace(HELP, optimism=Decimal("-0.1")), "never taken off"),
    ],
)
def test_a_cost_that_cannot_be_is_refused(cost: Cost, words: str) -> None:
    (fault,) = faults(replace(CASE, costs=(cost,)), ladder=LADDER)
    assert words in fault.words


def test_the_same_outcome_twice_is_refused() -> None:
    (fault,) = faults(replace(CASE, outcomes=(CARE, CARE)), ladder=LADDER)
    assert fault.where == "outcomes.care"
    assert "count twice" in fault.words


def test_one_agency_written_in_two_ways_is_refused() -> None:
    twice = replace(HELP, name="more help", payer=" Local  Authority")
    (fault,) = faults(replace(CASE, costs=(HELP, twice)), ladder=LADDER)
    assert fault.where == "agencies"
    assert "“local authority” and “ Local  Authority” differ in capitals or blanks only" in fault.words


def test_a_model_without_costs_or_of_no_years_is_refused() -> None:
    assert {each.where for each in faults(replace(CASE, costs=(), years=0), ladder=LADDER)} >= {"costs", "years"}
