"""A model of what help is worth: outcomes, what each is worth to whom, and what the help costs. Money is Decimal.

The parts and their order are those of the Greater Manchester model (HM Treasury, Supporting public service
transformation: cost benefit analysis guidance for local partnerships, 2014); the algebra stands in reckon.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO, ONE = Decimal(0), Decimal(1)


class CostKind(StrEnum):
    CASH = "cash"
    IN_KIND = "in_kind"
    CAPITAL = "capital"


@dataclass(frozen=True)
class Span:
    """Between what and what a figure is thought to lie, its point among them."""

    low: Decimal
    high: Decimal

    @property
    def is_a_point(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Worth:
    """What one unit of an outcome is worth in a year, in pounds of the model's price year.

    `transfer` is the part of `fiscal` that only moves between purses (benefits, tax): it counts for the public purse,
    not for public value. `shares` say to which agency what part of `fiscal` falls; they sum to 1. `cashable` is the
    share of `fiscal` that can be taken out of a budget.
    """

    fiscal: Decimal = ZERO
    economic: Decimal = ZERO
    social: Decimal = ZERO
    transfer: Decimal = ZERO
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    cashable: Decimal = ZERO

    @property
    def public(self) -> Decimal:
        return self.fiscal - self.transfer + self.economic + self.social


@dataclass(frozen=True)
class Reach:
    """How many there are a year, and of them the shares (0 to 1) who have the problem, take part, stay, and change."""

    population: Decimal
    affected: Decimal
    engagement: Decimal
    retention: Decimal
    impact: Decimal
    deadweight: Decimal

    @property
    def gross(self) -> Decimal:
        """For how many it comes true, with help or without."""
        return self.population * self.affected * self.engagement * self.retention * self.impact


@dataclass(frozen=True)
class Course:
    """From which year on (0 is the first) for how many years it lasts, and by what share it falls each year."""

    lag: int
    duration: int
    drop_off: Decimal

    def shape(self, year: int) -> Decimal:
        """The share of the benefit that is left in a year."""
        if not self.lag <= year < self.lag + self.duration:
            return ZERO
        return (ONE - self.drop_off) ** (year - self.lag) if year > self.lag else ONE


@dataclass(frozen=True)
class Outcome:
    """`optimism` is the share that is taken off because the evidence is thin (optimism.py).

    `code` is the row of the unit cost library that the worth comes from, empty for one's own figure; `left_out` are the
    parts of that row that the worth does not hold. `spans` are those of the inputs by name (ranges.py); `source` says
    where its figures come from, and `local` where an area's own value in place of the library's does.
    """

    name: str
    words: str
    reach: Reach
    optimism: Decimal
    course: Course
    worth: Worth
    code: str = ""
    left_out: frozenset[str] = frozenset()
    spans: Mapping[str, Span] = field(default_factory=dict)
    source: str = ""
    local: str = ""

    @property
    def net(self) -> Decimal:
        """How many there are that would not have been without the help."""
        return self.reach.gross * (ONE - self.reach.deadweight) * (ONE - self.optimism)


@dataclass(frozen=True)
class Cost:
    """What somebody pays by year, from year 0 on; `optimism` is the share that is put on it.

    `span` is between what multiples of it the cost is thought to lie.
    """

    name: str
    words: str
    payer: str
    kind: CostKind
    by_year: tuple[Decimal, ...]
    optimism: Decimal = ZERO
    span: Span | None = None
    source: str = ""


@dataclass(frozen=True)
class Unpriced:
    """An outcome that has no price: it is listed beside the sums, never dropped.

    Not `reached` is what was looked for and is not counted, with the reason in its words.
    """

    name: str
    words: str
    how_many: Decimal | None = None
    source: str = ""
    reached: bool = True


@dataclass(frozen=True)
class Cap:
    """What an agency puts in at most: a share of what it gets back, pounds, or the lower of both."""

    share: Decimal | None = None
    pounds: Decimal | None = None


@dataclass(frozen=True)
class Terms:
    """How a cost is to be shared (funding.py). `cap` holds for everybody whom `caps` does not name.

    `ability` is what each can carry, in pounds, like a budget; who is to put nothing in is named with 0. `reserve` is a
    share of the cost, put on top of it and held jointly until outcomes are shown.
    """

    ability: Mapping[str, Decimal] = field(default_factory=dict)
    cap: Cap | None = None
    caps: Mapping[str, Cap] = field(default_factory=dict)
    reserve: Decimal = ZERO


@dataclass(frozen=True)
class Model:
    """`years` is the horizon: years 0 to years − 1 count. `price_year` is like “2015/16”.

    `stories` are told beside the sums; nobody in them can be recognised. `units` names the edition of unit costs.
    """

    name: str
    price_year: str
    years: int
    outcomes: tuple[Outcome, ...]
    costs: tuple[Cost, ...]
    not_priced: tuple[Unpriced, ...] = ()
    stories: tuple[str, ...] = ()
    units: str = ""
    funding: Terms = field(default_factory=Terms)

    @property
    def reached(self) -> tuple[Unpriced, ...]:
        """What was reached and has no price."""
        return tuple(each for each in self.not_priced if each.reached)

    @property
    def not_counted(self) -> tuple[Unpriced, ...]:
        """What was looked for and is not counted."""
        return tuple(each for each in self.not_priced if not each.reached)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Everybody who pays or gains, in the order of the model."""
        found = [cost.payer for cost in self.costs]
        found += [agency for outcome in self.outcomes for agency in outcome.worth.shares]
        return tuple(dict.fromkeys(found))
