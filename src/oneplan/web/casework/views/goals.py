"""Pages about one goal."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import goals
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.forms.plan import GoalChangeForm, GoalForm, GoalStateForm, ReadingForm
from oneplan.web.casework.models import Goal
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads import plan as reads
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.casework.views.saving import REFUSALS, conflict_page, form_page
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One goal with all its readings and what it said before."""
    goal = reads.goal_for(request.asker, pk, Permission.FAMILY_VIEW)
    sight = sight_of(request.asker, goal.plan.episode.family)
    card = reads.blocks_of([goal], asker=request.asker, day=timezone.localdate(), sight=sight)[0]
    context = {
        "family": goal.plan.episode.family, "card": card, "goal": goal, "versions": sight.versions(goal),
    }  # fmt: skip
    whose = goal.plan.episode.family
    context["may_keep"] = policy.decision(Permission.STORY_CHANGE, asker=request.asker, family=whose).allowed
    return render(request, "casework/goal.html", context)


@page(Permission.PLAN_CHANGE)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = GoalForm(request.POST or None, hand=hand)
    return form_page(
        request, family=family, form=form, title="Add a goal", then=("plan", family.pk), button="Add the goal",
        intro="Only the first line is needed. The rest can follow when it is known.",
        save=lambda _: goals.add(family=family, says=form.says(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = reads.goal_for(request.asker, pk, Permission.PLAN_CHANGE)
    family = goal.plan.episode.family
    form = _change_form(request, goal, family=family)

    def save(data: dict[str, Any]) -> None:
        goals.change(
            goal=goal, version=data["version"], says=form.says(), reason=data["reason"], by=request.worker,
            at=timezone.now(),
        )  # fmt: skip

    try:
        return form_page(
            request, family=family, form=form, title="Change the goal", save=save, then=("plan", family.pk)
        )
    except ChangedMeanwhile as clash:
        mended = _change_form(request, goal, family=family, version=clash.version)
        rows = _rows(clash.theirs, clash.yours, form=form)
        back = resolve_url("plan", family.pk)
        return conflict_page(request, family=family, title=goal.title, rows=rows, form=mended, back=back)


@page(Permission.PLAN_CHANGE)
def focus(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = reads.goal_for(request.asker, pk, Permission.PLAN_CHANGE)
    return _press(request, goal, lambda: goals.focus(goal=goal, by=request.worker, at=timezone.now()))


@page(Permission.PLAN_CHANGE)
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move a goal one place earlier or later."""
    goal = reads.goal_for(request.asker, pk, Permission.PLAN_CHANGE)
    ids = list(goal.plan.goals.values_list("pk", flat=True))
    here = ids.index(goal.pk)
    there = min(max(here + (1 if request.POST.get("direction") == "later" else -1), 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    family = goal.plan.episode.family
    return _press(request, goal, lambda: goals.reorder(family=family, goals=ids, by=request.worker, at=timezone.now()))


@page(Permission.PLAN_CHANGE)
def state(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = reads.goal_for(request.asker, pk, Permission.PLAN_CHANGE)
    family = goal.plan.episode.family
    form = GoalStateForm(request.POST or None)
    return form_page(
        request, family=family, form=form, title=f"How does it stand: {goal.title}", then=("plan", family.pk),
        save=lambda data: goals.move(goal=goal, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.ACTION_REPORT)
def reading(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = reads.goal_for(request.asker, pk, Permission.ACTION_REPORT)
    family = goal.plan.episode.family
    form = ReadingForm(request.POST or None)

    def save(data: dict[str, Any]) -> None:
        goals.add_reading(
            goal=goal, on=data["on"] or timezone.localdate(), words=data["words"], value=data["value"],
            said_by=data["said_by"], source=data["source"], by=request.worker, at=timezone.now(),
        )  # fmt: skip

    return form_page(
        request, family=family, form=form, title=f"How is it now: {goal.title}", save=save, then=("plan", family.pk)
    )


def _press(request: SignedInRequest, goal: Goal, save: Any) -> HttpResponse:
    """A button without a form: shown again on the plan, with the refusal if there is one."""
    family = goal.plan.episode.family
    if request.method == "POST":
        try:
            save()
        except REFUSALS as refusal:
            context = {"family": family, "title": goal.title, "reason": str(refusal)}
            return render(request, "casework/plan_refused.html", context, status=422)
    return redirect("plan", family.pk)


def _change_form(request: SignedInRequest, goal: Goal, *, family: Family, version: int | None = None) -> GoalChangeForm:
    hand = parties.at_hand(family, day=timezone.localdate())
    if request.method != "POST":
        says = GoalWords.of(goal)
        initial = {each.name: getattr(says, each.name) for each in fields(says)}
        initial |= {"people": [parties.key(person) for person in says.people], "version": goal.version}
        return GoalChangeForm(initial=initial, hand=hand)
    data = request.POST.copy()
    if version is not None:
        data["version"] = str(version)
    return GoalChangeForm(data, hand=hand)


def _rows(theirs: GoalWords, yours: GoalWords, *, form: GoalChangeForm) -> list[tuple[str, str, str]]:
    """The lines where the two differ."""
    names = [each.name for each in fields(GoalWords)]
    both = [(str(form.fields[name].label), _said(theirs, name), _said(yours, name)) for name in names]
    return [row for row in both if row[1] != row[2]]


def _said(words: GoalWords, name: str) -> str:
    value = getattr(words, name)
    if name == "people":
        return listing(person.short_name for person in value) or "everyone"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
