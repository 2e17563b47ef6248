"""Asking for help, and following what became of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access.pages import page
from oneplan.web.frontdoor import reads
from oneplan.web.frontdoor.actions import requests
from oneplan.web.frontdoor.forms import RequestForm
from oneplan.web.frontdoor.models import Request
from oneplan.web.people import reads as people
from oneplan.web.people.models import Family
from oneplan.web.site import lists
from oneplan.web.site.requests import SignedInRequest

_TAKES_CALLS = frozenset({Role.FRONT_DOOR, Role.TEAM_MANAGER})


@page(Permission.REQUEST_MAKE)
def request_new(request: SignedInRequest) -> HttpResponse:
    family = _family(request)
    form = RequestForm(
        request.POST or None,
        asker_known=request.worker.role not in _TAKES_CALLS,
        family_known=family is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            asking = _make(request, form, family=family)
        except requests.CannotMakeRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("request-received", asking.pk)
    context = {"form": form, "family": family, "levels": lists.items("level")}
    return render(request, "frontdoor/request_new.html", context, status=422 if form.errors else 200)


@page(Permission.REQUEST_MAKE)
def request_received(request: SignedInRequest, pk: int) -> HttpResponse:
    asking = reads.own_request(request.worker, pk)
    decision = getattr(asking, "decision", None)
    return render(request, "frontdoor/request_received.html", {"asking": asking, "decision": decision})


def _family(request: SignedInRequest) -> Family | None:
    """The family a worker already helping asks for (`?family=F-1042`), if they may open it."""
    reference = request.GET.get("family", "")
    if not reference.startswith("F-") or not reference[2:].isdigit():
        return None
    return people.family_for(request.asker, int(reference[2:]) - 1000, Permission.FAMILY_VIEW)


def _make(request: SignedInRequest, form: RequestForm, *, family: Family | None) -> Request:
    said = form.cleaned_data
    is_known = "asks" not in form.fields
    asking = requests.make(
        family=family,
        people=said.get("people", []),
        reason=said["reason"],
        needs=said["needs"],
        safety=Request.Safety(said["safety"]),
        safeguarding=said["safeguarding"],
        family_agrees=said["agrees"],
        hoped_for=said["hoped_for"],
        in_place=said["in_place"],
        assessment_received=said["assessment_received"],
        from_worker=request.worker if is_known else None,
        from_agency=said.get("agency"),
        from_words=_asker_words(form),
        by=request.worker,
        at=timezone.now(),
    )
    messages.success(request, f"Saved. The log number is {asking.log_number}.")
    return asking


def _asker_words(form: RequestForm) -> str:
    said = form.cleaned_data
    if said.get("asks") == "family":
        name = said.get("from_words", "")
        return f"{requests.THEMSELVES}: {name}" if name else requests.THEMSELVES
    agency = said.get("agency")
    return str(said.get("from_words") or agency or "")
