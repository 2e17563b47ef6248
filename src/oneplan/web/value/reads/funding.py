"""Agreements on funding: what each agency agreed to pay in each year, beside what was paid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from oneplan.engine.value.telling import pounds
from oneplan.rulebook.value.model import ZERO
from oneplan.web.value.models import Calculation, Contribution, FundingAgreement, Payment


@dataclass(frozen=True)
class Year:
    """One agency in one year of an agreement; `is_late` where the year has ended."""

    agency: str
    number: int
    agreed: Decimal
    paid: Decimal
    kinds: str
    begins: date
    ends: date
    is_owed: bool
    today: date

    @property
    def left(self) -> Decimal:
        return self.agreed - self.paid if self.is_owed else ZERO

    @property
    def is_late(self) -> bool:
        return self.left > 0 and self.ends < self.today

    @property
    def words(self) -> str:
        if not self.is_owed:
            return "not owed: the agreement ended before this year began"
        if not self.left:
            return "paid in full"
        if self.left < 0:
            return f"{pounds(-self.left)} more than agreed"
        if self.is_late:
            return f"{pounds(self.left)} is missing since the year ended"
        return f"{pounds(self.left)} to pay by {_day(self.ends)}" if self.begins <= self.today else "still to come"


@dataclass(frozen=True)
class Reconciled:
    agreement: FundingAgreement
    years: tuple[Year, ...]
    today: date

    @property
    def begun(self) -> list[Year]:
        return [each for each in self.years if each.begins <= self.today and each.is_owed]

    @property
    def agreed(self) -> Decimal:
        return sum((each.agreed for each in self.begun), ZERO)

    @property
    def paid(self) -> Decimal:
        return sum((each.paid for each in self.years), ZERO)

    @property
    def whole(self) -> Decimal:
        return sum((each.agreed for each in self.years if each.is_owed), ZERO)

    @property
    def late(self) -> list[Year]:
        return [each for each in self.years if each.is_late]

    @property
    def sentences(self) -> list[str]:
        return list(_sentences(self))


def agreements(calculation: Calculation, *, today: date) -> list[Reconciled]:
    """All of a calculation's, the newest first."""
    rows = FundingAgreement.objects.filter(version__calculation=calculation)
    rows = rows.select_related("version__calculation", "made_by", "ended_by").order_by("-begins_on", "-pk")
    return [reconciled(each, today=today) for each in rows.prefetch_related("contributions")]


def reconciled(agreement: FundingAgreement, *, today: date) -> Reconciled:
    paid = {
        (row["agency"], row["year"]): row["sum"]
        for row in agreement.payments.values("agency", "year").annotate(sum=Sum("amount"))
    }
    rows = sorted(agreement.contributions.all(), key=lambda row: (row.pk,))
    names = dict.fromkeys(row.agency for row in rows)
    years = tuple(
        _year(agreement, agency, number, [row for row in rows if row.agency == agency and row.year == number],
              paid.get((agency, number), ZERO), today)
        for agency in names for number in range(1, agreement.years + 1)
    )  # fmt: skip
    said = tuple(each for each in years if each.agreed or each.paid)
    return Reconciled(agreement, said, today)


def payments(agreement: FundingAgreement) -> list[Payment]:
    """In the order in which they were recorded, the newest first."""
    rows = agreement.payments.select_related("recorded_by", "takes_back", "taken_back_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def _year(
    agreement: FundingAgreement, agency: str, number: int, rows: Iterable[Contribution], paid: Decimal, today: date
) -> Year:
    rows = list(rows)
    begins, next_begins = agreement.year_begins(number), agreement.year_begins(number + 1)
    is_owed = agreement.ended_on is None or begins <= agreement.ended_on
    kinds = ", ".join(row.get_kind_display() for row in rows)
    agreed = sum((row.amount for row in rows), ZERO)
    return Year(agency, number, agreed, paid, kinds, begins, next_begins - timedelta(days=1), is_owed, today)


def _sentences(found: Reconciled) -> Iterator[str]:
    yield f"{pounds(found.whole)} is agreed in all; for the years that have begun it is {pounds(found.agreed)}."
    left = sum((each.left for each in found.begun if each.left > 0), ZERO)
    yield f"{pounds(found.paid)} is paid, and {pounds(left)} of what is due is still to be paid."
    late = {each.agency: ZERO for each in found.late}
    for each in found.late:
        late[each.agency] += each.left
    for agency, amount in late.items():
        yield f"{_named(agency)} is late with {pounds(amount)}."
    more = [each for each in found.years if each.left < 0]
    for each in more:
        yield f"{_named(each.agency)} paid {pounds(-each.left)} more than agreed for year {each.number}."


def _named(agency: str) -> str:
    """At the beginning of a sentence."""
    return f"{agency[:1].upper()}{agency[1:]}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
