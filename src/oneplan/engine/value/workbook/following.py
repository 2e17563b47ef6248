"""Ranges that are the error of a grade: formulas over their figure, so that they follow it when another is typed."""

import re
from decimal import Decimal

from oneplan.engine.value.workbook.cells import at
from oneplan.rulebook.value.model import ONE, ZERO, Outcome, Span
from oneplan.rulebook.value.optimism import Grade, grades
from oneplan.rulebook.value.ranges import INPUTS as RANGED
from oneplan.rulebook.value.ranges import SHARES, around

FIGURE, LOWEST, HIGHEST = 2, 3, 4  # columns of the sheet Ranges
NEAR = Decimal("1e-9")  # of the figure: programs keep fifteen digits


def spelled(formula: str) -> str:
    """Programs differ in blanks, quotes around names of sheets, and marks in front."""
    return re.sub(r"[\s'@]|_xlfn\.", "", formula.removeprefix("=")).upper()


def formulas(row: int, grade: Grade, *, is_share: bool) -> tuple[str, str]:
    """The lowest and the highest of a row of Ranges."""
    figure, error = at(row, FIGURE), f"{grade.error.normalize():f}"
    raised = f"{figure}*(1+{error})"
    return f"={figure}*(1-{error})", f"=MIN(1,{raised})" if is_share else f"={raised}"


def span_of(grade: Grade, point: Decimal, *, is_share: bool) -> Span:
    found = around(point, grade.error)
    return Span(found.low, min(found.high, ONE)) if is_share else found


def grade_of_formula(formula: str | None, row: int, column: int, *, is_share: bool) -> Grade | None:
    """Whose error a formula of Ranges is; None where it is none's."""
    found = spelled(formula or "")
    for grade in grades().values():
        if found == spelled(formulas(row, grade, is_share=is_share)[column - LOWEST]):
            return grade
    return None


def follows(formula: str | None, row: int, column: int) -> bool:
    """Whether it is the error of a grade, of whatever figure."""
    return any(grade_of_formula(formula, row, column, is_share=each) for each in (True, False))


def grade_of_outcome(outcome: Outcome) -> Grade | None:
    """Whose error most of its ranges are. A grade gives one to every figure: where one has none, all were said."""
    if set(RANGED) - outcome.spans.keys():
        return None
    counts = {number: _how_many(outcome, grade) for number, grade in grades().items()}
    best = max(grades().values(), key=lambda each: (counts[each.number], each.benefits == outcome.optimism))
    return best if counts[best.number] else None


def _how_many(outcome: Outcome, grade: Grade) -> int:
    """Of figures that are not nought: nought is within no error of any grade."""
    return sum(point_of(outcome, field) != ZERO and is_of(outcome, field, grade) for field in RANGED)


def is_of(outcome: Outcome, field: str, grade: Grade) -> bool:
    span, point = outcome.spans[field], point_of(outcome, field)
    wanted = span_of(grade, point, is_share=field in SHARES)
    return max(abs(span.low - wanted.low), abs(span.high - wanted.high)) <= NEAR * abs(point)


def point_of(outcome: Outcome, field: str) -> Decimal:
    """What is worth has multiples of itself."""
    return ONE if field == "worth" else getattr(outcome.reach, field)
