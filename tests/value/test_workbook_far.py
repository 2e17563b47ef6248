"""A workbook that was made to fill the memory is refused at once, and what is said names the file alone."""

import time
from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.engine.value.sheets import CannotRead as CannotReadSheet
from oneplan.engine.value.sheets import read_sheet
from oneplan.engine.value.workbook.came import CannotRead, opened
from oneplan.web.value.sheets import model_text
from tests.books_by_hand import PERSON, TITLES, xlsx

pytestmark = pytest.mark.requirement("R338", "R341")
FAR = f'{TITLES}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
TOLD = "cannot be read. The sheet “Inputs” reaches to XFD1048576, so that the workbook has room for 17,179,869,184 c"


def test_a_model_with_a_cell_far_out_is_refused_where_it_is_sent_in(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=f"^the workbook.xlsx {TOLD}"):
        model_text(xlsx(tmp_path / "model.xlsx", FAR).read_bytes())


def test_so_it_is_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["value", "run", str(xlsx(tmp_path / "model.xlsx", FAR))]) == 2
    assert capsys.readouterr().err.startswith(f"model.xlsx {TOLD}")


def test_so_is_a_workbook_of_unit_costs(tmp_path: Path) -> None:
    with pytest.raises(CannotReadSheet, match=f"^units.xlsx {TOLD}"):
        read_sheet(xlsx(tmp_path / "units.xlsx", FAR), sheet="Inputs", header_row=1)
    assert read_sheet(xlsx(tmp_path / "few.xlsx", TITLES + PERSON), sheet="Inputs", header_row=1).titles[1] == "Town"


@pytest.mark.parametrize("empty", ["<c/>", '<c r="A1"/>', "<row/>", "<c><v/></c>", "<x/>"])
def test_a_model_of_millions_of_empty_cells_is_refused_soon(tmp_path: Path, empty: str) -> None:
    path = xlsx(tmp_path / "model.xlsx", f"{TITLES}<row>{empty * 6_000_000}</row>")
    assert path.stat().st_size < 1_000_000
    begun = time.process_time()
    with pytest.raises(CannotRead, match=r"model\.xlsx cannot be read\. It holds far more cells than it can need"):
        opened(path)
    assert time.process_time() - begun < 12


@pytest.mark.parametrize("content", [b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_named_without_where_it_lay(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CannotRead) as failure:
        model_text(content)
    (tmp_path / "mine.xlsx").write_bytes(content)
    with pytest.raises(CannotRead) as ours:
        opened(tmp_path / "mine.xlsx")
    for each, name in ((failure, "the workbook.xlsx"), (ours, "mine.xlsx")):
        assert str(each.value).startswith(f"{name} ")
        assert "/" not in str(each.value)
