"""The funding picture: who puts in what, what the help does, who gets what back, and how sure that is.

`Funding` holds the figures; `wide` and `narrow` in the modules beside this one draw them, `table` says them in rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from oneplan.engine.value.draws import Drawn, Interval
from oneplan.engine.value.figures import Likely, each_pound, joined, many, pounds, several, short, span
from oneplan.rulebook.value.discounting import present
from oneplan.rulebook.value.funding import WORDS, Proposal, Rule, proposal
from oneplan.rulebook.value.model import CostKind
from oneplan.rulebook.value.reckon import Result

SURE = "Likely: where 9 of 10 draws of the model fall."


@dataclass(frozen=True)
class Partner:
    """An agency; `cashable` is the part of `gets_back` that a budget can be cut by, `reserve` is put in besides."""

    agency: str
    puts_in: float
    gets_back: float
    cashable: float = 0.0
    sure: Likely | None = None
    reserve: float = 0.0

    @property
    def net(self) -> float:
        return self.gets_back - self.puts_in


@dataclass(frozen=True)
class Change:
    """What the help changes: how many, of what, and what that is worth to budgets."""

    number: float
    words: str
    worth: float


@dataclass(frozen=True)
class Sure:
    """How sure the whole is, from draws: what comes back for each pound, all to society, the chance of a return."""

    each_pound: Likely | None = None
    back: Likely | None = None
    society: Likely | None = None
    chance: float | None = None


@dataclass(frozen=True)
class Funding:
    """`society` is what is in no budget; `transfers` is what of the return only moves between purses."""

    title: str
    help: str
    years: int
    price_year: str
    partners: tuple[Partner, ...]
    changes: tuple[Change, ...] = ()
    society: float = 0.0
    transfers: float = 0.0
    unfunded: float = 0.0
    rule: str = ""
    sure: Sure = Sure()
    paid_years: int = 0  # from the first in which something is paid to the last

    @cached_property
    def paying(self) -> tuple[Partner, ...]:
        return _largest(self.partners, lambda each: each.puts_in + each.reserve)

    @cached_property
    def gaining(self) -> tuple[Partner, ...]:
        return _largest(self.partners, lambda each: each.gets_back)

    @property
    def cost(self) -> float:
        return sum(each.puts_in for each in self.partners) + self.unfunded

    @property
    def back(self) -> float:
        return sum(each.gets_back for each in self.partners)

    @property
    def reserve(self) -> float:
        return sum(each.reserve for each in self.partners)

    @property
    def has_ranges(self) -> bool:
        return any(each.sure for each in self.partners) or self.sure.each_pound is not None


def of(result: Result, *, shared: Proposal | None = None, drawn: Drawn | None = None) -> Funding:
    """The picture of a result: paid as a proposal says, or as things are now; how sure it is, from draws."""
    positions = result.positions()
    shared = shared or proposal(positions, cost=result.pv_cost, rule=Rule.AS_NOW)
    found = []
    for position, gives in zip(positions, shared.contributions, strict=True):
        found.append(Partner(
            position.agency, float(gives.help), float(position.saves), float(position.cashable),
            _likely(drawn.saves[position.agency] if drawn else None), float(gives.reserve),
        ))  # fmt: skip
    return Funding(
        result.model.name, _help(result), result.model.years, result.model.price_year, tuple(found), _changes(result),
        *_beyond(result), float(shared.unfunded), WORDS[shared.rule], _sure(drawn), _paid_years(result),
    )  # fmt: skip


def _sure(drawn: Drawn | None) -> Sure:
    if drawn is None:
        return Sure()
    return Sure(
        _likely(drawn.fiscal_ratio), _likely(drawn.pv_fiscal), _likely(drawn.pv_public), drawn.chance_of_return
    )  # fmt: skip


def _likely(found: Interval | None) -> Likely | None:
    return Likely(found.low, found.high) if found else None


def _help(result: Result) -> str:
    named = [each.words for each in result.model.costs if each.kind is not CostKind.IN_KIND] or ["The help"]
    words = several(list(dict.fromkeys(named))[:3])
    return words[:1].upper() + words[1:]


def _changes(result: Result) -> tuple[Change, ...]:
    found = [
        Change(float(each.net), each.outcome.words, float(present(each.fiscal, result.ladder)))
        for each in result.outcomes
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: -each.worth))


def _beyond(result: Result) -> tuple[float, float]:
    """What society has in no budget, and what only moves between purses; as worth now."""
    society, transfers = Decimal(0), Decimal(0)
    for each in result.outcomes:
        worth, years = each.outcome.worth, range(result.model.years)
        one = each.net * present([each.outcome.course.shape(year) for year in years], result.ladder)
        society += one * (worth.economic + worth.social)
        transfers += one * worth.transfer
    return float(society), float(transfers)


def _largest(partners: Sequence[Partner], by: Callable[[Partner], float]) -> tuple[Partner, ...]:
    return tuple(sorted((each for each in partners if by(each) > 0), key=lambda each: -by(each)))


def summary(funding: Funding) -> str:
    """The picture in sentences: its subtitle, and part of what a screen reader is told."""
    said = f"For {short(funding.cost)}{_paid_over(funding)}, {short(funding.back)} comes back to public budgets"
    said += f" within {_years(funding.years)}"
    said += f": {return_words(funding)}." if funding.cost else "."
    if funding.society:
        said += f" Besides, {short(funding.society)} comes to society that is in no budget."
    return f"{said} Pounds of {funding.price_year}, as worth now."


def return_words(funding: Funding) -> str:
    """“£1.01 for each £1 (likely £0.70–£1.30)”."""
    found = funding.sure.each_pound
    likely = f" (likely {joined(each_pound(found.low), each_pound(found.high))})" if found else ""
    return f"{each_pound(funding.back / funding.cost)} for each £1{likely}" if funding.cost else "nothing is paid"


def description(funding: Funding) -> str:
    """Every figure of the picture in sentences."""
    said = [summary(funding)]
    said += [f"{each.agency}: {'; '.join(paying_words(each, funding))}." for each in funding.paying]
    said += [f"{each.agency}: {'; '.join(gaining_words(each))}." for each in funding.gaining]
    return " ".join([*said, *filter(None, (silent_payers(funding), silent_gainers(funding), unfunded_words(funding)))])


def paying_words(partner: Partner, funding: Funding) -> list[str]:
    found = [f"puts in {short(partner.puts_in)}{_share(partner.puts_in, funding.cost)}"]
    return found + ([f"and {short(partner.reserve)} into the reserve"] if partner.reserve else [])


def _share(amount: float, cost: float) -> str:
    """“, 12 % of the cost”; a little is never told as nothing."""
    percent = amount / cost * 100 if cost else 0
    if not percent:
        return ""
    return f", {percent:.0f} % of the cost" if percent >= 0.5 else ", under 1 % of the cost"


def gaining_words(partner: Partner) -> list[str]:
    """What comes back, how sure that is, what of it is cash, and what is left; one line each."""
    found = [f"gets back {short(partner.gets_back)}", span(partner.sure)]
    found.append(f"{short(partner.cashable)} of it cashable" if partner.cashable >= 0.5 else "none of it cashable")
    return [*filter(None, found), f"left with {'+' if partner.net >= 0.5 else ''}{short(partner.net)}"]


def silent_payers(funding: Funding) -> str:
    names = [each.agency for each in funding.partners if each not in funding.paying]
    return f"Nothing is put in by {several(names)}." if names else ""


def silent_gainers(funding: Funding) -> str:
    """Also what each of them is left with, since no other words of the picture say it."""
    names = [
        f"{each.agency} (left with {short(each.net)})" for each in funding.partners if each not in funding.gaining
    ]  # fmt: skip
    return f"Nothing comes back to {several(names)}." if names else ""


def unfunded_words(funding: Funding) -> str:
    return f"{short(funding.unfunded)} of the cost is carried by nobody yet." if funding.unfunded >= 0.5 else ""


def help_words(funding: Funding) -> list[str]:
    found = [f"costs {short(funding.cost)}{_paid_over(funding)}"]
    if funding.rule:
        found.append(f"Paid {funding.rule}")
    if funding.reserve:
        found.append(f"{short(funding.reserve)} is held as a reserve until outcomes are shown")
    return found


def return_lines(funding: Funding) -> list[str]:
    found = [f"Budgets get back {each_pound(funding.back / funding.cost)} for each £1"] if funding.cost else []
    if likely := funding.sure.each_pound:
        found.append(f"likely {joined(each_pound(likely.low), each_pound(likely.high))}")
    if funding.sure.chance is not None:
        found.append(f"In {funding.sure.chance * 100:.0f} of 100 draws budgets get back at least what it costs")
    return found


def change_words(change: Change) -> str:
    return f"{short(change.worth)}: {many(change.number)} {change.words}"


def society_words(funding: Funding) -> list[str]:
    whole = funding.back - funding.transfers + funding.society
    found = [f"gains {short(funding.society)} in earnings, health and safety: in no budget"]
    if funding.transfers >= 0.5:
        found.append(f"{short(funding.transfers)} of what budgets get back only changes purses (benefits, tax)")
    likely = f", {span(funding.sure.society)}" if funding.sure.society else ""
    return [*found, f"All in all worth {short(whole)} to society{likely}"]


def table(funding: Funding) -> list[list[str]]:
    """The figures of the picture in pounds, a head first, the sum last; the reserve where there is one."""
    rows = [["Agency", "Puts in", "Reserve", "Gets back", "Likely", "of it cashable", "Left with"]]
    rows += [
        [each.agency, pounds(each.puts_in), pounds(each.reserve), pounds(each.gets_back), _range(each.sure),
         pounds(each.cashable), pounds(each.net)]
        for each in funding.partners
    ]  # fmt: skip
    if funding.unfunded >= 0.5:
        rows.append(["Nobody yet", pounds(funding.unfunded), "", "", "", "", ""])
    cashable = sum(each.cashable for each in funding.partners)
    rows.append([
        "Together", pounds(funding.cost), pounds(funding.reserve), pounds(funding.back), _range(funding.sure.back),
        pounds(cashable), pounds(funding.back - funding.cost),
    ])  # fmt: skip
    return rows if funding.reserve else [row[:2] + row[3:] for row in rows]


def _range(found: Likely | None) -> str:
    return joined(pounds(found.low), pounds(found.high)) if found else ""


def _paid_years(result: Result) -> int:
    paid = [year for year, amount in enumerate(result.cost) if amount]
    return paid[-1] - paid[0] + 1 if paid else 0


def _paid_over(funding: Funding) -> str:
    """“ in one year”, “ over 2 years”; nothing where nothing is paid."""
    if funding.paid_years == 1:
        return " in one year"
    return f" over {_years(funding.paid_years)}" if funding.paid_years else ""


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"
