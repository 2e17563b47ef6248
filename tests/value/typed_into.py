"""A workbook changed as somebody would by hand: cells of its XML are given other contents, all else stays."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Hollow:
    """A cell that shows no value: an error, a formula that nobody reckoned, or a formula that fails."""

    formula: str = ""
    error: str = ""


Value = float | str | Hollow | None
Cells = Mapping[str, Value]  # by “Sheet!B5”: a number, a text, no value, or nothing at all


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


def _cell(address: str, style: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Hollow):
        formula, error = (f"<{tag}>{escape(text)}</{tag}>" if text else "" for tag, text in
                          (("f", value.formula), ("v", value.error)))  # fmt: skip
        return f'<c r="{address}"{style}{" t=" + quoteattr("e") if error else ""}>{formula}{error}</c>'
    if isinstance(value, str):
        return f'<c r="{address}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}"{style}><v>{value!r}</v></c>'


def _with_row(xml: str, address: str, cell: str) -> str:
    """At the end of its row, or in a row that had nothing: under the last."""
    number = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if found := re.search(rf'<row r="{number}"[^>]*>.*?(?=</row>)', xml):
        return xml.replace(found[0], found[0] + cell)
    return xml.replace("</sheetData>", f'<row r="{number}">{cell}</row></sheetData>')
