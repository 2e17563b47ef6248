"""Proposals beside each other: the help costs the same by every rule, and who would put in too much is told."""

from decimal import Decimal

import pytest

from oneplan.engine.value.shares_told import UNSAID, Row, is_over, legend, remarks, rows
from oneplan.engine.value.telling import pounds
from oneplan.rulebook.value.funding import Proposal, Rule, proposal, to_the_penny
from oneplan.rulebook.value.model import Cap, Terms
from oneplan.rulebook.value.reckon import Position

pytestmark = pytest.mark.requirement("R341")
ZERO = Decimal(0)
COST = Decimal("525000.01")
AGENCIES = ("council", "health", "police")
POSITIONS = [
    Position("council", ZERO, Decimal(500_000), ZERO),
    Position("health", Decimal(600_000), Decimal("25000.01"), Decimal(1_000)),
    Position("police", Decimal("1481.94"), ZERO, Decimal(741)),
]
ABILITY = {"council": Decimal(3), "health": Decimal(2), "police": Decimal(1)}


def told(terms: Terms) -> list[Proposal | None]:
    """By each rule, what is now without terms."""
    return [
        to_the_penny(proposal(POSITIONS, cost=COST, rule=rule, terms=Terms() if rule is Rule.AS_NOW else terms))
        for rule in Rule
    ]


def amounts(row: Row) -> list[Decimal]:
    return [Decimal(each.words.replace("£", "").replace(",", "")) for each in row.cells]


def by_name(found: list[Row]) -> dict[str, list[Decimal]]:
    return {each.name: amounts(each) for each in found}


def test_what_agencies_put_in_is_summed_to_the_penny() -> None:
    found = rows(told(Terms(ability=ABILITY)), AGENCIES)
    assert [each.name for each in found] == [*AGENCIES, "Together"]
    assert [each.is_sum for each in found] == [False, False, False, True]
    assert amounts(found[3]) == [COST] * 4 == [sum(each) for each in zip(*map(amounts, found[:3]), strict=True)]


def test_the_reserve_stands_apart_so_that_the_same_is_carried_by_every_rule() -> None:
    found = by_name(rows(told(Terms(reserve=Decimal("0.05"), ability=ABILITY)), AGENCIES))
    assert list(found)[3:] == ["Together", "of it for the help", "of it held as a reserve"]
    assert found["of it for the help"] == [COST] * 4
    assert found["of it held as a reserve"] == [ZERO, *[Decimal("26250.00")] * 3]
    parts = zip(found["of it for the help"], found["of it held as a reserve"], strict=True)
    assert found["Together"] == [sum(each) for each in parts]


def test_under_caps_what_is_carried_and_what_nobody_carries_are_the_cost_by_every_rule() -> None:
    terms = Terms(cap=Cap(pounds=Decimal("200000.10")), reserve=Decimal("0.05"), ability=ABILITY)
    found = by_name(rows(told(terms), AGENCIES))
    assert found["What the help costs"] == [COST] * 4
    parts = zip(found["of it for the help"], found["Carried by nobody yet"], strict=True)
    assert [sum(each) for each in parts] == [COST] * 4
    assert found["Carried by nobody yet"] == [ZERO, *[Decimal("124999.81")] * 2, ZERO]
    assert found["of it held as a reserve"] == [ZERO, ZERO, ZERO, Decimal("26250.00")]
    assert found["Missing in the reserve"] == [ZERO, *[Decimal("26250.00")] * 2, ZERO]


def test_a_rule_that_cannot_be_used_says_so_in_every_row() -> None:
    some = told(Terms(reserve=Decimal("0.05"), ability=ABILITY))
    for each in rows([*some[:3], None], AGENCIES):
        assert each.cells[3].words == UNSAID
        assert not each.cells[3].is_over
    assert [each.cells[0].words for each in rows([None], AGENCIES)] == [UNSAID] * 4


def test_who_would_put_in_more_than_comes_back_is_said_once_and_marked_where_it_is() -> None:
    some = told(Terms(reserve=Decimal("0.05"), ability=ABILITY))
    assert remarks(some, AGENCIES) == [
        "Council would put in up to £500,000.00 and get nothing back.",
        "Police would put in up to £234,621.63 and get back £1,481.94.",
    ]
    council, health, police, together = rows(some, AGENCIES)[:4]
    assert [each.is_over for each in council.cells] == [True, False, False, True]
    assert [each.is_over for each in police.cells] == [False, False, True, True]
    assert not any(each.is_over for each in (*health.cells, *together.cells))
    assert police.cells[2].marked == "* £234,621.63"
    assert police.cells[1].marked == police.cells[1].words


def test_one_rule_alone_is_no_up_to_and_all_together_are_told_of() -> None:
    poor = [Position("council", Decimal(600), Decimal(1_000)), Position("police", Decimal(300), ZERO)]
    now = proposal(poor, cost=Decimal(1_000), rule=Rule.AS_NOW)
    assert remarks([to_the_penny(now), None], ("council", "police")) == [
        "Council would put in £1,000.00 and get back £600.00.",
        "All together would put in £1,000.00 and get back £900.00.",
    ]
    alone = proposal(poor[:1], cost=Decimal(1_000), rule=Rule.AS_NOW)
    assert remarks([to_the_penny(alone)], ("council",)) == ["Council would put in £1,000.00 and get back £600.00."]


@pytest.mark.parametrize(("back", "wanted"), [("1000", False), ("999.01", False), ("999", True), ("-20", True)])
def test_less_than_a_pound_more_is_not_remarked_on(back: str, wanted: bool) -> None:
    side = proposal([Position("x", Decimal(back), Decimal(1_000))], cost=Decimal(1_000), rule=Rule.AS_NOW)
    assert is_over(side) is is_over(side.of("x")) is wanted


def test_who_puts_nothing_in_is_asked_for_nothing() -> None:
    losing = [Position("x", ZERO, Decimal(5)), Position("y", Decimal(-20), ZERO)]
    found = proposal(losing, cost=Decimal(5), rule=Rule.AS_NOW)
    assert not is_over(found.of("y"))
    assert is_over(found)


@pytest.mark.parametrize(("reserve", "wanted"), [("0", False), ("0.05", True)])
def test_that_the_reserve_counts_is_said_where_there_is_one(reserve: str, wanted: bool) -> None:
    said = legend(told(Terms(reserve=Decimal(reserve), ability=ABILITY)))
    assert said.startswith("* More than comes back")
    assert ("reserve counts" in said) is wanted


def test_sums_are_those_of_the_proposal() -> None:
    found = told(Terms(reserve=Decimal("0.05"), ability=ABILITY))[1]
    assert found is not None
    assert pounds(found.puts_in) == "£551,250.01"
    assert found.gets_back == Decimal("601481.94")
    assert found.reserve_missing == ZERO
