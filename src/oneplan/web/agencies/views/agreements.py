"""Agreements on sharing: which there are, what each says, changing them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import agreements
from oneplan.web.agencies.forms.agreements import AgreementEndForm, AgreementForm
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.agencies.models import SharingAgreement
from oneplan.web.agencies.reads import agreements as reads
from oneplan.web.agencies.views.saving import form_page
from oneplan.web.site.requests import SignedInRequest


@page(Permission.AGREEMENT_VIEW)
def every(request: SignedInRequest) -> HttpResponse:
    lines = reads.lines(today=timezone.localdate())
    context = {
        "lines": [line for line in lines if not line.is_over],
        "over": [line for line in lines if line.is_over],
        "may_configure": standing.configures(request.worker),
    }
    return render(request, "agencies/agreements.html", context)


@page(Permission.AGREEMENT_VIEW)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = _agreement(pk)
    context = {
        "line": reads.line(agreement, today=timezone.localdate()),
        "agreement": agreement,
        "versions": reads.versions(agreement),
        "may_configure": standing.configures(request.worker),
    }
    return render(request, "agencies/agreement.html", context)


@page(Permission.AREA_CONFIGURE)
def new(request: SignedInRequest) -> HttpResponse:
    form = AgreementForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    return form_page(
        request, form, title="Add an agreement on sharing", then=reverse("agreements"), button="Add the agreement",
        save=lambda _: agreements.make(says=form.says(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = _agreement(pk)
    form = AgreementForm(request.POST or None, now=agreement, initial=AgreementForm.of(agreement))
    return form_page(
        request, form, title=f"Change or renew: {agreement}", then=reverse("agreement", args=[agreement.pk]),
        of=AgreementForm.of, intro="What was shared under the words before keeps them.",
        save=lambda data: agreements.change(
            agreement=_seen(agreement, data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    agreement = _agreement(pk)
    form = AgreementEndForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    return form_page(
        request, form, title=f"End: {agreement}", then=reverse("agreement", args=[agreement.pk]), grave=True,
        button="End the agreement", intro="From that day nothing is shared under it any more.",
        save=lambda data: agreements.end(agreement=agreement, on=data["on"], by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _agreement(pk: int) -> SharingAgreement:
    found = reads.newest(pk)
    if found is None:
        raise Http404("There is no such agreement. Look at the list.")
    return found


def _seen(agreement: SharingAgreement, version: str) -> SharingAgreement:
    is_number = version.isascii() and version.isdigit() and len(version) < 16
    rows = SharingAgreement.objects.filter(thread=agreement.thread)
    return (rows.filter(pk=int(version)).first() if is_number else None) or agreement
