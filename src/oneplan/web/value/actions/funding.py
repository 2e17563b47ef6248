"""Who pays is agreed, what was paid is recorded and taken back where it was wrong, an agreement ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from oneplan.engine.value.library import library
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.texts import model_of
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.site.actions import action
from oneplan.web.value.actions import Cannot, require
from oneplan.web.value.models import Calculation, Contribution, FundingAgreement, Payment, Version
from oneplan.web.value.models.funding import Kind, Purpose, years_on

MOST_YEARS, LONG_AGO = 10, 30
AHEAD = timedelta(days=366)  # somebody may pay for a year before it begins


@dataclass(frozen=True, slots=True)
class Promise:
    """What an agency puts in, by year of the agreement from the first on."""

    agency: str
    kind: str
    by_year: Sequence[Decimal]


@dataclass(frozen=True, slots=True)
class FundingWords:
    begins_on: date
    years: int
    words: str
    promises: Sequence[Promise]
    reserve: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)  # by agency and year


@dataclass(frozen=True, slots=True)
class PaymentWords:
    agency: str
    year: int
    amount: Decimal
    paid_on: date
    note: str = ""
    purpose: str = Purpose.HELP


@action
def agree(*, version: Version, says: FundingWords, by: Worker, at: datetime) -> FundingAgreement:
    """Write down who has agreed to pay how much for what this version of a calculation answers."""
    require(by=by)
    _check_begin(says.begins_on, today=timezone.localdate(at))
    _check(version, says)
    row = FundingAgreement.objects.create(
        version=version, begins_on=says.begins_on, until=years_on(says.begins_on, says.years),
        words=says.words.strip(), made_by=by, made_at=at,
    )  # fmt: skip
    Contribution.objects.bulk_create(Contribution(agreement=row, **each) for each in _contributions(says))
    audit.record("funding_agreed", about=row, by=by, at=at, version=version.pk, agencies=len(says.promises))
    return row


@action
def record_payment(*, agreement: FundingAgreement, says: PaymentWords, by: Worker, at: datetime) -> Payment:
    """Keep that an agency paid for one year of the agreement."""
    require(by=by)
    agreement = FundingAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    _check_purpose(agreement, says)
    if not 1 <= says.year <= agreement.years:
        raise Cannot(f"The agreement has {agreement.years} years. Choose one of them.", field="year")
    if says.amount <= 0:
        raise Cannot("Write what was paid: more than nothing. What was wrong is taken back instead.", field="amount")
    if says.paid_on > timezone.localdate(at):
        raise Cannot("That day is still to come. Record it once it is paid.", field="paid_on")
    if says.paid_on < agreement.begins_on - AHEAD:
        first = _day(agreement.begins_on)
        raise Cannot(f"It holds from {first}, and the day is more than a year before. Look at it.", field="paid_on")
    _refuse_twice(agreement, says)
    row = Payment.objects.create(
        agreement=agreement, agency=says.agency, year=says.year, amount=says.amount, paid_on=says.paid_on,
        purpose=says.purpose, note=says.note.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _kept("payment_recorded", row, by=by, at=at)
    return row


@action
def take_back_payment(*, payment: Payment, why: str, by: Worker, at: datetime) -> Payment:
    """Undo a payment that was recorded wrongly, by one of as much less; both stay."""
    require(by=by)
    FundingAgreement.objects.select_for_update(of=("self",)).get(pk=payment.agreement_id)
    if payment.takes_back_id is not None:
        raise Cannot("This takes a payment back itself. Record the payment anew instead.")
    if Payment.objects.filter(takes_back=payment).exists():
        raise Cannot("It was taken back already. Nothing was changed.")
    if not why.strip():
        raise Cannot("Say what was wrong.", field="why")
    if payment.purpose == Purpose.RESERVE and payment.amount > (held := _held(payment.agreement)):
        raise Cannot(
            f"The reserve holds £{held:,.2f}: some of this was given back already. Take that back first.", field="why"
        )  # fmt: skip
    row = Payment.objects.create(
        agreement_id=payment.agreement_id, agency=payment.agency, year=payment.year, amount=-payment.amount,
        purpose=payment.purpose, paid_on=payment.paid_on, note=why.strip(), takes_back=payment, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    _kept("payment_taken_back", row, by=by, at=at)
    return row


@action
def end(*, agreement: FundingAgreement, ended_on: date, why: str, by: Worker, at: datetime) -> FundingAgreement:
    """Say that it ends early; what was owed until then can still be paid."""
    require(by=by)
    agreement = FundingAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if agreement.ended_on:
        raise Cannot("It was ended already. Nothing was changed.")
    if not agreement.begins_on <= ended_on < agreement.until:
        first, last = _day(agreement.begins_on), _day(agreement.until)
        raise Cannot(f"It holds from {first} until {last}. Choose a day within.", field="ended_on")
    if not why.strip():
        raise Cannot("Say why it ends.", field="why")
    agreement.ended_on, agreement.ended_by, agreement.why_ended = ended_on, by, why.strip()
    agreement.save()
    audit.record("funding_ended", about=agreement, by=by, at=at)
    return agreement


def _contributions(says: FundingWords) -> Iterator[dict[str, object]]:
    """Nothing is kept of a year in which nothing is put in."""
    rows = [(each.agency, each.kind, Purpose.HELP, each.by_year) for each in says.promises]
    rows += [(agency, Kind.CASH, Purpose.RESERVE, by_year) for agency, by_year in says.reserve.items()]
    for agency, kind, purpose, by_year in rows:
        for year, amount in enumerate(by_year, start=1):
            if amount:
                yield {"agency": agency, "kind": kind, "purpose": purpose, "year": year, "amount": amount}


def _check_begin(day: date, *, today: date) -> None:
    first, last = today.year - LONG_AGO, today.year + MOST_YEARS
    if not first <= day.year <= last:
        raise Cannot(f"An agreement begins from {first} to {last}. Look at the year.", field="begins_on")


def _check(version: Version, says: FundingWords) -> None:
    if Calculation.objects.select_for_update(of=("self",)).get(pk=version.calculation_id).retired_at:
        raise Cannot("This calculation was retired. Agree on one that is used.")
    if not says.words.strip():
        raise Cannot("Say what was agreed, where and by whom.", field="words")
    if not 1 <= says.years <= MOST_YEARS:
        raise Cannot(f"An agreement holds for 1 to {MOST_YEARS} years.", field="years")
    _check_promises(version, says)


def _check_names(version: Version, agencies: list[str]) -> None:
    """One agency is written in one way, as the calculation writes it: “council” beside “Council” would be two."""
    written: dict[str, str] = {}
    for agency in [*_agencies(version), *agencies]:
        known = written.setdefault(agency.strip().casefold(), agency.strip())
        if known != agency.strip():
            raise Cannot(f"“{agency.strip()}” is written “{known}” already. Write it in one way.")


def _agencies(version: Version) -> tuple[str, ...]:
    """Those of the calculation; none where it cannot be read any more."""
    try:
        return model_of(version.text, ladder=green_book(), library=library()).agencies
    except BadModel:
        return ()


def _check_promises(version: Version, says: FundingWords) -> None:
    names = [(promise.agency, promise.kind) for promise in says.promises]
    _check_names(version, [*(promise.agency for promise in says.promises), *says.reserve])
    for promise in says.promises:
        if promise.kind not in Kind.values or not promise.agency.strip():
            raise Cannot("Say who pays, and as what.")
        if any(amount < 0 for amount in promise.by_year) or len(promise.by_year) > says.years:
            raise Cannot(f"{promise.agency}: an amount is below nothing, or for a year after the end.")
        if names.count((promise.agency, promise.kind)) > 1:
            raise Cannot(f"{promise.agency} is there twice. Sum it up in one line.")
    if not any(amount for promise in says.promises for amount in promise.by_year):
        raise Cannot("Nobody puts anything in. Write an amount for at least one agency.")
    for agency, by_year in says.reserve.items():
        if not agency.strip():
            raise Cannot("Say who pays into the reserve.")
        if any(amount < 0 for amount in by_year) or len(by_year) > says.years:
            raise Cannot(f"{agency}, reserve: an amount is below nothing, or for a year after the end.")


def _check_purpose(agreement: FundingAgreement, says: PaymentWords) -> None:
    if says.purpose not in Purpose.values:
        raise Cannot("Say what it was paid for.", field="purpose")
    agreed_to = Purpose.HELP if says.purpose == Purpose.HELP else Purpose.RESERVE
    if not agreement.contributions.filter(agency=says.agency, purpose=agreed_to).exists():
        what = "nothing here" if agreed_to == Purpose.HELP else "put nothing into the reserve"
        raise Cannot(f"{says.agency} has agreed to {what}. Choose one of those who have.", field="agency")
    if says.purpose == Purpose.GIVEN_BACK and says.amount > (held := _held(agreement)):
        raise Cannot(f"The reserve holds £{held:,.2f}. No more can be given back.", field="amount")


def _held(agreement: FundingAgreement) -> Decimal:
    """What is in the reserve: paid into it and not given back."""
    sums = dict(agreement.payments.values_list("purpose").annotate(sum=Sum("amount")))
    return Decimal(sums.get(Purpose.RESERVE, 0)) - Decimal(sums.get(Purpose.GIVEN_BACK, 0))


def _refuse_twice(agreement: FundingAgreement, says: PaymentWords) -> None:
    same = agreement.payments.filter(
        agency=says.agency, year=says.year, amount=says.amount, paid_on=says.paid_on, note=says.note.strip(),
        purpose=says.purpose, taken_back_by=None,
    ).select_related("recorded_by").first()  # fmt: skip
    if same is not None:
        raise Cannot(
            f"{same.recorded_by.name} recorded this very payment already. If it was paid twice, say so in the note.",
            field="note",
        )


def _kept(event: str, row: Payment, *, by: Worker, at: datetime) -> None:
    audit.record(
        event, about=row, by=by, at=at, agreement=row.agreement_id, agency=audit.digest(row.agency), year=row.year,
        purpose=row.purpose, amount=audit.digest(str(row.amount)), takes_back=row.takes_back_id,
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
