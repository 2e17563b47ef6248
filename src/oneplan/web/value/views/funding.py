"""Who pays for it: agreements on funding, what was paid, and what is late."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.value.actions import funding as actions
from oneplan.web.value.forms import WhyForm
from oneplan.web.value.forms_funding import EndForm, FundingForm, PaymentForm, YearsForm
from oneplan.web.value.models import FundingAgreement, Payment
from oneplan.web.value.models.funding import Purpose
from oneplan.web.value.reads import calculations as reads
from oneplan.web.value.reads import funding, results
from oneplan.web.value.reads.results import Told
from oneplan.web.value.reads.sharing import Sharing
from oneplan.web.value.reads.sharing import sharing as sharing_of
from oneplan.web.value.views.saving import address, form_page, the_calculation, works

USUAL_YEARS = 3


@page(Permission.VALUE_VIEW)
def every(request: SignedInRequest, pk: int) -> HttpResponse:
    calculation = the_calculation(pk)
    version = reads.newest(calculation)
    told = results.of_text(version.text)
    sharing = _sharing(told, request.GET.get("rule", ""))
    context = {
        "calculation": calculation, "version": version, "told": told, "sharing": sharing,
        "years": YearsForm(initial={"years": USUAL_YEARS}),
        "agreements": funding.agreements(calculation, today=timezone.localdate()),
        "works": works(request) and calculation.retired_at is None,
    }  # fmt: skip
    return render(request, "value/fundings.html", context)


@page(Permission.VALUE_WORK)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """The newest version's agencies, each with an amount by year."""
    calculation = the_calculation(pk)
    version = reads.newest(calculation)
    told = results.of_text(version.text)
    asked, sharing = YearsForm(request.GET), _sharing(told, request.GET.get("rule", ""))
    years = asked.cleaned_data["years"] if asked.is_valid() else USUAL_YEARS
    rule = sharing if "rule" in request.GET else None
    lines = sharing.lines(years, proposed=rule is not None) if sharing else []
    proposed, reserve = (rule.by_year(years), rule.reserve_by_year(years)) if rule else ({}, {})
    proposals = [actions.Promise(*each) for each in lines]
    form = FundingForm(request.POST or None, years=years, proposed=proposals, reserve=reserve)

    def save() -> object:
        return actions.agree(version=version, says=form.says(), by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title=f"Agree on who pays for {years} year{'' if years == 1 else 's'}", save=save,
        saved="It is written down.", then=lambda made: address("funding", made.pk), back=address("fundings", pk),
        template="value/funding_new.html", calculation=calculation, version=version, proposed=proposed and sharing,
        told=told,
    )  # fmt: skip


def _sharing(told: Told, rule: str) -> Sharing | None:
    return sharing_of(told.sure, rule=rule) if told.sure else None


@page(Permission.VALUE_VIEW)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = _the_agreement(pk)
    context = {
        "agreement": agreement, "calculation": agreement.version.calculation, "works": works(request),
        "told": results.of_text(agreement.version.text),
        "found": funding.reconciled(agreement, today=timezone.localdate()), "payments": funding.payments(agreement),
    }  # fmt: skip
    return render(request, "value/funding.html", context)


@page(Permission.VALUE_WORK)
def pay(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = _the_agreement(pk)
    form = PaymentForm(request.POST or None, agreement=agreement)
    return _form(
        request, agreement, form=form, title="Record a payment", saved="It is recorded.",
        save=lambda: actions.record_payment(
            agreement=agreement, says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.VALUE_WORK)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    payment = Payment.objects.select_related("agreement__version__calculation").filter(pk=pk).first()
    if payment is None:
        raise Http404("There is no such payment. Look at the agreement.")
    form = WhyForm(request.POST or None)
    return _form(
        request, payment.agreement, form=form, title="Take a payment back",
        saved="It is taken back. Both entries stay.",
        save=lambda: actions.take_back_payment(
            payment=payment, why=form.cleaned_data["why"], by=request.worker, at=timezone.now()
        ),
        button="Take it back", grave=True,
        intro=f"£{payment.amount:,} {_said(payment)}, {day_words(payment.paid_on)}, was recorded wrongly. "
        "Record the right one afterwards.",
    )  # fmt: skip


def _said(payment: Payment) -> str:
    if payment.purpose == Purpose.GIVEN_BACK:
        return f"given back to {payment.agency}"
    return f"paid by {payment.agency}" + (" into the reserve" if payment.purpose == Purpose.RESERVE else "")


@page(Permission.VALUE_WORK)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = _the_agreement(pk)
    form = EndForm(request.POST or None)
    return _form(
        request, agreement, form=form, title="End this agreement early", saved="It is ended.",
        save=lambda: actions.end(
            agreement=agreement, ended_on=form.cleaned_data["ended_on"], why=form.cleaned_data["why"],
            by=request.worker, at=timezone.now(),
        ),
        button="End it", grave=True,
        intro="Years that begin after that day are not owed. What was owed can still be paid.",
    )  # fmt: skip


def _form(request: SignedInRequest, agreement: FundingAgreement, **said: Any) -> HttpResponse:
    here = address("funding", agreement.pk)
    return form_page(request, then=lambda _: here, back=here, **said)


def _the_agreement(pk: int) -> FundingAgreement:
    rows = FundingAgreement.objects.select_related("version__calculation", "made_by", "ended_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such agreement. Look at the calculation.")
    return found
