"""The queue, and one request from reading it to the family's answer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import episodes, roles
from oneplan.web.frontdoor import reads
from oneplan.web.frontdoor.actions import decisions, matching, offers, requests
from oneplan.web.frontdoor.forms import AnswerForm, DecideForm, LearnForm, MatchForm, OfferForm, day_words
from oneplan.web.frontdoor.models import Offer, Request
from oneplan.web.people.models import Family
from oneplan.web.site.forms import Form
from oneplan.web.site.requests import SignedInRequest

A_PAGE = 25


@page(Permission.REQUEST_VIEW)
def queue(request: SignedInRequest) -> HttpResponse:
    shows = dict(reads.SHOWS)
    show = request.GET.get("show", "decide")
    show = show if show in shows else "decide"
    found = Paginator(reads.queue(show, asker=request.asker), A_PAGE).get_page(request.GET.get("page"))
    viewlog.saw(*found.object_list)
    counts = reads.counts(asker=request.asker)
    context = {
        "rows": reads.rows(found.object_list, asker=request.asker, today=timezone.localdate()),
        "page": found,
        "show": show,
        "title": shows[show],
        "shows": [(code, words, counts.get(code)) for code, words in reads.SHOWS],
    }
    return render(request, "frontdoor/requests.html", context)


@page(Permission.REQUEST_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, reads.request_for(request.asker, pk))


@page(Permission.REQUEST_DECIDE)
def learn(request: SignedInRequest, pk: int) -> HttpResponse:
    asking = reads.request_for(request.asker, pk, Permission.REQUEST_DECIDE)
    form = LearnForm(request.POST or None)
    if request.method != "POST":
        return redirect("request", pk)
    if form.is_valid():
        said = form.cleaned_data
        try:
            requests.learn(
                request=asking,
                version=said["version"],
                family_view=said["family_view"] or None,
                family_agrees=said["agrees"],
                safety=Request.Safety(said["safety"]) if said["safety"] else None,
                safeguarding=said["safeguarding"] or None,
                by=request.worker,
                at=timezone.now(),
            )
        except requests.CannotChangeRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("request", pk)
    return _page(request, reads.request_for(request.asker, pk), learn=form)


@page(Permission.REQUEST_DECIDE)
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    asking = reads.request_for(request.asker, pk, Permission.REQUEST_DECIDE)
    if request.method != "POST":
        return redirect("request", pk)
    form = _match_form(request, asking, data=request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["family"]
        try:
            matching.settle(
                request=asking,
                matches=form.matches(),
                family=Family.objects.get(pk=chosen) if chosen != "new" else None,
                family_name=form.cleaned_data["family_name"],
                by=request.worker,
                at=timezone.now(),
            )
        except matching.CannotSettle as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("request", pk)
    return _page(request, asking, match=form)


@page(Permission.REQUEST_DECIDE)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    asking = reads.request_for(request.asker, pk, Permission.REQUEST_DECIDE)
    form = DecideForm(request.POST or None)
    if request.method != "POST":
        return redirect("request", pk)
    if form.is_valid():
        said = form.cleaned_data
        try:
            decisions.decide(
                request=asking,
                child_safety=". ".join(words for words in (said["child_safety"], said["safety_words"]) if words),
                level=said["level"],
                outcome=said["outcome"],
                why=said["why"],
                next_step=said["next_step"],
                team=said["team"],
                by=request.worker,
                at=timezone.now(),
            )
        except decisions.CannotDecide as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("request", pk)
    return _page(request, asking, decide=form)


@page(Permission.REQUEST_DECIDE)
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    asking = reads.request_for(request.asker, pk, Permission.REQUEST_DECIDE)
    form = OfferForm(request.POST or None)
    if request.method != "POST":
        return redirect("request", pk)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = offers.make(
                request=asking,
                on=said["on"],
                how=said["how"],
                told=said["told"],
                answer=Offer.Answer(said["answer"]),
                words=said["words"],
                way_back=said["way_back"],
                by=request.worker,
                at=timezone.now(),
            )
        except offers.CannotOffer as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_answer(request, made)
    return _page(request, asking, offer=form)


@page(Permission.REQUEST_DECIDE)
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    asking = reads.request_for(request.asker, pk, Permission.REQUEST_DECIDE)
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not hasattr(asking, "offer"):
        return redirect("request", pk)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = offers.answer_offer(
                offer=asking.offer,
                answer=Offer.Answer(said["answer"]),
                words=said["words"],
                way_back=said["way_back"],
                on=said["on"],
                by=request.worker,
                at=timezone.now(),
            )
        except offers.CannotOffer as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_answer(request, made)
    return _page(request, asking, answer=form)


def _after_answer(request: SignedInRequest, made: Offer) -> HttpResponse:
    if made.answer == Offer.Answer.YES and made.request.family is not None:
        messages.success(request, "They said yes. Now name their key worker.")
        return redirect("allocate", made.request.family.pk)
    return redirect("request", made.request_id)


def _page(request: SignedInRequest, asking: Request, **sent: Form) -> HttpResponse:
    """The request with the form of its next step; a form that was sent and refused comes back as it was."""
    is_shut = reads.is_shut(asking, asker=request.asker)
    may_act = policy.decision(Permission.REQUEST_DECIDE, asker=request.asker, family=asking.family).allowed
    forms = _forms(request, asking) | sent if may_act else {}
    family = None if is_shut else asking.family
    episode = episodes.current(family) if family else None
    context = {
        "asking": asking,
        "row": reads.rows([asking], asker=request.asker, today=timezone.localdate())[0],
        "family": family,
        "is_shut": is_shut,
        "people": reads.people_of(asking, asker=request.asker),
        "forms": forms,
        "decision": getattr(asking, "decision", None),
        "offer": getattr(asking, "offer", None),
        "last_goodbye": reads.last_goodbyes([family.pk]).get(family.pk) if family else None,
        "episode": episode,
        "key_worker": roles.current(episode) if episode else None,
        "family_requests": family.requests.exclude(pk=asking.pk).order_by("-received_on") if family else [],
    }
    is_refused = any(form.errors for form in sent.values())
    return render(request, "frontdoor/request.html", context, status=422 if is_refused else 200)


def _forms(request: SignedInRequest, asking: Request) -> dict[str, Form]:
    """The form of the next step, and the one for what is missing."""
    today = day_words(timezone.localdate())
    forms: dict[str, Form] = {}
    if asking.state == Request.State.NEW:
        if asking.family_id is None:
            forms["match"] = _match_form(request, asking)
        forms["decide"] = DecideForm(initial={"team": request.worker.team_id or ""})
        forms["learn"] = LearnForm(initial=_known(asking))
    elif asking.state == Request.State.DECIDED:
        forms["offer"] = OfferForm(initial={"on": today, "told": _usual_words(asking)})
    elif asking.state == Request.State.OFFERED:
        forms["answer"] = AnswerForm(initial={"on": today})
    return forms


def _known(asking: Request) -> dict[str, Any]:
    agrees = {True: "yes", False: "no"}.get(asking.family_agrees, "")  # type: ignore[arg-type]
    return {
        "version": asking.version,
        "family_view": asking.family_view,
        "agrees": agrees,
        "safety": asking.safety,
        "safeguarding": asking.safeguarding,
    }


def _usual_words(asking: Request) -> str:
    team = f" from the {asking.decision.team}" if asking.decision.team else ""
    return (
        f"One worker{team} comes to see you, listens, and works with everybody in the family. "
        "You say what comes first and who may know what. You can stop at any time and come back."
    )


def _match_form(request: SignedInRequest, asking: Request, *, data: Any = None) -> MatchForm:
    rows = reads.named_rows(asking, asker=request.asker)
    families = reads.families_suggested(rows)
    goodbyes = reads.last_goodbyes(family.pk for family in families)
    worded = [(family, _family_words(family, goodbyes)) for family in families]
    name = matching.family_name_of([row.named.said for row in rows], request=asking)
    return MatchForm(data, rows=rows, families=worded, family_name=name)


def _family_words(family: Family, goodbyes: dict[int, Any]) -> str:
    words = f"{family}, {family.reference}"
    if ended := goodbyes.get(family.pk):
        words += f": we said goodbye on {day_words(ended.on)}; to call: {ended.who_to_call}"
    return words
