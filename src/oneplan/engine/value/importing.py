"""A newer edition of unit costs taken in: a declaration says where in a workbook or CSV file each thing stands.

    name: gmca_ucd_v3_0
    title: Unit Cost Database v3.0
    published: "2026"
    attribution: as its publishers want it said
    licence: CC BY 4.0
    file: unit-costs.xlsx              # beside the declaration; .csv too
    sheet: Unit costs                  # in a workbook
    header_row: 5
    columns:
      code: Reference
      words: Detail
      unit: Unit
      bearer: Agency
      fiscal: Fiscal cost              # and economic, social, where there are
      fiscal_year: Year of fiscal cost
      quality: Confidence
    quality: {High: green, Medium: amber, Low: red}
    parts:                             # where there are
      sheet: Parts
      columns: {of: Whole, words: Part, bearer: Agency, fiscal: Cost, is_transfer: Transfer}
    price_index:                       # or the name of one that comes with OnePlan
      words: GDP deflator, as published in June 2026
      source: HM Treasury
      index: {2024/25: "100", 2025/26: "102.4"}

Nothing is taken in while anything is wrong; an edition that is there is never written over.
"""

import csv
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from oneplan.engine.value.imported_rows import Part, Row, parts, rows
from oneplan.engine.value.sheets import CannotRead, Sheet, read_sheet
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.prices import series
from oneplan.rulebook.value.reading import BadModel, Reading
from oneplan.rulebook.value.units import Edition, read_editions
from oneplan.rulebook.value.written import NotANumber, pounds

TEXTS = {
    "title": "Write what the edition is called.", "published": "Write when it was published.",
    "attribution": "Write how its publishers want to be named.", "licence": "Write its licence, like CC BY 4.0.",
    "file": "Name the workbook or CSV file, as it is called beside this declaration.",
}  # fmt: skip


def take_in(declaration: Path, into: Path, *, known: Mapping[str, Edition]) -> Edition:
    """The edition, once it is in the folder. Raises `BadModel` with all that is wrong; then nothing was written."""
    reading = Reading()
    said = reading.mapping(_loaded(declaration), "declaration")
    told = {name: reading.text(said, name, "", what=what) for name, what in TEXTS.items()}
    name = _name(reading, said, known)
    index = _index(reading, said)
    _stop(reading)
    main = _sheet(reading, declaration, told["file"], said, "columns")
    beside = reading.mapping(said.get("parts", {}), "parts")
    part_sheet = (
        _sheet(reading, declaration, str(beside.get("file", told["file"])), beside, "parts") if beside else None
    )
    _stop(reading)
    found = rows(reading, main, said, years=set(_years(index))) if main else []
    divided = parts(reading, part_sheet, beside, found) if part_sheet else []
    _stop(reading)
    text: dict[str, Any] = {key: told[key] for key in ("title", "published", "attribution", "licence")}
    text |= {"price_index": index, "is_current": True, "newer": str(said.get("newer", ""))}
    return _write(into, name, text, found, divided)


def _loaded(declaration: Path) -> Any:
    try:
        return yaml.safe_load(declaration.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadModel([Fault(str(declaration), "There is no such file.")]) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as failure:
        why = str(failure).partition("\n")[0]
        words = f"It cannot be read as YAML: {why}. Write a declaration, and name the workbook in it."
        raise BadModel([Fault(str(declaration), words)]) from failure


def _name(reading: Reading, said: Mapping[str, Any], known: Mapping[str, Edition]) -> str:
    name = reading.text(said, "name", "", what="Give the edition a short name, like gmca_ucd_v3_0.")
    if name and not name.replace("_", "").isalnum():
        reading.wrong("name", f"“{name}” has other signs than letters, digits and _.")
    if name in known:
        reading.wrong(
            "name", f"There is an edition “{name}” already, and models rely on it. Give this one another name."
        )
    return name


def _index(reading: Reading, said: Mapping[str, Any]) -> Any:
    """The name of a series that is there, or a series of its own, whole."""
    given = said.get("price_index")
    if isinstance(given, str) and given in series():
        return given
    if not isinstance(given, dict):
        reading.wrong("price_index", f"Write one of {', '.join(series())}, or one with words, source and index.")
        return ""
    for name in ("words", "source"):
        reading.text(given, name, "price_index", what="Write what the index is, and who published it.")
    index = reading.mapping(given.get("index", {}), "price_index.index")
    for year, value in index.items():
        reading.value(value, _positive, f"price_index.index.{year}", instead="1")
    if not index:
        reading.wrong("price_index.index", 'It has no year. Write each year with its number, like 2024/25: "102.4".')
    made: dict[str, Any] = {key: str(given.get(key, "")) for key in ("words", "source", "forecast_from", "newer")}
    return made | {"verified": bool(given.get("verified", False)), "index": {str(y): str(v) for y, v in index.items()}}


def _positive(said: object) -> object:
    if pounds(said) <= 0:
        raise NotANumber(f"“{said}” is no number of a price index: write one above nought.")
    return said


def _years(index: Any) -> Mapping[str, Any]:
    return series()[index].index if isinstance(index, str) else index["index"]


def _sheet(reading: Reading, declaration: Path, name: str, said: Mapping[str, Any], where: str) -> Sheet | None:
    if Path(name).name != name:
        reading.wrong(where, f"“{name}” is elsewhere. Lay the file beside the declaration, and write its name alone.")
        return None
    try:
        return read_sheet(declaration.with_name(name), sheet=said.get("sheet"), header_row=said.get("header_row", 1))
    except CannotRead as failure:
        reading.wrong(where, str(failure))
        return None


def _stop(reading: Reading) -> None:
    if reading.found:
        raise BadModel(reading.found)


def _write(into: Path, name: str, said: Mapping[str, Any], found: list[Row], divided: list[Part]) -> Edition:
    """Whole or not at all: what names the edition comes last, and into its place at one stroke."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into, prefix=".new-") as made:
        folder = Path(made)
        _table(folder / f"{name}.csv", Row, found)
        _table(folder / f"{name}_parts.csv", Part, divided)
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(dict(said), allow_unicode=True), encoding="utf-8")
        edition = read_editions(folder)[name]
        for suffix in ("_parts.csv", ".csv", ".yaml"):
            (folder / f"{name}{suffix}").replace(into / f"{name}{suffix}")
    return edition


def _table(path: Path, shape: Any, lines: list[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shape._fields)
        writer.writerows(lines)
