"""What agencies agreed to pay is held against what they paid; a wrong payment is taken back, and nothing is lost."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.value.actions import Cannot, calculations, funding
from oneplan.web.value.actions.funding import FundingWords, PaymentWords, Promise
from oneplan.web.value.models import Calculation, Contribution, FundingAgreement, Payment
from oneplan.web.value.models.funding import years_on
from oneplan.web.value.reads import funding as reads
from tests import worth
from tests.forms.reading import Form

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R341", "R345")]


def pay(agreement: FundingAgreement, by: Worker, now: datetime, amount: str = "60000", **other: Any) -> Payment:
    said: dict[str, Any] = {"agency": "council", "year": 1, "amount": Decimal(amount), "paid_on": now.date()} | other
    return funding.record_payment(agreement=agreement, says=PaymentWords(**said), by=by, at=now)


def words(agreement: FundingAgreement, today: date) -> list[tuple[str, int, str]]:
    agreement = FundingAgreement.objects.get(pk=agreement.pk)
    return [(each.agency, each.number, each.words) for each in reads.reconciled(agreement, today=today).years]


class TestAgreeing:
    def test_it_is_kept_by_agency_and_year(self, agreement: FundingAgreement, now: datetime, by: Worker) -> None:
        rows = agreement.contributions.order_by("pk").values_list("agency", "year", "kind", "amount")
        assert list(rows) == [
            ("council", 1, "cash", Decimal(60000)), ("council", 2, "cash", Decimal(30000)),
            ("school", 1, "cash", Decimal(5000)),
        ]  # fmt: skip
        assert (agreement.begins_on, agreement.until) == (now.date(), years_on(now.date(), 2))
        event = AuditEvent.objects.get(event="funding_agreed")
        assert "60000" not in str(event.payload)

    @pytest.mark.parametrize(
        ("says", "match"),
        [
            ({"words": " "}, "what was agreed"), ({"years": 0}, "1 to 10 years"), ({"years": 11}, "1 to 10 years"),
            ({"begins_on": date(9999, 4, 1)}, "Look at the year"), ({"begins_on": date(1, 4, 1)}, "Look at the year"),
            ({"promises": []}, "Nobody puts anything in"),
            ({"promises": [Promise("council", "cash", [Decimal(0)])]}, "Nobody puts anything in"),
            ({"promises": [Promise("council", "wishes", [Decimal(1)])]}, "Say who pays, and as what"),
            ({"promises": [Promise(" ", "cash", [Decimal(1)])]}, "Say who pays, and as what"),
            ({"promises": [Promise("council", "cash", [Decimal(-1)])]}, "below nothing"),
            ({"promises": [Promise("council", "cash", [Decimal(1)] * 3)]}, "a year after the end"),
            ({"promises": [Promise("council", "cash", [Decimal(1)])] * 2}, "there twice"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(
        self, calculation: Calculation, by: Worker, now: datetime, says: dict[str, Any], match: str
    ) -> None:
        said: dict[str, Any] = {"begins_on": now.date(), "years": 2, "words": "The board agreed.",
                "promises": [Promise("council", "cash", [Decimal(1)])]} | says  # fmt: skip
        with pytest.raises(Cannot, match=match):
            funding.agree(version=calculation.versions.get(), says=FundingWords(**said), by=by, at=now)
        assert not FundingAgreement.objects.exists()

    def test_on_what_is_used_no_longer_nobody_agrees(self, calculation: Calculation, by: Worker, now: datetime) -> None:
        calculations.retire(calculation=calculation, why="x", by=by, at=now)
        with pytest.raises(Cannot, match="was retired"):
            worth.agreed(calculation, by=by, at=now, begins_on=now.date())

    def test_nobody_else_may(self, cast: Any, calculation: Calculation, now: datetime) -> None:
        for who in ("analyst", "auditor"):
            with pytest.raises(NotAllowed):
                worth.agreed(calculation, by=cast.others[who], at=now, begins_on=now.date())

    def test_the_database_holds_no_contribution_of_nothing_and_none_twice(self, agreement: FundingAgreement) -> None:
        for amount, year in ((0, 3), (5, 1)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Contribution.objects.create(
                    agreement=agreement, agency="council", year=year, kind="cash", amount=amount
                )  # fmt: skip

    def test_a_leap_day_has_its_years(self) -> None:
        assert years_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
        assert years_on(date(2028, 2, 29), 4) == date(2032, 2, 29)


class TestPaying:
    def test_in_full_too_little_and_too_much(self, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        today = now.date()
        last = f"{years_on(today, 1) - timedelta(days=1):%-d %B %Y}"
        pay(agreement, by, now, "59999.50")
        assert words(agreement, today) == [
            ("council", 1, f"£0.50 to pay by {last}"), ("council", 2, "still to come"),
            ("school", 1, f"£5,000.00 to pay by {last}"),
        ]  # fmt: skip
        pay(agreement, by, now, "0.50")
        pay(agreement, by, now, "6000", agency="school")
        assert words(agreement, today)[0][2] == "paid in full"
        assert words(agreement, today)[2][2] == "£1,000.00 more than agreed"

    def test_what_was_paid_for_a_year_to_come_beyond_its_amount_covers_one_that_has_begun(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        today = now.date()
        pay(agreement, by, now, "5000", agency="school", year=2)
        pay(agreement, by, now, "40000", year=2)
        last = f"{years_on(today, 1) - timedelta(days=1):%-d %B %Y}"
        assert words(agreement, today) == [
            ("council", 1, f"£50,000.00 to pay by {last}"), ("council", 2, "£10,000.00 more than agreed"),
            ("school", 1, "made up for by what was paid for another year"),
            ("school", 2, "£5,000.00 more than agreed"),
        ]  # fmt: skip
        due, paid = reads.reconciled(agreement, today=today).sentences[:2]
        assert due == "£95,000.00 is agreed in all; for the years that have begun it is £65,000.00."
        assert paid.startswith("£45,000.00 is paid, £30,000.00 of it beyond what is due so far, and £50,000.00 of what")
        pay(agreement, by, now, "52000")
        assert words(agreement, today)[0][2] == "made up for by what was paid for another year"
        assert (
            "£32,000.00 of it beyond what is due so far, and £0.00"
            in (reads.reconciled(agreement, today=today).sentences[1])
        )

    def test_what_was_paid_too_much_is_taken_off_what_is_to_come(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        pay(agreement, by, now, "70000")
        assert words(agreement, now.date())[1][2] == "£20,000.00 still to come"
        pay(agreement, by, now, "20000")
        assert words(agreement, now.date())[1][2] == "made up for by what was paid for another year"

    def test_what_is_missing_after_its_year_is_late(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        pay(agreement, by, now, "50000")
        ends = years_on(now.date(), 1)
        assert "to pay by" in words(agreement, ends - timedelta(days=1))[0][2]
        assert words(agreement, ends)[0][2] == "£10,000.00 is missing since the year ended"
        found = reads.reconciled(agreement, today=ends)
        assert found.sentences == [
            "£95,000.00 is agreed in all; for the years that have begun it is £95,000.00.",
            "£50,000.00 is paid, and £45,000.00 of what is due is still to be paid.",
            "Council is late with £10,000.00.", "School is late with £5,000.00.",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("other", "match"),
        [
            ({"agency": "police"}, "police has agreed to nothing"), ({"year": 0}, "has 2 years"),
            ({"year": 3}, "has 2 years"), ({"amount": Decimal(0)}, "more than nothing"),
            ({"amount": Decimal(-5)}, "more than nothing"), ({"paid_on": date(2999, 1, 1)}, "still to come"),
        ],
    )  # fmt: skip
    def test_what_cannot_be(
        self, agreement: FundingAgreement, by: Worker, now: datetime, other: dict[str, Any], match: str
    ) -> None:
        said: dict[str, Any] = {"agency": "council", "year": 1, "amount": Decimal(5), "paid_on": now.date()} | other
        with pytest.raises(Cannot, match=match):
            funding.record_payment(agreement=agreement, says=PaymentWords(**said), by=by, at=now)
        assert not Payment.objects.exists()

    def test_the_second_of_two_who_record_the_same_is_told(
        self, cast: Any, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        pay(agreement, by, now)
        with pytest.raises(Cannot, match=f"{by.name} recorded this very payment already"):
            pay(agreement, cast.others["data_manager"], now)
        pay(agreement, cast.others["data_manager"], now, note="paid a second time")
        assert agreement.payments.count() == 2

    def test_nobody_else_may(self, cast: Any, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        payment = pay(agreement, by, now)
        analyst = cast.others["analyst"]
        with pytest.raises(NotAllowed):
            pay(agreement, analyst, now)
        with pytest.raises(NotAllowed):
            funding.take_back_payment(payment=payment, why="x", by=analyst, at=now)
        with pytest.raises(NotAllowed):
            funding.end(agreement=agreement, ended_on=now.date(), why="x", by=analyst, at=now)


class TestTakingBack:
    def test_both_entries_stay_and_sum_to_nothing(self, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        wrong = pay(agreement, by, now, "600000")
        back = funding.take_back_payment(payment=wrong, why="a nought too many", by=by, at=now)
        assert (back.amount, back.takes_back, back.note) == (-wrong.amount, wrong, "a nought too many")
        assert reads.reconciled(agreement, today=now.date()).whole.total.paid == 0
        pay(agreement, by, now, "600000")

    def test_once_and_with_a_reason(self, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        wrong = pay(agreement, by, now)
        with pytest.raises(Cannot, match="what was wrong"):
            funding.take_back_payment(payment=wrong, why=" ", by=by, at=now)
        back = funding.take_back_payment(payment=wrong, why="x", by=by, at=now)
        for payment, match in ((wrong, "taken back already"), (back, "takes a payment back itself")):
            with pytest.raises(Cannot, match=match):
                funding.take_back_payment(payment=payment, why="x", by=by, at=now)
        assert agreement.payments.count() == 2

    def test_the_database_takes_back_only_by_less(self, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        first = pay(agreement, by, now)
        for amount, of in ((-1, None), (1, first)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Payment.objects.create(
                    agreement=agreement, agency="council", year=1, amount=amount, paid_on=now.date(), takes_back=of,
                    recorded_by=by, recorded_at=now,
                )  # fmt: skip


class TestEnding:
    def test_years_that_begin_afterwards_are_not_owed(
        self, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        day = now.date() + timedelta(days=30)
        funding.end(agreement=agreement, ended_on=day, why="The school closes", by=by, at=now)
        later = years_on(now.date(), 3)
        assert words(agreement, later) == [
            ("council", 1, "£60,000.00 is missing since the year ended"),
            ("council", 2, "not owed: the agreement ended before this year began"),
            ("school", 1, "£5,000.00 is missing since the year ended"),
        ]  # fmt: skip
        pay(agreement, by, now)
        assert words(agreement, later)[0][2] == "paid in full"

    @pytest.mark.parametrize(
        ("days", "why", "match"), [(-1, "x", "a day within"), (731, "x", "within"), (1, " ", "why")]
    )
    def test_what_cannot_be(
        self, agreement: FundingAgreement, by: Worker, now: datetime, days: int, why: str, match: str
    ) -> None:
        with pytest.raises(Cannot, match=match):
            funding.end(agreement=agreement, ended_on=now.date() + timedelta(days=days), why=why, by=by, at=now)

    def test_once(self, agreement: FundingAgreement, by: Worker, now: datetime) -> None:
        funding.end(agreement=agreement, ended_on=now.date(), why="x", by=by, at=now)
        with pytest.raises(Cannot, match="ended already"):
            funding.end(agreement=agreement, ended_on=now.date(), why="x", by=by, at=now)


class TestThePages:
    @pytest.fixture
    def desk(self, cast: Any, by: Worker) -> Client:
        return cast.client(by)  # type: ignore[no-any-return]

    def send(self, desk: Client, address: str, **said: Any) -> Any:
        form = Form("")
        form.feed(desk.get(address).content.decode())
        return desk.post(address, form.values | said, follow=True)

    def agree(self, desk: Client, calculation: Calculation, **said: str) -> Any:
        address = reverse("funding-new", args=[calculation.pk]) + "?years=2"
        usual = {"begins_on": "1 April 2026", "words": "The board agreed."}
        return self.send(desk, address, **(usual | said))

    def test_an_agreement_by_the_form(self, desk: Client, calculation: Calculation) -> None:
        answer = self.agree(desk, calculation, **{
            "amount-0-1": "£60,000", "amount-0-2": "30000.50", "amount-1-1": "5000", "kind-1": "in_kind",
            "other": "a charity", "amount-6-1": "100",
        })  # fmt: skip
        assert answer.status_code == 200, answer.content.decode()
        rows = Contribution.objects.order_by("pk").values_list("agency", "year", "kind", "amount")
        assert list(rows) == [
            ("council", 1, "cash", 60000), ("council", 2, "cash", Decimal("30000.50")), ("school", 1, "in_kind", 5000),
            ("a charity", 1, "cash", 100),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("said", "wanted"),
        [
            ({"amount-0-1": "lots"}, "no amount of money"), ({"amount-0-1": "-5"}, "from 0 to"),
            ({"amount-0-1": "1.005"}, "pounds and pence"), ({"amount-6-1": "5"}, "Say who that is."),
            ({}, "Nobody puts anything in"), ({"amount-0-1": "5", "words": ""}, "Please answer."),
            ({"amount-0-1": "5", "begins_on": "spring 2026"}, "exact day"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_comes_back_with_what_was_typed(
        self, desk: Client, calculation: Calculation, said: dict[str, str], wanted: str
    ) -> None:
        answer = self.agree(desk, calculation, **said)
        assert answer.status_code == 422
        assert wanted in answer.content.decode()
        assert not FundingAgreement.objects.exists()

    @pytest.mark.parametrize("years", ["0", "11", "x", ""])
    def test_years_that_cannot_be_are_three(self, desk: Client, calculation: Calculation, years: str) -> None:
        text = desk.get(reverse("funding-new", args=[calculation.pk]), {"years": years}).content.decode()
        assert "who pays for 3 years" in text

    def test_paid_taken_back_and_ended_by_the_forms(self, desk: Client, agreement: FundingAgreement) -> None:
        paid_on = f"{agreement.begins_on:%-d %B %Y}"
        address = reverse("payment-new", args=[agreement.pk])
        answer = self.send(desk, address, agency="council", year="1", amount="600,000", paid_on=paid_on, note="no 17")
        assert "£540,000.00 more than agreed" in answer.content.decode()
        payment = agreement.payments.get()
        answer = self.send(desk, reverse("payment-take-back", args=[payment.pk]), why="a nought too many")
        text = answer.content.decode()
        assert "−£600,000.00" in text
        assert "taken back" in text
        assert "£60,000.00 to pay by" in text
        answer = self.send(desk, reverse("funding-end", args=[agreement.pk]), ended_on=paid_on, why="It closes")
        assert f"Ended on {paid_on}" in answer.content.decode()

    def test_a_double_click_records_one(self, desk: Client, agreement: FundingAgreement) -> None:
        address = reverse("payment-new", args=[agreement.pk])
        form = Form("")
        form.feed(desk.get(address).content.decode())
        said = form.values | {"agency": "council", "year": "1", "amount": "5", "note": "",
                              "paid_on": f"{agreement.begins_on:%-d %B %Y}"}  # fmt: skip
        for _ in range(2):
            assert desk.post(address, said).status_code == 302
        assert agreement.payments.count() == 1

    def test_an_analyst_reads_and_does_not_write(
        self, cast: Any, agreement: FundingAgreement, by: Worker, now: datetime
    ) -> None:
        payment = pay(agreement, by, now)
        client = cast.client(cast.others["analyst"])
        text = client.get(reverse("funding", args=[agreement.pk])).content.decode()
        assert "paid in full" in text
        assert "Take it back" not in text
        assert "Record a payment" not in text
        for name, pk in (
            ("payment-new", agreement.pk),
            ("payment-take-back", payment.pk),
            ("funding-end", agreement.pk),
        ):
            assert client.get(reverse(name, args=[pk])).status_code == 403

    @pytest.mark.parametrize("who", ["auditor", "evaluator", "priya", "green", "fay", "parent_account"])
    def test_who_sees_nothing(self, cast: Any, agreement: FundingAgreement, who: str) -> None:
        client = cast.client(cast.others.get(who) or getattr(cast, who))
        assert client.get(reverse("funding", args=[agreement.pk])).status_code == 403


def test_one_agency_is_written_in_one_way(calculation: Calculation, by: Worker, now: datetime) -> None:
    def agree(**amounts: Any) -> None:
        worth.agreed(calculation, by=by, at=now, begins_on=now.date(), years=2, **amounts)

    with pytest.raises(Cannot, match="“Council” is written “council” already"):
        agree(Council=["100"])
    with pytest.raises(Cannot, match="Write it in one way"):
        agree(SCHOOL=["100"])
    with pytest.raises(Cannot, match="“health” is written “Health” already"):
        agree(Health=["100"], health=["5"])
    assert not FundingAgreement.objects.exists()
    agree(health=["100"])


def test_nobody_paid_long_before_it_began(agreement: FundingAgreement, by: Worker, now: datetime) -> None:
    for days, is_refused in ((367, True), (366, False)):
        says = PaymentWords("council", 1, Decimal(100 + days), agreement.begins_on - timedelta(days=days))
        if is_refused:
            with pytest.raises(Cannot, match="more than a year before"):
                funding.record_payment(agreement=agreement, says=says, by=by, at=now)
        else:
            funding.record_payment(agreement=agreement, says=says, by=by, at=now)
    assert agreement.payments.count() == 1
