"""Reviews, goodbye, and the phone afterwards."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import episodes, goodbye, levels, reviews
from oneplan.web.casework.forms.goodbye import CallForm, GoodbyeForm, ReviewForm, day_words
from oneplan.web.casework.models import Episode, Review
from oneplan.web.casework.reads import goodbye as reads
from oneplan.web.casework.reads.goals import goal_cards
from oneplan.web.casework.reads.open_items import open_items
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.people import reads as people
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads.private import hidden_from
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_WORK)
def reviews_of(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.FAMILY_WORK)
    may = policy.decision(Permission.MEETING_RECORD, asker=request.asker, family=family).allowed
    context = {
        "family": family,
        "reviews": reads.reviews(family),
        "may": may and episodes.current(family) is not None,
        "today": timezone.localdate(),
    }
    return render(request, "casework/reviews.html", context)


@page(Permission.MEETING_RECORD)
def review_new(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.MEETING_RECORD)
    episode = reads.open_episode(family)
    form = ReviewForm(request.POST or None, initial={"on": day_words(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        said["decision"] = Review.Decision(said["decision"])
        try:
            review = reviews.record(episode=episode, by=request.worker, at=timezone.now(), **said)
        except (reviews.CannotReview, levels.CannotDecideLevel) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("goodbye" if review.decision == Review.Decision.CLOSE else "reviews", pk)
    sight = sight_of(request.asker, family)
    goals = reads.seen(goal_cards(episode, sight=sight), sight=sight)
    context = {"family": family, "episode": episode, "goals": goals, "form": form}
    return render(request, "casework/review_new.html", context, status=422 if form.errors else 200)


@page(Permission.MY_DAY)
def late_reviews(request: SignedInRequest) -> HttpResponse:
    late = reads.late_reviews(request.asker, today=timezone.localdate())
    viewlog.saw(*(each.family for each in late))
    return render(request, "casework/reviews_late.html", {"late": late})


@page(Permission.EPISODE_CLOSE)
def say_goodbye(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.EPISODE_CLOSE)
    episode = episodes.current(family)
    if episode is None:
        return redirect("goodbye-said", pk)
    sight = sight_of(request.asker, family)
    waiting = open_items(episode, hidden=sight.hidden)
    form = _form(request, family, episode, waits=bool(waiting))
    if request.method == "POST" and form.is_valid():
        try:
            goodbye.say(
                episode=episode,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                exit_plan=form.exit_plan(),
                overruled_why=form.overruled_why(),
                level=form.cleaned_data["level"],
                by=request.worker,
                at=timezone.now(),
            )
        except (goodbye.CannotSayGoodbye, levels.CannotDecideLevel) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "We have said goodbye, the door is open.")
            return redirect("goodbye-said", pk)
    context = {
        "family": family,
        "episode": episode,
        "waiting": waiting,
        "goals": reads.seen(goal_cards(episode, sight=sight), sight=sight),
        "reviews": reads.reviews(family)[:3],
        "form": form,
    }
    return render(request, "casework/goodbye.html", context, status=422 if form.errors else 200)


@page(Permission.FAMILY_WORK)
def goodbye_said(request: SignedInRequest, pk: int) -> HttpResponse:
    family = people.family_for(request.asker, pk, Permission.FAMILY_WORK)
    return _said(request, family, form=CallForm())


@page(Permission.CALL_LOG)
def after_call(request: SignedInRequest, pk: int) -> HttpResponse:
    """One field; it stands on the page of the goodbye too."""
    family = people.family_for(request.asker, pk, Permission.CALL_LOG)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            goodbye.log_call(
                family=family, text=form.cleaned_data["text"], on=timezone.localdate(now), by=request.worker, at=now
            )
        except goodbye.CannotLogCall as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The call is written down.")
            return redirect("after-call", pk)
    return _said(request, family, form=form)


def _said(request: SignedInRequest, family: Family, *, form: CallForm) -> HttpResponse:
    may_again = policy.decision(Permission.REQUEST_DECIDE, asker=request.asker, family=family).allowed
    context: dict[str, Any] = {
        "family": family,
        "said": reads.farewell(family, asker=request.asker),
        "episode": episodes.current(family),
        "form": form,
        "may_again": may_again,
    }
    return render(request, "casework/goodbye_said.html", context, status=422 if form.errors else 200)


def _form(request: SignedInRequest, family: Family, episode: Episode, *, waits: bool) -> GoodbyeForm:
    today, hidden = timezone.localdate(), hidden_from(request.asker, [family])
    return GoodbyeForm(
        request.POST or None,
        own_words=reads.words_to_pick(family, hidden=hidden),
        supports=reads.supports_to_stay(family, today=today, hidden=hidden),
        waits=waits,
        initial={
            "on": day_words(today),
            "who_to_call": reads.usual_number(episode, by=request.worker),
            "signs_to_watch": reads.watched_words(family),
        },
    )
