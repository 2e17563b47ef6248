"""A workbook that somebody typed into, as what a model's file would say; what is broken is said place by place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oneplan.engine.value.workbook.beside_read import Beside
from oneplan.engine.value.workbook.came import Came, opened
from oneplan.engine.value.workbook.from_library import by_its_row
from oneplan.engine.value.workbook.places import (
    COLUMNS,
    COST_COLUMNS,
    COSTS,
    FIELDS,
    FIRST_AGENCY,
    FIRST_COST,
    FIRST_OUTCOME,
    FIRST_PAID,
    INPUTS,
    NAME_ROW,
    PRICES_ROW,
    UNITS_ROW,
    YEARS_ROW,
)
from oneplan.engine.value.workbook.ranges_read import RangesRead
from oneplan.engine.value.workbook.readme import Library
from oneplan.engine.value.workbook.shape import ANEW, Shape, parts, stand_in, told
from oneplan.engine.value.workbook.spoilt import added, hollow, spoilt
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.files import BadModel

TEXTS = ("name", "words", "instead_of", "source")
COST_TEXTS = ("name", "words", "payer", "kind", "source")
NUMBERS = [field for field in COLUMNS if field not in (*TEXTS, "leave_out")]


def read_back(path: Path, *, library: Library | None = None) -> dict[str, Any]:
    """The mapping that rulebook/value/files.py reads. Raises `BadModel`, `CannotRead` and `FileNotFoundError`."""
    sheets = opened(path)
    shape = told(sheets)
    wanted = stand_in(shape, library)
    found = [*spoilt(sheets, wanted), *added(sheets, shape)]
    said_of = {each.where for each in found}
    found += [each for each in hollow(sheets, wanted) if each.where not in said_of]
    beside, ranges = Beside(sheets), RangesRead(sheets, shape.outcomes)
    reader = _Reader(sheets[INPUTS], sheets[COSTS], shape, ranges, library)
    said = {**reader.said(), **beside.rest(shape.agencies)}
    found += [*reader.found, *ranges.found, *beside.found]
    if found:
        raise BadModel(found)
    return said


class _Reader:
    """Collects what is wrong and goes on."""

    def __init__(
        self, inputs: Came, costs: Came, shape: Shape, ranges: RangesRead, library: Library | None
    ) -> None:  # fmt: skip
        self.inputs, self.costs, self.shape, self.ranges = inputs, costs, shape, ranges
        self.library = library
        self.found: list[Fault] = []

    def said(self) -> dict[str, Any]:
        about = {"name": NAME_ROW, "price_year": PRICES_ROW, "years": YEARS_ROW, "units": UNITS_ROW}
        told = {field: self.inputs.text(row, 1) for field, row in about.items() if self.inputs.text(row, 1)}
        self._years(told.get("years", ""))
        rows = self._rows(
            self.inputs, FIRST_OUTCOME, self.shape.outcomes, width=FIRST_AGENCY + len(self.shape.agencies)
        )
        outcomes = [self._outcome(row) for row in rows]
        rows = self._rows(self.costs, FIRST_COST, self.shape.costs, width=FIRST_PAID + self.shape.years)
        costs = [self._cost(row) for row in rows]
        return {**told, "outcomes": self._named(outcomes, self.inputs), "costs": self._named(costs, self.costs)}

    def _years(self, said: str) -> None:
        if said.isdigit() and int(said) > self.shape.years:
            words = f"This workbook has {self.shape.years} years, not {said}. Change the years in the model's file."
            self.found.append(Fault(self.inputs.place(YEARS_ROW, 1), f"{words} {ANEW}"))

    def _rows(self, came: Came, first: int, count: int, *, width: int) -> Iterator[int]:
        """Those with something in them: a workbook for no outcome has one blank row."""
        for row in range(first, first + count):
            if any(came.text(row, column) for column in range(width)):
                yield row
            elif count > 1:
                words = "The row was emptied. To take it out, set the population or the amounts to 0."
                self.found.append(Fault(came.place(row, 0), words))

    def _named(self, rows: list[dict[str, Any]], came: Came) -> dict[str, Any]:
        names = [row.pop("name") for row in rows]
        for name in sorted({each for each in names if names.count(each) > 1}):
            words = f"“{name}” is there twice, so it would count twice. Rename one, or remove it."
            self.found.append(Fault(f"{came.name}.{name}", words))
        return dict(zip(names, rows, strict=True))

    def _outcome(self, row: int) -> dict[str, Any]:
        text = self.inputs.text
        given: dict[str, Any] = {field: text(row, COLUMNS[field]) for field in TEXTS}
        if left_out := text(row, COLUMNS["leave_out"]):
            given["leave_out"] = parts(left_out)
        headers = {field: words for field, words, *_ in FIELDS}
        for field in NUMBERS:
            given[field] = self._wanted(self.inputs, row, COLUMNS[field], headers[field])
        shares = {agency: text(row, column) for column, agency in enumerate(self.shape.agencies, FIRST_AGENCY)}
        given |= self.ranges.of_outcome(row - FIRST_OUTCOME)
        given["shares"] = {agency: share for agency, share in shares.items() if share}
        said = {field: value for field, value in given.items() if value or field == "name"}
        return by_its_row(said, self.shape, self.library)

    def _wanted(self, came: Came, row: int, column: int, words: str) -> str:
        found = came.text(row, column)
        if not found:
            says = f"“{words}” of “{came.text(row, 0)}” is empty. Write it, also where it is 0."
            self.found.append(Fault(came.place(row, column), says))
        return found

    def _cost(self, row: int) -> dict[str, Any]:
        text = self.costs.text
        given: dict[str, Any] = {field: text(row, COST_COLUMNS[field]) for field in COST_TEXTS}
        given["optimism"] = self._wanted(self.costs, row, COST_COLUMNS["optimism"], "Correction for optimism")
        by_year = [text(row, FIRST_PAID + year) for year in range(self.shape.years)]
        while len(by_year) > 1 and not by_year[-1]:
            by_year.pop()
        given["range"] = self.ranges.of_cost(row - FIRST_COST)
        given["by_year"] = [amount or "0" for amount in by_year]
        return {field: value for field, value in given.items() if value or field == "name"}
