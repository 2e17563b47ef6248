"""What agencies put into a shared reserve stands apart from the help: agreed, paid in, given back, reconciled."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from oneplan.web.agencies.models import Worker
from oneplan.web.value.actions import Cannot, funding
from oneplan.web.value.actions.funding import FundingWords, PaymentWords, Promise
from oneplan.web.value.models import Calculation, Contribution, FundingAgreement, Payment
from oneplan.web.value.models.funding import years_on
from oneplan.web.value.reads import funding as reads
from oneplan.web.value.reads.funding import Reconciled
from tests import worth
from tests.forms.reading import Form

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R341", "R345")]
SAVED = {"council": ["3000", "1500"], "school": ["250"]}


@pytest.fixture
def agreement(calculation: Calculation, by: Worker, now: datetime) -> FundingAgreement:
    return worth.agreed(calculation, by=by, at=now, begins_on=now.date(), reserve=SAVED)


def pay(agreement: FundingAgreement, by: Worker, now: datetime, amount: str, purpose: str, **other: Any) -> Payment:
    said: dict[str, Any] = {"agency": "council", "year": 1, "amount": Decimal(amount), "paid_on": now.date()} | other
    return funding.record_payment(agreement=agreement, says=PaymentWords(**said, purpose=purpose), by=by, at=now)


def found(agreement: FundingAgreement, today: date) -> Reconciled:
    return reads.reconciled(FundingAgreement.objects.get(pk=agreement.pk), today=today)


class TestAgreeing:
    def test_help_and_reserve_are_kept_apart_by_agency_and_year(self, agreement: FundingAgreement) -> None:
        rows = agreement.contributions.filter(purpose="reserve").order_by("pk")
        assert list(rows.values_list("agency", "year", "kind", "amount")) == [
            ("council", 1, "cash", Decimal(3000)), ("council", 2, "cash", Decimal(1500)),
            ("school", 1, "cash", Decimal(250)),
        ]  # fmt: skip
        assert agreement.contributions.filter(purpose="help").count() == 3

    @pytest.mark.parametrize(
        ("reserve", "match"),
        [
            ({"council": [Decimal(-1)]}, "council, reserve: an amount is below nothing"),
            ({"council": [Decimal(1)] * 3}, "for a year after the end"), ({" ": [Decimal(1)]}, "Say who pays into"),
            ({"Council": [Decimal(1)]}, "“Council” is written “council” already"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(
        self, calculation: Calculation, by: Worker, now: datetime, reserve: dict[str, list[Decimal]], match: str
    ) -> None:
        promises = [Promise("council", "cash", [Decimal(1)])]
        says = FundingWords(now.date(), 2, "The board agreed.", promises, reserve)
        with pytest.raises(Cannot, match=match):
            funding.agree(version=calculation.versions.get(), says=says, by=by, at=now)
        assert not FundingAgreement.objects.exists()

    def test_the_database_holds_no_reserve_in_kind_none_twice_and_none_given_back(
        self, agreement: FundingAgreement
    ) -> None:
        for said in (
            {"kind": "in_kind", "purpose": "reserve"}, {"kind": "cash", "purpose": "reserve"},
            {"kind": "cash", "purpose": "given_back"},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                Contribution.objects.create(agreement=agreement, agency="council", year=1, amount=5, **said)


class TestPaying:
    def test_what_is_paid_for_the_one_is_not_paid_for_the_other(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        today = now.date()
        pay(agreement, by, now, "60000", "help")
        pay(agreement, by, now, "1000", "reserve")
        told = found(agreement, today)
        last = f"{years_on(today, 1) - timedelta(days=1):%-d %B %Y}"
        assert [(each.agency, each.number, each.words) for each in told.reserve] == [
            ("council", 1, f"£2,000.00 to pay by {last}"), ("council", 2, "still to come"),
            ("school", 1, f"£250.00 to pay by {last}"),
        ]  # fmt: skip
        assert told.years[0].words == "paid in full"
        assert told.sentences[1] == "£60,000.00 is paid, and £5,000.00 of what is due is still to be paid."
        assert told.reserve_sentences == ["Of £4,750.00 agreed for the reserve, £1,000.00 is paid in."]

    def test_given_back_it_is_held_no_more_and_still_counts_as_paid_in(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        pay(agreement, by, now, "3000", "reserve")
        back = pay(agreement, by, now, "1200", "given_back")
        told = found(agreement, now.date())
        assert told.reserve_sentences == [
            "Of £4,750.00 agreed for the reserve, £3,000.00 is paid in and £1,200.00 given back, so £1,800.00 is held.",
            "Council was given £1,200.00 back.",
        ]
        assert told.reserve[0].words == "paid in full"
        with pytest.raises(Cannot, match=r"The reserve holds £1,800.00. No more can be given back."):
            pay(agreement, by, now, "1800.01", "given_back")
        funding.take_back_payment(payment=back, why="not yet", by=by, at=now)
        assert found(agreement, now.date()).given_back == {}
        pay(agreement, by, now, "3000", "given_back")

    def test_what_was_given_back_already_is_not_taken_out_again(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        paid = pay(agreement, by, now, "3000", "reserve")
        back = pay(agreement, by, now, "1", "given_back")
        with pytest.raises(Cannot, match="some of this was given back already"):
            funding.take_back_payment(payment=paid, why="wrong", by=by, at=now)
        funding.take_back_payment(payment=back, why="wrong", by=by, at=now)
        funding.take_back_payment(payment=paid, why="wrong", by=by, at=now)
        assert found(agreement, now.date()).whole.reserve.held == 0

    @pytest.mark.parametrize(
        ("purpose", "agency", "match"),
        [
            ("wishes", "council", "what it was paid for"), ("reserve", "police", "put nothing into the reserve"),
            ("given_back", "police", "put nothing into the reserve"), ("help", "police", "nothing here"),
            ("given_back", "council", "holds £0"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(
        self, agreement: FundingAgreement, by: Worker, now: datetime, purpose: str, agency: str, match: str
    ) -> None:
        with pytest.raises(Cannot, match=match):
            pay(agreement, by, now, "5", purpose, agency=agency)
        assert not Payment.objects.exists()

    def test_who_agreed_to_the_reserve_alone_pays_into_it_alone(
        self, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        agreement = worth.agreed(calculation, by=by, at=now, begins_on=now.date(), reserve={"NHS": ["10"]})
        with pytest.raises(Cannot, match="NHS has agreed to nothing here"):
            pay(agreement, by, now, "10", "help", agency="NHS")
        pay(agreement, by, now, "10", "reserve", agency="NHS")
        assert found(agreement, now.date()).reserve[0].words == "paid in full"

    def test_the_same_amount_for_the_help_and_the_reserve_is_not_the_same_payment(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        for purpose in ("help", "reserve"):
            pay(agreement, by, now, "250", purpose)
        with pytest.raises(Cannot, match="recorded this very payment already"):
            pay(agreement, by, now, "250", "reserve")

    def test_late_ahead_and_no_longer_owed(self, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        pay(agreement, by, now, "3500", "reserve")
        later = years_on(now.date(), 1)
        assert found(agreement, later).reserve_sentences[1:] == ["School is late with £250.00 for the reserve."]
        assert (
            "Council is ahead with the reserve by £500.00, since year 1."
            in found(agreement, now.date()).reserve_sentences
        )
        funding.end(agreement=agreement, ended_on=now.date(), why="x", by=by, at=now)
        assert found(agreement, later).reserve[1].words == "not owed: the agreement ended before this year began"
        assert "Of £3,250.00 agreed" in found(agreement, later).reserve_sentences[0]

    def test_the_database_keeps_no_payment_for_nothing(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.create(
                agreement=agreement, agency="council", year=1, amount=1, purpose="wishes", paid_on=now.date(),
                recorded_by=by, recorded_at=now,
            )  # fmt: skip


def test_what_was_paid_beyond_one_year_makes_up_for_another(
    agreement: FundingAgreement, by: Worker, now: datetime
) -> None:
    pay(agreement, by, now, "50000", "help")
    pay(agreement, by, now, "40000", "help", year=2)
    years = found(agreement, years_on(now.date(), 1)).years
    assert [each.words for each in years[:2]] == [
        "made up for by what was paid for another year", "£10,000.00 more than agreed",
    ]  # fmt: skip
    assert not years[0].is_late


class TestThePages:
    @pytest.fixture
    def desk(self, cast: Any, by: Worker) -> Client:
        return cast.client(by)  # type: ignore[no-any-return]

    def form(self, desk: Client, address: str) -> dict[str, str]:
        form = Form("")
        form.feed(desk.get(address).content.decode())
        return form.values

    def test_an_agreement_taken_from_a_proposal_keeps_its_reserve(self, desk: Client, calculation: Calculation) -> None:
        address = reverse("funding-new", args=[calculation.pk]) + "?years=2&rule=benefit"
        values = self.form(desk, address)
        saved = [Decimal(values[f"reserve-{number}-1"] or 0) for number in range(6)]
        assert sum(saved) == Decimal("7100.00")  # 5 % of the year's £142,000
        desk.post(address, values | {"begins_on": "1 April 2026", "words": "The board agreed."})
        rows = Contribution.objects.filter(purpose="reserve")
        assert sum(row.amount for row in rows if row.year == 1) == Decimal("7100.00")
        assert sum(row.amount for row in rows if row.year == 2) == Decimal("3300.00")

    def test_somebody_else_may_put_into_it_and_wrong_amounts_come_back(
        self, desk: Client, calculation: Calculation
    ) -> None:
        address = reverse("funding-new", args=[calculation.pk]) + "?years=1"
        usual = self.form(desk, address) | {"begins_on": "1 April 2026", "words": "Agreed.", "amount-0-1": "5"}
        for said, words in (({"reserve-6-1": "5"}, "Say who that is."), ({"reserve-0-1": "lots"}, "no amount")):
            answer = desk.post(address, usual | said)
            assert (answer.status_code, words in answer.content.decode()) == (422, True)
            assert '<details class="govuk-details" open>' in answer.content.decode()
        assert desk.post(address, usual | {"reserve-6-1": "5", "other": "a charity"}).status_code == 302
        assert Contribution.objects.get(purpose="reserve").agency == "a charity"

    def test_paid_in_and_given_back_by_the_form(self, desk: Client, agreement: FundingAgreement) -> None:
        address = reverse("payment-new", args=[agreement.pk])
        usual = {"agency": "council", "year": "1", "paid_on": f"{agreement.begins_on:%-d %B %Y}", "note": ""}
        for purpose, amount in (("reserve", "3,000"), ("given_back", "500")):
            values = self.form(desk, address) | usual | {"purpose": purpose, "amount": amount}
            answer = desk.post(address, values, follow=True)
        text = answer.content.decode()
        assert "£3,000.00 is paid in and £500.00 given back, so £2,500.00 is held." in text
        assert '<td data-label="What">given back out of the reserve</td>' in text
        back = reverse("payment-take-back", args=[Payment.objects.get(purpose="given_back").pk])
        assert "£500.00 given back to council, " in desk.get(back).content.decode()
        assert (
            "so £2,500.00 is held."
            in desk.get(reverse("fundings", args=[agreement.version.calculation_id])).content.decode()
        )

    def test_without_a_reserve_nothing_of_it_is_asked_or_shown(
        self, desk: Client, calculation: Calculation, by: Worker, now: datetime
    ) -> None:
        plain = worth.agreed(calculation, by=by, at=now, begins_on=now.date())
        assert "purpose" not in self.form(desk, reverse("payment-new", args=[plain.pk]))
        assert "The reserve" not in desk.get(reverse("funding", args=[plain.pk])).content.decode()

    def test_the_page_asks_as_often_for_many_agreements_as_for_one(
        self, desk: Client, agreement: FundingAgreement, by: Worker, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        address = reverse("fundings", args=[agreement.version.calculation_id])
        pay(agreement, by, now, "250", "reserve")
        with django_assert_max_num_queries(20) as few:
            desk.get(address)
        for _ in range(4):
            another = worth.agreed(
                agreement.version.calculation, by=by, at=now, begins_on=now.date(), reserve=SAVED
            )  # fmt: skip
            pay(another, by, now, "250", "reserve")
        with django_assert_max_num_queries(len(few)):
            assert desk.get(address).content.decode().count("£250.00 is paid in") == 5
