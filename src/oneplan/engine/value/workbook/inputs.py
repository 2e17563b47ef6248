"""The sheets Inputs and Costs: the only cells that anybody types into."""

from collections.abc import Iterator, Mapping

from oneplan.engine.value.workbook.cells import Cell, Look, Rule, Sheet, Value, across, at, headers, on, title
from oneplan.engine.value.workbook.places import (
    ABOUT,
    COLUMNS,
    COST_COLUMNS,
    COST_FIELDS,
    COST_HEADER,
    COSTS,
    FIELDS,
    FIRST_AGENCY,
    FIRST_COST,
    FIRST_OUTCOME,
    FIRST_PAID,
    HEADER_ROW,
    INPUTS,
    LETTER_ROW,
    NAME_ROW,
    PRICES_ROW,
    SUM_OF_SHARES,
    UNITS_ROW,
    YEARS_ROW,
    Places,
)  # fmt: skip
from oneplan.rulebook.value.model import ZERO, Cost, CostKind, Model, Outcome
from oneplan.rulebook.value.reckon import Result

LOCKED = ("name", "instead_of", "leave_out")  # what guards and faults go by
PART = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
POSITIVE = {"validate": "decimal", "criteria": ">=", "value": 0}
WHOLE = {"validate": "integer", "criteria": ">=", "value": 0}
SAYS_PART = "Write a share from 0 % to 100 %."
SAYS_POSITIVE = "Write a number, 0 or more, without words."
SAYS_WHOLE = "Write a whole number of years, 0 or more."


def inputs(result: Result, places: Places) -> Sheet:
    notes = [
        "Type into the coloured cells only. Every other sheet reckons from here and from Costs.",
    ]
    cells = [*title(INPUTS, notes), *_about(result.model, places), *_header(result.model, places)]
    for nth, outcome in enumerate(result.model.outcomes):
        cells += _outcome(nth, outcome, result.model)
    for nth in range(places.outcomes):
        cells.append(_sum_of_shares(nth, result.model, places))
    widths = [24, 44, 12, 20, *[13] * (len(FIELDS) - 5), 30, 16]
    return Sheet(INPUTS, cells, widths, (FIRST_OUTCOME, 1), tuple(_rules(places)))


def _about(model: Model, places: Places) -> Iterator[Cell]:
    said: dict[int, tuple[Value, Look]] = {
        NAME_ROW: (model.name, Look.TEXT),
        PRICES_ROW: (model.price_year, Look.TEXT),
        YEARS_ROW: (model.years, Look.WHOLE),
        UNITS_ROW: (model.units, Look.TEXT),
    }
    for row, (value, look) in said.items():
        yield Cell(row, 0, ABOUT[row], Look.TEXT, is_strong=True)
        yield Cell(row, 1, value, look, is_input=row in (NAME_ROW, YEARS_ROW))
    yield Cell(YEARS_ROW, 2, f"1 to {places.years}: fewer can be tried here, more need a new workbook.", Look.NOTE)
    yield Cell(
        PRICES_ROW, 2, "All amounts are in the prices of this year; it is changed in the model's file.", Look.NOTE
    )


def _header(model: Model, places: Places) -> Iterator[Cell]:
    agencies = model.agencies or ("",)
    yield from headers(HEADER_ROW, [*(words for _, words, *_ in FIELDS), *agencies, SUM_OF_SHARES])
    letters = [letter for _, _, letter, _ in FIELDS] + [f"w{nth}" for nth in range(1, places.agencies + 1)] + ["= 1"]
    yield from (Cell(LETTER_ROW, column, letter, Look.NOTE) for column, letter in enumerate(letters))


def _outcome(nth: int, outcome: Outcome, model: Model) -> Iterator[Cell]:
    row = FIRST_OUTCOME + nth
    reach, course, worth = outcome.reach, outcome.course, outcome.worth
    values: list[Value] = [
        outcome.name, outcome.words, outcome.code, "; ".join(sorted(outcome.left_out)),
        reach.population, reach.affected, reach.engagement, reach.retention, reach.impact, reach.deadweight,
        outcome.optimism, course.lag, course.duration, course.drop_off,
        worth.fiscal, worth.transfer, worth.economic, worth.social, worth.cashable,
        outcome.source or outcome.local,
    ]  # fmt: skip
    for column, ((field, _, _, look), value) in enumerate(zip(FIELDS, values, strict=True)):
        yield Cell(row, column, value, look, is_input=field not in LOCKED)
    for column, agency in enumerate(model.agencies, FIRST_AGENCY):
        yield Cell(row, column, worth.shares.get(agency), Look.SHARE, is_input=True)


def _sum_of_shares(nth: int, model: Model, places: Places) -> Cell:
    row = FIRST_OUTCOME + nth
    shares = model.outcomes[nth].worth.shares.values() if nth < len(model.outcomes) else ()
    formula = f"=SUM({across(row, FIRST_AGENCY, places.agencies)})"
    return Cell(row, FIRST_AGENCY + places.agencies, sum(shares, ZERO), Look.SHARE, formula)


def _rules(places: Places) -> Iterator[Rule]:
    last = FIRST_OUTCOME + places.outcomes - 1

    def column(first: str, upto: str, given: Mapping[str, object], says: str) -> Rule:
        return Rule(FIRST_OUTCOME, last, COLUMNS[first], COLUMNS[upto], given, says)

    yield column("population", "population", POSITIVE, SAYS_POSITIVE)
    yield column("affected", "optimism", PART, SAYS_PART)
    yield column("lag", "duration", WHOLE, SAYS_WHOLE)
    yield column("drop_off", "drop_off", PART, SAYS_PART)
    yield column("fiscal", "social", POSITIVE, SAYS_POSITIVE)
    yield column("cashable", "cashable", PART, SAYS_PART)
    yield Rule(FIRST_OUTCOME, last, FIRST_AGENCY, FIRST_AGENCY + places.agencies - 1, PART, SAYS_PART)
    within = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": places.years}
    yield Rule(
        YEARS_ROW,
        YEARS_ROW,
        1,
        1,
        within,
        f"This workbook has {places.years} years: write 1 to {places.years}.",
    )


def costs(result: Result, places: Places) -> Sheet:
    notes = ["What is paid in each year, before the correction for optimism. Type into the coloured cells only."]
    years = [f"Year {year}" for year in range(1, places.years + 1)]
    cells = [*title(COSTS, notes), *headers(COST_HEADER, [*(words for _, words in COST_FIELDS), *years])]
    for nth, cost in enumerate(result.model.costs):
        cells += _cost(nth, cost, places)
    return Sheet(COSTS, cells, [24, 44, 20, 10, 13, 30, 15], (FIRST_COST, 1), tuple(_cost_rules(places)))


def _cost(nth: int, cost: Cost, places: Places) -> Iterator[Cell]:
    row = FIRST_COST + nth
    yield Cell(row, 0, cost.name, Look.TEXT)
    for column, value in enumerate((cost.words, cost.payer, cost.kind.value), 1):
        yield Cell(row, column, value, Look.TEXT, is_input=True)
    yield Cell(row, COST_COLUMNS["optimism"], cost.optimism, Look.SHARE, is_input=True)
    yield Cell(row, COST_COLUMNS["source"], cost.source, Look.TEXT, is_input=True)
    for year in range(places.years):
        amount = cost.by_year[year] if year < len(cost.by_year) else None
        yield Cell(row, FIRST_PAID + year, amount, Look.MONEY, is_input=True)


def _cost_rules(places: Places) -> Iterator[Rule]:
    last = FIRST_COST + places.costs - 1
    header = f"{at(HEADER_ROW, FIRST_AGENCY, fixed='row column')}:" + at(
        HEADER_ROW, FIRST_AGENCY + places.agencies - 1, fixed="row column"
    )
    payer, kind, optimism = (COST_COLUMNS[each] for each in ("payer", "kind", "optimism"))
    payers = {"validate": "list", "source": f"={on(INPUTS, header)}"}
    yield Rule(FIRST_COST, last, payer, payer, payers, "Choose one of the agencies of Inputs.")
    kinds = {"validate": "list", "source": [kind.value for kind in CostKind]}
    yield Rule(FIRST_COST, last, kind, kind, kinds, "Choose cash, in_kind or capital.")
    yield Rule(FIRST_COST, last, optimism, optimism, POSITIVE, "Write a share, 0 % or more.")
    yield Rule(FIRST_COST, last, FIRST_PAID, FIRST_PAID + places.years - 1, POSITIVE, SAYS_POSITIVE)
