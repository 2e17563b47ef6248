"""Telling another service something without consent."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.people.reads import family_for, members_on
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.actions import bases
from oneplan.web.sharing.forms.others import BasisForm, ReviewForm, SayWhyForm, WhyNotForm
from oneplan.web.sharing.models import SharingBasis
from oneplan.web.sharing.reads import bases as reads
from oneplan.web.sharing.views.rows import row_for
from oneplan.web.site.forms import Form
from oneplan.web.site.requests import SignedInRequest

_RISK = "Where somebody is at risk, a yes is not needed. Tell them first, unless that would put somebody in danger."


@page(Permission.SHARING_DECIDE)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    family, today = family_for(request.asker, pk, Permission.SHARING_DECIDE), timezone.localdate()
    form = BasisForm(
        request.POST or None,
        initial={"agency": request.GET.get("agency", "")},
        family=[row.person for row in members_on(family, day=today)],
        near=neighbours.agencies_around(family, on=today),
        on=today,
    )

    def save(data: dict[str, Any]) -> None:
        kept = {
            name: data[name] for name in ("agency", "categories", "ground", "reason", "family_knows", "family_told")
        }
        bases.decide(family=family, people=form.chosen(), by=request.worker, at=timezone.now(), **kept)

    question = Question(
        title="Tell a service without consent",
        about=f"{family}. {_RISK}",
        button="Decide",
        back=reverse("agreed", args=[family.pk]),
        save=save,
        refusals={bases.CannotShare: None},
    )
    return ask(request, form, question)


@page(Permission.SHARING_APPROVE)
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _basis(request, pk, Permission.SHARING_APPROVE)
    question = Question(
        title=f"Approve that {row.agency} is told?",
        about=f"{row.family}. Nothing is told on this before you approve it.",
        facts=reads.facts(row),
        button="Approve",
        other_way=(reverse("basis-refuse", args=[row.pk]), "No, and say why"),
        back=reverse("to-look-at"),
        save=lambda _: bases.approve(basis=row, by=request.worker, at=timezone.now()),
        refusals={bases.CannotShare: None},
    )
    return ask(request, Form(request.POST or None), question)


@page(Permission.SHARING_APPROVE)
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _basis(request, pk, Permission.SHARING_APPROVE)
    question = Question(
        title=f"{row.agency} is not to be told",
        about=f"{row.family}. It then never holds. {row.decided_by.name} is told that you said no.",
        facts=reads.facts(row),
        button="Do not approve it",
        back=reverse("to-look-at"),
        save=lambda data: bases.refuse(basis=row, reason=data["reason"], by=request.worker, at=timezone.now()),
        refusals={bases.CannotShare: "reason"},
    )
    return ask(request, WhyNotForm(request.POST or None), question)


@page(Permission.SHARING_DECIDE)
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _basis(request, pk, Permission.SHARING_DECIDE)
    question = Question(
        title=f"Is it still needed that {row.agency} is told?",
        about=str(row.family),
        facts=reads.facts(row),
        button="It is still needed",
        back=reverse("agreed", args=[row.family_id]),
        save=lambda data: bases.review(basis=row, **data, by=request.worker, at=timezone.now()),
        refusals={bases.CannotShare: "next_on"},
    )
    return ask(request, ReviewForm(request.POST or None), question)


@page(Permission.SHARING_DECIDE)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _basis(request, pk, Permission.SHARING_DECIDE)
    question = Question(
        title=f"{row.agency} is no longer told",
        about=str(row.family),
        facts=reads.facts(row),
        button="End it now",
        back=reverse("agreed", args=[row.family_id]),
        save=lambda data: bases.end(basis=row, reason=data["reason"], by=request.worker, at=timezone.now()),
        refusals={bases.CannotShare: "reason"},
    )
    return ask(request, SayWhyForm(request.POST or None), question)


def _basis(request: SignedInRequest, pk: int, permission: Permission) -> SharingBasis:
    rows = SharingBasis.objects.filter(pk=pk).select_related("agency", "decided_by")
    return row_for(request, rows, permission, called="decision")
