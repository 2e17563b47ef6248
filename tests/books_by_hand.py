"""Workbooks written by hand, part by part, as no program would write them."""

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
XLSX = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKED}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKED}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Inputs" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKED}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"
TITLES = '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Town</v></c></row>'
PERSON = '<row r="2"><c r="A2" t="str"><v>Kit</v></c><c r="B2" t="str"><v>Leeds</v></c></row>'


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, words in parts.items():
            book.writestr(name, words)
    return path


def xlsx(path: Path, rows: str) -> Path:
    return packed(path, {**XLSX, SHEET: sheet_of(rows)})


def ods(path: Path, rows: str) -> Path:
    names = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f"{_OASIS}:manifest:1.0"
    return packed(
        path,
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>',
            "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Kept">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        },
    )  # fmt: skip


def ods_cell(words: str, **repeated: int) -> str:
    often = "".join(f' table:number-{name}-repeated="{times}"' for name, times in repeated.items())
    said = f"<text:p>{words}</text:p>" if words else ""
    kind = ' office:value-type="string"' if words else ""
    return f"<table:table-cell{kind}{often}>{said}</table:table-cell>"


def ods_row(*cells: str, often: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{often}">{"".join(cells)}</table:table-row>'


def xlsb(path: Path, cells: Mapping[tuple[int, int], str]) -> Path:
    """Texts by row and column from 0, in the binary kind of workbook."""
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, 1, 0, 1)) + _record(145)
    for (row, column), words in cells.items():
        sheet += _record(0, struct.pack("<I", row) + bytes(13))
        sheet += _record(6, struct.pack("<II", column, 0) + _wide(words))
    named = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Kept"))
    book = _record(131) + _record(143) + named + _record(144) + _record(132)
    links = XLSX["xl/_rels/workbook.xml.rels"].replace("sheet1.xml", "sheet1.bin")
    return packed(
        path,
        {
            "[Content_Types].xml": XLSX["[Content_Types].xml"],
            "_rels/.rels": XLSX["_rels/.rels"].replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": links,
            "xl/worksheets/sheet1.bin": sheet + _record(146) + _record(130),
        },
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    named = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return named + bytes([len(content)]) + content


def _wide(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")
