"""Pages of needs: those a request named beside those found later, and how each stands now."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import needs
from oneplan.web.casework.forms.notes import NeedForm, NeedStateForm, StrikeForm
from oneplan.web.casework.models import Need
from oneplan.web.casework.reads.circle import circle_of
from oneplan.web.casework.reads.family_page import needs_of
from oneplan.web.casework.reads.sight import require_shown, sight_of
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest

_HERE = "my-families"


@page(Permission.FAMILY_VIEW)
def needs_of_family(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    sight = sight_of(request.asker, family)
    found = needs_of(family, sight=sight)
    if found is None:
        raise policy.NotAllowed("Needs are seen by those who work with the family. You see the plan on its page.")
    struck = Need.objects.filter(family=family).exclude(struck_reason="").select_related("person")
    struck = struck if sight.needs else struck.none()
    viewlog.saw(*found.presenting, *found.found, *struck)
    may_change = policy.decision(Permission.STORY_CHANGE, asker=request.asker, family=family).allowed
    context = {"family": family, "needs": found, "struck": struck, "may_change": may_change, "here": _HERE,
               "is_partner": sight.is_partner}  # fmt: skip
    return render(request, "casework/family_needs.html", context)


@page(Permission.STORY_CHANGE)
def add_need(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.STORY_CHANGE)
    form = NeedForm(request.POST or None, people=circle_of(family, day=timezone.localdate()).people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            needs.found(
                family=family, code=data["code"], person=form.choosable.get(data["person"]), words=data["words"],
                how=data["how"], on=data["on"] or timezone.localdate(), by=request.worker, at=timezone.now(),
            )  # fmt: skip
        except needs.CannotAddNeed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The need is kept, with the other needs found later.")
            return redirect("family-needs", family.pk)
    context = {"family": family, "form": form, "here": _HERE}
    return render(request, "casework/family_need_new.html", context, status=422 if form.errors else 200)


@page(Permission.STORY_CHANGE)
def change_need(request: SignedInRequest, pk: int, need_pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.STORY_CHANGE)
    need = _need(family, need_pk)
    require_shown(request.asker, need)
    form = NeedStateForm(request.POST or None, initial={"state": need.state})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            needs.change_state(
                need=need, state=data["state"], words=data["words"], on=data["on"] or timezone.localdate(),
                by=request.worker, at=timezone.now(),
            )  # fmt: skip
        except needs.CannotChangeNeed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "How it stands now is kept.")
            return redirect("family-needs", family.pk)
    context = {"family": family, "need": need, "form": form, "here": _HERE}
    return render(request, "casework/family_need.html", context, status=422 if form.errors else 200)


@page(Permission.STORY_CHANGE)
def strike_need(request: SignedInRequest, pk: int, need_pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.STORY_CHANGE)
    need = _need(family, need_pk)
    require_shown(request.asker, need)
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            needs.strike(need=need, reason=form.cleaned_data["reason"], by=request.worker, at=timezone.now())
        except needs.CannotChangeNeed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is struck out. It can still be read, with your reason.")
            return redirect("family-needs", family.pk)
    context = {"family": family, "need": need, "form": form, "here": _HERE}
    return render(request, "casework/family_need_strike.html", context, status=422 if form.errors else 200)


def _need(family: Family, pk: int) -> Need:
    need = Need.objects.filter(family=family, pk=pk).select_related("person", "family").first()
    if need is None:
        raise Http404("This family has no need with that number. Open it again from the family's page.")
    viewlog.saw(need)
    return need
