"""A workbook with a cell far out is refused before it is opened: opening it would fill the memory and end it all."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading.extent import FREE, refuse_far
from tests.books_by_hand import PERSON, SHEET, TITLES, XLSX, ods, ods_cell, ods_row, packed, sheet_of, xlsx

LAST = "XFD1048576"


def refused(path: Path, **given: int) -> str:
    with pytest.raises(reading.CannotOpen) as failure:
        refuse_far(path, **given)
    return str(failure.value)


@pytest.mark.parametrize("far", [
    f'<row r="1048576"><c r="{LAST}"><v>1</v></c></row>',
    f"<row r='1048576'><c r='{LAST}'><v>1</v></c></row>",
    f'<row><c s = "1"\n r = "{LAST.lower()}"><v>1</v></c></row>',
    f'<row><c r="{LAST}" t="inlineStr"><is/></c></row>',
    f'<x:row xmlns:x="urn:x"><x:c r="{LAST}" t="str"><x:v/></x:c></x:row>',
    '<row><c r="&#88;FD1048576"><v>1</v></c></row>',
    '<row r="1048576"><c r="XFC1"/><c><v>1</v></c></row>',
    '<row r="4294967295"><c><v>1</v></c><c><v>1</v></c></row>',
])  # fmt: skip
def test_a_cell_far_out_is_refused_however_it_is_written(tmp_path: Path, far: str) -> None:
    told = refused(xlsx(tmp_path / "sent.xlsx", TITLES + far))
    assert told.startswith("The sheet “Inputs” reaches to ")
    assert "nearly all empty. Delete what stands far out there" in told


def test_who_reads_it_is_told_the_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "sent.xlsx", f'{TITLES}<row><c r="{LAST}"><v>1</v></c></row>')
    with pytest.raises(reading.CannotOpen, match=f"“Inputs” reaches to {LAST}, .* 17,179,869,184 cells"):
        reading.read(path, path.with_suffix(".parquet"))


@pytest.mark.parametrize("far", ["", f'<row><c r="{LAST}" s="1"/></row>', f'<row><c r="{LAST}"><f>1</f></c></row>'])
def test_an_empty_cell_far_out_takes_no_room_and_is_let_through(tmp_path: Path, far: str) -> None:
    path = xlsx(tmp_path / "sent.xlsx", TITLES + PERSON + far)
    found = reading.read(path, path.with_suffix(".parquet"))
    assert (found.header, found.rows) == (("Name", "Town"), 1)


def test_a_part_that_many_sheets_are_read_from_counts_for_each(tmp_path: Path) -> None:
    rows = f'{TITLES}<row><c r="A{FREE // 4}"><v>1</v></c></row>'
    sheets = "".join(f'<sheet name="S{each}" r:id="rId1"/>' for each in range(3))
    parts = {**XLSX, "xl/workbook.xml": XLSX["xl/workbook.xml"].replace("<sheets>", f"<sheets>{sheets}")}
    refuse_far(xlsx(tmp_path / "once.xlsx", rows))
    assert "“S0”" in refused(packed(tmp_path / "often.xlsx", {**parts, SHEET: sheet_of(rows)}))


@pytest.mark.parametrize("body", [
    f'<!DOCTYPE a [<!ENTITY far "{LAST}">]>{sheet_of("<row/>")}',
    f'<a b=c/>{sheet_of("<row/>")}',
    sheet_of("<row/>") + "<!--",
    sheet_of('<row r="1e9"/>'),
])  # fmt: skip
def test_a_sheet_that_is_no_sound_xml_is_refused(tmp_path: Path, body: str) -> None:
    assert "This workbook is damaged" in refused(packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: body}))


def test_a_part_that_is_longer_than_the_zip_says_is_refused(tmp_path: Path) -> None:
    """Whoever believes the zip would see the part's harmless beginning alone."""
    path = xlsx(tmp_path / "sent.xlsx", TITLES)
    whole, length = bytearray(path.read_bytes()), len(sheet_of(TITLES))
    for at in (start for start in range(len(whole)) if whole[start : start + 4] == length.to_bytes(4, "little")):
        whole[at : at + 4] = (length - 9).to_bytes(4, "little")
    path.write_bytes(whole)
    assert "damaged" in refused(path)


def test_a_picture_in_a_workbook_is_no_sheet(tmp_path: Path) -> None:
    pictures = {"xl/media/image1.png": "\x89PNG\r\n<", "xl/media/image2.svg": "<!DOCTYPE svg><svg/>"}
    refuse_far(packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: sheet_of(TITLES), **pictures}))


def test_what_stands_thick_may_be_large(tmp_path: Path) -> None:
    """All of 60 columns filled in 5,000 rows, of which so much less is allowed when nothing is written."""
    with xlsxwriter.Workbook(tmp_path / "sent.xlsx") as made:
        sheet = made.add_worksheet("Kept")
        for row in range(5_000):
            sheet.write_row(row, 0, [row] * 60)
    refuse_far(tmp_path / "sent.xlsx", free=1)
    assert "BH5000" in refused(tmp_path / "sent.xlsx", free=1, most=299_999)


def test_many_empty_cells_are_refused_where_few_can_be_needed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "sent.xlsx", TITLES + f"<row>{'<c/>' * 100_000}</row>")
    assert path.stat().st_size < 5_000
    refuse_far(path)
    assert "most of them empty" in refused(path, tags=100_000)


def test_a_table_of_opendocument_may_end_in_as_many_empty_cells_as_programs_write(tmp_path: Path) -> None:
    empty = ods_cell("", columns=16_384)
    rows = ods_row(ods_cell("Name"), ods_cell("Town"), empty) + ods_row(ods_cell("Kit"), ods_cell("Leeds"), empty)
    path = ods(tmp_path / "sent.ods", rows + ods_row(empty, often=1_048_574))
    found = reading.read(path, path.with_suffix(".parquet"))
    assert (found.header, found.rows) == (("Name", "Town"), 1)


@pytest.mark.parametrize("rows", [
    ods_row(ods_cell("far", columns=16_384), often=1_048_576),
    ods_row(ods_cell("", columns=16_383), often=1_048_575) + ods_row(ods_cell("", columns=16_383), ods_cell("far")),
])  # fmt: skip
def test_a_table_of_opendocument_that_repeats_a_cell_without_end_is_refused(tmp_path: Path, rows: str) -> None:
    assert "The sheet “Kept” reaches to XFD1048576" in refused(ods(tmp_path / "sent.ods", rows))


def test_a_zip_of_two_parts_of_one_name_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "sent.xlsx", TITLES)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr(SHEET.upper(), sheet_of(TITLES))
    assert "is in it twice" in refused(path)
