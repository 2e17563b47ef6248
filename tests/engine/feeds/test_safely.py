"""However a workbook was made, it is read or refused in words: never does it end the program that was sent it."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import tried
from oneplan.engine.feeds.reading.safely import refuse_unsafe
from tests.books_by_hand import PERSON, SHEET, TITLES, XLSX, ods, ods_row, packed, sheet_of, xlsx

LAST = "XFD1048576"
FAR = f'<row r="1048576"><c r="{LAST}"><v>1</v></c></row>'
FIRST = '<row r="1">'
STRINGS = "xl/sharedStrings.xml"
LINKS, BOOK = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
FILLS = "fills the memory"
Parts = dict[str, str | bytes]


def with_strings(strings: str, rows: str) -> Parts:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rId9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    links = XLSX[LINKS].replace("</Relationships>", link)
    return {**XLSX, LINKS: links, STRINGS: strings, SHEET: sheet_of(rows)}


def many_sheets(how_many: int) -> Parts:
    """Each is read from the one part, and names another first."""
    named = "".join(f'<sheet name="S{nth}" sheetId="{nth + 2}" q:id="nix" r:id="rId1"/>' for nth in range(how_many))
    book = XLSX[BOOK].replace("<sheets>", f'<sheets xmlns:q="urn:q">{named}')
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 161))
    return {**XLSX, BOOK: book, SHEET: sheet_of(rows)}


HOSTILE: dict[str, Parts] = {
    "a cell within the formula of a cell far out": {
        **XLSX, SHEET: sheet_of(f'<row r="3"><c r="{LAST}"><f><c r="A3"/></f><v>1</v></c></row>'),
    },
    "rows within rows": {
        **XLSX,
        SHEET: sheet_of(FIRST * 60_000 + "</row>" * 60_000 + '<c r="XFC1"/><c><v>1</v></c>'),
    },
    "a long text that many cells share": with_strings(
        f'<sst><si><t>{"a" * 2_000_000}</t></si></sst>',
        "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 3_001)),
    ),
    "more texts than there are": with_strings('<sst uniqueCount="4000000000"></sst>', TITLES),
    "a part that is read as many sheets": many_sheets(1_000),
}  # fmt: skip


@pytest.mark.parametrize("parts", HOSTILE.values(), ids=HOSTILE)
def test_what_only_its_reader_can_know_fills_another_programs_memory(
    tmp_path: Path, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tried, "ROOM", 1 << 30)
    path = packed(tmp_path / "sent.xlsx", parts)
    with pytest.raises(reading.CannotOpen, match=f"{FILLS}|have room for|has room for|damaged"):
        refuse_unsafe(path)


def test_a_junk_part_takes_nobody_past_the_look(tmp_path: Path) -> None:
    path = packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: sheet_of(TITLES + FAR), "zworkbook.bin": "x"})
    with pytest.raises(reading.CannotOpen, match=f"reaches to {LAST}"):
        refuse_unsafe(path)


def test_content_of_a_table_without_its_kind_is_not_read_without_end(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value="1" table:number-columns-repeated="16384"/>'
    path = ods(tmp_path / "sent.ods", ods_row(cell, often=60_000))
    with pytest.raises(reading.CannotOpen):
        reading.read(path, tmp_path / "received.parquet")


@pytest.mark.parametrize(("at", "says"), [(4, 1), (8, 2), (8, 50)])
@pytest.mark.parametrize("is_remark", [True, False])
def test_of_two_zips_in_one_file_none_ends_the_program(tmp_path: Path, at: int, says: int, is_remark: bool) -> None:
    """What looks may find the last of them, and what opens the first, whose sheet would fill the memory."""
    far = xlsx(tmp_path / "far.xlsx", TITLES + FAR).read_bytes()
    near = bytearray(xlsx(tmp_path / "near.xlsx", TITLES + PERSON).read_bytes())
    end = near.rfind(b"PK\5\6")
    near[end + at : end + at + 4] = struct.pack("<HH", says, says)
    path = tmp_path / "sent.xlsx"
    path.write_bytes(far[:-2] + (struct.pack("<H", len(near)) if is_remark else b"\0\0") + near)
    try:
        found = reading.read(path, tmp_path / "received.parquet")
    except reading.CannotOpen as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        assert (found.header, found.rows) == (("Name", "Town"), 1)


def test_whatever_the_other_program_ends_with_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "sent.xlsx", TITLES)
    refuse_unsafe(path)
    for program in ("raise SystemExit(1)", "import os; os.abort()", "raise MemoryError"):
        monkeypatch.setattr(tried, "_PROGRAM", program)
        with pytest.raises(reading.CannotOpen, match=FILLS):
            refuse_unsafe(path)


def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tried, "_PROGRAM", "import time; time.sleep(60)")
    monkeypatch.setattr(tried, "SECONDS", 0.2)
    with pytest.raises(reading.CannotOpen, match="takes more than"):
        refuse_unsafe(xlsx(tmp_path / "sent.xlsx", TITLES))


def test_cells_put_together_beyond_all_that_is_written_are_nothing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "sent.xlsx") as made:
        sheet = made.add_worksheet("Kept")
        for row, words in enumerate((["Name", "Town"], ["Kit", "Leeds"])):
            sheet.write_row(row, 0, words)
        sheet.merge_range("D1:E2", "")
        sheet.merge_range("A9:B12", "")
    found = reading.read(tmp_path / "sent.xlsx", tmp_path / "received.parquet")
    assert (found.header, found.rows) == (("Name", "Town"), 1)


def test_what_is_no_workbook_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "sent.xlsx").write_bytes(b"a name, a town\n")
    with pytest.raises(reading.CannotOpen, match="It is no workbook"):
        refuse_unsafe(tmp_path / "sent.xlsx")


def test_a_part_whose_name_comes_letter_by_letter_is_still_a_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "sent.xlsx", {"a.xml": f"<!DOCTYPE a []>{sheet_of(TITLES + FAR)}"})
    content = zipfile.ZipFile(path).read("a.xml")
    monkeypatch.setattr("oneplan.engine.feeds.reading.parsed.pieces", lambda *_: (bytes([each]) for each in content))
    with pytest.raises(reading.CannotOpen, match="is not as it has to be"):
        refuse_unsafe(path)
