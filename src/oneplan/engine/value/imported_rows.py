"""Rows of unit costs, and the parts of those that several bear, out of sheets by declared columns."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from oneplan.engine.value.sheets import Sheet
from oneplan.rulebook.value.reading import Reading
from oneplan.rulebook.value.units import ROUNDED_BY, Kind, Quality
from oneplan.rulebook.value.written import pounds

NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "not available"})
_YEAR = re.compile(r"(\d{4})\s*[/–-]\s*(?:\d{2})?(\d{2})")
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})


class Row(NamedTuple):
    """As an edition's file has it."""

    code: str
    words: str
    unit: str
    bearer: str
    fiscal: str
    fiscal_year: str
    economic: str
    economic_year: str
    social: str
    social_year: str
    quality: str


class Part(NamedTuple):
    of: str
    code: str
    words: str
    bearer: str
    fiscal: str
    is_transfer: str


def rows(reading: Reading, sheet: Sheet, said: Mapping[str, Any], *, years: set[str]) -> list[Row]:
    """Each row that has a code; one without an amount of any kind is no unit cost, and is left out."""
    columns = _columns(reading, sheet, said, needed={"code", "words", "quality"}, known=set(Row._fields), at="columns")
    if not columns:
        return []
    qualities = reading.mapping(said.get("quality", {}), "quality")
    found: list[Row] = []
    for number, row in sheet.numbered():
        cells = {name: row.get(title, "").strip() for name, title in columns.items()}
        if cells["code"] and any(cells.get(kind, "").lower() not in NOTHING for kind in Kind):
            found.append(_row(reading, cells, f"row {number}", qualities, years))
    _once(reading, [each.code for each in found])
    if not found and not reading.found:
        reading.wrong("columns", "No row of the sheet has a code and an amount. Look at header_row and the titles.")
    return found


def parts(reading: Reading, sheet: Sheet, said: Mapping[str, Any], whole: list[Row]) -> list[Part]:
    """What of a row's fiscal amount falls to whom; the parts of a row must come to the row."""
    columns = _columns(
        reading, sheet, said, needed={"of", "words", "bearer", "fiscal"}, known=set(Part._fields), at="parts.columns"
    )
    if not columns:
        return []
    found = []
    for number, row in sheet.numbered():
        cells = {name: row.get(title, "").strip() for name, title in columns.items()}
        if cells["of"]:
            found.append(_part(reading, cells, f"parts, row {number}", {each.code for each in whole}))
    _sums(reading, whole, found)
    return found


def _columns(
    reading: Reading, sheet: Sheet, said: Mapping[str, Any], *, needed: set[str], known: set[str], at: str
) -> dict[str, str]:
    """Which title each name stands under; empty where something is wrong, which has been said then."""
    given = reading.mapping(said.get("columns", {}), at)
    before = len(reading.found)
    reading.known(given, frozenset(known), at)
    for name in sorted(needed - set(given)):
        reading.wrong(f"{at}.{name}", "It is not said under which title it stands. Write it.")
    for name, title in given.items():
        if str(title) not in sheet.titles:
            there = ", ".join(each for each in sheet.titles if each)
            reading.wrong(f"{at}.{name}", f"The sheet has no title “{title}”. It has: {there}.")
    if at == "columns" and not set(given) & set(Kind):
        reading.wrong(at, f"No column of amounts is named. Write at least one of: {', '.join(Kind)}.")
    return {} if len(reading.found) > before else {str(name): str(title) for name, title in given.items()}


def _row(reading: Reading, cells: Mapping[str, str], at: str, qualities: Mapping[str, Any], years: set[str]) -> Row:
    amounts: dict[str, str] = {}
    for kind in Kind:
        amounts[kind], amounts[f"{kind}_year"] = _amount(reading, cells, kind, at, years)
    quality = str(qualities.get(cells["quality"], cells["quality"])).lower()
    if quality not in set(Quality):
        words = f"“{cells['quality']}” is no quality. Say under “quality” which of {', '.join(Quality)} it means."
        reading.wrong(f"{at}, quality", words)
    return Row(
        cells["code"], cells["words"], cells.get("unit", ""), cells.get("bearer") or "Multiple", **amounts,
        quality=quality,
    )  # fmt: skip


def _amount(reading: Reading, cells: Mapping[str, str], kind: str, at: str, years: set[str]) -> tuple[str, str]:
    said = cells.get(kind, "")
    if said.lower() in NOTHING:
        return "", ""
    value = reading.value(said, pounds, f"{at}, {kind}")
    if value < 0:
        reading.wrong(
            f"{at}, {kind}", f"“{said}” is less than nought. A unit cost is what one costs: write it as such."
        )
    year = _year(cells.get(f"{kind}_year", ""))
    if not year:
        reading.wrong(
            f"{at}, {kind}_year", "The amount has no price year, like 2024/25: nobody can say what it is worth now."
        )
    elif year not in years:
        reading.wrong(f"{at}, {kind}_year", f"The price index has no year {year}. It has {min(years)} to {max(years)}.")
    return f"{value:f}", year


def _year(said: str) -> str:
    """“2024/25” of “2024-25”, “2024–2025” and the like; empty where it is none."""
    found = _YEAR.fullmatch(said.strip())
    return f"{found[1]}/{found[2]}" if found and (int(found[1]) + 1) % 100 == int(found[2]) else ""


def _part(reading: Reading, cells: Mapping[str, str], at: str, codes: set[str]) -> Part:
    if cells["of"] not in codes:
        reading.wrong(f"{at}, of", f"There is no row “{cells['of']}” of which this could be a part.")
    value = reading.value(cells["fiscal"], pounds, f"{at}, fiscal")
    transfer = cells.get("is_transfer", "").lower()
    if transfer and transfer not in YES | NO:
        reading.wrong(f"{at}, is_transfer", f"“{transfer}” is neither yes nor no.")
    return Part(
        cells["of"], cells.get("code", ""), cells["words"], cells["bearer"], f"{value:f}",
        "yes" if transfer in YES else "no",
    )  # fmt: skip


def _once(reading: Reading, codes: list[str]) -> None:
    for code in sorted({each for each in codes if codes.count(each) > 1}):
        reading.wrong(f"columns.code, {code}", "The code is there more than once, so nobody could say which is meant.")


def _sums(reading: Reading, whole: list[Row], found: list[Part]) -> None:
    for code, amount in _totals(found):
        fiscal = next((each.fiscal for each in whole if each.code == code), "")
        if fiscal and abs(amount - Decimal(fiscal)) > ROUNDED_BY:
            reading.wrong(
                f"parts of {code}",
                f"They come to {amount}, and the row itself to {fiscal}: a pound is lost or counted twice.",
            )


def _totals(found: list[Part]) -> Iterator[tuple[str, Decimal]]:
    for code in dict.fromkeys(each.of for each in found):
        yield code, sum((Decimal(each.fiscal) for each in found if each.of == code), Decimal(0))
