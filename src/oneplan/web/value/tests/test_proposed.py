"""An agreement begins with what a rule proposes: as what, in which pounds, and where to write what is wanting."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.web.agencies.models import Worker
from oneplan.web.value.models import Calculation, Contribution, FundingAgreement
from tests import worth
from tests.forms.reading import Form

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R341", "R345")]


@pytest.fixture
def desk(cast: Any, by: Worker) -> Client:
    return cast.client(by)  # type: ignore[no-any-return]


def test_an_agreement_begins_with_what_a_rule_proposes(desk: Client, calculation: Calculation) -> None:
    text = desk.get(reverse("fundings", args=[calculation.pk]) + "?rule=benefit").content.decode()
    assert "In proportion to what each gets back" in text
    assert text.count("<svg") == 2
    form = Form("")
    form.feed(desk.get(reverse("funding-new", args=[calculation.pk]) + "?years=2&rule=benefit").content.decode())
    amounts = [Decimal(form.values[f"amount-{number}-1"] or 0) for number in range(6)]
    assert sum(amounts) == Decimal("142000.00")
    assert amounts[1] == 0
    said = form.values | {"begins_on": "1 April 2026", "words": "The board agreed."}
    assert desk.post(reverse("funding-new", args=[calculation.pk]) + "?years=2&rule=benefit", said).status_code == 302
    assert Contribution.objects.filter(year=1, purpose="help").count() == 5


def test_a_rule_that_cannot_be_said_leads_to_where_it_is_written(
    cast: Any, desk: Client, calculation: Calculation
) -> None:
    address = reverse("fundings", args=[calculation.pk])
    text = desk.get(address).content.decode()
    assert "Where it is written, what each can carry" in text
    assert "    &quot;council&quot;: …" in text
    assert f'<a href="{reverse("calculation-version-new", args=[calculation.pk])}">Change the model' in text
    assert '<td data-label="In proportion to what each can carry" class="op-table__number">cannot be said</td>' in text
    others = cast.client(cast.others["analyst"]).get(address).content.decode()
    assert "A commissioner, data manager or administrator changes the model." in others


def test_who_would_put_in_more_than_comes_back_is_marked_and_said(desk: Client, by: Worker, now: datetime) -> None:
    able = ("{council: 1, school: 0, Police: 0, NHS / Acute Trust / Hospital: 0, Criminal Justice System: 0, "
            "Local Authority / Housing Services: 1}")  # fmt: skip
    text = worth.TEXT.replace("funding: {reserve: 5 %}", f"funding: {{reserve: 5 %, ability: {able}}}")
    calculation = worth.begun(by=by, at=now, text=text, name="Who is able")
    said = desk.get(reverse("fundings", args=[calculation.pk])).content.decode()
    assert "<li>School would put in £10,000.00 and get nothing back.</li>" in said
    assert "<li>Local Authority / Housing Services would put in £" in said
    assert (
        "* More than comes back to who puts it in, as worth now. What goes into the reserve counts as put in." in said
    )
    cell = (
        '<td data-label="As things are now" class="op-table__number"><span aria-hidden="true">*&nbsp;</span>£10,000.00'
    )
    assert f'{cell}<span class="govuk-visually-hidden">, more than comes back</span></td>' in said
    assert "<b>Together</b>" in said
    assert "<b>Of it held as a reserve</b>" in said


def test_of_which_pounds_amounts_are_is_said(
    desk: Client, calculation: Calculation, agreement: FundingAgreement
) -> None:
    pages = [reverse("fundings", args=[calculation.pk]), reverse("funding", args=[agreement.pk]),
             reverse("funding-new", args=[calculation.pk]) + "?rule=benefit"]  # fmt: skip
    for address in pages:
        assert "in pounds of 2015/16" in desk.get(address).content.decode()


def test_who_gives_in_kind_now_is_proposed_in_kind(desk: Client, calculation: Calculation) -> None:
    for asked in ("?years=1", "?years=1&rule=as_now"):
        address = reverse("funding-new", args=[calculation.pk]) + asked
        form = Form("")
        form.feed(desk.get(address).content.decode())
        assert [form.values[f"kind-{number}"] for number in range(3)] == ["cash", "in_kind", "cash"]
    assert form.values["amount-1-1"] == "6900.97"
    said = form.values | {"begins_on": f"{timezone.localdate():%-d %B %Y}", "words": "The board agreed."}
    text = desk.post(address, said, follow=True).content.decode()
    assert "£6,900.97 to give by" in text
    assert "£135,099.03 to pay by" in text
    assert "£0.00 is paid or given" in text
    made = FundingAgreement.objects.get()
    asks = desk.get(reverse("payment-new", args=[made.pk])).content.decode()
    assert "Who paid or gave?" in asks
    assert "Of what was given in kind: what it is worth." in asks


def test_who_gives_money_and_in_kind_has_a_line_for_each(desk: Client, by: Worker, now: datetime) -> None:
    both = worth.TEXT.replace("not_priced:", "  desks: {words: desks, payer: council, kind: in_kind, by_year: "
                              "[44000], optimism: 0}\nnot_priced:")  # fmt: skip
    calculation = worth.begun(by=by, at=now, text=both, name="With desks")
    address = reverse("funding-new", args=[calculation.pk]) + "?years=1&rule=as_now"
    text = desk.get(address).content.decode()
    form = Form("")
    form.feed(text)
    assert "<legend>Council, money</legend>" in text
    assert "<legend>Council, in kind</legend>" in text
    assert "Council: a line for each kind of thing given now" in text
    kinds, amounts = ([form.values[f"{what}"] for what in whats] for whats in (
        ("kind-0", "kind-1", "kind-2"), ("amount-0-1", "amount-1-1", "amount-2-1")))  # fmt: skip
    assert kinds == ["cash", "in_kind", "in_kind"]
    assert sum(map(Decimal, amounts)) == Decimal("186000.00")
    assert Decimal(amounts[0]) / Decimal(amounts[1]) == pytest.approx(Decimal("4.5"), abs=Decimal("0.0001"))
    said = form.values | {"begins_on": f"{timezone.localdate():%-d %B %Y}", "words": "The board agreed."}
    assert "to pay or give by" in desk.post(address, said, follow=True).content.decode()
    rows = Contribution.objects.filter(agency="council", purpose="help").order_by("pk")
    assert [each.kind for each in rows] == ["cash", "in_kind"]


@pytest.mark.parametrize("rule", ["ability", "<b>", ""])
def test_a_rule_that_cannot_be_proposes_nothing_or_what_is_now(
    desk: Client, calculation: Calculation, rule: str
) -> None:
    for name in ("fundings", "funding-new"):
        address = reverse(name, args=[calculation.pk])
        assert desk.get(address, {"rule": rule, "years": "1"}).status_code == 200
