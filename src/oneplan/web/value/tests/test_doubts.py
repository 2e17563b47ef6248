"""Every page that shows what a calculation comes to, or rests on it, says what of it is old or unverified."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oneplan.web.agencies.models import Worker
from oneplan.web.value.actions import calculations
from oneplan.web.value.models import Calculation, FundingAgreement
from oneplan.web.value.reads import results
from tests import worth

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R338", "R343")]
DOUBTS = (
    "Old or unverified: 2 of its 2 unit costs (edition of March 2015), the price index, how far figures may be off."
)
SURE = """\
name: Sure
price_year: 2025/26
years: 2
outcomes:
  calm: {words: calm evenings, source: counted, population: 10, affected: 1, engagement: 1, impact: 1, deadweight: 0,
    optimism: 0, duration: 1, fiscal: 100, shares: {council: 1}}
costs: {help: {words: help, payer: council, by_year: [10], optimism: 0}}
"""


@pytest.fixture
def desk(cast: Any, by: Worker) -> Client:
    return cast.client(by)  # type: ignore[no-any-return]


def addresses(agreement: FundingAgreement) -> list[str]:
    pk = agreement.version.calculation_id
    one = ("calculation", "calculation-versions", "calculation-compare", "fundings")
    return [
        reverse("calculations"), *(reverse(name, args=[pk]) for name in one),
        reverse("calculation-version", args=[pk, 1]), reverse("funding", args=[agreement.pk]),
        reverse("funding-new", args=[pk]) + "?rule=benefit",
    ]  # fmt: skip


def test_it_is_said_once_with_the_way_to_the_notes(desk: Client, agreement: FundingAgreement) -> None:
    version = reverse("calculation-version", args=[agreement.version.calculation_id, 1])
    for address in addresses(agreement):
        text = desk.get(address).content.decode()
        assert text.count(DOUBTS) == 1, address
        assert (f'href="{version}#notes"' in text) or ('href="#notes"' in text and 'id="notes"' in text), address


def test_of_what_is_sure_nothing_is_said(desk: Client, by: Worker, now: datetime) -> None:
    sure = worth.begun(by=by, at=now, text=SURE)
    agreement = worth.agreed(sure, by=by, at=now, begins_on=now.date(), council=["5"])
    for address in addresses(agreement):
        assert "Old or unverified" not in desk.get(address).content.decode(), address


def test_two_versions_beside_each_other_say_it_each(
    desk: Client, calculation: Calculation, by: Worker, now: datetime
) -> None:
    calculations.save_version(calculation=calculation, text=SURE, why="Sure", version=1, by=by, at=now)
    address = reverse("calculation-compare", args=[calculation.pk])
    assert desk.get(address).content.decode().count(DOUBTS) == 1
    assert "Old or unverified" not in desk.get(address, {"first": "2", "second": "2"}).content.decode()


def test_what_cannot_be_reckoned_says_nothing() -> None:
    assert results.of_text("name: [").doubts == ""
