"""Who is away and who answers meanwhile."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import covers
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.agencies.forms.workers import CoverEndForm, CoverForm, CoverWhoForm
from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.agencies.reads import pages
from oneplan.web.agencies.views.saving import form_page
from oneplan.web.site.requests import SignedInRequest


@page(Permission.TEAM_MANAGE)
def team(request: SignedInRequest) -> HttpResponse:
    """Who is away, whoever is leaving; and whom to name cover for."""
    form = CoverWhoForm(request.GET if "worker" in request.GET else None, workers=pages.managed_workers(request.worker))
    if form.is_bound and form.is_valid():
        return redirect("cover-new", form.cleaned_data["worker"].pk)
    shown = pages.team_cover(request.worker, today=timezone.localdate())
    is_everywhere = standing.configures(request.worker)
    context = {"shown": shown, "form": form, "is_everywhere": is_everywhere, "team": request.worker.team}
    return render(request, "agencies/covers.html", context, status=422 if form.errors else 200)


@page(Permission.TEAM_MANAGE)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = Worker.objects.select_related("agency").filter(pk=pk).first()
    if worker is None:
        raise Http404("There is no colleague with that number. Look them up by name.")
    standing.require_manages(by=request.worker, worker=worker)
    form = CoverForm(request.POST or None, worker=worker, initial={"on": day_words(timezone.localdate())})
    return form_page(
        request, form, title=f"Cover for {worker.name}", then=reverse("covers"), button="Save the cover",
        intro="Whoever answers sees these families on their day, and is on the family's page with their number.",
        saved=f"{worker.name} is covered, and both know it.",
        save=lambda data: covers.name(
            worker=worker, covered_by=data["covered_by"], on=data["on"], until=data["until"], note=data["note"],
            by=request.worker, at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    cover = _cover(request, pk)
    form = CoverForm(request.POST or None, worker=cover.worker, now=cover, initial=CoverForm.of(cover))
    return form_page(
        request, form, title=f"Change the cover for {cover.worker.name}", then=reverse("covers"), of=CoverForm.of,
        save=lambda data: covers.change(
            cover=_seen(cover, data["version"]), covered_by=data["covered_by"], on=data["on"], until=data["until"],
            note=data["note"], by=request.worker, at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    cover = _cover(request, pk)
    form = CoverEndForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    return form_page(
        request, form, title=f"{cover.worker.name} is back", then=reverse("covers"), button="End the cover",
        intro=f"{cover.covered_by.name} stops answering for them.",
        save=lambda data: covers.end(cover=cover, on=data["on"], by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _cover(request: SignedInRequest, pk: int) -> Cover:
    """The cover as it stands, also when an older version's number is asked for."""
    row = Cover.objects.filter(pk=pk).first()
    rows = Cover.objects.known().select_related("worker__agency", "covered_by")
    newest: Cover | None = rows.filter(thread=row.thread).first() if row else None
    if newest is None:
        raise Http404("There is no such cover any more. Look at the list.")
    standing.require_manages(by=request.worker, worker=newest.worker)
    return newest


def _seen(cover: Cover, version: str) -> Cover:
    is_number = version.isascii() and version.isdigit() and len(version) < 16
    rows = Cover.objects.select_related("worker__agency").filter(thread=cover.thread)
    return (rows.filter(pk=int(version)).first() if is_number else None) or cover
