"""What was agreed beside what was paid: who is behind, who is ahead, and what the reserve holds, in words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.funding import CannotShare
from oneplan.rulebook.value.reconciling import Reserved, owed, reconcile

pytestmark = pytest.mark.requirement("R341", "R345")


def flow(*amounts: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


AGREED = {"health": flow(100, 100, 100), "police": flow(50, 50, 50), "council": flow(10, 10, 10)}


def test_who_is_behind_and_who_is_ahead_is_said_with_the_year_it_began() -> None:
    told = reconcile(AGREED, {"health": flow(100, 60), "police": flow(80, 40), "council": flow(10, 10)}, years=2)
    assert told.lines == [
        "Health is behind by £40.00, since year 2.",
        "Police is ahead by £20.00, since year 1.",
        "Council has paid what was agreed.",
        "Everybody together is behind by £20.00, since year 2.",
        "No reserve was agreed.",
    ]
    assert [[each.difference, each.cumulated] for each in told.accounts[1].years] == [[30, 30], [-10, 20]]


def test_arrears_that_were_made_up_and_came_again_count_from_when_they_came_again() -> None:
    told = reconcile(AGREED, {"health": flow(50, 150, 80)}, years=3)
    assert told.accounts[0].words == "Health is behind by £20.00, since year 3."
    assert told.accounts[1].words == "Police is behind by £150.00, since year 1."


SAVED = {"health": flow(40, 20), "police": flow(40)}


def reserved(*, paid: int = 0, back: int = 0, agency: str = "health") -> Reserved:
    return Reserved(SAVED, {agency: flow(paid)}, {agency: Decimal(back)})


HALF_SHOWN = "50 % of the outcomes have been shown, so £10.00 need not be held any more and £40.00 stays held."
OF_ALL, PAID_IN = "Of £100.00 agreed for the reserve", "£80.00 is paid in"


@pytest.mark.parametrize(
    ("paid", "back", "shown", "words"),
    [
        (0, 0, None, f"{OF_ALL} nothing is paid in yet."),
        (80, 0, None, f"{OF_ALL}, {PAID_IN}."),
        (80, 30, None, f"{OF_ALL}, {PAID_IN} and £30.00 given back, so £50.00 is held."),
        (80, 0, "0", f"{OF_ALL}, {PAID_IN}. No outcome has been shown yet, so all of it stays held."),
        (80, 30, "0.5", f"{OF_ALL}, {PAID_IN} and £30.00 given back, so £50.00 is held. {HALF_SHOWN}"),
    ],
)
def test_the_reserve_is_held_until_outcomes_are_shown_or_it_is_given_back(
    paid: int, back: int, shown: str | None, words: str
) -> None:
    outcomes = None if shown is None else Decimal(shown)
    told = reconcile(AGREED, {}, years=0, reserved=reserved(paid=paid, back=back), outcomes_shown=outcomes)
    assert told.reserve.words == words


def test_what_is_missing_in_the_reserve_is_not_missing_in_the_help() -> None:
    told = reconcile(AGREED, {"health": flow(100)}, years=1, reserved=reserved(paid=30))
    assert told.lines == [
        "Health has paid what was agreed.",
        "Police is behind by £50.00, since year 1.",
        "Council is behind by £10.00, since year 1.",
        "Everybody together is behind by £60.00, since year 1.",
        "Health is behind with the reserve by £10.00, since year 1.",
        "Police is behind with the reserve by £40.00, since year 1.",
        "Of £100.00 agreed for the reserve, £30.00 is paid in.",
    ]
    even = reconcile(AGREED, {}, years=1, reserved=reserved(paid=40)).reserve.accounts[0]
    assert even.words == "Health has paid what was agreed for the reserve."


def test_what_was_paid_beyond_one_year_stands_for_the_oldest_that_is_missing() -> None:
    told = reconcile({"health": flow(100, 100, 100)}, {"health": flow(70, 40, 150)}, years=3)
    assert told.accounts[0].missing == flow(0, 40, 0)
    assert reconcile({"health": flow(100, 100)}, {"health": flow(140, 60)}, years=2).accounts[0].missing == flow(0, 0)


def test_of_years_that_begin_after_the_end_nothing_is_owed() -> None:
    begins = [date(2026, 4, 1), date(2027, 4, 1), date(2028, 4, 1)]
    assert owed(flow(1, 2, 3), begins, ended_on=None) == flow(1, 2, 3)
    assert owed(flow(1, 2, 3), begins, ended_on=date(2027, 4, 1)) == flow(1, 2, 0)
    assert owed(flow(1, 2, 3), begins, ended_on=date(2027, 3, 31)) == flow(1, 0, 0)


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
        assert sum(account.missing, Decimal(0)) == max(Decimal(0), -account.balance)
        assert all(
            0 <= left <= max(Decimal(0), -year.difference)
            for left, year in zip(account.missing, account.years, strict=True)
        )
    assert told.total.balance == sum((each.balance for each in told.accounts), Decimal(0))


@pytest.mark.parametrize(
    ("agreed", "paid", "kept", "shown", "years", "where"),
    [
        (AGREED, {"fire": flow(1)}, None, None, 1, "paid.fire"),
        (AGREED, {"police": flow(-1)}, None, None, 1, "paid.police"),
        ({"police": flow(-1)}, {}, None, None, 1, "agreed.police"),
        ({}, {}, None, None, 0, "agreed"),
        (AGREED, {}, None, None, 9, "years"),
        (AGREED, {}, None, "1.2", 1, "outcomes_shown"),
        (AGREED, {}, reserved(paid=1, agency="fire"), None, 1, "reserve.fire"),
        (AGREED, {}, Reserved({"fire": flow(1)}, {}, {}), None, 1, "reserve.fire"),
        (AGREED, {}, reserved(paid=-1, agency="police"), None, 1, "reserve.police"),
        (AGREED, {}, Reserved(SAVED, {}, {"police": Decimal(-1)}), None, 1, "reserve.police"),
        (AGREED, {}, reserved(paid=20, back=21), None, 1, "reserve"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is(
    agreed: dict[str, tuple[Decimal, ...]], paid: dict[str, tuple[Decimal, ...]], kept: Reserved | None,
    shown: str | None, years: int, where: str,
) -> None:  # fmt: skip
    outcomes = None if shown is None else Decimal(shown)
    with pytest.raises(CannotShare) as failure:
        reconcile(agreed, paid, years=years, reserved=kept or Reserved({}, {}, {}), outcomes_shown=outcomes)
    assert [each.where for each in failure.value.faults] == [where]
