"""What help is worth, in the full data set: calculations, versions, funding agreed, paid and taken back."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from oneplan.web.value.actions import calculations, funding
from oneplan.web.value.actions.funding import PaymentWords
from oneplan.web.value.starting import template
from tests import worth
from tests.cast import Cast

COUNTED = worth.TEXT.replace("impact: 30 %", 'impact: 25 %\n    source: "partners\' files: counted, invented"')


def add_value(rich: Any, cast: Cast, *, at: datetime) -> None:
    by = worth.commissioner(cast)
    rich.calculation = worth.begun(by=by, at=at)
    rich.worth_version = calculations.save_version(
        calculation=rich.calculation, text=COUNTED, version=1,
        why="The police count fewer", by=by, at=at,
    )  # fmt: skip
    rich.empty_calculation = worth.begun(by=by, at=at, text=template("Next year"), name="Next year")
    old = worth.begun(by=by, at=at, name="Key working in the south")
    rich.retired_calculation = calculations.retire(calculation=old, why="The north and south are one now", by=by, at=at)
    _add_funding(rich, by=by, at=at)
    rich.grade = worth.costs(by=by, at=at)


def _add_funding(rich: Any, *, by: Any, at: datetime) -> None:
    """One that holds, with something paid, taken back and late; one that was ended."""
    day = at.date()
    rich.funding = worth.agreed(
        rich.calculation, by=by, at=at, begins_on=day - timedelta(days=400),
        reserve={"council": ["3000", "1500"], "school": ["250"]},
    )  # fmt: skip
    paid = PaymentWords("council", 1, Decimal(50_000), day - timedelta(days=300), "invoice 17")
    rich.payment = funding.record_payment(agreement=rich.funding, says=paid, by=by, at=at)
    wrong = PaymentWords("school", 1, Decimal(50_000), day - timedelta(days=200))
    slip = funding.record_payment(agreement=rich.funding, says=wrong, by=by, at=at)
    rich.payment_back = funding.take_back_payment(payment=slip, why="a nought too many", by=by, at=at)
    _add_reserve(rich.funding, by=by, at=at)
    ended = worth.agreed(rich.calculation, by=by, at=at, begins_on=day - timedelta(days=800), years=3)
    rich.ended_funding = funding.end(
        agreement=ended, ended_on=day - timedelta(days=401), why="a new one was agreed", by=by, at=at
    )  # fmt: skip


def _add_reserve(agreement: Any, *, by: Any, at: datetime) -> None:
    """Paid into, and some of it given back."""
    for purpose, amount, days in (("reserve", 3_000, 300), ("given_back", 1_000, 20)):
        says = PaymentWords("council", 1, Decimal(amount), at.date() - timedelta(days=days), purpose=purpose)
        funding.record_payment(agreement=agreement, says=says, by=by, at=at)
