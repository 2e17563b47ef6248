"""What is opened is what was looked at, however the zip around it was made."""

import struct
import zipfile
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.reading import parsed, safely
from tests.books_by_hand import PERSON, SHEET, TITLES, XLSX, ods, ods_cell, ods_row, packed, sheet_of, xlsb, xlsx

FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
END = b"PK\5\6"
DISK, COUNTS = 4, 8  # where in the last record of a zip they stand


def rows(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(("at", "says"), [(DISK, 1), (COUNTS, 2), (COUNTS, 50)])
@pytest.mark.parametrize("is_remark", [True, False])
def test_of_two_zips_in_one_file_the_one_that_was_looked_at_is_opened(
    tmp_path: Path, at: int, says: int, is_remark: bool
) -> None:
    """Another program may find the first of them, whose sheet would fill the memory."""
    far = xlsx(tmp_path / "far.xlsx", TITLES + FAR).read_bytes()
    near = bytearray(xlsx(tmp_path / "near.xlsx", TITLES + PERSON).read_bytes())
    end = near.rfind(END)
    near[end + at : end + at + 4] = struct.pack("<HH", says, says)
    length = struct.pack("<H", len(near)) if is_remark else b"\0\0"
    path = tmp_path / "sent.xlsx"
    path.write_bytes(far[:-2] + length + near)
    try:
        with safely.opened(path, tmp_path) as looked_at:
            assert looked_at != path
            assert rows(looked_at) == [["Name", "Town"], ["Kit", "Leeds"]]
        assert not looked_at.exists()
    except reading.CannotOpen as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017


def test_parts_that_are_no_xml_are_not_there(tmp_path: Path) -> None:
    more: dict[str, str | bytes] = {
        "xl/media/image1.png": "\x89PNG\r\n<", "customXml/item1.xml": "<a/>".encode("utf-16"), "xl/vba.bin": "x",
    }  # fmt: skip
    path = packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: sheet_of(TITLES), **more})
    with safely.opened(path) as looked_at, zipfile.ZipFile(looked_at) as copy:
        assert set(copy.namelist()) == {*XLSX, SHEET}
        assert all(copy.read(name) == zipfile.ZipFile(path).read(name) for name in copy.namelist())


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "XL\\Worksheets\\sheet2.xml"])
def test_what_is_read_of_excel_has_to_be_xml(tmp_path: Path, name: str) -> None:
    path = packed(
        tmp_path / "sent.xlsx", {**XLSX, SHEET: sheet_of(TITLES), name: '<!DOCTYPE a [<!ENTITY b "c">]><sst/>'}
    )
    with pytest.raises(reading.CannotOpen, match="is not as it has to be"), safely.opened(path):
        pass


def test_a_sheet_of_two_bytes_a_letter_is_refused(tmp_path: Path) -> None:
    """Cells in it are counted as none, and another program might read them."""
    path = packed(tmp_path / "sent.xlsx", {**XLSX, SHEET: sheet_of(TITLES + FAR).encode("utf-16")})
    with pytest.raises(reading.CannotOpen, match="is not as it has to be"), safely.opened(path):
        pass


def test_a_sheet_is_known_when_its_name_comes_letter_by_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "sent.xlsx", {"a.xml": f"<!DOCTYPE a []>{sheet_of(TITLES + FAR)}"})
    content = zipfile.ZipFile(path).read("a.xml")
    monkeypatch.setattr(parsed, "pieces", lambda *_: (bytes([each]) for each in content))
    with pytest.raises(reading.CannotOpen, match="is not as it has to be"), safely.opened(path):
        pass


def test_a_part_that_was_changed_on_the_way_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, words in {**XLSX, SHEET: sheet_of(TITLES + PERSON)}.items():
            book.writestr(name, words)
    path.write_bytes(path.read_bytes().replace(b"Leeds", b"Leek!"))
    with pytest.raises(reading.CannotOpen, match="is not as it was packed"), safely.opened(path):
        pass


def test_opendocument_is_opened_and_a_binary_workbook_as_it_came(tmp_path: Path) -> None:
    table = ods(tmp_path / "sent.ods", ods_row(ods_cell("Name"), ods_cell("Town")))
    with safely.opened(table) as looked_at:
        assert rows(looked_at) == [["Name", "Town"]]
    binary = xlsb(tmp_path / "sent.xlsb", {(0, 0): "Name"})
    with safely.opened(binary) as looked_at:
        assert looked_at == binary


def test_what_is_no_workbook_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "sent.xlsx").write_bytes(b"a name, a town\n")
    with pytest.raises(reading.CannotOpen, match="It is no workbook"), safely.opened(tmp_path / "sent.xlsx"):
        pass


def test_a_full_disk_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(safely, "crc32", full)
    path = xlsx(tmp_path / "sent.xlsx", TITLES)
    with pytest.raises(OSError, match="No space left"), safely.opened(path, tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [path]
