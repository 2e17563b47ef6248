"""Looking up: agencies, contacts, colleagues, places, the calendar; for every worker, on a phone too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page, public
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.agencies.reads import finding, pages
from oneplan.web.site.requests import SignedInRequest


@page(Permission.AGENCY_VIEW)
def agencies(request: SignedInRequest) -> HttpResponse:
    found = finding.agencies(request.GET)
    context = {
        "found": found,
        "coordinators": [] if found.is_narrowed else pages.coordinators(by=request.worker, today=timezone.localdate()),
        "may_configure": standing.configures(request.worker),
    }
    return render(request, "agencies/agencies.html", context)


@page(Permission.AGENCY_VIEW)
def agency(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Agency, pk=pk)
    shown = pages.agency_page(found, by=request.worker, today=timezone.localdate())
    context = {"agency": found, "shown": shown, "may_configure": standing.configures(request.worker)}
    return render(request, "agencies/agency.html", context)


@page(Permission.AGENCY_VIEW)
def colleagues(request: SignedInRequest) -> HttpResponse:
    context = {"found": finding.colleagues(request.GET), "may_configure": standing.configures(request.worker)}
    return render(request, "agencies/colleagues.html", context)


@page(Permission.AGENCY_VIEW)
def colleague(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = Worker.objects.select_related("agency", "team").filter(pk=pk).first()
    if worker is None:
        raise Http404("There is no colleague with that number. Look them up by name.")
    context = {
        "worker": worker,
        "shown": pages.worker_page(worker, today=timezone.localdate()),
        "may_manage": standing.manages(request.worker, worker),
        "may_configure": standing.configures(request.worker),
    }
    return render(request, "agencies/colleague.html", context)


@page(Permission.AGENCY_VIEW)
def places(request: SignedInRequest) -> HttpResponse:
    context = {
        "localities": pages.localities(on=timezone.localdate()),
        "may_configure": standing.configures(request.worker),
    }
    return render(request, "agencies/places.html", context)


@page(Permission.AGENCY_VIEW)
def forums(request: SignedInRequest) -> HttpResponse:
    coming, past = pages.forums(today=timezone.localdate())
    context = {"coming": coming, "past": past, "may_configure": standing.configures(request.worker)}
    return render(request, "agencies/forums.html", context)


@public
def offers(request: HttpRequest) -> HttpResponse:
    """What agencies say of themselves to everybody; no worker and no family is named here."""
    return render(request, "agencies/offers.html", {"offers": pages.public_offers()})
