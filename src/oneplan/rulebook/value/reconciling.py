"""What was agreed beside what was paid, year by year: who is behind, who is ahead, and what the reserve holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.funding import PENNY, CannotShare
from oneplan.rulebook.value.model import ONE, ZERO
from oneplan.rulebook.value.reckon import Flow


@dataclass(frozen=True)
class Year:
    """`difference` is what was paid beyond what was agreed; negative where less was."""

    agreed: Decimal
    paid: Decimal
    cumulated: Decimal

    @property
    def difference(self) -> Decimal:
        return self.paid - self.agreed


@dataclass(frozen=True)
class Account:
    agency: str
    years: tuple[Year, ...]

    @property
    def balance(self) -> Decimal:
        return self.years[-1].cumulated if self.years else ZERO

    @property
    def words(self) -> str:
        """“Health is behind by £1,200.00, since year 1.”; years count from 1 in words."""
        if not self.balance:
            return f"{self.agency} has paid what was agreed."
        side, sign = ("behind", -1) if self.balance < ZERO else ("ahead", 1)
        since = len(self.years)
        for place in range(len(self.years) - 1, -1, -1):
            if self.years[place].cumulated * sign <= ZERO:
                break
            since = place + 1
        return f"{self.agency} is {side} by {_pounds(abs(self.balance))}, since year {since}."


@dataclass(frozen=True)
class Reserve:
    """`shown` is what share of the outcomes has been shown so far."""

    agreed: Decimal
    held: Decimal
    shown: Decimal

    @property
    def free(self) -> Decimal:
        """What need not be held any more."""
        return self.held * self.shown

    @property
    def words(self) -> str:
        if not self.agreed and not self.held:
            return "No reserve was agreed."
        said = f"Of {_pounds(self.agreed)} agreed for the reserve, {_pounds(self.held)} is held"
        if self.held < self.agreed:
            said += f"; {_pounds(self.agreed - self.held)} is missing"
        percent = f"{(self.shown * 100).quantize(ONE, ROUND_HALF_UP)} %"
        if not self.shown:
            return f"{said}. No outcome has been shown yet, so all of it stays held."
        return (
            f"{said}. {percent} of the outcomes have been shown, so {_pounds(self.free)} need not be held any more and "
            f"{_pounds(self.held - self.free)} stays held."
        )


@dataclass(frozen=True)
class Reconciliation:
    accounts: tuple[Account, ...]
    total: Account
    reserve: Reserve

    @property
    def lines(self) -> list[str]:
        return [*(each.words for each in self.accounts), self.total.words, self.reserve.words]


def reconcile(
    agreed: Mapping[str, Flow],
    paid: Mapping[str, Flow],
    *,
    years: int,
    reserve_agreed: Mapping[str, Decimal] | None = None,
    reserve_paid: Mapping[str, Decimal] | None = None,
    outcomes_shown: Decimal = ZERO,
) -> Reconciliation:
    """The first so many years, those that have ended. Raises `CannotShare` with everything that is wrong."""
    reserves = (reserve_agreed or {}, reserve_paid or {})
    found = [*_of_payments(agreed, paid), *_of_reserve(agreed, reserves[1], outcomes_shown)]
    longest = max((len(each) for each in agreed.values()), default=0)
    if not 0 <= years <= max(longest, max((len(each) for each in paid.values()), default=0)):
        found.append(Fault("years", f"{years} years are to be looked at, and the agreement has {longest}."))
    if found:
        raise CannotShare(found)
    accounts = tuple(Account(each, _years(agreed[each], paid.get(each, ()), years)) for each in agreed)
    total = Account("Everybody together", _years(_together(agreed, years), _together(paid, years), years))
    held = [sum(each.values(), ZERO) for each in reserves]
    return Reconciliation(accounts, total, Reserve(held[0], held[1], outcomes_shown))


def _years(agreed: Sequence[Decimal], paid: Sequence[Decimal], years: int) -> tuple[Year, ...]:
    pairs = list(zip(_long(agreed, years), _long(paid, years), strict=True))
    running = accumulate((each[1] - each[0] for each in pairs), initial=ZERO)
    next(running)
    return tuple(Year(*pair, cumulated) for pair, cumulated in zip(pairs, running, strict=True))


def _long(flow: Sequence[Decimal], years: int) -> list[Decimal]:
    return [*flow, *(ZERO for _ in range(years))][:years]


def _together(flows: Mapping[str, Flow], years: int) -> list[Decimal]:
    rows = [_long(each, years) for each in flows.values()]
    return [sum(column, ZERO) for column in zip(*rows, strict=True)] or [ZERO] * years


def _of_payments(agreed: Mapping[str, Flow], paid: Mapping[str, Flow]) -> list[Fault]:
    found = [] if agreed else [Fault("agreed", "Nothing was agreed with anybody, so nothing can be held against it.")]
    for agency in paid:
        if agency not in agreed:
            words = "{} paid and is not in the agreement. Add it there, or put the payment where it belongs."
            found.append(Fault(f"paid.{agency}", words.format(agency)))
    for what, flows in (("agreed", agreed), ("paid", paid)):
        for agency, flow in flows.items():
            if any(amount < ZERO for amount in flow):
                words = f"An amount of {agency} is negative. Write what was given back as less in its year, 0 or more."
                found.append(Fault(f"{what}.{agency}", words))
    return found


def _of_reserve(agreed: Mapping[str, Flow], paid: Mapping[str, Decimal], shown: Decimal) -> list[Fault]:
    found = [
        Fault(f"reserve.{agency}", f"{agency} paid into the reserve and is not in the agreement. Add it there.")
        for agency in paid if agency not in agreed
    ]  # fmt: skip
    found += [
        Fault(f"reserve.{agency}", f"What {agency} paid into the reserve is negative. Write 0 or more.")
        for agency, amount in paid.items() if amount < ZERO
    ]  # fmt: skip
    if not ZERO <= shown <= ONE:
        found.append(
            Fault("outcomes_shown", "More outcomes are shown than there are, or less than none. Write 0 to 1.")
        )
    return found


def _pounds(amount: Decimal) -> str:
    return f"£{amount.quantize(PENNY, ROUND_HALF_UP):,}"
