"""Numbers are read as they are pasted, or refused; never as another number."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.rulebook.value.written import NotANumber, count, pounds, share, whole

pytestmark = pytest.mark.requirement("R338")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("£1,234.50", "1234.50"), ("1234.5", "1234.5"), (" £ 12 ", "12"), ("(500)", "-500"), ("-£3.20", "-3.20"),
     (0.1, "0.1"), (400_000, "400000"), ("1,000,000", "1000000"), ("£ 1\u00a0234", "1234")],
)  # fmt: skip
def test_money(said: object, wanted: str) -> None:
    assert pounds(said) == Decimal(wanted)


@pytest.mark.parametrize("said", ["1,23", "1.2m", "12k", "", None, True, "1,2345", "€5", "1e5", "NaN", "1.2.3", "--4"])
def test_what_is_no_money_is_refused(said: object) -> None:
    with pytest.raises(NotANumber, match="Write it like"):
        pounds(said)


@pytest.mark.parametrize(
    ("said", "wanted"), [("40 %", "0.4"), ("40%", "0.4"), (0.4, "0.4"), ("0.4", "0.4"), (1, "1"), ("130 %", "1.3")]
)
def test_shares(said: object, wanted: str) -> None:
    assert share(said) == Decimal(wanted)


@pytest.mark.parametrize(
    ("read", "said"), [(share, "most"), (share, "4,0"), (count, "some"), (whole, "5.5"), (whole, "-1")]
)
def test_what_is_none_is_refused(read: Callable[[object], object], said: str) -> None:
    with pytest.raises(NotANumber, match="Write it like"):
        read(said)


@given(st.decimals("-99999999", "99999999", places=2))
def test_money_written_for_people_is_read_back(amount: Decimal) -> None:
    assert pounds(f"{amount:,.2f}") == amount
    assert pounds(f"£{amount:,.2f}".replace("£-", "-£")) == amount


def test_how_many() -> None:
    assert count("1,200") == Decimal(1200)
    assert whole("5") == 5


@pytest.mark.parametrize("read", [pounds, count, share])
def test_what_is_more_than_can_be_is_a_slip_of_the_keys(read: Callable[[object], object]) -> None:
    assert read("10000000000") == 10_000_000_000
    for said in ("9" * 60, "10000000001"):
        with pytest.raises(NotANumber, match="more than can be"):
            read(said)
