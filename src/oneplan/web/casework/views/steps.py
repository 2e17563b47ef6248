"""Pages about the plan's actions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import steps
from oneplan.web.casework.forms.plan import HandOverForm, StepFinishForm, StepForm, StepReportForm
from oneplan.web.casework.models import Action
from oneplan.web.casework.reads import links, parties
from oneplan.web.casework.reads import plan as reads
from oneplan.web.casework.views.saving import REFUSALS, back_to, form_page
from oneplan.web.site.requests import SignedInRequest


@page(Permission.PLAN_CHANGE)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = reads.goal_for(request.asker, pk, Permission.PLAN_CHANGE)
    family = goal.plan.episode.family
    hand = parties.at_hand(family, day=timezone.localdate())
    form = StepForm(request.POST or None, hand=hand)

    def save(data: dict[str, Any]) -> None:
        steps.add(
            goal=goal, what=data["what"], owners=form.chosen(), due_on=data["due_on"], by=request.worker,
            at=timezone.now(),
        )  # fmt: skip

    return form_page(
        request, family=family, form=form, title="Add an action", save=save, then=("plan", family.pk),
        intro=f"For the goal “{goal.title}”.", left_out=hand.left_out, button="Add the action",
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def done(request: SignedInRequest, pk: int) -> HttpResponse:
    """The tick itself needs no words; the page behind it takes how it went, or that it is no longer needed."""
    step = reads.step_for(request.asker, pk, Permission.PLAN_CHANGE)
    family = step.goal.plan.episode.family
    if request.method == "POST" and "state" not in request.POST:
        return _press(request, step, lambda: steps.done(step=step, by=request.worker, at=timezone.now()))
    form = StepFinishForm(request.POST or None)

    def save(data: dict[str, Any]) -> None:
        if data["state"] == Action.State.DONE:
            steps.done(step=step, on=data["on"], how_it_went=data["words"], by=request.worker, at=timezone.now())
        else:
            steps.drop(step=step, on=data["on"], why=data["words"], by=request.worker, at=timezone.now())

    return form_page(
        request, family=family, form=form, title=step.what, save=save, then=("plan", family.pk),
        ask_by_link=reverse("link-report", args=[step.pk]) if links.who_can_report(step) else "",
    )  # fmt: skip


@page(Permission.ACTION_REPORT)
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    step = reads.step_for(request.asker, pk, Permission.ACTION_REPORT)
    form = StepReportForm(request.POST or None)
    return form_page(
        request, family=step.goal.plan.episode.family, form=form, title=step.what, button="Report",
        then=("plan", step.goal.plan.episode.family_id), intro="Say how it goes with what you took on.",
        save=lambda data: steps.report(step=step, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    step = reads.step_for(request.asker, pk, Permission.PLAN_CHANGE)
    return _press(request, step, lambda: steps.reopen(step=step, by=request.worker, at=timezone.now()))


@page(Permission.PLAN_CHANGE)
def owner(request: SignedInRequest, pk: int) -> HttpResponse:
    step = reads.step_for(request.asker, pk, Permission.PLAN_CHANGE)
    family = step.goal.plan.episode.family
    hand = parties.at_hand(family, day=timezone.localdate())
    form = HandOverForm(request.POST or None, hand=hand)

    def save(data: dict[str, Any]) -> None:
        steps.hand_over(step=step, to=form.chosen(), words=data["words"], by=request.worker, at=timezone.now())

    return form_page(
        request, family=family, form=form, title=f"Hand over: {step.what}", save=save, then=("plan", family.pk),
        left_out=hand.left_out, button="Hand it over",
        intro=f"Until now: {', '.join(parties.name(each) for each in steps.owners_of(step))}.",
    )  # fmt: skip


def _press(request: SignedInRequest, step: Action, save: Any) -> HttpResponse:
    family = step.goal.plan.episode.family
    if request.method == "POST":
        try:
            save()
        except REFUSALS as refusal:
            context = {"family": family, "title": step.what, "reason": str(refusal)}
            return render(request, "casework/plan_refused.html", context, status=422)
    return back_to(request, "plan", family.pk)
