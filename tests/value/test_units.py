"""The library says what was published, in the prices of any year, and loses no pound between those who bear it."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from oneplan.rulebook.value.prices import series
from oneplan.rulebook.value.units import ROUNDED_BY, Kind, Unit, editions

pytestmark = pytest.mark.requirement("R338", "R340")
UCD = editions()["gmca_ucd_v1_4"]
WANTED = list(csv.DictReader((Path(__file__).parent / "ucd_2015_16.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", WANTED, ids=[row["code"] for row in WANTED])
def test_each_row_in_prices_of_2015_16_is_the_workbook_s(row: dict[str, str]) -> None:
    for kind in Kind:
        found = UCD.at(row["code"], kind, year="2015/16")
        assert (found is None) == (not row[kind])
        if found is not None:
            assert abs(found - Decimal(row[kind])) <= Decimal("0.005")


def test_every_row_is_there_once() -> None:
    assert [row["code"] for row in WANTED] == list(UCD.units)


@pytest.mark.parametrize("unit", UCD.units.values(), ids=UCD.units)
def test_who_bears_it_sums_to_the_whole(unit: Unit) -> None:
    assert abs(sum(unit.shares().values(), Decimal(0)) - 1) < Decimal("1e-20")
    if unit.parts:
        assert (
            abs(sum((part.fiscal for part in unit.parts), Decimal(0)) - unit.amounts[Kind.FISCAL].value) <= ROUNDED_BY
        )


def test_what_only_moves_between_purses_is_no_public_value() -> None:
    """At 2012/13 prices 566 + 14,044 = 14,610 for somebody on JSA who comes into work, as the database says itself."""
    unit = UCD.units["E&E1.0"]
    fiscal, economic = unit.amounts[Kind.FISCAL].value, unit.amounts[Kind.ECONOMIC].value
    public = fiscal * (1 - unit.transfer_share()) + economic
    assert public.quantize(Decimal(1), ROUND_HALF_UP) == Decimal(14610)


def test_shares_are_those_of_the_published_parts() -> None:
    shares = UCD.units["CR2.0"].shares()
    assert round(shares["NHS / Acute Trust / Hospital"] * 100, 1) == Decimal("47.4")
    assert round(shares["Police"] * 100, 1) == Decimal("16.8")


def test_an_edition_names_its_source_and_whether_there_is_a_newer_one() -> None:
    assert "CC BY 4.0" in UCD.attribution
    assert not UCD.is_current
    assert UCD.newer
    assert UCD.prices in series().values()
