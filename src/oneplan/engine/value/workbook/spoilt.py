"""What was broken in a workbook that came back: formulas typed over, headers changed, rows added, values gone."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from oneplan.engine.value.workbook.beside import FIRST_BESIDE, STORY
from oneplan.engine.value.workbook.came import Came, Key
from oneplan.engine.value.workbook.cells import Cell, Look, Sheet
from oneplan.engine.value.workbook.following import follows, spelled
from oneplan.engine.value.workbook.places import (
    BESIDE,
    COSTS,
    FIRST_AGENCY,
    FIRST_COST,
    FIRST_OUTCOME,
    FIRST_PAID,
    FUNDING,
    INPUTS,
    RANGES,
    README,
)  # fmt: skip
from oneplan.engine.value.workbook.shape import ANEW, Shape
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.written import NotANumber, pounds

MOST_TOLD = 3  # of the cells of one sheet that were changed, or have no value; the rest is counted
UNREAD = (Look.TITLE, Look.HEADING, Look.NOTE)
READ = (INPUTS, COSTS, RANGES, FUNDING, BESIDE)
RECKON = "Open the workbook in Excel or LibreOffice and save it there, or type the figure itself."


def spoilt(sheets: Mapping[str, Came], wanted: Sequence[Sheet]) -> Iterator[Fault]:
    """Formulas, headers and fixed figures that are no longer what they were."""
    for sheet in wanted:
        came = sheets.get(sheet.name)
        if came is None or sheet.name == README:
            continue
        wrong = [fault for cell in sheet.cells if not cell.is_input for fault in _changed(cell, came)]
        yield from wrong[:MOST_TOLD]
        if len(wrong) > MOST_TOLD:
            yield Fault(sheet.name, f"And {len(wrong) - MOST_TOLD} more cells of this sheet were changed. {ANEW}")


def hollow(sheets: Mapping[str, Came], wanted: Sequence[Sheet]) -> Iterator[Fault]:
    """Cells that are read and show no value: an error, or a formula that nobody reckoned."""
    for sheet in wanted:
        if sheet.name in READ:
            came = sheets[sheet.name]
            wrong = [
                _hollow(came, key) for key in sorted(_read(sheet, came) & came.hollow.keys()) if _is_asked(came, key)
            ]
            yield from wrong[:MOST_TOLD]
            if len(wrong) > MOST_TOLD:
                yield Fault(
                    sheet.name, f"And {len(wrong) - MOST_TOLD} more cells of this sheet have no value. {RECKON}"
                )


def _read(sheet: Sheet, came: Came) -> set[Key]:
    """As many rows are read of what has no price as there are."""
    if sheet.name == BESIDE:
        return {(row, column) for row in range(FIRST_BESIDE, came.last_row + 1) for column in range(STORY + 1)}
    return {(cell.row, cell.column) for cell in sheet.cells if not cell.formula and cell.look not in UNREAD}


def _is_asked(came: Came, key: Key) -> bool:
    """A range that is the error of a grade is reckoned when it is read, whatever it shows."""
    return came.name != RANGES or not follows(came.formulas.get(key), *key)


def _hollow(came: Came, key: Key) -> Fault:
    stands, formula = came.hollow[key], came.formulas.get(key)
    if stands.startswith("="):
        return Fault(came.place(*key), f"The formula “{stands}” stands there without a value. {RECKON}")
    then = "Mend the formula" if formula is not None else "Put it right"
    return Fault(
        came.place(*key), f"“{stands}” stands there: an error, and no figure. {then}, or type the figure itself."
    )


def _changed(cell: Cell, came: Came) -> Iterator[Fault]:
    where, shown = came.place(cell.row, cell.column), came.text(cell.row, cell.column)
    if cell.formula:
        formula = came.formulas.get((cell.row, cell.column))
        if formula is None:
            yield Fault(where, f"A formula was typed over: “{shown}” stands where “{cell.formula}” was. Put it back.")
        elif spelled(formula) != spelled(cell.formula):
            yield Fault(where, f"A formula was changed: “={formula}” stands where “{cell.formula}” was. Put it back.")
    elif cell.look is Look.HEADER and shown != str(cell.value):
        yield Fault(where, f"The header “{cell.value}” was changed to “{shown}”. Put it back.")
    elif isinstance(cell.value, int | Decimal) and not _is(came.values.get((cell.row, cell.column)), cell.value):
        yield Fault(where, f"It is fixed to {cell.value}, and “{shown}” stands there. Put it back.")


def _is(value: object, wanted: int | Decimal) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and float(value) == float(wanted)


def added(sheets: Mapping[str, Came], shape: Shape) -> Iterator[Fault]:
    """Rows under the tables, and amounts beside them: no formula would reckon with them."""
    yield from _added_rows(sheets[INPUTS], FIRST_OUTCOME + shape.outcomes, "an outcome")
    yield from _added_rows(sheets[COSTS], FIRST_COST + shape.costs, "a cost")
    rows = range(FIRST_OUTCOME, FIRST_OUTCOME + shape.outcomes)
    yield from _added_columns(sheets[INPUTS], rows, FIRST_AGENCY + len(shape.agencies) + 1, "an agency")
    rows = range(FIRST_COST, FIRST_COST + shape.costs)
    yield from _added_columns(sheets[COSTS], rows, FIRST_PAID + shape.years, "a year")


def _added_rows(came: Came, first: int, what: str) -> Iterator[Fault]:
    for row in sorted({row for row, _ in came.values if row >= first}):
        words = "A row was added, and no formula reckons with it."
        yield Fault(came.place(row, 0), f"{words} Add {what} to the model's file, and write the workbook anew.")


def _added_columns(came: Came, rows: range, first: int, what: str) -> Iterator[Fault]:
    """A remark may stand beside a table."""
    beyond = sorted((column, row) for row, column in came.values if column >= first and row in rows)
    told: set[int] = set()
    for column, row in beyond:
        if column not in told and _is_amount(came, (row, column)):
            told.add(column)
            words = f"“{came.text(row, column)}” stands beside the table, and no formula reckons with it."
            then = f"Take it out, or add {what} in the model's file, and write the workbook anew."
            yield Fault(came.place(row, column), f"{words} {then}")


def _is_amount(came: Came, key: Key) -> bool:
    try:
        pounds(came.text(*key).removesuffix("%"))
    except NotANumber:
        return key in came.formulas or key in came.hollow
    return True
