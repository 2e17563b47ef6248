"""Who puts in what: a cost shared between agencies by a rule, under caps, with a reserve held jointly.

    asked     = cost · (1 + reserve)
    weight_k  = what k pays now, gets back, gets back in cash, or can carry: the rule says which
    part_k    = min(cap_k, asked · weight_k / Σ weights); what is above a cap goes to the others in proportion to their
                weights, and is capped again, until nothing is above a cap
    unfunded  = cost − Σ help_k

Where the caps cannot carry everything, the help comes first and the reserve has what is left. Nothing is rounded here
but in `to_the_penny`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.model import ONE, ZERO, Terms
from oneplan.rulebook.value.reckon import Flow, Position

PENNY = Decimal("0.01")


class Rule(StrEnum):
    AS_NOW = "as_now"
    BENEFIT = "benefit"
    CASHABLE = "cashable"
    ABILITY = "ability"


WORDS = {
    Rule.AS_NOW: "as things are now",
    Rule.BENEFIT: "in proportion to what each gets back",
    Rule.CASHABLE: "in proportion to what each gets back in cash",
    Rule.ABILITY: "in proportion to what each can carry",
}
_NOUGHT = {
    Rule.AS_NOW: "Nobody pays anything now, so there is no proportion to keep. Choose another rule.",
    Rule.BENEFIT: "Nobody gets anything back, so there is no proportion to share by. Choose another rule.",
    Rule.CASHABLE: (
        "No part of what comes back is said to be cashable, so there is no proportion to share by. Say what part of "
        "each outcome can be taken out of a budget, or choose another rule."
    ),
    Rule.ABILITY: "Everybody's ability is nought, so nobody could carry anything. Write what each can, in pounds.",
}


class CannotShare(Exception):
    """`faults` say what is wrong where, and what to do."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("\n".join(f"{each.where}: {each.words}" for each in found))
        self.faults = found


@dataclass(frozen=True)
class Contribution:
    """What an agency puts into the help and into the reserve; `cap` is None where nothing limits both together."""

    agency: str
    help: Decimal
    reserve: Decimal
    cap: Decimal | None
    gets_back: Decimal

    @property
    def puts_in(self) -> Decimal:
        return self.help + self.reserve

    @property
    def net(self) -> Decimal:
        """What is left when all has come back; the reserve counts as spent until outcomes are shown."""
        return self.gets_back - self.puts_in


@dataclass(frozen=True)
class Proposal:
    """`reserve_asked` is what the reserve would be if all were funded."""

    rule: Rule
    cost: Decimal
    reserve_asked: Decimal
    contributions: tuple[Contribution, ...]

    @property
    def funded(self) -> Decimal:
        return sum((each.help for each in self.contributions), ZERO)

    @property
    def unfunded(self) -> Decimal:
        """What of the cost nobody carries."""
        return max(ZERO, self.cost - self.funded)

    @property
    def reserve(self) -> Decimal:
        return sum((each.reserve for each in self.contributions), ZERO)

    @property
    def reserve_missing(self) -> Decimal:
        return max(ZERO, self.reserve_asked - self.reserve)

    @property
    def puts_in(self) -> Decimal:
        return self.funded + self.reserve

    @property
    def gets_back(self) -> Decimal:
        return sum((each.gets_back for each in self.contributions), ZERO)

    def of(self, agency: str) -> Contribution:
        return next(each for each in self.contributions if each.agency == agency)


def proposal(positions: Sequence[Position], *, cost: Decimal, rule: Rule, terms: Terms | None = None) -> Proposal:
    """The exact proposal, everybody in the order of the positions. Raises `CannotShare`."""
    terms = terms or Terms()
    found = [*of_terms([each.agency for each in positions], terms), *_of_cost(cost)]
    weights = [] if found else _weights(positions, rule, terms)
    if not found:
        found = _of_ability(positions, terms) if rule is Rule.ABILITY else []
        found = found or ([] if any(weights) or not cost else [Fault("rule", _NOUGHT[rule])])
    if found:
        raise CannotShare(found)
    caps = [cap_on(each, terms) for each in positions]
    parts = filled(cost * (ONE + terms.reserve), weights, caps)
    carried = sum(parts, ZERO)
    share = min(ONE, cost / carried) if carried else ZERO
    helps = [part * share for part in parts]
    return Proposal(rule, cost, cost * terms.reserve, tuple(
        Contribution(each.agency, gives, part - gives, cap, each.saves)
        for each, part, gives, cap in zip(positions, parts, helps, caps, strict=True)
    ))  # fmt: skip


def cap_on(position: Position, terms: Terms) -> Decimal | None:
    """What the agency puts in at most, in pounds; None where nothing limits it."""
    cap = terms.caps.get(position.agency, terms.cap)
    if cap is None:
        return None
    found = [] if cap.share is None else [cap.share * position.saves]
    return min(found + ([] if cap.pounds is None else [cap.pounds]), default=None)


def filled(amount: Decimal, weights: Sequence[Decimal], caps: Sequence[Decimal | None]) -> list[Decimal]:
    """The amount in proportion to the weights; what is above a cap goes on to the others until nobody is above one."""
    given = [ZERO] * len(weights)
    open_ = {place for place, weight in enumerate(weights) if weight}
    left = amount
    while open_:
        whole = sum((weights[place] for place in open_), ZERO)
        over = {
            place: cap
            for place in open_
            if (cap := caps[place]) is not None and left * weights[place] / whole >= cap
        }  # fmt: skip
        if not over:
            for place in open_:
                given[place] = left * weights[place] / whole
            break
        for place, cap in over.items():
            given[place] = cap
            left -= cap
        open_ -= over.keys()
    return given


def to_the_penny(exact: Proposal) -> Proposal:
    """The same in whole pennies that sum to the whole; pennies left over go where the largest parts were cut off.

    Nobody is taken above a cap; pennies that find no place under one are unfunded.
    """
    cost = exact.cost.quantize(PENNY, ROUND_HALF_UP)
    reserve = (exact.cost + exact.reserve_asked).quantize(PENNY, ROUND_HALF_UP) - cost
    parts = [each.puts_in for each in exact.contributions]
    asked = min(cost + reserve, sum(parts, ZERO).quantize(PENNY, ROUND_HALF_UP))
    puts_in = pennies(parts, asked, caps=[each.cap for each in exact.contributions])
    all_in = sum(puts_in, ZERO)
    share = min(ONE, cost / all_in) if all_in else ZERO
    helps = pennies([each * share for each in puts_in], min(cost, all_in), caps=list(puts_in))
    return Proposal(exact.rule, cost, reserve, tuple(
        Contribution(each.agency, gives, part - gives, each.cap, each.gets_back)
        for each, part, gives in zip(exact.contributions, puts_in, helps, strict=True)
    ))  # fmt: skip


def by_year(exact: Proposal, cost: Flow) -> dict[str, Flow]:
    """What each pays into the help in each year, in whole pennies; each year is funded by the share of the whole."""
    return _each_year(exact, cost, [each.help for each in exact.contributions])


def reserve_by_year(exact: Proposal, cost: Flow) -> dict[str, Flow]:
    """What each pays into the reserve in each year, in whole pennies: as much of the year's cost as of the whole."""
    return _each_year(exact, cost, [each.reserve for each in exact.contributions])


def _each_year(exact: Proposal, cost: Flow, of_whole: Sequence[Decimal]) -> dict[str, Flow]:
    together = sum(of_whole, ZERO)
    rows = []
    for amount in cost:
        parts = [amount * each / exact.cost if exact.cost else ZERO for each in of_whole]
        whole = amount * together / exact.cost if exact.cost else ZERO
        rows.append(pennies(parts, whole.quantize(PENNY, ROUND_HALF_UP)))
    return {each.agency: tuple(row[place] for row in rows) for place, each in enumerate(exact.contributions)}


def pennies(parts: Sequence[Decimal], whole: Decimal, *, caps: Sequence[Decimal | None] = ()) -> list[Decimal]:
    """Parts cut to the penny; those left of the whole go one by one to who lost most, never to who has no part."""
    cut = [each.quantize(PENNY, ROUND_DOWN) for each in parts]
    lost = sorted((place for place, each in enumerate(parts) if each), key=lambda place: cut[place] - parts[place])
    left = int((whole - sum(cut, ZERO)) / PENNY)
    for place in lost:
        cap = caps[place] if caps else None
        if left > 0 and (cap is None or cut[place] + PENNY <= cap):
            cut[place] += PENNY
            left -= 1
    return cut


def _weights(positions: Sequence[Position], rule: Rule, terms: Terms) -> list[Decimal]:
    by: dict[Rule, Callable[[Position], Decimal]] = {
        Rule.AS_NOW: lambda each: each.pays,
        Rule.BENEFIT: lambda each: each.saves,
        Rule.CASHABLE: lambda each: each.cashable,
        Rule.ABILITY: lambda each: terms.ability.get(each.agency, ZERO),
    }
    return [by[rule](each) for each in positions]


def _of_cost(cost: Decimal) -> list[Fault]:
    return (
        [Fault("cost", "The cost to share is negative. Write what the help costs, 0 or more.")] if cost < ZERO else []
    )


def _of_ability(positions: Sequence[Position], terms: Terms) -> list[Fault]:
    if not terms.ability:
        return [Fault("ability", "Nothing is said of what anybody can carry. Write it in pounds, like a budget.")]
    silent = [each.agency for each in positions if each.agency not in terms.ability]
    words = "Nothing is said of what {} can carry. Write it in pounds; 0 where it is to put nothing in."
    return [Fault(f"ability.{agency}", words.format(agency)) for agency in silent]


def of_terms(agencies: Sequence[str], terms: Terms) -> list[Fault]:
    """What is wrong with the terms, whatever the rule."""
    found = [] if agencies else [Fault("agencies", "There is nobody to share the cost between. Say who pays or gains.")]
    for what, named in (("ability", terms.ability), ("caps", terms.caps)):
        words = "Nobody in the model is called “{}”. There are: " + ", ".join(agencies) + "."
        found += [Fault(f"{what}.{each}", words.format(each)) for each in named if each not in agencies]
    found += [
        Fault(f"ability.{agency}", f"What {agency} can carry is negative. Write 0 where it is to put nothing in.")
        for agency, amount in terms.ability.items() if amount < ZERO
    ]  # fmt: skip
    for where, cap in [("cap", terms.cap), *((f"caps.{agency}", cap) for agency, cap in terms.caps.items())]:
        if cap and any(each is not None and each < ZERO for each in (cap.share, cap.pounds)):
            found.append(Fault(where, "The cap is negative. Write 0 where nothing is to be put in."))
    if not ZERO <= terms.reserve <= ONE:
        percent = f"{(terms.reserve * 100).normalize():f}"
        found.append(Fault("reserve", f"The reserve is {percent} % of the cost. Write 0 to 100 %."))
    return found
