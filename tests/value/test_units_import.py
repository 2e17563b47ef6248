"""`oneplan value units import`: an edition by declared columns, whole or not at all, wrong rows named by number."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from oneplan.cli import main
from oneplan.engine.value.library import library
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.notes import notes
from oneplan.rulebook.value.units import Kind, editions
from tests.value.test_files import said

pytestmark = pytest.mark.requirement("R338")
DECLARED: dict[str, Any] = {
    "name": "area_2026",
    "title": "Unit costs of the area",
    "published": "June 2026",
    "attribution": "The area's analysts, June 2026",
    "licence": "CC BY 4.0",
    "file": "costs.xlsx",
    "sheet": "Costs",
    "header_row": 3,
    "columns": {
        "code": "Ref", "words": "Detail", "unit": "Unit", "bearer": "Agency", "fiscal": "Fiscal", "fiscal_year": "Year",
        "social": "Social", "social_year": "Social year", "quality": "Confidence",
    },
    "quality": {"High": "green", "Low": "red"},
    "parts": {
        "sheet": "Parts",
        "columns": {"of": "Whole", "words": "Part", "bearer": "Who", "fiscal": "Cost", "is_transfer": "Transfer"},
    },
    "price_index": {
        "words": "GDP deflator of June", "source": "an invented series", "index": {"2024/25": "100", "2025/26": "110"},
    },
}  # fmt: skip
TITLES = ["Ref", "Detail", "Unit", "Agency", "Fiscal", "Year", "Social", "Social year", "Confidence"]
ROWS: list[list[Any]] = [
    ["A1", "A week in a home", "Per week", "Council", "£1,200.50", "2024-25", "-", "", "High"],
    ["", "a heading between", "", "", "", "", "", "", ""],
    ["A2", "A night in a cell", "Each", "", 900, "2025/26", 12.5, "2024/2025", "Low"],
    ["A3", "not known yet", "Each", "", "n/a", "", "", "", "Low"],
]
PARTS: list[list[Any]] = [["A2", "police", "Police", 600, "no"], ["A2", "benefits", "DWP", 299, "yes"]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONEPLAN_HOME", str(tmp_path / "home"))
    return tmp_path


Make = Callable[..., Path]


@pytest.fixture
def declared(home: Path) -> Make:
    def make(*, rows: list[list[Any]] = ROWS, parts: list[list[Any]] = PARTS, **also: Any) -> Path:
        with xlsxwriter.Workbook(str(home / "costs.xlsx")) as book:
            costs, beside = book.add_worksheet("Costs"), book.add_worksheet("Parts")
            costs.write(0, 0, "Unit costs, invented")
            for place, row in enumerate([TITLES, *rows], 2):
                costs.write_row(place, 0, row)
            for place, row in enumerate([["Whole", "Part", "Who", "Cost", "Transfer"], *parts]):
                beside.write_row(place, 0, row)
        path = home / "declaration.yaml"
        path.write_text(yaml.safe_dump(DECLARED | also), encoding="utf-8")
        return path

    return make


def test_an_edition_is_taken_in_and_a_model_is_reckoned_by_it(
    declared: Make, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["value", "units", "import", str(declared())]) == 0
    assert "2 unit costs" in capsys.readouterr().out
    edition = library()["area_2026"]
    assert edition.at("A1", Kind.FISCAL, year="2025/26") == Decimal("1320.55")
    assert edition.at("A2", Kind.SOCIAL, year="2024/25") == Decimal("12.5")
    assert edition.at("A1", Kind.SOCIAL, year="2024/25") is None
    assert set(edition.units["A2"].shares()) == {"Police", "DWP"}
    assert edition.units["A2"].transfer_share() == Decimal(299) / Decimal(899)
    assert edition.is_current
    model = said(units="area_2026", price_year="2025/26")
    care = model["outcomes"]["care"]
    del care["fiscal"], care["shares"]
    care |= {"unit": "A1", "bearers": {"Council": "council"}}
    path = home / "model.yaml"
    path.write_text(yaml.safe_dump(model), encoding="utf-8")
    assert main(["value", "run", str(path)]) == 0
    told = capsys.readouterr().out
    assert "Source of the unit costs: The area's analysts, June 2026" in told
    assert "March 2015" not in told
    assert set(library()) == {*editions(), "area_2026"}


def test_csv_is_read_as_well(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "costs.csv").write_text(
        'Ref,Detail,Fiscal,Year,Confidence\nB1,one,"1,000",2024/25,green\n', encoding="utf-8-sig"
    )
    columns = {"code": "Ref", "words": "Detail", "fiscal": "Fiscal", "fiscal_year": "Year", "quality": "Confidence"}
    given = {key: value for key, value in DECLARED.items() if key not in {"sheet", "parts"}}
    path = home / "declaration.yaml"
    path.write_text(
        yaml.safe_dump(given | {"file": "costs.csv", "header_row": 1, "columns": columns}), encoding="utf-8"
    )
    assert main(["value", "units", "import", str(path)]) == 0
    assert library()["area_2026"].at("B1", Kind.FISCAL, year="2024/25") == 1000
    assert notes_name_no_older(library())


def notes_name_no_older(known: Any) -> bool:
    model = read(said(units="area_2026", price_year="2025/26"), ladder=green_book(), library=known)
    return not any("Import it before" in each for each in notes(model, known))


@pytest.mark.parametrize(
    ("also", "words"),
    [
        ({"columns": DECLARED["columns"] | {"fiscal": "Fiscall"}}, "no title “Fiscall”. It has: Ref, Detail"),
        ({"columns": {"code": "Ref", "words": "Detail", "quality": "Confidence"}}, "No column of amounts is named"),
        ({"columns": DECLARED["columns"] | {"mood": "Ref"}}, "Nothing is called “mood” here"),
        ({"sheet": "Prices"}, "no sheet “Prices”. It has: Costs, Parts"),
        ({"file": "other.xlsx"}, "There is no file other.xlsx beside the declaration"),
        ({"file": "../costs.xlsx"}, "is elsewhere. Lay the file beside the declaration"),
        ({"file": "declaration.yaml"}, "cannot be read. It is no workbook"),
        ({"header_row": 40}, "nothing is beneath the titles in row 40"),
        ({"header_row": "three"}, "Write its number, counted from 1"),
        ({"licence": ""}, "Write its licence"),
        ({"name": "../x"}, "has other signs than letters"),
        ({"name": "gmca_ucd_v1_4"}, "There is an edition “gmca_ucd_v1_4” already"),
        ({"price_index": "mine"}, "Write one of gdp_deflator_march_2015"),
        ({"price_index": {"words": "w", "source": "s", "index": {"2024/25": "0"}}}, "above nought"),
        ({"price_index": {"words": "w", "source": "s", "index": {}}}, "It has no year"),
        ({"price_index": {"words": "w", "source": "s", "index": {"2025/26": "1"}}}, "row 4, fiscal_year: The price"),
        ({"quality": {}}, "row 4, quality: “High” is no quality"),
    ],
)  # fmt: skip
def test_a_declaration_that_does_not_fit_takes_nothing_in(
    declared: Make, home: Path, also: dict[str, Any], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["value", "units", "import", str(declared(**also))]) == 2
    assert words in capsys.readouterr().err
    assert not (home / "home/units").exists()
    assert set(library()) == set(editions())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["A9", "x", "", "", "plenty", "2024/25", "", "", "High"], "row 8, fiscal: “plenty” is no amount"),
        (["A9", "x", "", "", "-5", "2024/25", "", "", "High"], "row 8, fiscal: “-5” is less than nought"),
        (["A9", "x", "", "", 5, "", "", "", "High"], "row 8, fiscal_year: The amount has no price year"),
        (["A9", "x", "", "", 5, "2024/27", "", "", "High"], "row 8, fiscal_year: The amount has no price year"),
        (["A9", "x", "", "", 5, "1999/00", "", "", "High"], "row 8, fiscal_year: The price index has no year 1999/00"),
        (["A1", "x", "", "", 5, "2024/25", "", "", "High"], "A1: The code is there more than once"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_taken_in(
    declared: Make, row: list[Any], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["value", "units", "import", str(declared(rows=[*ROWS, row]))]) == 2
    assert words in capsys.readouterr().err
    assert set(library()) == set(editions())


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (["A7", "x", "y", 5, "no"], "There is no row “A7”"),
        (["A2", "x", "y", 500, "no"], "They come to 1399, and the row itself to 900"),
        (["A2", "x", "y", 1, "maybe"], "neither yes nor no"),
        (["A2", "x", "y", "lots", "no"], "parts, row 4, fiscal: “lots” is no amount"),
    ],
)
def test_a_part_that_does_not_fit_is_named(
    declared: Make, part: list[Any], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["value", "units", "import", str(declared(parts=[*PARTS, part]))]) == 2
    assert words in capsys.readouterr().err


def test_an_edition_that_is_there_is_never_written_over(declared: Make, capsys: pytest.CaptureFixture[str]) -> None:
    path = declared()
    assert main(["value", "units", "import", str(path)]) == 0
    before = library()["area_2026"]
    assert main(["value", "units", "import", str(declared(rows=ROWS[:1], parts=[]))]) == 2
    assert "There is an edition “area_2026” already" in capsys.readouterr().err
    assert library()["area_2026"] == before


def test_a_workbook_given_as_the_declaration_is_said_so(
    declared: Make, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared()
    assert main(["value", "units", "import", str(home / "costs.xlsx")]) == 2
    assert "Write a declaration, and name the workbook in it" in capsys.readouterr().err
    assert main(["value", "units", "import", str(home / "nowhere.yaml")]) == 2
    assert "There is no such file" in capsys.readouterr().err


def test_an_empty_sheet_is_refused(declared: Make, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["value", "units", "import", str(declared(rows=[["", "only a heading", "", "", "", "", "", "", ""]]))])
        == 2
    )
    assert "No row of the sheet has a code and an amount" in capsys.readouterr().err
