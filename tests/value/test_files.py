"""A model as a file: what it says comes to the same as the model made by hand; what is wrong is said all at once."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.reckon import reckon
from oneplan.rulebook.value.units import Kind, editions
from tests.value.constructed import CASE

pytestmark = pytest.mark.requirement("R338", "R341")
LADDER = green_book()
TEXT = """
name: The constructed case
price_year: 2015/16
years: 5
outcomes:
  violence:
    population: 100
    affected: 40 %
    engagement: 80%
    impact: 0.3
    deadweight: 20 %
    grade: 5
    duration: 5
    drop_off: 20 %
    fiscal: £2,836
    economic: 1692
    social: "7,803"
    shares: {NHS: 0.5, council: 50 %}
  care:
    population: 200
    affected: 0.05
    engagement: 0.8
    impact: 0.4
    deadweight: 0.35
    grade: 4
    lag: 1
    duration: 4
    fiscal: 52676
    shares: {council: 1}
costs:
  help: {payer: council, by_year: ["£400,000"], optimism: 10 %}
"""


def said(**also: Any) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(TEXT)
    return made | also


def wrong(given: Any) -> dict[str, str]:
    with pytest.raises(BadModel) as failure:
        read(given, ladder=LADDER)
    assert all(each.words.endswith(".") for each in failure.value.faults)
    return {each.where: each.words for each in failure.value.faults}


def test_what_a_file_says_is_reckoned_as_what_was_made_by_hand() -> None:
    result = reckon(read(said(), ladder=LADDER), ladder=LADDER)
    by_hand = reckon(CASE, ladder=LADDER)
    assert [each.net for each in result.outcomes] == [each.net for each in by_hand.outcomes[:2]]
    assert result.outcomes[0].public == by_hand.outcomes[0].public
    assert result.pv_cost == by_hand.pv_cost == Decimal(440_000)


def with_own(**also: Any) -> dict[str, Any]:
    made = said()
    made["outcomes"]["violence"] |= also
    return made


def of_library(**also: Any) -> dict[str, Any]:
    outcome = {"unit": "CR2.0", "population": 100, "affected": 1, "engagement": 1, "impact": 1, "deadweight": 0,
               "optimism": 0, "duration": 1}  # fmt: skip
    return said(units="gmca_ucd_v1_4", outcomes={"violence": outcome | also})


def test_a_row_of_the_library_is_worth_what_it_is_in_the_year_s_prices() -> None:
    model = read(of_library(), ladder=LADDER)
    (outcome,) = model.outcomes
    edition = editions()["gmca_ucd_v1_4"]
    assert outcome.worth.fiscal == edition.at("CR2.0", Kind.FISCAL, year="2015/16")
    assert outcome.worth.social == edition.at("CR2.0", Kind.SOCIAL, year="2015/16")
    assert round(sum(outcome.worth.shares.values()), 20) == 1


def test_parts_that_are_left_out_are_worth_nothing_and_the_rest_is_shared_anew() -> None:
    whole = read(of_library(), ladder=LADDER).outcomes[0].worth
    bearers = {"Local Authority / Children's Services": "council", "NHS / Acute Trust / Hospital": "health"}
    model = read(of_library(leave_out=["housing", "children's social care"], bearers=bearers), ladder=LADDER)
    worth = model.outcomes[0].worth
    assert round(worth.fiscal / whole.fiscal, 4) == round(Decimal(2470 - 193 - 110) / 2470, 4)
    assert "council" not in worth.shares
    assert round(worth.shares["health"], 4) == round(Decimal(1171) / (2470 - 193 - 110), 4)
    assert worth.social == whole.social


def test_benefit_payments_are_a_transfer() -> None:
    worth = read(of_library(unit="E&E1.0"), ladder=LADDER).outcomes[0].worth
    assert round(worth.transfer / worth.fiscal, 4) == round(Decimal(9234) / 9800, 4)
    assert worth.public == worth.fiscal - worth.transfer + worth.economic


def test_everything_that_is_wrong_is_said_at_once() -> None:
    given = said(price_year="", years="five", colour="red")
    given["outcomes"]["violence"] |= {"impact": "most", "fiscal": "2.8k", "grade": 9}
    del given["outcomes"]["care"]["deadweight"]
    given["costs"]["help"] |= {"kind": "wishes", "payer": ""}
    assert set(wrong(given)) == {
        "price_year", "years", "colour", "outcomes.violence.impact", "outcomes.violence.fiscal",
        "outcomes.violence.grade", "outcomes.care.deadweight", "costs.help.kind", "costs.help.payer",
    }  # fmt: skip


def test_ones_own_figure_may_stand_in_the_place_of_a_row_and_is_guarded_like_it() -> None:
    outcome = read(with_own(instead_of="CR2.0", leave_out=["housing"]), ladder=LADDER).outcomes[0]
    assert (outcome.code, outcome.left_out, outcome.worth.fiscal) == ("CR2.0", frozenset({"housing"}), Decimal(2836))


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (of_library(unit="CR99"), "outcomes.violence.unit"),
        (of_library(leave_out=["fire"]), "outcomes.violence.leave_out"),
        (of_library(leave_out=None), "outcomes.violence.leave_out"),
        (of_library(leave_out="housing"), "outcomes.violence.leave_out"),
        (of_library() | {"units": ["gmca_ucd_v1_4"]}, "units"),
        (said(price_year=None), "price_year"),
        (of_library() | {"price_year": "1900/01"}, "price_year"),
        (of_library() | {"units": "another"}, "units"),
        (of_library(impact="130 %"), "outcomes.violence.impact"),
        (said(costs={"help": {"payer": "council", "by_year": [], "grade": 1}}), "costs.help.by_year"),
        (of_library(instead_of="CR2.0"), "outcomes.violence.instead_of"),
        (of_library(fiscal="£99,999"), "outcomes.violence.fiscal"),
        (of_library(economic=0), "outcomes.violence.economic"),
        (of_library(transfer=1), "outcomes.violence.transfer"),
        (of_library(shares={"council": "50 %", "police": "60 %"}), "outcomes.violence.shares"),
        (with_own(instead_of="CR99"), "outcomes.violence.instead_of"),
        (said(outcomes=[]), "outcomes"),
        (["not", "a", "model"], "model"),
        (None, "model"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(given: Any, where: str) -> None:
    assert where in wrong(given)
