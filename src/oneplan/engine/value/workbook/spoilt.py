"""What was broken in a workbook that came back: formulas typed over, headers changed, rows added."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from oneplan.engine.value.workbook.came import Came
from oneplan.engine.value.workbook.cells import Cell, Look
from oneplan.engine.value.workbook.places import COSTS, FIRST_COST, FIRST_OUTCOME, INPUTS, README
from oneplan.engine.value.workbook.readme import Library
from oneplan.engine.value.workbook.shape import ANEW, Shape, stand_in
from oneplan.rulebook.value.faults import Fault

MOST_TOLD = 3  # of the cells of one sheet that were changed; the rest is counted


def spoilt(sheets: Mapping[str, Came], shape: Shape, library: Library | None) -> Iterator[Fault]:
    """Formulas, headers and fixed figures that are no longer what they were."""
    for sheet in stand_in(shape, library):
        came = sheets.get(sheet.name)
        if came is None or sheet.name == README:
            continue
        wrong = [fault for cell in sheet.cells if not cell.is_input for fault in _changed(cell, came)]
        yield from wrong[:MOST_TOLD]
        if len(wrong) > MOST_TOLD:
            yield Fault(sheet.name, f"And {len(wrong) - MOST_TOLD} more cells of this sheet were changed. {ANEW}")


def _changed(cell: Cell, came: Came) -> Iterator[Fault]:
    where, shown = came.place(cell.row, cell.column), came.text(cell.row, cell.column)
    if cell.formula:
        formula = came.formulas.get((cell.row, cell.column))
        if formula is None:
            yield Fault(where, f"A formula was typed over: “{shown}” stands where “{cell.formula}” was. Put it back.")
        elif _spelled(formula) != _spelled(cell.formula):
            yield Fault(where, f"A formula was changed: “={formula}” stands where “{cell.formula}” was. Put it back.")
    elif cell.look is Look.HEADER and shown != str(cell.value):
        yield Fault(where, f"The header “{cell.value}” was changed to “{shown}”. Put it back.")
    elif isinstance(cell.value, int | Decimal) and not _is(came.values.get((cell.row, cell.column)), cell.value):
        yield Fault(where, f"It is fixed to {cell.value}, and “{shown}” stands there. Put it back.")


def _spelled(formula: str) -> str:
    """Programs differ in blanks, quotes around names of sheets, and marks in front."""
    return re.sub(r"[\s'@]|_xlfn\.", "", formula.removeprefix("=")).upper()


def _is(value: object, wanted: int | Decimal) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and float(value) == float(wanted)


def added(sheets: Mapping[str, Came], shape: Shape) -> Iterator[Fault]:
    """Rows under the tables: no formula would reckon with them."""
    for came, first, what in (
        (sheets[INPUTS], FIRST_OUTCOME + shape.outcomes, "an outcome"),
        (sheets[COSTS], FIRST_COST + shape.costs, "a cost"),
    ):
        for row in sorted({row for row, _ in came.values if row >= first}):
            yield Fault(
                came.place(row, 0),
                f"A row was added, and no formula reckons with it. Add {what} to the model's file, and write the "
                "workbook anew.",
            )
