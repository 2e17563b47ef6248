"""A workbook reckoned anew by a formula engine, after another value has been put under each formula."""

import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import ironcalc

_WRITTEN = re.compile(rb"(</f><v>)[^<]*(</v>)")


class Recalculated:
    def __init__(self, path: Path) -> None:
        bare = path.with_name(f"spoilt {path.name}")
        with_other_values(path, bare)
        self.model = ironcalc.load_from_xlsx(str(bare), "en-GB")
        self.model.evaluate()
        self.sheets = {each["name"]: nth for nth, each in enumerate(self.model.get_worksheets_properties())}

    def value(self, sheet: str, row: int, column: int) -> str | float | bool | None:
        """Rows and columns from 0."""
        return self.model.get_cell_value(self.sheets[sheet], row + 1, column + 1)

    def number(self, sheet: str, row: int, column: int) -> float:
        found = self.value(sheet, row, column)
        assert isinstance(found, float), (sheet, row, column, found)
        return found

    def shown(self, sheet: str, row: int, column: int) -> str:
        return self.model.get_formatted_cell_value(self.sheets[sheet], row + 1, column + 1)

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        return self.model.get_cell_formula(self.sheets[sheet], row + 1, column + 1)

    def lines(self, sheet: str, *, column: int = 1) -> dict[str, str | float | bool | None]:
        """What stands beside each word of column A."""
        index = self.sheets[sheet]
        rows = [row - 1 for at, row, place in self.model.get_all_cells() if (at, place) == (index, 1)]
        return {str(self.value(sheet, row, 0)): self.value(sheet, row, column) for row in rows}


def with_other_values(path: Path, into: Path) -> None:
    """Whatever comes out right has been reckoned by its formula."""
    spoilt = 0
    with zipfile.ZipFile(path) as written, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as bare:
        for name in written.namelist():
            content, times = _WRITTEN.subn(rb"\g<1>-987654321\2", written.read(name))
            spoilt += times
            bare.writestr(name, content)
    assert spoilt


def pence(value: float) -> Decimal:
    """As Excel shows it: of fifteen digits, half a penny away from nought."""
    return Decimal(f"{value:.15g}").quantize(Decimal("0.01"), ROUND_HALF_UP)
