"""How much a workbook that came back was written for, and what has to stand in one of that shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oneplan.engine.value.workbook.came import Came
from oneplan.engine.value.workbook.cells import Sheet
from oneplan.engine.value.workbook.places import (
    BLOCK,
    CHARGED,
    COLUMNS,
    COST_HEADER,
    COSTS,
    FIRST_AGENCY,
    FIRST_OUTCOME,
    FIRST_PAID,
    HEADER_ROW,
    INPUTS,
    PRICES_ROW,
    README,
    SUM_OF_SHARES,
    UNITS_ROW,
    YEAR_COLUMN,
)
from oneplan.engine.value.workbook.readme import Library
from oneplan.engine.value.workbook.whole import book
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.model import ZERO, Cost, CostKind, Course, Model, Outcome, Reach, Worth
from oneplan.rulebook.value.reckon import reckon

ANEW = "Write the workbook anew from the model's file, and type your figures into that."


@dataclass(frozen=True)
class Shape:
    """How much the workbook was written for, whatever has been typed since."""

    outcomes: int
    costs: int
    agencies: tuple[str, ...]
    years: int
    price_year: str = ""
    units: str = ""
    rows: tuple[tuple[str, frozenset[str]], ...] = ()  # of unit costs: the code, and the parts that were left out


def told(sheets: Mapping[str, Came]) -> Shape:
    """Raises `BadModel` where it cannot be told."""
    wanted = [sheet.name for sheet in stand_in(Shape(1, 1, ("",), 1), {}) if sheet.name != README]
    missing = [Fault(name, f"The sheet “{name}” is missing. {ANEW}") for name in wanted if name not in sheets]
    if missing:
        raise BadModel(missing)
    inputs, costs, charged = sheets[INPUTS], sheets[COSTS], sheets[CHARGED]
    header = [inputs.text(HEADER_ROW, column) for column in range(FIRST_AGENCY, inputs.last_column + 1)]
    if SUM_OF_SHARES not in header:
        raise BadModel(
            [Fault(inputs.place(HEADER_ROW, FIRST_AGENCY), f"The header “{SUM_OF_SHARES}” is missing. {ANEW}")]
        )
    agencies = tuple(header[: header.index(SUM_OF_SHARES)])
    years = 0
    reckoned = max((column for _, column in charged.formulas), default=0) - YEAR_COLUMN + 1
    while years < reckoned and costs.text(COST_HEADER, FIRST_PAID + years) == f"Year {years + 1}":
        years += 1
    sums = [row for row, column in inputs.formulas if column == FIRST_AGENCY + len(agencies)]
    totals = [row for row, column in charged.formulas if column == 1]
    outcomes = max(sums, default=0) - FIRST_OUTCOME + 1
    rows = tuple(_row(inputs, FIRST_OUTCOME + nth) for nth in range(outcomes))
    shape = Shape(
        outcomes, max(totals, default=0) - BLOCK - 1, agencies, years, inputs.text(PRICES_ROW, 1),
        inputs.text(UNITS_ROW, 1), rows,
    )  # fmt: skip
    if min(shape.outcomes, shape.costs, len(agencies), years) < 1:
        raise BadModel([Fault(INPUTS, f"Formulas or headers are gone, so that nothing can be told apart. {ANEW}")])
    return shape


def _row(inputs: Came, row: int) -> tuple[str, frozenset[str]]:
    return inputs.text(row, COLUMNS["instead_of"]), frozenset(parts(inputs.text(row, COLUMNS["leave_out"])))


def parts(said: str) -> list[str]:
    """Those of a row of unit costs, as Inputs names them in one cell."""
    return [part.strip() for part in said.split(";") if part.strip()]


def stand_in(shape: Shape, library: Library | None) -> Sequence[Sheet]:
    """The sheets of a model of that shape: its formulas are those that have to be there."""
    worth = Worth(shares=dict.fromkeys(shape.agencies, ZERO))
    reach, course = Reach(*[ZERO] * 6), Course(0, 0, ZERO)
    outcomes = tuple(
        Outcome(str(nth), "", reach, ZERO, course, worth, code, left_out)
        for nth, (code, left_out) in enumerate(shape.rows or [("", frozenset())] * shape.outcomes)
    )
    costs = tuple(Cost(str(nth), "", shape.agencies[0], CostKind.CASH, ()) for nth in range(shape.costs))
    model = Model("", shape.price_year, shape.years, outcomes, costs, units=shape.units)
    return book(reckon(model, ladder=green_book()), library).sheets
