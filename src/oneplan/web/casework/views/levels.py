"""Levels of need, how often to meet and how long, and signs to watch."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import episodes, levels, patterns, watch
from oneplan.web.casework.forms.goodbye import LengthForm, LevelForm, PatternForm, SeenForm, WatchForm, day_words
from oneplan.web.casework.reads import goodbye as reads
from oneplan.web.casework.reads.sight import require, sight_of
from oneplan.web.casework.reads.visits import rhythms
from oneplan.web.people import reads as people
from oneplan.web.people.models import Family
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_WORK)
def level_history(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.FAMILY_WORK)
    context = {"family": family, "levels": reads.levels(family), "may": _may_change(request, family)}
    return render(request, "casework/levels.html", context)


@page(Permission.PLAN_CHANGE)
def level_new(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.PLAN_CHANGE)
    form = LevelForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        said["stage"] = levels.Stage(said["stage"])
        try:
            levels.decide(family=family, by=request.worker, at=timezone.now(), **said)
        except levels.CannotDecideLevel as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("levels", pk)
    return render(request, "casework/level_new.html", {"family": family, "form": form}, status=_status(form))


@page(Permission.FAMILY_VIEW)
def visit_patterns(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.FAMILY_VIEW)
    require(sight_of(request.asker, family).decide(Category.PLAN))
    episode = episodes.current(family) or episodes.last_closed(family)
    today = timezone.localdate()
    context = {
        "family": family,
        "episode": episode,
        "rhythms": rhythms(episode, today=today) if episode else [],
        "is_past_expected": bool(episode and episode.is_open and (episode.expected_until or today) < today),
        "may": bool(episode and episode.is_open and _may_change(request, family)),
    }
    return render(request, "casework/patterns.html", context)


@page(Permission.PLAN_CHANGE)
def pattern_new(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.PLAN_CHANGE)
    form = PatternForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        episode = reads.open_episode(family)
        try:
            patterns.plan(episode=episode, by=request.worker, at=timezone.now(), **form.cleaned_data)
        except patterns.CannotPlanVisits as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("patterns", pk)
    return render(request, "casework/pattern_new.html", {"family": family, "form": form}, status=_status(form))


@page(Permission.PLAN_CHANGE)
def length(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.PLAN_CHANGE)
    episode = reads.open_episode(family)
    form = LengthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.day(opened_on=episode.opened_on)
        try:
            episodes.expect(
                episode=episode, until=until, why=form.cleaned_data["why"], by=request.worker, at=timezone.now()
            )
        except episodes.CannotSayHowLong as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("patterns", pk)
    context = {"family": family, "episode": episode, "form": form}
    return render(request, "casework/pattern_length.html", context, status=_status(form))


@page(Permission.FAMILY_WORK)
def signs(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.FAMILY_WORK)
    may_see = policy.decision(Permission.STORY_CHANGE, asker=request.asker, family=family).allowed
    context = {"family": family, "signs": reads.signs(family), "may": _may_change(request, family), "may_see": may_see}
    return render(request, "casework/watch.html", context)


@page(Permission.PLAN_CHANGE)
def sign_new(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.PLAN_CHANGE)
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            watch.add(family=family, since=timezone.localdate(now), by=request.worker, at=now, **form.cleaned_data)
        except watch.CannotWatch as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("watch", pk)
    return render(request, "casework/watch_new.html", {"family": family, "form": form}, status=_status(form))


@page(Permission.STORY_CHANGE)
def sign_seen(request: SignedInRequest, pk: int, sign_pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.STORY_CHANGE)
    sign = reads.sign_of(family, sign_pk)
    form = SeenForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            watch.seen(sign=sign, by=request.worker, at=timezone.now(), **form.cleaned_data)
        except watch.CannotWatch as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("watch", pk)
    context = {"family": family, "sign": sign, "form": form}
    return render(request, "casework/watch_seen.html", context, status=_status(form))


@page(Permission.PLAN_CHANGE)
def sign_stop(request: SignedInRequest, pk: int, sign_pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.PLAN_CHANGE)
    sign = reads.sign_of(family, sign_pk)
    refused, status = "", 200
    if request.method == "POST":
        now = timezone.now()
        try:
            watch.stop(sign=sign, on=timezone.localdate(now), by=request.worker, at=now)
        except watch.CannotWatch as refusal:
            refused, status = str(refusal), 422
        else:
            return redirect("watch", pk)
    context = {"family": family, "sign": sign, "refused": refused}
    return render(request, "casework/watch_stop.html", context, status=status)


def _may_change(request: SignedInRequest, family: Family) -> bool:
    return policy.decision(Permission.PLAN_CHANGE, asker=request.asker, family=family).allowed


def _status(form: LevelForm | PatternForm | LengthForm | WatchForm | SeenForm) -> int:
    return 422 if form.errors else 200
