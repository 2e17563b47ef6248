"""Joiners, movers and leavers, and handing on what somebody holds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.agencies import handing_on, standing
from oneplan.web.agencies.actions import handing, workers
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.agencies.forms.workers import HandOnForm, JoinForm, LeaveForm, LeavesOnForm, MoveForm, WorkerForm
from oneplan.web.agencies.models import Worker
from oneplan.web.agencies.views.saving import form_page
from oneplan.web.site.requests import SignedInRequest


@page(Permission.AREA_CONFIGURE)
def join(request: SignedInRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    return form_page(
        request, form, title="Add a worker", then=reverse("colleagues"), button="Add the worker",
        intro="They can be named in plans from now on. How they sign in is made apart from this.",
        saved="The worker is there.",
        save=lambda data: workers.join(
            says=form.says(), post=form.post(), on=data["on"], by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = _managed(request, pk)
    form = WorkerForm(request.POST or None, initial=WorkerForm.of(worker))
    return form_page(
        request, form, title=f"Change what colleagues read of {worker.name}", then=reverse("colleague", args=[pk]),
        of=WorkerForm.of,
        save=lambda data: workers.change(
            worker=worker, version=_number(data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
@step_up
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = _managed(request, pk)
    initial = MoveForm.of(worker) | {"on": day_words(timezone.localdate())}
    form = MoveForm(request.POST or None, initial=initial)
    return form_page(
        request, form, title=f"Another role, team or agency for {worker.name}", then=reverse("colleague", args=[pk]),
        of=MoveForm.of, button="Move", intro=f"Now: {worker.job_title}, {worker.team or 'no team'}, {worker.agency}.",
        save=lambda data: workers.move(
            worker=worker, version=_number(data["version"]), post=form.post(), on=data["on"], by=request.worker,
            at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def leaving(request: SignedInRequest, pk: int) -> HttpResponse:
    """What they hold, and each thing's way to a colleague; first the day, last the end of access."""
    worker = _managed(request, pk)
    held = handing_on.everything(worker, asker=request.worker, today=timezone.localdate())
    viewlog.saw(*(each.shows for _, things in held for each in things if each.shows is not None))
    context = {
        "worker": worker, "held": held, "number": handing_on.number(held),
        "may_configure": standing.configures(request.worker),
    }  # fmt: skip
    return render(request, "agencies/leaving.html", context)


@page(Permission.TEAM_MANAGE)
def leaves_on(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = _managed(request, pk)
    form = LeavesOnForm(request.POST or None, initial={"leaves_on": day_words(worker.leaves_on)})
    return form_page(
        request, form, title=f"When does {worker.name} leave?", then=reverse("worker-leaving", args=[pk]),
        intro="Colleagues see it, and nothing new is handed to them. Access ends later, when all is handed on.",
        save=lambda data: workers.announce_leaving(
            worker=worker, on=data["leaves_on"], by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def hand_on(request: SignedInRequest, pk: int, kind: str, thing: int) -> HttpResponse:
    worker = _managed(request, pk)
    keeper, held = _held(request, worker, kind=kind, thing=thing)
    form = HandOnForm(
        request.POST or None, worker=worker, needs_person=keeper.needs_person, initial={"why": _why(worker)}
    )
    if held.shows is not None:
        viewlog.saw(held.shows)
    return form_page(
        request, form, title=f"Hand on: {held.what}", then=reverse("worker-leaving", args=[pk]), button="Hand it on",
        intro=" · ".join(part for part in (held.whose, f"until now {worker.name}") if part),
        saved=f"Handed on: {held.what}.",
        save=lambda data: handing.pass_on(
            worker=worker, kind=kind, pk=thing, to=form.chosen(), why=data["why"], by=request.worker,
            at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def hand_on_all(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = _managed(request, pk)
    held = handing_on.everything(worker, asker=request.worker, today=timezone.localdate())
    if not held and request.method != "POST":
        return redirect("worker-leaving", pk)
    form = HandOnForm(request.POST or None, worker=worker, needs_person=True, initial={"why": _why(worker)})

    def save(data: dict[str, str]) -> None:
        to = form.chosen()
        if to is not None:
            number = handing.pass_all(worker=worker, to=to, why=data["why"], by=request.worker, at=timezone.now())
            messages.success(request, f"{number} handed on to {to.name}. They were told.")

    return form_page(
        request, form, title=f"Hand everything on from {worker.name}", save=save, button="Hand everything on",
        then=reverse("worker-leaving", args=[pk]), intro=f"{handing_on.in_words(held)}, all to one colleague.",
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
@step_up
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = _managed(request, pk)
    usual = {"on": day_words(worker.leaves_on or timezone.localdate())}
    form = LeaveForm(request.POST or None, initial=usual)
    return form_page(
        request, form, title=f"End {worker.name}'s access", then=reverse("worker-leaving", args=[pk]),
        button="End access", grave=True, saved=f"{worker.name} has left. They can sign in no more.",
        intro="What they wrote stays, with their name. Their sign-in is switched off in the same moment.",
        save=lambda data: workers.leave(worker=worker, on=data["on"], by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _managed(request: SignedInRequest, pk: int) -> Worker:
    worker = Worker.objects.select_related("agency", "team").filter(pk=pk).first()
    if worker is None:
        raise Http404("There is no colleague with that number. Look them up by name.")
    standing.require_manages(by=request.worker, worker=worker)
    return worker


def _held(
    request: SignedInRequest, worker: Worker, *, kind: str, thing: int
) -> tuple[handing_on.Keeper, handing_on.Held]:
    for keeper, things in handing_on.everything(worker, asker=request.worker, today=timezone.localdate()):
        for each in things:
            if (keeper.kind, each.pk) == (kind, thing):
                return keeper, each
    raise Http404(f"{worker.name} does not hold this any more. Look at what is left.")


def _why(worker: Worker) -> str:
    return f"{worker.name} is leaving." if worker.leaves_on or not worker.is_active else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
