"""What is old or unverified is said in one sentence wherever a result stands without its notes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from oneplan.cli import main
from oneplan.engine.value.workbook.cells import Look
from oneplan.engine.value.workbook.whole import book
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.notes import in_short
from oneplan.rulebook.value.reckon import reckon
from oneplan.rulebook.value.units import editions
from tests.value.test_file_parts import OWN, of_library
from tests.value.test_files import said

pytestmark = pytest.mark.requirement("R338", "R343")
LADDER = green_book()
CURRENT = {name: replace(edition, is_current=True) for name, edition in editions().items()}


def short(model: Any, library: Any = None) -> str:
    return in_short(read(model, ladder=LADDER, library=library), library)


def with_sources(**also: Any) -> Any:
    found = said(**also)
    for each in found["outcomes"].values():
        each["source"] = "counted by us"
    return found


def surest() -> Any:
    """Sources, no cut for optimism, no range: nothing of it rests on anybody's guess of ours."""
    found = with_sources()
    for each in found["outcomes"].values():
        each.pop("grade", None)
        each["optimism"] = 0
    return found


def test_how_many_unit_costs_are_old_or_nobodys_figure() -> None:
    assert short(said()) == "Old or unverified: 2 of its 2 unit costs, how far figures may be off."
    assert short(with_sources()) == "Old or unverified: how far figures may be off."
    one = said()
    del one["outcomes"]["care"]
    assert short(one).startswith("Old or unverified: its unit cost, ")


def test_an_edition_that_is_followed_by_another_is_named_by_its_day() -> None:
    found = of_library()
    found["outcomes"]["violence"]["source"] = "counted by us"
    assert short(found) == (
        "Old or unverified: 1 of its 2 unit costs (edition of March 2015), the price index, how far figures may be off."
    )
    assert "(edition" not in short(found, CURRENT)
    assert "1 of its 2 unit costs, the price index" in short(found, CURRENT)  # the row itself is ageing


def test_an_areas_own_value_is_not_old() -> None:
    found = of_library(local={"SS1.0": OWN})
    found["outcomes"]["violence"]["source"] = "counted by us"
    assert "unit cost" not in short(found)


def test_of_what_is_sure_nothing_is_said() -> None:
    assert short(surest()) == ""
    assert short(surest() | {"units": "gmca_ucd_v1_4"}) == ""


def test_the_workbook_says_it_beside_its_results_and_to_whom_they_fall() -> None:
    for model, is_said in ((of_library(), True), (surest(), False)):
        sheets = book(reckon(read(model, ladder=LADDER), ladder=LADDER)).sheets
        for sheet in sheets[1:3]:
            told = [str(each.value) for each in sheet.cells if each.look is Look.NOTE]
            assert any(each.startswith("Old or unverified") for each in told) == is_said, sheet.name
            header = min(each.row for each in sheet.cells if each.look is Look.HEADER)
            assert max(each.row for each in sheet.cells if each.look is Look.NOTE) < header


def test_two_models_beside_each_other_say_it_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / "old.yaml", tmp_path / "sure.yaml"]
    for path, model in zip(paths, (of_library(), surest()), strict=True):
        path.write_text(yaml.safe_dump(model), encoding="utf-8")
    assert main(["value", "compare", *map(str, paths)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("   Old or unverified: ")
    assert lines[2].startswith("B: ")
    assert lines[3] == ""
