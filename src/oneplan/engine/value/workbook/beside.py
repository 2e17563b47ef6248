"""The sheets that no sum is made of: how sure each figure is, who may put in how much, what has no price."""

from collections.abc import Iterator
from decimal import Decimal

from oneplan.engine.value.workbook.cells import Cell, Look, Sheet, Value, at, headers, on, title
from oneplan.engine.value.workbook.following import FIGURE, HIGHEST, LOWEST, formulas, grade_of_outcome, is_of
from oneplan.engine.value.workbook.places import (
    BESIDE,
    COLUMNS,
    COSTS,
    FIELDS,
    FIRST_AGENCY,
    FIRST_COST,
    FIRST_OUTCOME,
    FUNDING,
    HEADER_ROW,
    INPUTS,
    RANGES,
    Places,
)
from oneplan.rulebook.value.model import ONE, Cap, Model, Outcome, Span
from oneplan.rulebook.value.optimism import Grade
from oneplan.rulebook.value.ranges import INPUTS as RANGED
from oneplan.rulebook.value.ranges import SHARES
from oneplan.rulebook.value.reckon import Result

RANGE_HEADERS = ("Of", "Figure", "Figure as it is", "Lowest", "Highest")
RANGE_HEADER, FIRST_RANGE = 3, 4
MULTIPLE = {"worth": "What one is worth, in multiples", "cost": "What is paid, in multiples"}
CAP_HEADERS = ("Who", "At most, share of what it gets back", "At most, in pounds", "What it can carry, in pounds")
RESERVE_ROW, CAP_HEADER, EVERYBODY, FIRST_CAP = 2, 4, 5, 6
RESERVE, ELSE = "Reserve, share of the cost", "Everybody not named below"
BESIDE_HEADERS = (
    "What has no price", "In words", "How many", "Where it comes from", "Reached (or: no)", "What families tell",
)  # fmt: skip
BESIDE_HEADER, FIRST_BESIDE, STORY = 3, 4, 5  # the last is a column
SPARE = 5  # rows to type into


def range_row(outcome: int, field: str) -> int:
    return FIRST_RANGE + outcome * len(RANGED) + RANGED.index(field)


def cost_range_row(cost: int, outcomes: int) -> int:
    return FIRST_RANGE + outcomes * len(RANGED) + cost


def ranges(result: Result, places: Places) -> Sheet:
    notes = ["Between what and what each figure is thought to lie; OnePlan draws from these. Empty: no range is said."]
    cells = [*title(RANGES, notes), *headers(RANGE_HEADER, RANGE_HEADERS)]
    model = result.model
    for nth in range(places.outcomes):
        outcome = model.outcomes[nth] if nth < len(model.outcomes) else None
        grade = grade_of_outcome(outcome) if outcome else None
        for field in RANGED:
            cells += _of_outcome(nth, field, outcome, grade)
    for nth in range(places.costs):
        cost = model.costs[nth] if nth < len(model.costs) else None
        row, name = cost_range_row(nth, places.outcomes), on(COSTS, at(FIRST_COST + nth, 0, fixed="column"))
        cells.append(Cell(row, 0, cost.name if cost else "", Look.PLAIN, f'={name}&""'))
        cells += _line(row, MULTIPLE["cost"], ONE, "=1", cost.span if cost else None, Look.SHARE)
    return Sheet(RANGES, cells, [30, 34, 16, 14], (FIRST_RANGE, 2))


def _of_outcome(nth: int, field: str, outcome: Outcome | None, grade: Grade | None) -> Iterator[Cell]:
    row = range_row(nth, field)
    name = on(INPUTS, at(FIRST_OUTCOME + nth, 0, fixed="column"))
    yield Cell(row, 0, outcome.name if outcome else "", Look.PLAIN, f'={name}&""')
    words, formula, point, look = MULTIPLE["worth"], "=1", ONE, Look.SHARE
    if field != "worth":
        _, words, _, look = FIELDS[COLUMNS[field]]
        formula = f"={on(INPUTS, at(FIRST_OUTCOME + nth, COLUMNS[field]))}"
        point = getattr(outcome.reach, field) if outcome else Decimal(0)
    span = outcome.spans.get(field) if outcome else None
    follows = ("", "")
    if outcome and grade and is_of(outcome, field, grade):
        follows = formulas(row, grade, is_share=field in SHARES)
    yield from _line(row, words, point, formula, span, look, follows)


def _line(
    row: int, words: str, point: Decimal, formula: str, span: Span | None, look: Look,
    follows: tuple[str, str] = ("", ""),
) -> Iterator[Cell]:  # fmt: skip
    """`follows` are the formulas of a range that is the error of a grade."""
    yield Cell(row, 1, words, Look.TEXT)
    yield Cell(row, FIGURE, point, look, formula)
    yield Cell(row, LOWEST, span.low if span else None, look, follows[0], is_input=True)
    yield Cell(row, HIGHEST, span.high if span else None, look, follows[1], is_input=True)


def funding(result: Result, places: Places) -> Sheet:
    notes = ["How the cost may be shared, for OnePlan's proposals; no sum of this workbook depends on it."]
    terms, model = result.model.funding, result.model
    cells = [*title(FUNDING, notes), *headers(CAP_HEADER, CAP_HEADERS)]
    cells.append(Cell(RESERVE_ROW, 0, RESERVE, Look.TEXT, is_strong=True))
    cells.append(Cell(RESERVE_ROW, 1, terms.reserve, Look.SHARE, is_input=True))
    cells.append(Cell(EVERYBODY, 0, ELSE, Look.TEXT))
    cells += _cap(EVERYBODY, terms.cap)
    for nth in range(places.agencies):
        agency = model.agencies[nth] if nth < len(model.agencies) else ""
        name = on(INPUTS, at(HEADER_ROW, FIRST_AGENCY + nth))
        cells.append(Cell(FIRST_CAP + nth, 0, agency, Look.PLAIN, f'={name}&""'))
        cells += _cap(FIRST_CAP + nth, terms.caps.get(agency))
        cells.append(Cell(FIRST_CAP + nth, 3, terms.ability.get(agency), Look.MONEY, is_input=True))
    return Sheet(FUNDING, cells, [42, 24, 24, 24], (FIRST_CAP, 1))


def _cap(row: int, cap: Cap | None) -> Iterator[Cell]:
    yield Cell(row, 1, cap.share if cap else None, Look.SHARE, is_input=True)
    yield Cell(row, 2, cap.pounds if cap else None, Look.MONEY, is_input=True)


def beside(result: Result) -> Sheet:
    notes = [
        "What was reached and has no price, and what families tell, stand beside the sums and in none of them.",
        "So does what was looked for and is not counted: there “no” stands beneath “Reached”.",
    ]
    model = result.model
    cells = [*title(BESIDE, notes), *headers(BESIDE_HEADER, BESIDE_HEADERS)]
    rows = max(len(model.not_priced), len(model.stories)) + SPARE
    for nth in range(rows):
        cells += _beside(FIRST_BESIDE + nth, nth, model)
    return Sheet(BESIDE, cells, [24, 44, 14, 30, 14, 80], (FIRST_BESIDE, 1))


def _beside(row: int, nth: int, model: Model) -> Iterator[Cell]:
    each = model.not_priced[nth] if nth < len(model.not_priced) else None
    values: tuple[Value, ...] = (None,) * STORY
    if each:
        values = (each.name, each.words, each.how_many, each.source, None if each.reached else "no")
    for column, value in enumerate(values):
        yield Cell(row, column, value, Look.PLAIN if column == 2 else Look.TEXT, is_input=True)
    story = model.stories[nth] if nth < len(model.stories) else None
    yield Cell(row, STORY, story, Look.TEXT, is_input=True)
