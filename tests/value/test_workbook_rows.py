"""What is worth as a row of the unit cost library says comes back as that row, so that it follows the price year."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.model import ONE, Worth
from oneplan.rulebook.value.reckon import reckon
from oneplan.rulebook.value.units import Edition, editions
from tests.value.test_file_parts import OWN
from tests.value.test_workbook_back import LADDER
from tests.value.test_workbook_follows import example, written
from tests.value.typed_into import Cells, typed

pytestmark = pytest.mark.requirement("R338", "R341")
EDITION = "gmca_ucd_v1_4"
AMOUNTS = {"fiscal", "transfer", "economic", "social", "shares"}
NOTE = "amounts in pounds of 2015/16"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(example(), tmp_path / "example.xlsx")


def worths(said: dict[str, Any], **also: Any) -> dict[str, Worth]:
    return {each.name: each.worth for each in read({**said, **also}, ladder=LADDER).outcomes}


def outcomes(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read_back(path)["outcomes"]
    return found


@pytest.mark.parametrize("year", ["2015/16", "2012/13"])
def test_a_model_that_came_back_is_worth_the_same_in_any_price_year(path: Path, year: str) -> None:
    came, said = read_back(path), example()
    assert worths(came, price_year=year) == worths(said, price_year=year)
    for name, each in came["outcomes"].items():
        assert not each.keys() & {*AMOUNTS, "instead_of"}
        assert (each["unit"], each.get("leave_out")) == tuple(
            said["outcomes"][name].get(field) for field in ("unit", "leave_out")
        )
        wanted = said["outcomes"][name]["bearers"].items()
        assert each["bearers"] == {theirs: ours for theirs, ours in wanted if theirs != ours}


def test_who_bears_it_by_the_library_s_own_name_is_not_named_again(tmp_path: Path) -> None:
    found = outcomes(written(example(bearers={}), tmp_path / "example.xlsx"))
    assert found["care"]["unit"] == "SS1.0"
    assert "bearers" not in found["care"]


@pytest.mark.parametrize(
    ("outcome", "cells"),
    [
        ("care", {"Inputs!O10": 50_000.0}),
        ("care", {"Inputs!Q10": 1.0}),
        ("care", {"Inputs!R10": "£12"}),
        ("work", {"Inputs!P15": 0.0}),
        ("care", {"Inputs!U10": 0.75, "Inputs!V10": 0.25}),
        ("exclusion", {"Inputs!U11": 0.001}),
        ("violence", {f"Inputs!{column}12": 0.125 for column in "UVWXYZ"}),
        ("care", {"Inputs!O10": "about a thousand"}),
        ("care", {"Inputs!U10": "half"}),
    ],
)
def test_another_worth_that_was_typed_comes_back_as_typed(path: Path, outcome: str, cells: Cells) -> None:
    before, after = outcomes(path), outcomes(typed(path, cells))
    assert after[outcome]["instead_of"] == before[outcome]["unit"]
    assert not after[outcome].keys() & {"unit", "bearers"}
    assert {"fiscal", "economic", "social", "shares"} <= after[outcome].keys()
    assert {name: each for name, each in after.items() if name != outcome} == {
        name: each for name, each in before.items() if name != outcome
    }


def test_other_people_and_another_cashable_share_leave_the_row(path: Path) -> None:
    typed(path, {"Inputs!E10": 300.0, "Inputs!S10": 0.25})
    care = outcomes(path)["care"]
    assert (care["unit"], care["population"], care["cashable"]) == ("SS1.0", "300", "0.25")


def test_fifteen_digits_are_as_many_as_programs_keep(path: Path) -> None:
    fiscal = worths(example())["care"].fiscal
    typed(path, {"Inputs!O10": float(f"{fiscal:.15g}")})
    assert "unit" in outcomes(path)["care"]
    typed(path, {"Inputs!O10": float(fiscal * (1 + Decimal("1e-8")))})
    assert "instead_of" in outcomes(path)["care"]


def test_an_area_s_own_value_of_a_row_is_not_the_library_s(tmp_path: Path) -> None:
    care = outcomes(written({**example(), "local": {"SS1.0": OWN}}, tmp_path / "example.xlsx"))["care"]
    assert care["instead_of"] == "SS1.0"


def test_agencies_that_are_called_like_other_bearers_are_told_apart_by_their_shares(tmp_path: Path) -> None:
    names = {"NHS": "Criminal Justice System / Police", "Criminal Justice System / Police": "NHS"}
    said = example()
    said["outcomes"]["exclusion"]["bearers"] = names
    assert outcomes(written(said, tmp_path / "example.xlsx"))["exclusion"]["bearers"] == names


def alike() -> dict[str, Edition]:
    """An edition in which two bear as much of a row as each other."""
    edition = editions()[EDITION]
    row = edition.units["E&S2.0"]
    one, other = (replace(row.parts[0], words=who, bearer=who, fiscal=ONE) for who in ("One", "Other"))
    units = {**edition.units, row.code: replace(row, parts=(one, other))}
    return {EDITION: replace(edition, units=units)}


@pytest.mark.parametrize(
    ("source", "says"), [("the schools", f"the schools; {NOTE}"), ("", NOTE), (f"so; {NOTE}", f"so; {NOTE}")]
)
def test_where_it_cannot_be_told_who_bears_what_the_year_of_the_pounds_is_said(
    tmp_path: Path, source: str, says: str
) -> None:
    said, path = example(), tmp_path / "example.xlsx"
    exclusion = said["outcomes"]["exclusion"]
    exclusion |= {"bearers": {"One": "Health", "Other": "Police"}, "source": source}
    del exclusion["leave_out"]
    model = read(said, ladder=LADDER, library=alike())
    write(reckon(model, ladder=LADDER), path, library=alike())
    came = read_back(path, library=alike())
    found = came["outcomes"]["exclusion"]
    assert (found["instead_of"], found["source"]) == ("E&S2.0", says)
    assert read(came, ladder=LADDER, library=alike()).outcomes[1].worth.shares == model.outcomes[1].worth.shares


def test_of_two_alike_whoever_has_kept_its_name_is_told(tmp_path: Path) -> None:
    said, path = example(), tmp_path / "example.xlsx"
    said["outcomes"]["exclusion"]["bearers"] = {"One": "Health"}
    del said["outcomes"]["exclusion"]["leave_out"]
    write(reckon(read(said, ladder=LADDER, library=alike()), ladder=LADDER), path, library=alike())
    found = read_back(path, library=alike())["outcomes"]["exclusion"]
    assert (found["unit"], found["bearers"]) == ("E&S2.0", {"One": "Health"})
