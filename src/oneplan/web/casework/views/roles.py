"""Who carries the family: naming the key worker and the lead professional, and the way so far."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import episodes, roles
from oneplan.web.casework.forms.goodbye import AgainForm, KeyWorkerForm, LeadForm, day_words
from oneplan.web.casework.models import EpisodeRole
from oneplan.web.casework.reads import goodbye as reads
from oneplan.web.casework.reads.sight import require, sight_of
from oneplan.web.people import reads as people
from oneplan.web.people.models import Family
from oneplan.web.site.requests import SignedInRequest

_KEY_WORKER, _LEAD = EpisodeRole.Kind.KEY_WORKER, EpisodeRole.Kind.LEAD


@page(Permission.WORKER_ALLOCATE)
def allocate(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.WORKER_ALLOCATE)
    episode = reads.open_episode(family)
    now = roles.current(episode)
    team, places, teams = reads.teams_with_places(episode, other=request.GET.get("team", ""))
    usual = {"on": day_words(timezone.localdate()), "seen": now.pk if now else 0}
    form = KeyWorkerForm(request.POST or None, places=places, now=now.worker if now else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            role = roles.name(
                episode=episode,
                worker=form.chosen(),
                on=said["on"],
                why=said["why"],
                instead_of=_seen(said["seen"]),
                by=request.worker,
                at=timezone.now(),
            )
        except roles.CannotNameWorker as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{role.worker.name} is the key worker of {family}.")
            return _after_naming(request, family)
    context = {"family": family, "episode": episode, "now": now, "form": form, "team": team, "teams": teams}
    return render(request, "casework/role_key_worker.html", context, status=422 if form.errors else 200)


@page(Permission.WORKER_ALLOCATE)
def lead(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.WORKER_ALLOCATE)
    episode = reads.open_episode(family)
    now = roles.current(episode, kind=_LEAD)
    today = timezone.localdate()
    agency = request.GET.get("agency", "")
    workers = reads.possible_leads(episode, agency=agency, today=today)
    form = LeadForm(
        request.POST or None, workers=workers, initial={"on": day_words(today), "seen": now.pk if now else 0}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            roles.name(
                episode=episode,
                kind=_LEAD,
                worker=form.chosen(),
                on=said["on"],
                why=said["why"],
                answers_for=said["answers_for"],
                decided_by=said["decided_by"],
                objection=said["objection"],
                instead_of=_seen(said["seen"]),
                by=request.worker,
                at=timezone.now(),
            )
        except roles.CannotNameWorker as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_naming(request, family)
    context = {"family": family, "now": now, "form": form, "agencies": reads.agencies(), "agency": agency}
    return render(request, "casework/role_lead.html", context, status=422 if form.errors else 200)


def _after_naming(request: SignedInRequest, family: Family) -> HttpResponse:
    """Whoever names a worker of another team may not open the family's own pages."""
    may_open = policy.decision(Permission.FAMILY_VIEW, asker=request.asker, family=family).allowed
    return redirect("roles", family.pk) if may_open else redirect("home")


@page(Permission.FAMILY_VIEW)
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.FAMILY_VIEW)
    sight = sight_of(request.asker, family)
    require(sight.decide(Category.BASICS))
    may_name = policy.decision(Permission.WORKER_ALLOCATE, asker=request.asker, family=family).allowed
    context = {
        "family": family,
        "stretches": reads.stretches(family, sight=sight),
        "tells": sight.sees(Category.STORY),
        "episode": episodes.current(family),
        "may_name": may_name,
    }
    return render(request, "casework/roles.html", context)


@page(Permission.REQUEST_DECIDE)
def open_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Start again without a new request: they rang, and somebody at the front door says yes."""
    family = people.family_for(request.asker, pk, Permission.REQUEST_DECIDE)
    last = episodes.last_closed(family)
    form = AgainForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            episodes.start(
                family=family,
                team=last.team if last else None,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                by=request.worker,
                at=timezone.now(),
            )
        except episodes.CannotStartHelp as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("allocate", pk)
    context = {"family": family, "form": form, "closure": getattr(last, "closure", None)}
    return render(request, "casework/goodbye_again.html", context, status=422 if form.errors else 200)


def _seen(pk: int) -> EpisodeRole | None:
    return EpisodeRole.objects.select_related("worker").filter(pk=pk).first()
