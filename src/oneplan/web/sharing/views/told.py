"""The register of what was told to whom."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.actions import disclosures
from oneplan.web.sharing.forms.others import ToldForm
from oneplan.web.sharing.models import Disclosure
from oneplan.web.sharing.reads import register, speakers
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_WORK)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.FAMILY_WORK)
    lines = register.told(family, asker=request.asker)
    viewlog.saw(*(line.row for line in lines))
    may = policy.decision(Permission.CONSENT_RECORD, asker=request.asker, family=family).allowed
    return render(request, "sharing/told.html", {"family": family, "lines": lines, "may": may})


def _way_back(family: Family, refusal: Exception) -> tuple[str, str] | None:
    agency = getattr(refusal, "agency", None)
    if agency is None:
        return None
    return f"{reverse('agreed-talk', args=[family.pk])}?service={agency.pk}", f"Talk with them about {agency}"


@page(Permission.CONSENT_RECORD)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    family, today = family_for(request.asker, pk, Permission.CONSENT_RECORD), timezone.localdate()
    of = speakers.of(family, on=today)
    members = [row.person for row in of.members]
    form = ToldForm(
        request.POST or None,
        initial={"on": f"{today:%-d %B %Y}", "way": Disclosure.Way.SPOKEN},
        family=members,
        may_be_told=[person for person in members if not of.is_barred_from_somebody(person)],
        near=neighbours.agencies_around(family, on=today),
    )

    def save(data: dict[str, Any]) -> None:
        disclosures.record(
            family=family,
            what=data["what"],
            to=form.to(),
            way=Disclosure.Way(data["way"]),
            categories=data["categories"],
            people=form.chosen(),
            on=data["on"],
            by=request.worker,
            at=timezone.now(),
        )

    question = Question(
        title="Something was told",
        about=f"{family}. It is checked against what they agreed to. Copies and requests are kept by themselves.",
        back=reverse("told", args=[family.pk]),
        save=save,
        refusals={disclosures.CannotDisclose: None},
        offer=lambda refusal: _way_back(family, refusal),
    )
    return ask(request, form, question)
