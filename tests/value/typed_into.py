"""A workbook changed as somebody would by hand: cells of its XML are given other contents, all else stays."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

Cells = Mapping[str, float | str | None]  # by “Sheet!B5”: a number, a text, or nothing at all


def typed(path: Path, cells: Cells, *, into: Path | None = None) -> Path:
    parts = parts_of(path)
    for where, value in cells.items():
        sheet, _, address = where.rpartition("!")
        part = _part_of(parts, sheet)
        xml = parts[part].decode()
        found = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)', xml)
        cell = _cell(address, (found and found[1]) or "", value)
        parts[part] = (xml.replace(found[0], cell) if found else _with_row(xml, address, cell)).encode()
    return packed(parts, into or path)


def without_sheet(path: Path, name: str) -> Path:
    """As if it had been deleted: nothing names it any more."""
    parts = parts_of(path)
    book, times = re.subn(rf'<sheet name="{name}"[^>]*/>', "", parts["xl/workbook.xml"].decode())
    assert times == 1
    parts["xl/workbook.xml"] = book.encode()
    return packed(parts, path)


def with_part(path: Path, part: str, old: str, new: str) -> Path:
    """Any other change of what is written in one file of the zip."""
    parts = parts_of(path)
    name = part if part in parts else _part_of(parts, part)
    assert old in parts[name].decode()
    parts[name] = parts[name].decode().replace(old, new).encode()
    return packed(parts, path)


def packed(parts: Mapping[str, bytes], into: Path) -> Path:
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return into


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def _cell(address: str, style: str, value: float | str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{address}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}"{style}><v>{value!r}</v></c>'


def _with_row(xml: str, address: str, cell: str) -> str:
    """In a row that had nothing: under the last."""
    number = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert f'<row r="{number}"' not in xml
    return xml.replace("</sheetData>", f'<row r="{number}">{cell}</row></sheetData>')
