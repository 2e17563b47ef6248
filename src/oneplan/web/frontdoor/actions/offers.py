"""The family is offered help, told what it means, and answers; a yes begins a stretch of support."""

from datetime import date, datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import hearing_back
from oneplan.web.casework.actions import episodes
from oneplan.web.casework.actions.days import in_future, said
from oneplan.web.frontdoor.models import Decision, Offer, Request
from oneplan.web.people import timeline
from oneplan.web.site.actions import action

Answer = Offer.Answer


class CannotOffer(Exception):
    """The text is written for the worker."""


@action
def make(
    *,
    request: Request,
    on: date,
    how: str,
    told: str,
    by: Worker,
    at: datetime,
    answer: Offer.Answer = Answer.WAITING,
    words: str = "",
    way_back: str = "",
) -> Offer:
    """Offer help, with what the family was told about it; they may answer in the same breath."""
    request = Request.objects.select_for_update(of=("self",)).select_related("family").get(pk=request.pk)
    policy.require(Permission.REQUEST_DECIDE, by=by, about=request.family)
    _check_offer(request, on=on, told=told, at=at)
    offer = Offer.objects.create(request=request, made_on=on, how=how, told=told.strip(), made_by=by, recorded_at=at)
    request.state = Request.State.OFFERED
    request.version += 1
    request.save(update_fields=["state", "version"])
    timeline.add(
        family=request.family,
        on=on,
        kind="offer",
        headline="Help offered",
        aside=f"{request.log_number} · {how}",
        text=told,
        thing=offer,
        by=by,
        at=at,
    )
    audit.record("offer_made", about=offer, by=by, at=at, family=request.family, told=audit.digest(told))
    if answer != Answer.WAITING:
        return answer_offer(offer=offer, answer=answer, words=words, way_back=way_back, on=on, by=by, at=at)
    return offer


@action
def answer_offer(
    *,
    offer: Offer,
    answer: Offer.Answer,
    on: date,
    by: Worker,
    at: datetime,
    words: str = "",
    way_back: str = "",
) -> Offer:
    """Keep the family's yes or no. A no keeps the contact, the words and the way back."""
    offer = Offer.objects.select_for_update(of=("self",)).select_related("request__family").get(pk=offer.pk)
    policy.require(Permission.REQUEST_DECIDE, by=by, about=offer.request.family)
    _check_answer(offer, answer=answer, way_back=way_back, on=on, at=at)
    offer.answer, offer.answered_on, offer.answer_words, offer.way_back = answer, on, words, way_back
    offer.save(update_fields=["answer", "answered_on", "answer_words", "way_back"])
    request = offer.request
    request.state = Request.State.ACCEPTED if answer == Answer.YES else Request.State.DECLINED
    request.version += 1
    request.save(update_fields=["state", "version"])
    timeline.add(
        family=request.family,
        on=on,
        kind="offer",
        headline="They said yes" if answer == Answer.YES else "They said not now",
        aside=f"way back: {way_back}" if way_back else request.log_number,
        text=words,
        tone="ok" if answer == Answer.YES else "plain",
        thing=offer,
        by=by,
        at=at,
    )
    audit.record("offer_answered", about=offer, by=by, at=at, family=request.family, answer=answer)
    if answer == Answer.YES:
        _start(request, on=on, by=by, at=at)
    text = "The family said yes; a worker will be named." if answer == Answer.YES else "The family said not now."
    hearing_back.tell(request, text=text, details=way_back, at=at)
    return offer


def _start(request: Request, *, on: date, by: Worker, at: datetime) -> None:
    decision = Decision.objects.select_related("team").get(request=request)
    if request.family is None:
        raise CannotOffer("Say first which family this is about.")
    try:
        episodes.start(
            family=request.family, team=decision.team, on=on, reason=request.reason[:500], request=request, by=by, at=at
        )
    except episodes.CannotStartHelp as refusal:
        raise CannotOffer(str(refusal)) from refusal


def _check_offer(request: Request, *, on: date, told: str, at: datetime) -> None:
    if request.state != Request.State.DECIDED:
        raise CannotOffer("Help can be offered once it is decided what kind, and once only. Look at the request again.")
    if not told.strip():
        raise CannotOffer("Say what the family was told: who comes, what for, and what it involves.")
    if on < request.received_on:
        raise CannotOffer(f"An offer on {said(on)} would come before the request ({said(request.received_on)}).")
    for fault in in_future(on, at=at, what="An offer"):
        raise CannotOffer(fault)


def _check_answer(offer: Offer, *, answer: str, way_back: str, on: date, at: datetime) -> None:
    if offer.answer != Answer.WAITING:
        raise CannotOffer("The family's answer is kept already. Nothing was changed.")
    if answer not in (Answer.YES, Answer.NO):
        raise CannotOffer("Choose yes, or not now.")
    if on < offer.made_on:
        raise CannotOffer(f"An answer on {said(on)} would come before the offer ({said(offer.made_on)}).")
    for fault in in_future(on, at=at, what="An answer"):
        raise CannotOffer(fault)
    if answer == Answer.NO and not way_back.strip():
        raise CannotOffer("Say how they can come back when they want to: nobody is turned away.")
