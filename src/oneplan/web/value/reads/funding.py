"""Agreements on funding: what each agency agreed to pay in each year, beside what was paid, by the rulebook's rule."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from oneplan.engine.value.telling import pounds
from oneplan.rulebook.value.model import ZERO
from oneplan.rulebook.value.reckon import Flow
from oneplan.rulebook.value.reconciling import Account, Reconciliation, Reserved, owed, reconcile
from oneplan.web.value.models import Calculation, Contribution, FundingAgreement, Payment
from oneplan.web.value.models.funding import Kind, Purpose

Sums = Mapping[tuple[str, str, int], Decimal]


@dataclass(frozen=True)
class Year:
    """One agency in one year of an agreement; `missing` is what no payment for any year stands for."""

    agency: str
    number: int
    agreed: Decimal
    paid: Decimal
    missing: Decimal
    kinds: tuple[Kind, ...]
    begins: date
    ends: date
    is_owed: bool
    today: date

    @property
    def is_begun(self) -> bool:
        return self.begins <= self.today

    @property
    def is_late(self) -> bool:
        return self.missing > 0 and self.ends < self.today

    @property
    def kind_words(self) -> str:
        return ", ".join(each.label for each in self.kinds)

    @property
    def words(self) -> str:
        pay, paid = doing(self.kinds)
        if not self.is_owed:
            return "not owed: the agreement ended before this year began"
        if self.paid > self.agreed:
            return f"{pounds(self.paid - self.agreed)} more than agreed"
        if self.paid == self.agreed:
            return f"{paid} in full"
        if not self.missing:
            return f"made up for by what was {paid} for another year"
        if not self.is_begun:
            return "still to come" if self.missing == self.agreed else f"{pounds(self.missing)} still to come"
        if self.is_late:
            return f"{pounds(self.missing)} is missing since the year ended"
        return f"{pounds(self.missing)} to {pay} by {_day(self.ends)}"


@dataclass(frozen=True)
class Reconciled:
    """`so_far` is of the years that have begun; `reserve` are the years of what goes into the reserve."""

    agreement: FundingAgreement
    so_far: Reconciliation
    whole: Reconciliation
    years: tuple[Year, ...]
    reserve: tuple[Year, ...]
    given_back: Mapping[str, Decimal]

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind for each in self.years for kind in each.kinds)

    @property
    def paid_words(self) -> str:
        return doing(self.kinds)[1]

    @property
    def has_reserve(self) -> bool:
        return bool(self.reserve)

    @property
    def left(self) -> Decimal:
        """What of the help is due and still to be paid."""
        return sum((each.missing for each in self.years if each.is_begun and each.is_owed), ZERO)

    @property
    def beyond(self) -> Decimal:
        """What was paid of the help for years to come, or more than agreed."""
        return self.whole.total.paid - (self.so_far.total.agreed - self.left)

    @property
    def late(self) -> list[Year]:
        return [each for each in (*self.years, *self.reserve) if each.is_late]

    @property
    def sentences(self) -> list[str]:
        return list(_of_help(self))

    @property
    def reserve_sentences(self) -> list[str]:
        return list(_of_reserve(self)) if self.has_reserve else []


def doing(kinds: Collection[str]) -> tuple[str, str]:
    """What is done with it, and was done: what is given in kind is never paid."""
    if Kind.IN_KIND not in kinds:
        return "pay", "paid"
    return ("give", "given") if set(kinds) == {Kind.IN_KIND} else ("pay or give", "paid or given")


def agreements(calculation: Calculation, *, today: date) -> list[Reconciled]:
    """All of a calculation's, the newest first."""
    rows = FundingAgreement.objects.filter(version__calculation=calculation)
    rows = rows.select_related("version__calculation", "made_by", "ended_by").order_by("-begins_on", "-pk")
    found = list(rows.prefetch_related("contributions"))
    paid = _sums(found)
    return [_reconciled(each, paid.get(each.pk, {}), today) for each in found]


def reconciled(agreement: FundingAgreement, *, today: date) -> Reconciled:
    return _reconciled(agreement, _sums([agreement]).get(agreement.pk, {}), today)


def _sums(found: Iterable[FundingAgreement]) -> dict[int, Sums]:
    """What was paid by agreement, purpose, agency and year: in one question for all."""
    rows = Payment.objects.filter(agreement__in=[each.pk for each in found])
    sums: dict[int, dict[tuple[str, str, int], Decimal]] = {}
    for pk, *key, amount in rows.values_list("agreement", "purpose", "agency", "year").annotate(sum=Sum("amount")):
        sums.setdefault(pk, {})[tuple(key)] = amount
    return dict(sums)


def _reconciled(agreement: FundingAgreement, paid: Sums, today: date) -> Reconciled:
    rows = sorted(agreement.contributions.all(), key=lambda row: row.pk)
    book = _Book(agreement, rows, paid, today)
    so_far, whole = (book.reconcile(years) for years in (book.begun, agreement.years))
    return Reconciled(
        agreement, so_far, whole,
        tuple(book.years(Purpose.HELP, whole.accounts)), tuple(book.years(Purpose.RESERVE, whole.reserve.accounts)),
        book.given_back,
    )  # fmt: skip


def payments(agreement: FundingAgreement) -> list[Payment]:
    """In the order in which they were recorded, the newest first."""
    rows = agreement.payments.select_related("recorded_by", "takes_back", "taken_back_by")
    return list(rows.order_by("-recorded_at", "-pk"))


@dataclass(frozen=True)
class _Book:
    """What was agreed and paid, as the rulebook wants it."""

    agreement: FundingAgreement
    rows: list[Contribution]
    paid: Sums
    today: date

    @property
    def begins(self) -> list[date]:
        return [self.agreement.year_begins(number) for number in range(1, self.agreement.years + 1)]

    @property
    def begun(self) -> int:
        return sum(day <= self.today for day in self.begins)

    @property
    def given_back(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for (purpose, agency, _), amount in self.paid.items():
            if purpose == Purpose.GIVEN_BACK and amount:
                found[agency] = found.get(agency, ZERO) + amount
        return found

    def reconcile(self, years: int) -> Reconciliation:
        agencies, savers = (list(dict.fromkeys(row.agency for row in rows)) for rows in (self.rows, self._into_reserve))
        ended_on = self.agreement.ended_on
        agreed = {each: owed(self._agreed(Purpose.HELP, each), self.begins, ended_on=ended_on) for each in agencies}
        reserve = {each: owed(self._agreed(Purpose.RESERVE, each), self.begins, ended_on=ended_on) for each in savers}
        help_paid = {each: self._paid(Purpose.HELP, each) for each in agencies}
        reserve_paid = {each: self._paid(Purpose.RESERVE, each) for each in savers}
        return reconcile(agreed, help_paid, years=years, reserved=Reserved(reserve, reserve_paid, self.given_back))

    def years(self, purpose: str, accounts: tuple[Account, ...]) -> Iterator[Year]:
        """Each year in which something was agreed or paid; `accounts` are of all years."""
        for account in accounts:
            agreed, paid = self._agreed(purpose, account.agency), self._paid(purpose, account.agency)
            for place, begins in enumerate(self.begins):
                if agreed[place] or paid[place]:
                    yield Year(
                        account.agency, place + 1, agreed[place], paid[place], account.missing[place],
                        self._kinds(purpose, account.agency, place + 1), begins,
                        self.agreement.year_begins(place + 2) - timedelta(days=1),
                        self.agreement.ended_on is None or begins <= self.agreement.ended_on, self.today,
                    )  # fmt: skip

    @property
    def _into_reserve(self) -> list[Contribution]:
        return [row for row in self.rows if row.purpose == Purpose.RESERVE]

    def _agreed(self, purpose: str, agency: str) -> Flow:
        found = [ZERO] * self.agreement.years
        for row in self.rows:
            if (row.purpose, row.agency) == (purpose, agency):
                found[row.year - 1] += row.amount
        return tuple(found)

    def _paid(self, purpose: str, agency: str) -> Flow:
        return tuple(self.paid.get((purpose, agency, number), ZERO) for number in range(1, self.agreement.years + 1))

    def _kinds(self, purpose: str, agency: str, number: int) -> tuple[Kind, ...]:
        """Of a year of which nothing was agreed, those of the agency's other years."""
        rows = [row for row in self.rows if (row.purpose, row.agency) == (purpose, agency)]
        of_year = [row for row in rows if row.year == number] or rows
        return tuple(dict.fromkeys(Kind(row.kind) for row in of_year))


def _of_help(found: Reconciled) -> Iterator[str]:
    so_far, whole = found.so_far.total, found.whole.total
    yield f"{pounds(whole.agreed)} is agreed in all; for the years that have begun it is {pounds(so_far.agreed)}."
    beyond = f"{pounds(found.beyond)} of it beyond what is due so far, " if found.beyond else ""
    paid = found.paid_words
    yield f"{pounds(whole.paid)} is {paid}, {beyond}and {pounds(found.left)} of what is due is still to be {paid}."
    yield from _late(found.years, "")
    yield from (each.words for each in found.so_far.accounts if each.balance > 0)


def _of_reserve(found: Reconciled) -> Iterator[str]:
    yield found.whole.reserve.words
    yield from _late(found.reserve, " for the reserve")
    yield from (each.words for each in found.so_far.reserve.accounts if each.balance > 0)
    for agency, amount in found.given_back.items():
        yield f"{_named(agency)} was given {pounds(amount)} back."


def _late(years: tuple[Year, ...], what: str) -> Iterator[str]:
    late: dict[str, Decimal] = {}
    for each in years:
        if each.is_late:
            late[each.agency] = late.get(each.agency, ZERO) + each.missing
    for agency, amount in late.items():
        yield f"{_named(agency)} is late with {pounds(amount)}{what}."


def _named(agency: str) -> str:
    """At the beginning of a sentence."""
    return f"{agency[:1].upper()}{agency[1:]}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
