"""Workbooks as partners send them: several sheets, titles, merged cells, dates, numbers that were identifiers."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from oneplan.cli import main
from oneplan.engine.feeds import reading, report, report_book
from oneplan.engine.feeds.checking.check import Checked, check
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading.rows import SHEET
from tests.engine.feeds.attendance import GOOD, HEADER, but, made

Rows = list[tuple[Any, ...]]


def book(path: Path, sheets: dict[str, list[list[Any]]], **options: Any) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", **options}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def read(path: Path, *, wanted: set[str] | None = None) -> tuple[reading.Received, Rows]:
    found = reading.read(path, path.with_suffix(".parquet"), wanted=wanted or set())
    with duckdb.connect() as base:
        return found, base.execute(f"{found.select} ORDER BY row").fetchall()


def test_cells_become_the_texts_they_would_be_in_a_text_file(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Number", "Share", "Born", "Seen", "Is here"],
            ["Kit", 9434765919, 12.5, date(2014, 2, 1), datetime(2014, 2, 1, 9, 30), True]]  # noqa: DTZ001  # fmt: skip
    found, read_rows = read(book(tmp_path / "sent.xlsx", {"Sheet1": rows}))
    assert found.header == tuple(rows[0])
    assert read_rows == [(2, "Kit", "9434765919", "12.5", "2014-02-01", "2014-02-01T09:30:00", "TRUE")]


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_day_is_the_same_day_however_the_workbook_counts(tmp_path: Path, from_1904: bool) -> None:
    rows: list[list[Any]] = [["Name", "Born"], ["Kit", date(2014, 2, 1)]]
    _, read_rows = read(book(tmp_path / "sent.xlsx", {"Sheet1": rows}, date_1904=from_1904))
    assert read_rows == [(2, "Kit", "2014-02-01")]


def test_a_file_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    sent = book(tmp_path / "sent.xlsx", {"Sheet1": [["Name", "Town"], ["Kit", "Leeds"]]})
    found, _ = read(sent.rename(tmp_path / "sent.csv"))
    assert found.how == "a workbook: sheet “Sheet1”, header in row 1"


def test_sheets_with_the_same_header_are_one_table_and_others_are_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "Read me": [["This workbook holds", "May"]],
        "Mill Lane": [["Attendance", ""], ["UPN", "Born"], ["A1", "x"], ["", ""], ["A2", "y"]],
        "Hill": [["upn", "born"], ["A3", "z"]],
    }
    found, rows = read(book(tmp_path / "sent.xlsx", sheets), wanted={"upn", "born"})
    assert [row[1] for row in rows] == ["A1", "A2", "A3"]
    assert [found.where(row[0]) for row in rows] == [
        "row 3 of sheet “Mill Lane”",
        "row 5 of sheet “Mill Lane”",
        "row 2 of sheet “Hill”",
    ]
    assert rows[2][0] == SHEET + 2
    assert (found.total, found.header_row, found.blank) == (7, 3, 1)
    assert "not read: “Read me”" in found.how


def test_merged_cells_hold_for_each_row_they_reach_over(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "sent.xlsx") as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["School", "Name"])
        sheet.merge_range(1, 0, 3, 0, "Mill Lane")
        for number, name in enumerate(["Kit", "Jo", "Al"], 1):
            sheet.write(number, 1, name)
    _, rows = read(tmp_path / "sent.xlsx")
    assert [row[1:] for row in rows] == [("Mill Lane", "Kit"), ("Mill Lane", "Jo"), ("Mill Lane", "Al")]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "sent.xlsx") as made:
        for name, is_hidden in (("Old", True), ("New", False)):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Town"])
            sheet.write_row(1, 0, [name, "Leeds"])
            if is_hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
    found, rows = read(tmp_path / "sent.xlsx")
    assert (found.sheets, [row[1] for row in rows]) == (("New",), ["New"])


def test_a_workbook_without_a_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(reading.NoTable, match="“Sheet1”"):
        read(book(tmp_path / "sent.xlsx", {"Sheet1": [[1, 2], [3, 4]]}))


def test_a_broken_workbook_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sent.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<not")
    with pytest.raises(reading.CannotOpen, match="cannot be opened as a workbook"):
        read(tmp_path / "sent.xlsx")


def test_what_would_fill_the_disk_is_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sent.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(reading.CannotOpen, match="which no list needs"):
        read(tmp_path / "sent.xlsx")


@pytest.mark.requirement("R304")
def test_a_workbook_is_proposed_for_and_checked_like_any_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [{"Auth": "Auth abs", "Unauth": "Unauth abs"}.get(name, name) for name in HEADER]
    rows: list[list[Any]] = [list(GOOD), list(but(Term="Spring"))]
    rows[0][1], rows[0][2], rows[0][5] = date(2017, 5, 20), 9992000, 130.0
    sent, profile = book(tmp_path / "sent.xlsx", {"May": [names, *rows]}), tmp_path / "p.yaml"
    assert main(["feeds", "propose", str(sent), "--out", str(profile)]) == 0
    assert main(["feeds", "check", str(sent), "--profile", str(profile), "--report", str(tmp_path / "b.csv")]) == 0
    assert "2 rows = 2 taken + 0 taken and mended + 0 not taken." in capsys.readouterr().out


@pytest.mark.requirement("R304", "R312")
class TestGivenBack:
    def checked(self, tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> tuple[reading.Received, Checked, Profile]:
        found, _ = read(book(tmp_path / "sent.xlsx", sheets, strings_to_formulas=False), wanted=set(made().headers))
        return found, check(found, made(), tmp_path), made()

    def test_a_workbook_comes_back_with_its_sheets_and_every_row_where_it_stood(self, tmp_path: Path) -> None:
        wrong, spaced = list(but(UPN="A999200010001")), list(but(Term="Spring", Postcode="=1+1"))
        hill = [["Absence"], [""], list(HEADER), list(GOOD), wrong]
        vale = [list(HEADER), spaced, [""] * len(HEADER), list(but(Term="Summer", LAESTAB="0099200"))]
        told = self.checked(tmp_path, {"Hill": hill, "Vale": vale})
        assert report.suffix(told[0]) == ".xlsx"
        report.write(*told, tmp_path / "back.xlsx")
        back = CalamineWorkbook.from_path(tmp_path / "back.xlsx")
        assert back.sheet_names == ["Hill", "Vale"]
        rows = {name: back.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in back.sheet_names}
        assert rows["Hill"][2] == [*HEADER, report.VERDICT, report.WHY]
        assert rows["Hill"][3][:-2] == list(GOOD)
        assert [row[-2] for row in rows["Hill"][3:]] == ["taken", "not taken"]
        assert rows["Hill"][4][-1] == "UPN: not a unique pupil number with its right check letter"
        assert [row[-2] for row in rows["Vale"][1:]] == ["taken, mended", "", "taken"]
        assert rows["Vale"][1][HEADER.index("Postcode")] == "=1+1"
        assert rows["Vale"][3][HEADER.index("LAESTAB")] == "0099200"

    def test_what_no_sheet_can_hold_comes_back_as_text(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        told = self.checked(tmp_path, {"Hill": [list(HEADER), list(GOOD)]})
        monkeypatch.setattr(report_book, "MOST_ROWS", 2)
        assert report.suffix(told[0]) == ".csv"

    def test_text_comes_back_as_text(self, tmp_path: Path) -> None:
        (tmp_path / "sent.csv").write_text(",".join(HEADER) + "\n" + ",".join(GOOD) + "\n", encoding="utf-8")
        assert report.suffix(read(tmp_path / "sent.csv", wanted=set(made().headers))[0]) == ".csv"

    def test_a_sheet_whose_name_excel_does_not_allow_gets_another(self, tmp_path: Path) -> None:
        found, checked, profile = self.checked(tmp_path, {"Hill": [list(HEADER), list(GOOD)]})
        report.write(replace(found, sheets=("May/June: all",)), checked, profile, tmp_path / "back.xlsx")
        assert CalamineWorkbook.from_path(tmp_path / "back.xlsx").sheet_names == ["Sheet 1"]
