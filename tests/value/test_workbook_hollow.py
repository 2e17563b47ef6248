"""A cell of a workbook that shows an error, or a formula without a value, is never read as empty."""

from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.reckon import reckon
from tests.value.test_workbook_back import LADDER, RICH, back, faults
from tests.value.typed_into import Cells, Hollow, typed

pytestmark = pytest.mark.requirement("R338", "R341")
DIVIDED = Hollow(error="#DIV/0!")
FAILED = Hollow("A1/0", "#REF!")
UNRECKONED = Hollow("SUM(A1:A3)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(reckon(read(RICH, ladder=LADDER), ladder=LADDER), tmp_path / "case.xlsx")
    return tmp_path / "case.xlsx"


@pytest.mark.parametrize("cell", [DIVIDED, FAILED, UNRECKONED])
@pytest.mark.parametrize(
    "where",
    [
        "Costs!G5", "Costs!H5", "Costs!B5", "Costs!E5", "Inputs!B3", "Inputs!B6", "Inputs!A10", "Inputs!E10",
        "Inputs!T10", "Inputs!U10", "Inputs!U8", "Ranges!D5", "Ranges!E5", "Funding!B3", "Funding!D7",
        "Beside the sums!A5", "Beside the sums!C5", "Beside the sums!E7", "Beside the sums!E30",
    ],
)  # fmt: skip
def test_whatever_is_read_and_shows_no_value_is_refused(path: Path, where: str, cell: Hollow) -> None:
    typed(path, {where: cell})
    found = faults(path)
    assert f"“{cell.error or '=' + cell.formula}” stands there" in found[where]
    assert not any("is empty" in words or "two ends" in words for words in found.values())


def test_the_command_says_what_stands_where_and_what_to_do(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(path, {"Costs!G5": DIVIDED, "Costs!H5": UNRECKONED})
    assert main(["value", "run", str(path)]) == 2
    answer = capsys.readouterr()
    assert "Costs!G5: “#DIV/0!” stands there: an error, and no figure. Put it right, or type" in answer.err
    assert "Costs!H5: The formula “=SUM(A1:A3)” stands there without a value. Open the workbook in Excel" in answer.err
    assert not answer.out


def test_many_are_counted_not_listed(path: Path) -> None:
    typed(path, {f"Inputs!{column}10": UNRECKONED for column in "EFGHI"})
    found = faults(path)
    assert sum(where.startswith("Inputs!") for where in found) == 3
    assert "And 2 more cells of this sheet have no value." in found["Inputs"]


def test_what_is_read_of_no_cell_may_be_an_error_and_what_is_empty_stays_empty(path: Path) -> None:
    before = back(path)
    typed(path, {"Inputs!AD1": DIVIDED, "Costs!H5": None, "Read me!C3": FAILED})
    assert back(path) == before


@pytest.mark.parametrize(
    ("cells", "where", "shown"),
    [
        ({"Costs!L5": 5000.0}, "Costs!L5", "5000"),
        ({"Costs!L4": "Year 6", "Costs!L5": "£5,000"}, "Costs!L5", "£5,000"),
        ({"Costs!M5": Hollow("2*3")}, "Costs!M5", "=2*3"),
        ({"Inputs!X10": 0.25}, "Inputs!X10", "0.25"),
    ],
)
def test_an_amount_beyond_the_table_is_refused(path: Path, cells: Cells, where: str, shown: str) -> None:
    typed(path, cells)
    assert f"“{shown}” stands beside the table, and no formula reckons with it. Take it out" in faults(path)[where]


def test_a_remark_beside_the_table_is_none_of_our_business(path: Path) -> None:
    typed(path, {"Costs!L5": "as agreed in May", "Inputs!X10": "ask the police"})
    assert back(path).costs[0].by_year[0] == 400_000
