"""The plan page, how it was agreed, other agencies' plans beside it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import linked, plans
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.forms.plan import AgreeForm, EndLinkedForm, LinkedForm
from oneplan.web.casework.models import LinkedPlan
from oneplan.web.casework.reads import plan as reads
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.casework.reads.team import referral_lines, thing_for
from oneplan.web.casework.views.saving import conflict_page, form_page
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    today = timezone.localdate()
    shown = reads.plan_page(family, asker=request.asker, day=today)
    waits = [
        line for line in referral_lines(family, day=today, sight=sight_of(request.asker, family)) if not line.is_over
    ]
    return render(request, "casework/plan.html", {"family": family, "page": shown, "waits": waits})


@page(Permission.PLAN_CHANGE)
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    plan = reads.plan_page(family, asker=request.asker, day=timezone.localdate()).plan
    initial = {"agreed_with": plan.agreed_with if plan else "", "version": plan.version if plan else 1}
    form = AgreeForm(request.POST or None, initial=initial)
    title = "How the family agreed"

    def save(data: dict[str, Any]) -> None:
        plans.agree(family=family, **data, by=request.worker, at=timezone.now())

    try:
        return form_page(request, family=family, form=form, title=title, save=save, then=("plan", family.pk))
    except ChangedMeanwhile as clash:
        data = request.POST.copy()
        data["version"] = str(clash.version)
        rows = [("Who made this plan, and how did they agree?", clash.theirs, clash.yours)]
        back = resolve_url("plan", family.pk)
        return conflict_page(request, family=family, title=title, rows=rows, form=AgreeForm(data), back=back)


@page(Permission.PLAN_CHANGE)
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    form = LinkedForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    return form_page(
        request, family=family, form=form, title="Add another plan", then=("plan", family.pk),
        intro="Another agency's plan, or one for a big day: a birth, leaving hospital, court.",
        save=lambda data: linked.add(family=family, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def end_linked(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = LinkedPlan.objects.filter(pk=pk)
    row = thing_for(rows, asker=request.asker, permission=Permission.PLAN_CHANGE, called="plan")
    form = EndLinkedForm(request.POST or None)
    return form_page(
        request, family=row.family, form=form, title="This plan ended", then=("plan", row.family_id),
        save=lambda data: linked.end(linked=row, on=data["on"], by=request.worker, at=timezone.now()),
    )  # fmt: skip
