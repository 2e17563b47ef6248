"""The sheet Unit costs: from the published amount, by the price index, to the worth that stands in Inputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from oneplan.engine.value.workbook.cells import Cell, Look, Sheet, at, headers, on, title
from oneplan.engine.value.workbook.places import COLUMNS, FIRST_OUTCOME, INPUTS, UNIT_COSTS
from oneplan.rulebook.value.model import ONE, ZERO, Outcome
from oneplan.rulebook.value.reckon import Result
from oneplan.rulebook.value.units import Edition, Kind, Part, Unit

HEADER, FIRST = 4, 5
COLUMN_WORDS = (
    "Outcome", "Row", "What", "As published", "Of the year", "Price index of then", "Price index of the model's year",
    "In prices of the model", "Share that counts", "Comes to", "Inputs says", "Is it so",
)  # fmt: skip
PART_WORDS = (
    "Outcome",
    "Row",
    "Part",
    "As published",
    "Counts (1) or not (0)",
    "A transfer (1) or not (0)",
    "Who bears it",
)
SAME, OTHER = "as in the library", "another figure"
NEAR = Decimal("0.005")


@dataclass(frozen=True)
class Used:
    """An outcome that takes its worth from a row; `parts_row` is where the row's parts begin on the sheet."""

    nth: int
    outcome: Outcome
    unit: Unit
    parts_row: int

    @property
    def amounts(self) -> Iterator[tuple[str, Kind]]:
        """The fields of Inputs that come of the row."""
        for kind in Kind:
            if kind in self.unit.amounts:
                yield kind.value, kind
                if kind is Kind.FISCAL and self.unit.parts:
                    yield "transfer", kind

    def counts(self, part: Part) -> bool:
        return part.words not in self.outcome.left_out


def unit_costs(result: Result, library: Mapping[str, Edition]) -> Sheet:
    model = result.model
    edition = library.get(model.units)
    notes = ["None of the outcomes takes its worth from a library of unit costs."]
    cells: list[Cell] = []
    if edition is not None and model.price_year in edition.prices.index:
        used = _used(result, edition)
        if used:
            notes = [f"{edition.attribution}.", f"Price index: {edition.prices.words}; {edition.prices.source}"]
        cells += _rows(used, edition, model.price_year)
    cells += [*title(UNIT_COSTS, notes), *headers(HEADER, COLUMN_WORDS)]
    return Sheet(UNIT_COSTS, cells, [26, 10, 26, 16, 16, 16, 16, 16], (FIRST, 1))


def _used(result: Result, edition: Edition) -> list[Used]:
    """Also those with figures of one's own in the place of a row: the sheet sets the two beside each other."""
    rows = [
        (nth, outcome, edition.units[outcome.code]) for nth, outcome in enumerate(result.model.outcomes)
        if outcome.code in edition.units
    ]  # fmt: skip
    found, parts_row = [], FIRST
    for nth, outcome, unit in rows:
        found.append(Used(nth, outcome, unit, parts_row))
        parts_row += len(unit.parts)
    begins = sum(len(list(each.amounts)) for each in found) + 2
    return [Used(each.nth, each.outcome, each.unit, each.parts_row + begins) for each in found]


def _rows(used: list[Used], edition: Edition, year: str) -> Iterator[Cell]:
    row = FIRST
    for each in used:
        for field, kind in each.amounts:
            yield from _amount(row, each, field, kind, edition, year)
            row += 1
    if any(each.unit.parts for each in used):
        yield from headers(row + 1, PART_WORDS)
    for each in used:
        for nth, part in enumerate(each.unit.parts):
            yield from _part(each.parts_row + nth, each, part)


def _amount(row: int, used: Used, field: str, kind: Kind, edition: Edition, year: str) -> Iterator[Cell]:
    amount, index = used.unit.amounts[kind], edition.prices.index
    uprated = amount.value * index[year] / index[amount.year]
    share, share_formula = _share(used, field)
    says = _says(used.outcome, field)
    yield _name(row, used)
    for column, words in ((1, used.unit.code), (2, field), (4, amount.year)):
        yield Cell(row, column, words, Look.TEXT)
    yield Cell(row, 3, amount.value, Look.MONEY)
    yield Cell(row, 5, index[amount.year], Look.NUMBER)
    yield Cell(row, 6, index[year], Look.NUMBER)
    yield Cell(row, 7, uprated, Look.MONEY, f"={at(row, 3)}*{at(row, 6)}/{at(row, 5)}")
    yield Cell(row, 8, share, Look.SHARE, share_formula)
    yield Cell(row, 9, uprated * share, Look.MONEY, f"={at(row, 7)}*{at(row, 8)}")
    typed = on(INPUTS, at(FIRST_OUTCOME + used.nth, COLUMNS[field]))
    yield Cell(row, 10, says, Look.MONEY, f"={typed}")
    is_same = abs(uprated * share - says) < NEAR
    formula = f'=IF(ABS({at(row, 9)}-{at(row, 10)})<{NEAR},"{SAME}","{OTHER}")'
    yield Cell(row, 11, SAME if is_same else OTHER, Look.PLAIN, formula)


def _share(used: Used, field: str) -> tuple[Decimal, str]:
    """What of the published amount counts: of the fiscal one the parts that were not left out."""
    parts = used.unit.parts
    if not parts or field not in (Kind.FISCAL, "transfer"):
        return ONE, "=1"
    whole = sum((part.fiscal for part in parts), ZERO)
    kept = [part for part in parts if used.counts(part) and (field != "transfer" or part.is_transfer)]
    amounts, counted, moved = (_down(used, column) for column in (3, 4, 5))
    factors = f"{amounts},{counted},{moved}" if field == "transfer" else f"{amounts},{counted}"
    return sum((part.fiscal for part in kept), ZERO) / whole, f"=SUMPRODUCT({factors})/SUM({amounts})"


def _down(used: Used, column: int) -> str:
    return f"{at(used.parts_row, column)}:{at(used.parts_row + len(used.unit.parts) - 1, column)}"


def _part(row: int, used: Used, part: Part) -> Iterator[Cell]:
    yield _name(row, used)
    for column, words in ((1, used.unit.code), (2, part.words), (6, part.bearer)):
        yield Cell(row, column, words, Look.TEXT)
    yield Cell(row, 3, part.fiscal, Look.MONEY)
    yield Cell(row, 4, int(used.counts(part)), Look.WHOLE)
    yield Cell(row, 5, int(part.is_transfer), Look.WHOLE)


def _name(row: int, used: Used) -> Cell:
    name = on(INPUTS, at(FIRST_OUTCOME + used.nth, 0, fixed="column"))
    return Cell(row, 0, used.outcome.name, Look.PLAIN, f'={name}&""')


def _says(outcome: Outcome, field: str) -> Decimal:
    found: Decimal = getattr(outcome.worth, field)
    return found
