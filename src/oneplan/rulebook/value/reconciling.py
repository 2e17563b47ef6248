"""What was agreed beside what was paid, year by year: who is behind, who is ahead, and what the reserve holds.

Help and reserve are two accounts: money paid into the one is never missing in the other. What was paid beyond a year's
amount stands for what is missing in other years, the oldest first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import accumulate

from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.funding import PENNY, CannotShare
from oneplan.rulebook.value.model import ONE, ZERO
from oneplan.rulebook.value.reckon import Flow

EVERYBODY = "Everybody together"


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
    """`on` is empty for the help itself, “with the reserve” for the reserve."""

    agency: str
    years: tuple[Year, ...]
    on: str = ""

    @property
    def balance(self) -> Decimal:
        return self.years[-1].cumulated if self.years else ZERO

    @property
    def agreed(self) -> Decimal:
        return sum((each.agreed for each in self.years), ZERO)

    @property
    def paid(self) -> Decimal:
        return sum((each.paid for each in self.years), ZERO)

    @cached_property
    def missing(self) -> tuple[Decimal, ...]:
        """What is still missing of each year."""
        beyond = sum((each.difference for each in self.years if each.difference > ZERO), ZERO)
        found = []
        for year in self.years:
            short = max(ZERO, -year.difference)
            covered = min(beyond, short)
            beyond -= covered
            found.append(short - covered)
        return tuple(found)

    @property
    def words(self) -> str:
        """“Health is behind by £1,200.00, since year 1.”; years count from 1 in words."""
        name, on = f"{self.agency[:1].upper()}{self.agency[1:]}", f" {self.on}" if self.on else ""
        if not self.balance:
            return f"{name} has paid what was agreed{on and ' for the reserve'}."
        side, sign = ("behind", -1) if self.balance < ZERO else ("ahead", 1)
        since = len(self.years)
        for place in range(len(self.years) - 1, -1, -1):
            if self.years[place].cumulated * sign <= ZERO:
                break
            since = place + 1
        return f"{name} is {side}{on} by {_pounds(abs(self.balance))}, since year {since}."


@dataclass(frozen=True)
class Reserve:
    """`agreed` is in all, also of years to come; `shown` what share of the outcomes has been shown, None if unsaid."""

    agreed: Decimal
    paid: Decimal
    given_back: Decimal
    shown: Decimal | None
    accounts: tuple[Account, ...] = ()

    @property
    def held(self) -> Decimal:
        return self.paid - self.given_back

    @property
    def free(self) -> Decimal:
        """What need not be held any more, and is not given back yet."""
        return max(ZERO, self.paid * (self.shown or ZERO) - self.given_back)

    @property
    def words(self) -> str:
        if not self.agreed and not self.paid:
            return "No reserve was agreed."
        if not self.paid:
            return f"Of {_pounds(self.agreed)} agreed for the reserve nothing is paid in yet."
        said = f"Of {_pounds(self.agreed)} agreed for the reserve, {_pounds(self.paid)} is paid in"
        if self.given_back:
            said += f" and {_pounds(self.given_back)} given back, so {_pounds(self.held)} is held"
        if self.shown is None:
            return f"{said}."
        if not self.shown:
            return f"{said}. No outcome has been shown yet, so all of it stays held."
        percent = f"{(self.shown * 100).quantize(ONE, ROUND_HALF_UP)} %"
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
        reserve = [each.words for each in self.reserve.accounts]
        return [*(each.words for each in self.accounts), self.total.words, *reserve, self.reserve.words]


@dataclass(frozen=True)
class Reserved:
    """The reserve by agency: agreed and paid in by year, and what each was given back."""

    agreed: Mapping[str, Flow]
    paid: Mapping[str, Flow]
    given_back: Mapping[str, Decimal]


NONE = Reserved({}, {}, {})


def reconcile(
    agreed: Mapping[str, Flow],
    paid: Mapping[str, Flow],
    *,
    years: int,
    reserved: Reserved = NONE,
    outcomes_shown: Decimal | None = None,
) -> Reconciliation:
    """The first so many years, those that have begun or ended. Raises `CannotShare` with everything that is wrong."""
    flows = [*agreed.values(), *paid.values(), *reserved.agreed.values(), *reserved.paid.values()]
    found = [*_of_payments(agreed, paid), *_of_reserve(agreed, reserved, outcomes_shown)]
    longest = max(map(len, flows), default=0)
    if not 0 <= years <= longest:
        found.append(Fault("years", f"{years} years are to be looked at, and the agreement has {longest}."))
    if found:
        raise CannotShare(found)
    accounts = tuple(Account(each, _years(agreed[each], paid.get(each, ()), years)) for each in agreed)
    total = Account(EVERYBODY, _years(_together(agreed, years), _together(paid, years), years))
    return Reconciliation(accounts, total, _reserve(reserved, years, outcomes_shown))


def owed(agreed: Flow, begins: Sequence[date], *, ended_on: date | None) -> Flow:
    """What is owed of each year: nothing of those that begin after the agreement was ended."""
    return tuple(
        amount if ended_on is None or day <= ended_on else ZERO for amount, day in zip(agreed, begins, strict=True)
    )


def _reserve(reserved: Reserved, years: int, shown: Decimal | None) -> Reserve:
    accounts = tuple(
        Account(each, _years(flow, reserved.paid.get(each, ()), years), "with the reserve")
        for each, flow in reserved.agreed.items()
    )
    agreed, paid = (_whole(flows) for flows in (reserved.agreed, reserved.paid))
    return Reserve(agreed, paid, sum(reserved.given_back.values(), ZERO), shown, accounts)


def _whole(flows: Mapping[str, Flow]) -> Decimal:
    return sum((amount for flow in flows.values() for amount in flow), ZERO)


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
    return [*found, *_negative("agreed", agreed), *_negative("paid", paid)]


def _negative(where: str, flows: Mapping[str, Flow]) -> list[Fault]:
    words = "An amount of {} is negative. Write what was given back as less in its year, 0 or more."
    return [
        Fault(f"{where}.{agency}", words.format(agency))
        for agency, flow in flows.items() if any(amount < ZERO for amount in flow)
    ]  # fmt: skip


def _of_reserve(agreed: Mapping[str, Flow], reserved: Reserved, shown: Decimal | None) -> list[Fault]:
    named = [*dict.fromkeys((*reserved.agreed, *reserved.paid, *reserved.given_back))]
    found = [
        Fault(f"reserve.{agency}", f"{agency} has to do with the reserve and is not in the agreement. Add it there.")
        for agency in named if agency not in agreed
    ]  # fmt: skip
    back = {agency: (amount,) for agency, amount in reserved.given_back.items()}
    for flows in (reserved.agreed, reserved.paid, back):
        found += _negative("reserve", flows)
    if not found and sum(reserved.given_back.values(), ZERO) > _whole(reserved.paid):
        found.append(Fault("reserve", "More was given back than is in the reserve. Look at what was paid into it."))
    if shown is not None and not ZERO <= shown <= ONE:
        found.append(
            Fault("outcomes_shown", "More outcomes are shown than there are, or less than none. Write 0 to 1.")
        )
    return found


def _pounds(amount: Decimal) -> str:
    return f"£{amount.quantize(PENNY, ROUND_HALF_UP):,}"
