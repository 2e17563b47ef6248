"""A page with one form: read it, one call to an action, the refusal in plain words, the answer."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from oneplan.web.casework.actions.appointments import CannotChangeDiary
from oneplan.web.casework.actions.goals import CannotChangeGoal
from oneplan.web.casework.actions.linked import CannotLinkPlan
from oneplan.web.casework.actions.meetings import CannotRecordMeeting
from oneplan.web.casework.actions.plans import CannotChangePlan
from oneplan.web.casework.actions.referrals import CannotChangeReferral
from oneplan.web.casework.actions.steps import CannotChangeStep
from oneplan.web.casework.actions.team import CannotChangeTeam
from oneplan.web.people.models import Family
from oneplan.web.sharing.actions.disclosures import CannotDisclose
from oneplan.web.site.forms import Form
from oneplan.web.site.held import LEFT_OUT
from oneplan.web.site.spells import ImpossibleSpell

REFUSALS = (
    CannotChangeDiary,
    CannotChangeGoal,
    CannotChangePlan,
    CannotChangeReferral,
    CannotChangeStep,
    CannotChangeTeam,
    CannotDisclose,
    CannotLinkPlan,
    CannotRecordMeeting,
    ImpossibleSpell,
)


def form_page(
    request: HttpRequest,
    *,
    family: Family,
    form: Form,
    title: str,
    save: Callable[[dict[str, Any]], object],
    then: tuple[Any, ...],
    template: str = "casework/plan_form.html",
    **also: Any,
) -> HttpResponse:
    """Show the form, or save it and go on to `then`. `also`: intro, button, left_out and what the template needs."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # several actions of one form are one save
                save(form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            also["untold"] = getattr(refusal, "agency", None)
        else:
            return redirect(*then)
    context = {"family": family, "form": form, "title": title, "back": resolve_url(*then)} | also
    return render(request, template, context, status=422 if form.errors else 200)


def back_to(request: HttpRequest, *then: Any) -> HttpResponse:
    """Go to where the button was pressed, when that is one of our pages; else to `then`."""
    place = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(place, allowed_hosts={request.get_host()}):
        return redirect(place)
    return redirect(*then)


def conflict_page(
    request: HttpRequest,
    *,
    family: Family,
    title: str,
    rows: list[tuple[str, str, str]],
    form: Any,
    back: str,
    carried: Collection[str] = (),
) -> HttpResponse:
    """Show both versions side by side; `form` holds yours, ready to be saved over theirs or joined with it.

    `carried`: what was sent beside the form's own fields and goes along unseen.
    """
    kept = [(name, values) for name, values in form.data.lists() if name not in LEFT_OUT]
    context = {"family": family, "title": title, "rows": rows, "form": form, "kept": kept, "back": back}
    context["carried"] = [(name, values) for name, values in kept if name in carried]
    return render(request, "casework/plan_conflict.html", context, status=409)
