"""The sheets by year: discount factors, what comes of each outcome, what is paid, and when it is paid back."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from oneplan.engine.value.workbook.cells import Cell, Look, Sheet, Value, at, down, headers, on, title
from oneplan.engine.value.workbook.places import (
    BENEFITS,
    BLOCK,
    CHARGED,
    COST_COLUMNS,
    COSTS,
    DISCOUNTING,
    FIRST_COST,
    FIRST_PAID,
    FIRST_STEP,
    PAYBACK,
    STEP_HEADER,
    YEAR_COLUMN,
    Places,
)  # fmt: skip
from oneplan.rulebook.value.discounting import present
from oneplan.rulebook.value.model import ONE, ZERO
from oneplan.rulebook.value.reckon import Flow, Result, charged, paid_back

NEVER = "not within these years"
NOT_YET = "not yet"
WIDTHS = [38, 20, 15]
FROZEN = (BLOCK + 1, YEAR_COLUMN)


def discounting(result: Result, places: Places) -> Sheet:
    ladder = result.ladder
    cells = title(
        DISCOUNTING, [ladder.source, "Each year's rate counts for that year alone; the first year is not discounted."]
    )
    cells += headers(STEP_HEADER, ["Years after the first, from", "Rate a year"])
    for row, step in enumerate(ladder.steps, FIRST_STEP):
        cells += [Cell(row, 0, step.from_year, Look.WHOLE), Cell(row, 1, step.rate, Look.RATE)]
    rates, factors = places.rates_row, places.rates_row + 1
    cells += headers(rates - 1, ["Year", "", *_numbers(places)])
    cells += [Cell(rates, 0, "Rate", Look.TEXT), Cell(factors, 0, "Discount factor", Look.TEXT)]
    ones, twos = (down(FIRST_STEP, places.steps, column) for column in (0, 1))
    for year, factor in enumerate(ladder.factors(places.years)):
        column = places.year(year)
        formula = "=1"
        if year:
            look_up = f"=LOOKUP({at(rates - 1, column)}-1,{ones},{twos})"
            cells.append(Cell(rates, column, ladder.rate(year), Look.RATE, look_up))
            formula = f"={at(factors, column - 1)}/(1+{at(rates, column)})"
        cells.append(Cell(factors, column, factor, Look.FACTOR, formula))
    return Sheet(DISCOUNTING, cells, [24, 20, 12])


def benefits(result: Result, places: Places) -> Sheet:
    notes = ["How many there are that would not have been without the help, and what they are worth in each year."]
    cells = title(BENEFITS, notes)
    cells += _block(places.shapes, "Share of the benefit that is left", "How many, net", places)
    cells += _block(places.fiscal, "Fiscal benefit", "As worth now", places)
    cells += _block(places.public, "Public value", "As worth now", places)
    for nth in range(places.outcomes):
        cells += [*_shape(nth, result, places), *_worth(nth, result, places)]
    cells += _totals(places.fiscal, places.outcomes, result.fiscal, result.pv_fiscal)
    cells += _totals(places.public, places.outcomes, result.public, result.pv_public)
    return Sheet(BENEFITS, cells, WIDTHS, (0, YEAR_COLUMN))


def _block(row: int, words: str, second: str, places: Places) -> list[Cell]:
    return headers(row, [words, second, *_numbers(places)], figures=[1])


def _numbers(places: Places) -> range:
    """Of the years, as people count them."""
    return range(1, places.years + 1)


def _shape(nth: int, result: Result, places: Places) -> Iterator[Cell]:
    row = places.shapes + 1 + nth
    outcome = result.outcomes[nth] if nth < len(result.outcomes) else None
    yield _named(row, places.input(nth, "name"), outcome.outcome.name if outcome else "")
    get = {each: places.input(nth, each) for each in (
        "population", "affected", "engagement", "retention", "impact", "deadweight", "optimism", "lag", "duration",
        "drop_off",
    )}  # fmt: skip
    gross = "*".join(get[each] for each in ("population", "affected", "engagement", "retention", "impact"))
    net = f"={gross}*(1-{get['deadweight']})*(1-{get['optimism']})"
    yield Cell(row, 1, outcome.net if outcome else ZERO, Look.NUMBER, net)
    for year in range(places.years):
        this = at(places.shapes, places.year(year), fixed="row")
        lag, ends = get["lag"], f"{get['lag']}+{get['duration']}"
        left = f"IF({this}-1={lag},1,(1-{get['drop_off']})^({this}-1-{lag}))"
        formula = f"=IF(AND({this}<={places.horizon},{this}>{lag},{this}<={ends}),{left},0)"
        share = outcome.outcome.course.shape(year) if outcome else ZERO
        yield Cell(row, places.year(year), share, Look.FACTOR, formula)


def _worth(nth: int, result: Result, places: Places) -> Iterator[Cell]:
    fiscal, transfer, economic, social = (
        places.input(nth, each) for each in ("fiscal", "transfer", "economic", "social")
    )
    nothing = (ZERO,) * places.years
    outcome = result.outcomes[nth] if nth < len(result.outcomes) else None
    for block, each, flow in (
        (places.fiscal, fiscal, outcome.fiscal if outcome else nothing),
        (places.public, f"({fiscal}-{transfer}+{economic}+{social})", outcome.public if outcome else nothing),
    ):
        row, shape = block + 1 + nth, places.shapes + 1 + nth
        yield _named(row, places.input(nth, "name"), outcome.outcome.name if outcome else "")
        yield _now(row, present(flow, result.ladder), places)
        for year, amount in enumerate(flow):
            net, left = at(shape, 1, fixed="column"), at(shape, places.year(year))
            yield Cell(row, places.year(year), amount, Look.MONEY, f"={net}*{each}*{left}")


def charges(result: Result, places: Places) -> Sheet:
    cells = title(CHARGED, ["What is paid in each year with the correction for optimism put on."])
    cells += _block(BLOCK, "Cost", "As worth now", places)
    for nth in range(places.costs):
        cells += _charge(nth, result, places)
    cells += _totals(BLOCK, places.costs, result.cost, result.pv_cost)
    return Sheet(CHARGED, cells, WIDTHS, FROZEN)


def _charge(nth: int, result: Result, places: Places) -> Iterator[Cell]:
    row, given = BLOCK + 1 + nth, FIRST_COST + nth
    cost = result.model.costs[nth] if nth < len(result.model.costs) else None
    flow = charged(cost, places.years) if cost else (ZERO,) * places.years
    yield _named(row, on(COSTS, at(given, 0, fixed="column")), cost.name if cost else "")
    yield _now(row, present(flow, result.ladder), places)
    raised = on(COSTS, at(given, COST_COLUMNS["optimism"], fixed="column"))
    for year, amount in enumerate(flow):
        paid, this = on(COSTS, at(given, FIRST_PAID + year)), at(BLOCK, places.year(year), fixed="row")
        formula = f"=IF({this}<={places.horizon},{paid}*(1+{raised}),0)"
        yield Cell(row, places.year(year), amount, Look.MONEY, formula)


def _totals(block: int, count: int, flow: Flow, now: Decimal) -> Iterator[Cell]:
    """The sum of each year, and of what all is worth now, under a block of so many rows."""
    first, row = block + 1, block + 1 + count
    yield Cell(row, 0, "All", Look.TEXT, is_strong=True)
    for column, amount in enumerate((now, *flow), 1):
        summed = f"=SUM({at(first, column)}:{at(row - 1, column)})"
        yield Cell(row, column, amount, Look.MONEY, summed, is_strong=True)


def _named(row: int, where: str, name: str) -> Cell:
    """A name that follows its input; without the empty text, a blank would show as 0."""
    return Cell(row, 0, name, Look.PLAIN, f'={where}&""')


def _now(row: int, value: Decimal, places: Places) -> Cell:
    return Cell(row, 1, value, Look.MONEY, f"=SUMPRODUCT({places.over_years(row)},discount_factors)")


def payback(result: Result, places: Places) -> Sheet:
    notes = ["A cost falls at the start of its year, a benefit evenly within it, so payback is never told too early."]
    cells = title(PAYBACK, notes) + _block(BLOCK, "Year", "", places)
    factors = result.ladder.factors(places.years)
    flat = (ONE,) * places.years
    cells += _paid(_PLAIN, result.fiscal, result.cost, flat, result.payback, places)
    cells += _paid(_DISCOUNTED, result.fiscal, result.cost, factors, result.payback_discounted, places)
    return Sheet(PAYBACK, cells, [38, 26, 15], FROZEN)


_PLAIN, _DISCOUNTED = BLOCK + 2, BLOCK + 10
_ROWS = ("Fiscal benefit", "Cost", "Benefit up to the end of the year", "Cost up to then", "Paid back after years")


def paid_back_at(*, is_discounted: bool) -> str:
    return on(PAYBACK, at((_DISCOUNTED if is_discounted else _PLAIN) + len(_ROWS), 1, fixed="row column"))


def _paid(
    row: int, benefit: Flow, cost: Flow, factors: Sequence[Decimal], ends: Decimal | None, places: Places
) -> Iterator[Cell]:
    is_discounted = row == _DISCOUNTED
    yield Cell(row, 0, "Discounted" if is_discounted else "Undiscounted", Look.HEADING)
    for nth, words in enumerate(_ROWS, 1):
        yield Cell(row + nth, 0, words, Look.TEXT, is_strong=nth == len(_ROWS))
    comes = [amount * factor for amount, factor in zip(benefit, factors, strict=True)]
    costs = [amount * factor for amount, factor in zip(cost, factors, strict=True)]
    for year in range(places.years):
        yield from _paid_in(row, year, comes, costs, places)
    last = row + len(_ROWS)
    by_then = at(last, places.year(places.years - 1))
    formula = f'=IF({by_then}="{NOT_YET}","{NEVER}",{by_then})'
    yield Cell(last, 1, NEVER if ends is None else ends, Look.RATIO, formula, is_strong=True)


def _paid_in(row: int, year: int, comes: list[Decimal], costs: list[Decimal], places: Places) -> Iterator[Cell]:
    column = places.year(year)
    times = f"*{on(DISCOUNTING, at(places.rates_row + 1, column))}" if row == _DISCOUNTED else ""
    sums = (on(BENEFITS, at(places.total(places.fiscal), column)), on(CHARGED, at(places.cost_total, column)))
    for nth, (flow, where) in enumerate(((comes, sums[0]), (costs, sums[1])), 1):
        yield Cell(row + nth, column, flow[year], Look.MONEY, f"={where}{times}")
        this, before = at(row + nth, column), at(row + nth + 2, column - 1)
        so_far = f"={before}+{this}" if year else f"={this}"
        yield Cell(row + nth + 2, column, sum(flow[: year + 1], ZERO), Look.MONEY, so_far)
    value, formula = _covered(row, year, comes, costs, column)
    yield Cell(row + len(_ROWS), column, value, Look.RATIO, formula)


def _covered(row: int, year: int, comes: list[Decimal], costs: list[Decimal], column: int) -> tuple[Value, str]:
    """When it is paid back for good, by what is known up to this year. Compared to a millionth of a pound."""
    comes_now, got, paid = at(row + 1, column), at(row + 3, column), at(row + 4, column)
    before = at(row + 3, column - 1) if year else "0"
    this = at(BLOCK, column, fixed="row")
    share = f"IF({comes_now}=0,0,MAX(0,MIN(1,({paid}-{before})/{comes_now})))"
    so_far = at(row + len(_ROWS), column - 1) if year else "0"
    open_yet = f'IF(ROUND({got}-{paid},6)>=0,{this}-1+{share},"{NOT_YET}")'
    ends = paid_back(comes[: year + 1], costs[: year + 1])
    return NOT_YET if ends is None else ends, f"=IF(ROUND({paid}-{before},6)<=0,{so_far},{open_yet})"
