"""Ranges as somebody left them in a workbook, each held against its figure as it stands in Inputs now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from oneplan.engine.value.workbook.beside import MULTIPLE, cost_range_row, range_row
from oneplan.engine.value.workbook.came import Came
from oneplan.engine.value.workbook.cells import at
from oneplan.engine.value.workbook.following import HIGHEST, LOWEST, grade_of_formula, span_of
from oneplan.engine.value.workbook.places import COLUMNS, COSTS, FIELDS, FIRST_COST, FIRST_OUTCOME, INPUTS, RANGES
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.model import ONE, ZERO
from oneplan.rulebook.value.optimism import Grade, grades
from oneplan.rulebook.value.ranges import INPUTS as RANGED
from oneplan.rulebook.value.ranges import SHARES, leaves, within
from oneplan.rulebook.value.written import NotANumber, count, share

Pair = list[str]
WORTH, PAID = "worth", "what is paid"


@dataclass(frozen=True)
class _Figure:
    """`says` is where it stands and what it is; `value` is None where it is no figure: that is said elsewhere."""

    field: str
    words: str
    says: str
    value: Decimal | None

    @property
    def is_share(self) -> bool:
        return self.field in SHARES


class RangesRead:
    """Collects what is wrong and goes on."""

    def __init__(self, sheets: Mapping[str, Came], outcomes: int) -> None:
        """`outcomes`: for how many the workbook was written."""
        self.sheets, self.outcomes = sheets, outcomes
        self.ranges = sheets[RANGES]
        self.found: list[Fault] = []

    def of_outcome(self, nth: int) -> dict[str, Any]:
        """What a model's file says of them: the grade where all that was not said still is its error."""
        figures = {field: self._figure(nth, field) for field in RANGED}
        pairs = {field: self._pair(range_row(nth, field), figures[field]) for field in RANGED}
        follow = {field: self._grade(range_row(nth, field), field) for field in RANGED}
        said = {field: pair for field, pair in pairs.items() if pair}
        numbers = {grade.number for grade in follow.values() if grade}
        if len(numbers) == 1 and len(said) == len(RANGED):
            own = {field: pair for field, pair in said.items() if not follow[field]}
            return {"grade": str(*numbers), "ranges": own, **self._without_correction(nth, *numbers)}
        return {"ranges": said}

    def _without_correction(self, nth: int, number: int) -> dict[str, str]:
        """The grade says it, unless another was typed."""
        said = _number(self.sheets[INPUTS].text(FIRST_OUTCOME + nth, COLUMNS["optimism"]), "optimism")
        return {"optimism": ""} if said == grades()[number].benefits else {}

    def of_cost(self, nth: int) -> Pair | None:
        name = self.sheets[COSTS].text(FIRST_COST + nth, 0)
        figure = _Figure(PAID, f"“{MULTIPLE['cost']}” of “{name}”", "the figure is 1", ONE)
        return self._pair(cost_range_row(nth, self.outcomes), figure)

    def _figure(self, nth: int, field: str) -> _Figure:
        came, row = self.sheets[INPUTS], FIRST_OUTCOME + nth
        name = came.text(row, 0)
        if field == WORTH:
            return _Figure(field, f"“{MULTIPLE[field]}” of “{name}”", "the figure is 1", ONE)
        column = COLUMNS[field]
        words, text, where = f"“{FIELDS[column][1]}” of “{name}”", came.text(row, column), came.place(row, column)
        value = _number(text, field)
        if value is not None and field in SHARES and not ZERO <= value <= ONE:
            says = f"{words} is {(value * 100).normalize():f} %. It is a share of people: write 0 to 100 %, like 40 %."
            self.found.append(Fault(where, says))
            value = None
        return _Figure(field, words, f"{where} says {text}", None if value is None or value < ZERO else value)

    def _grade(self, row: int, field: str) -> Grade | None:
        """Where both ends are its formulas."""
        low, high = (self._formula(row, column, is_share=field in SHARES) for column in (LOWEST, HIGHEST))
        return low if low is high else None

    def _formula(self, row: int, column: int, *, is_share: bool) -> Grade | None:
        return grade_of_formula(self.ranges.formulas.get((row, column)), row, column, is_share=is_share)

    def _pair(self, row: int, figure: _Figure) -> Pair | None:
        ends = [self._end(row, column, figure) for column in (LOWEST, HIGHEST)]
        where = self.ranges.place(row, LOWEST)
        if any(ends) and not all(ends):
            words = "A range has two ends. Write the lowest and the highest, or empty both."
            self.found.append(Fault(where, words))
        if not all(ends):
            return None
        if wrong := _wrong(ends, figure):
            cells = f"{RANGES}!{at(row, LOWEST)} and {RANGES}!{at(row, HIGHEST)}"
            words = f"The range of {figure.words} goes from {ends[0]} to {ends[1]}: {wrong}."
            self.found.append(Fault(where, f"{words} Type the least and the most into {cells}, or empty both."))
        return ends

    def _end(self, row: int, column: int, figure: _Figure) -> str:
        """Of a formula of a grade the value is reckoned here: what the file holds may be of the figure before."""
        grade = self._formula(row, column, is_share=figure.is_share)
        if grade is None or figure.value is None:
            return self.ranges.text(row, column)
        span = span_of(grade, figure.value, is_share=figure.is_share)
        return f"{span.low if column == LOWEST else span.high:f}"


def _wrong(ends: Pair, figure: _Figure) -> str:
    """Why it is no range of that figure; empty where it is one, or where one of the three is no number."""
    low, high = (_number(end, figure.field) for end in ends)
    if low is None or high is None or figure.value is None:
        return ""
    if low > high:
        return "the lowest is more than the highest"
    if leaves(figure.field, low, high):
        return f"it leaves what there can be, {within(figure.field)}"
    return "" if low <= figure.value <= high else f"{figure.says}, and that is not within"


def _number(text: str, field: str) -> Decimal | None:
    try:
        return count(text) if field == "population" else share(text)
    except NotANumber:
        return None
