"""Where everything stands in the workbook: it follows from how many outcomes, costs, agencies and years there are."""

from dataclasses import dataclass

from oneplan.engine.value.workbook.cells import Look, across, at, down, on
from oneplan.rulebook.value.model import Model

README, RESULTS, AGENCIES, INPUTS, COSTS = "Read me", "Results", "Agencies", "Inputs", "Costs"
RANGES, FUNDING, BESIDE, UNIT_COSTS = "Ranges", "Funding", "Beside the sums", "Unit costs"
DISCOUNTING, BENEFITS, CHARGED, PAYBACK = "Discounting", "Outcomes by year", "Costs by year", "Payback"

NAME_ROW, PRICES_ROW, YEARS_ROW, UNITS_ROW = 2, 3, 4, 5  # of Inputs, the value in column B
ABOUT = {NAME_ROW: "Model", PRICES_ROW: "In pounds of", YEARS_ROW: "Years that count", UNITS_ROW: "Unit costs of"}
HEADER_ROW, LETTER_ROW, FIRST_OUTCOME = 7, 8, 9  # of Inputs
COST_HEADER, FIRST_COST = 3, 4  # of Costs
YEAR_COLUMN = 2  # of every sheet by year: columns A and B say what the row is, and what it comes to
STEP_HEADER, FIRST_STEP = 3, 4  # of Discounting
BLOCK = 3  # the first row of a block by year

# field of a model's file, the column's header, its letter in the algebra, how it looks
FIELDS = (
    ("name", "Outcome", "", Look.TEXT),
    ("words", "In words", "", Look.TEXT),
    ("instead_of", "Unit cost row", "", Look.TEXT),
    ("leave_out", "Parts left out of it", "", Look.TEXT),
    ("population", "Population a year", "N", Look.PLAIN),
    ("affected", "Share affected", "a", Look.SHARE),
    ("engagement", "Level of engagement", "e", Look.SHARE),
    ("retention", "Retention", "ret", Look.SHARE),
    ("impact", "Impact", "i", Look.SHARE),
    ("deadweight", "Deadweight", "d", Look.SHARE),
    ("optimism", "Correction for optimism", "ob", Look.SHARE),
    ("lag", "Lag in years", "L", Look.WHOLE),
    ("duration", "Years it lasts", "D", Look.WHOLE),
    ("drop_off", "Drop-off a year", "q", Look.SHARE),
    ("fiscal", "Fiscal value of one", "u_f", Look.MONEY),
    ("transfer", "of it a transfer", "tr", Look.MONEY),
    ("economic", "Economic value of one", "u_e", Look.MONEY),
    ("social", "Social value of one", "u_s", Look.MONEY),
    ("cashable", "Cashable share", "cash", Look.SHARE),
    ("source", "Where it comes from", "", Look.TEXT),
)  # fmt: skip
COLUMNS = {field: column for column, (field, *_) in enumerate(FIELDS)}
FIRST_AGENCY = len(FIELDS)
SUM_OF_SHARES = "Sum of shares"
COST_FIELDS = (
    ("name", "Cost"), ("words", "In words"), ("payer", "Who pays"), ("kind", "Kind"),
    ("optimism", "Correction for optimism"), ("source", "Where it comes from"),
)  # fmt: skip
COST_COLUMNS = {field: column for column, (field, _) in enumerate(COST_FIELDS)}
FIRST_PAID = len(COST_FIELDS)


@dataclass(frozen=True)
class Places:
    """Counts, at least one of each, so that no range is empty; a row for nothing is left blank."""

    outcomes: int
    costs: int
    agencies: int
    years: int
    steps: int

    def input(self, outcome: int, field: str) -> str:
        return on(INPUTS, at(FIRST_OUTCOME + outcome, COLUMNS[field], fixed="column"))

    def inputs(self, field: str) -> str:
        return on(INPUTS, down(FIRST_OUTCOME, self.outcomes, COLUMNS[field]))

    def shares(self, agency: int) -> str:
        return on(INPUTS, down(FIRST_OUTCOME, self.outcomes, FIRST_AGENCY + agency))

    def cost_inputs(self, field: str) -> str:
        return on(COSTS, down(FIRST_COST, self.costs, COST_COLUMNS[field]))

    @property
    def rates_row(self) -> int:
        """Of Discounting: the years stand above it, the factors beneath."""
        return FIRST_STEP + self.steps + 2

    def block(self, nth: int) -> int:
        """The header row of a block of Outcomes by year; the outcomes follow, and their sum."""
        return BLOCK + nth * (self.outcomes + 4)

    @property
    def shapes(self) -> int:
        return self.block(0)

    @property
    def fiscal(self) -> int:
        return self.block(1)

    @property
    def public(self) -> int:
        return self.block(2)

    def total(self, block: int) -> int:
        return block + 1 + self.outcomes

    @property
    def cost_total(self) -> int:
        return BLOCK + 1 + self.costs

    def worth_now(self, block: int) -> str:
        """What each outcome of a block is worth now."""
        return on(BENEFITS, down(block + 1, self.outcomes, 1))

    def sum_of(self, block: int) -> str:
        """What all outcomes of a block are worth now."""
        return on(BENEFITS, at(self.total(block), 1))

    @property
    def sum_of_costs(self) -> str:
        return on(CHARGED, at(self.cost_total, 1))

    @property
    def costs_now(self) -> str:
        return on(CHARGED, down(BLOCK + 1, self.costs, 1))

    def year(self, nth: int) -> int:
        return YEAR_COLUMN + nth

    def over_years(self, row: int) -> str:
        return across(row, YEAR_COLUMN, self.years)

    @property
    def names(self) -> dict[str, str]:
        """Defined names, by which formulas can be read aloud."""
        factors = self.rates_row + 1
        first, last = (at(factors, column, fixed="row column") for column in (YEAR_COLUMN, self.year(self.years - 1)))
        return {"discount_factors": on(DISCOUNTING, f"{first}:{last}")}

    @property
    def horizon(self) -> str:
        return on(INPUTS, at(YEARS_ROW, 1, fixed="row column"))


def places(model: Model, *, steps: int) -> Places:
    return Places(
        max(1, len(model.outcomes)), max(1, len(model.costs)), max(1, len(model.agencies)), max(1, model.years), steps
    )  # fmt: skip
