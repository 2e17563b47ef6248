"""What was agreed beside what was paid: who is behind, who is ahead, and what the reserve holds, in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.funding import CannotShare
from oneplan.rulebook.value.reconciling import reconcile

pytestmark = pytest.mark.requirement("R341", "R345")


def flow(*amounts: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


AGREED = {"health": flow(100, 100, 100), "police": flow(50, 50, 50), "council": flow(10, 10, 10)}


def test_who_is_behind_and_who_is_ahead_is_said_with_the_year_it_began() -> None:
    told = reconcile(AGREED, {"health": flow(100, 60), "police": flow(80, 40), "council": flow(10, 10)}, years=2)
    assert told.lines == [
        "health is behind by £40.00, since year 2.",
        "police is ahead by £20.00, since year 1.",
        "council has paid what was agreed.",
        "Everybody together is behind by £20.00, since year 2.",
        "No reserve was agreed.",
    ]
    assert [[each.difference, each.cumulated] for each in told.accounts[1].years] == [[30, 30], [-10, 20]]


def test_arrears_that_were_made_up_and_came_again_count_from_when_they_came_again() -> None:
    told = reconcile(AGREED, {"health": flow(50, 150, 80)}, years=3)
    assert told.accounts[0].words == "health is behind by £20.00, since year 3."
    assert told.accounts[1].words == "police is behind by £150.00, since year 1."


def test_the_reserve_is_held_until_outcomes_are_shown() -> None:
    def said(held: int, shown: str) -> str:
        return reconcile(
            AGREED, {}, years=0, reserve_agreed={"health": Decimal(60), "police": Decimal(40)},
            reserve_paid={"health": Decimal(held)}, outcomes_shown=Decimal(shown),
        ).reserve.words  # fmt: skip

    assert said(80, "0.5") == (
        "Of £100.00 agreed for the reserve, £80.00 is held; £20.00 is missing. 50 % of the outcomes have been shown, "
        "so £40.00 need not be held any more and £40.00 stays held."
    )
    assert said(100, "0").endswith("£100.00 is held. No outcome has been shown yet, so all of it stays held.")


@given(
    st.lists(st.tuples(*(st.lists(st.decimals("0", "9999", places=2), max_size=6),) * 2), min_size=1, max_size=5),
    st.integers(0, 6),
)
def test_differences_cumulate_to_all_that_was_paid_beyond_what_was_agreed(
    rows: list[tuple[list[Decimal], list[Decimal]]], years: int
) -> None:
    agreed = {f"a{place}": tuple(row[0]) for place, row in enumerate(rows)}
    paid = {f"a{place}": tuple(row[1]) for place, row in enumerate(rows)}
    years = min(years, max(len(each) for row in rows for each in row))
    told = reconcile(agreed, paid, years=years)
    for account, (ours, theirs) in zip(told.accounts, rows, strict=True):
        assert account.balance == sum(theirs[:years], Decimal(0)) - sum(ours[:years], Decimal(0))
        assert sum((each.difference for each in account.years), Decimal(0)) == account.balance
    assert told.total.balance == sum((each.balance for each in told.accounts), Decimal(0))


@pytest.mark.parametrize(
    ("agreed", "paid", "reserve", "shown", "years", "where"),
    [
        (AGREED, {"fire": flow(1)}, {}, "0", 1, "paid.fire"),
        (AGREED, {"police": flow(-1)}, {}, "0", 1, "paid.police"),
        ({"police": flow(-1)}, {}, {}, "0", 1, "agreed.police"),
        ({}, {}, {}, "0", 0, "agreed"),
        (AGREED, {}, {}, "0", 9, "years"),
        (AGREED, {}, {}, "1.2", 1, "outcomes_shown"),
        (AGREED, {}, {"fire": Decimal(1)}, "0", 1, "reserve.fire"),
        (AGREED, {}, {"police": Decimal(-1)}, "0", 1, "reserve.police"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is(
    agreed: dict[str, tuple[Decimal, ...]], paid: dict[str, tuple[Decimal, ...]], reserve: dict[str, Decimal],
    shown: str, years: int, where: str,
) -> None:  # fmt: skip
    with pytest.raises(CannotShare) as failure:
        reconcile(agreed, paid, years=years, reserve_paid=reserve, outcomes_shown=Decimal(shown))
    assert [each.where for each in failure.value.faults] == [where]
