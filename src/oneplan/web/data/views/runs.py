"""Runs: asked for, watched, looked at, published."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.data.actions import runs
from oneplan.web.data.models import Load, Run
from oneplan.web.data.reads import listing
from oneplan.web.data.views.saving import press, works
from oneplan.web.site.requests import SignedInRequest

_SAID = {
    "publish": (runs.publish, "Its figures hold now."),
    "stop": (runs.stop, "It stops after what it does just now."),
    "resume": (runs.resume, "It goes on."),
}


@page(Permission.FEED_VIEW)
def every(request: SignedInRequest) -> HttpResponse:
    waiting = Load.objects.filter(state=Load.State.WAITING).count()
    context = {"lines": listing.runs(), "works": works(request), "waiting": waiting, "titles": listing.titles()}
    return render(request, "data/runs.html", context)


@page(Permission.FEED_VIEW)
def one(request: SignedInRequest, number: int) -> HttpResponse:
    run = _run(number)
    line = listing.run(run)
    is_busy = run.state in _BUSY
    context = {"run": run, "line": line, "works": works(request), "is_busy": is_busy, "titles": listing.titles()}
    return render(request, "data/run.html", context)


@page(Permission.FEED_WORK)
def start(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("runs")
    return press(
        request, do=lambda: runs.ask(by=request.worker, at=timezone.now()), saved="The run starts in a moment.",
        then=("runs",),
    )  # fmt: skip


@page(Permission.FEED_WORK)
def do(request: SignedInRequest, number: int, what: str) -> HttpResponse:
    run = _run(number)
    if what not in _SAID:
        raise Http404("There is nothing like that to do with a run.")
    if request.method != "POST":
        return redirect("run", number)
    action, saved = _SAID[what]
    return press(
        request, do=lambda: action(run=run, by=request.worker, at=timezone.now()), saved=saved, then=("run", number)
    )


_BUSY = {Run.State.WAITING, Run.State.RUNNING}


def _run(number: int) -> Run:
    found = Run.objects.filter(number=number).first()
    if found is None:
        raise Http404("There is no such run. Look at the list.")
    return found
