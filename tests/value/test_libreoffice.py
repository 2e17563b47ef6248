"""Workbooks in LibreOffice Calc: each cell comes out as written, and what it saves is the same model."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.reckon import reckon
from tests.value import invented
from tests.value.constructed import CASE
from tests.value.in_libreoffice import saved
from tests.value.recalculated import with_other_values
from tests.value.test_workbook_back import RICH
from tests.value.test_workbook_follows import example

pytestmark = [pytest.mark.deep, pytest.mark.requirement("R338", "R341")]
LADDER = green_book()
NEAR = 1e-9  # of what was written
NAMED = ("grade", "unit", "bearers")
FIFTEEN_DIGITS = 1e-6  # of a pound, and of the amount where that is more: it saves fifteen digits of a share


@dataclass(frozen=True)
class Opened:
    model: Model
    written: Path
    saved: Path


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> list[Opened]:
    """All models at once. Another value stands under each formula: whatever comes out right was reckoned there."""
    folder = tmp_path_factory.mktemp("books")
    models = [CASE, *(read(said, ladder=LADDER) for said in (RICH, example())), *invented.models()]
    written = [folder / f"model {nth}.xlsx" for nth in range(len(models))]
    spoilt = [folder / f"spoilt {nth}.xlsx" for nth in range(len(models))]
    for model, path, other in zip(models, written, spoilt, strict=True):
        write(reckon(model, ladder=LADDER), path)
        with_other_values(path, other)
    found = saved(spoilt, tmp_path_factory.mktemp("saved"))
    return [Opened(*each) for each in zip(models, written, found, strict=True)]


def test_each_cell_of_each_sheet_comes_out_as_it_was_written(opened: list[Opened]) -> None:
    assert len(opened) == invented.HOW_MANY + 3
    seen = 0
    for each in opened:
        for sheet, place, before, after in _cells(each.written, each.saved):
            seen += 1
            assert _is_same(before, after), (each.written.name, sheet, place, before, after)
    assert seen > 200_000


def test_what_it_saves_is_the_same_model(opened: list[Opened]) -> None:
    for each in opened:
        before, after = (
            reckon(model, ladder=LADDER) for model in (each.model, read(read_back(each.saved), ladder=LADDER))
        )
        assert [each.name for each in after.model.outcomes] == [each.name for each in before.model.outcomes]
        for exact, found in (
            (before.pv_cost, after.pv_cost), (before.pv_fiscal, after.pv_fiscal), (before.pv_public, after.pv_public),
            *((a.net, b.net) for a, b in zip(before.positions(), after.positions(), strict=True)),
        ):  # fmt: skip
            assert abs(float(exact - found)) <= FIFTEEN_DIGITS * max(1, abs(float(exact))), each.written.name


def test_what_it_saves_names_the_same_grades_and_rows_of_unit_costs(opened: list[Opened]) -> None:
    seen: Counter[str] = Counter()
    for each in opened:
        before, after = (read_back(path)["outcomes"] for path in (each.written, each.saved))
        for name, said in before.items():
            named = {field: said[field] for field in NAMED if field in said}
            seen.update(list(named))
            assert {field: after[name][field] for field in NAMED if field in after[name]} == named, each.written.name
    assert min(seen[field] for field in NAMED) >= 6


def _cells(written: Path, again: Path) -> Iterator[tuple[str, tuple[int, int], object, object]]:
    before, after = CalamineWorkbook.from_path(written), CalamineWorkbook.from_path(again)
    assert after.sheet_names == before.sheet_names
    for sheet in before.sheet_names:
        rows = [book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for book in (before, after)]
        for row, pair in enumerate(zip_longest(*rows, fillvalue=[]), 1):
            for column, (one, other) in enumerate(zip_longest(*pair, fillvalue=""), 1):
                yield sheet, (row, column), one, other


def _is_same(before: object, after: object) -> bool:
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(before - after) <= NEAR * max(1, abs(before))
    return before == after
