"""What is wrong with a model, said so that it can be put right: what, where, why and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.model import ONE, ZERO, Cost, Model, Outcome

MOST = 100
EXACTLY_ENOUGH = Decimal("1e-9")  # shares written as decimals of a fraction sum to one within this
_SHARES = ("affected", "engagement", "retention", "impact", "deadweight")
_WORDS = {
    "affected": "share affected", "engagement": "level of engagement", "retention": "retention", "impact": "impact",
    "deadweight": "deadweight", "drop_off": "drop-off", "optimism": "correction for optimism",
    "cashable": "cashable share",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """`where` names the outcome or cost and its field, like “outcomes.care.impact”."""

    where: str
    words: str


def faults(model: Model, *, ladder: Ladder) -> list[Fault]:
    """Everything that keeps the model from being reckoned; empty where nothing does."""
    return [*_of_model(model, ladder), *_of_agencies(model), *_of_outcomes(model), *_of_costs(model)]


def _of_model(model: Model, ladder: Ladder) -> Iterator[Fault]:
    most = ladder.last_year + 1
    if not 1 <= model.years <= most:
        yield Fault("years", f"The horizon is {model.years} years. Choose 1 to {most}.")
    for what, many in (("outcomes", len(model.outcomes)), ("costs", len(model.costs))):
        if many > MOST:
            yield Fault(what, f"There are {many} {what}. Nobody could follow more than {MOST}: put like to like.")
    if not model.costs:
        yield Fault("costs", "Nothing is said of what the help costs. Add at least one cost.")
    for what, names in (("outcomes", [o.name for o in model.outcomes]), ("costs", [c.name for c in model.costs])):
        for name in sorted({each for each in names if names.count(each) > 1}):
            yield Fault(
                f"{what}.{name}", f"“{name}” is there twice, so it would count twice. Rename one, or remove it."
            )


def _of_agencies(model: Model) -> Iterator[Fault]:
    """One agency written in two ways would be two: what it pays would not stand beside what it gets back."""
    written: dict[str, str] = {}
    for agency in model.agencies:
        plain = " ".join(agency.casefold().split())
        if not plain:
            yield Fault("agencies", "An agency has no name: it pays, or gets something back. Write who it is.")
        first = written.setdefault(plain, agency)
        if first != agency:
            words = f"“{first}” and “{agency}” differ in capitals or blanks only. Write one agency in one way."
            yield Fault("agencies", words)


def _of_outcomes(model: Model) -> Iterator[Fault]:
    for outcome in model.outcomes:
        at = f"outcomes.{outcome.name}"
        if outcome.reach.population < ZERO:
            yield Fault(f"{at}.population", f"The population is {outcome.reach.population}. Nobody is fewer than none.")
        given = {name: getattr(outcome.reach, name) for name in _SHARES}
        given |= {"drop_off": outcome.course.drop_off, "optimism": outcome.optimism}
        given |= {"cashable": outcome.worth.cashable}
        for name, share in given.items():
            of = " of people" if name in _SHARES else ""
            yield from _share(f"{at}.{name}", _WORDS[name], share, of=of)
        yield from _course(at, outcome, years=model.years)
        yield from _worth(at, outcome)


def _share(where: str, words: str, share: Decimal, *, of: str = "") -> Iterator[Fault]:
    if not ZERO <= share <= ONE:
        percent = f"{(share * 100).normalize():f}"
        yield Fault(where, f"The {words} is {percent} %. It is a share{of}: write 0 to 100 %, like 40 % or 0.4.")


def _course(at: str, outcome: Outcome, *, years: int) -> Iterator[Fault]:
    course = outcome.course
    if course.lag < 0 or course.duration < 0:
        yield Fault(f"{at}.duration", "It starts or lasts less than no years. Write 0 or more.")
    elif course.duration and course.lag >= years > 0:
        yield Fault(
            f"{at}.lag",
            f"It starts in year {course.lag + 1}, and the model ends with year {years}: it would count for nothing. "
            "Make the horizon longer, or take the outcome out.",
        )


def _worth(at: str, outcome: Outcome) -> Iterator[Fault]:
    worth = outcome.worth
    for name in ("fiscal", "economic", "social", "transfer"):
        if getattr(worth, name) < ZERO:
            yield Fault(
                f"{at}.{name}",
                f"The {name} value is negative. An outcome that costs somebody is a cost: write it among the costs.",
            )
    if worth.transfer > worth.fiscal:
        yield Fault(
            f"{at}.transfer", f"The transfer of {worth.transfer} is part of {worth.fiscal}, and is more than it."
        )
    for agency, share in worth.shares.items():
        yield from _share(f"{at}.shares.{agency}", f"share of {agency}", share)
    total = sum(worth.shares.values(), ZERO)
    if worth.fiscal and abs(total - ONE) > EXACTLY_ENOUGH:
        then = "money would be lost" if total < ONE else "a pound would count twice"
        words = f"The shares of the agencies sum to {total:f}, not to 1: {then}. Say for every part to whom it falls."
        yield Fault(f"{at}.shares", words)


def _of_costs(model: Model) -> Iterator[Fault]:
    for cost in model.costs:
        yield from _cost(f"costs.{cost.name}", cost, years=model.years)


def _cost(at: str, cost: Cost, *, years: int) -> Iterator[Fault]:
    if any(amount < ZERO for amount in cost.by_year):
        yield Fault(at, "A cost is negative. Money that comes back is an outcome, or somebody else pays less of it.")
    if 0 < years < len(cost.by_year) and any(cost.by_year[years:]):
        yield Fault(at, f"It goes on after year {years}, with which the model ends. Make the horizon longer.")
    if cost.optimism < ZERO:
        yield Fault(
            f"{at}.optimism", "The correction of a cost lowers it. It is put on, never taken off: write 0 or more."
        )
