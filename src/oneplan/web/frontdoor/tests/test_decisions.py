"""A decision has an outcome, a level, a reason and a next step; the family answers the offer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.models import Episode, LevelDecision
from oneplan.web.frontdoor.actions import decisions, offers
from oneplan.web.frontdoor.models import Offer, Request
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

Make = Callable[..., Request]


@pytest.mark.requirement("R048", "R049", "R065")
def test_a_decision_writes_the_level_with_who_and_why(make: Make, settle: Make, decide: Make, cast: Cast) -> None:
    asking = decide(settle(make()))
    assert asking.state == Request.State.DECIDED
    level = LevelDecision.objects.get(family=asking.family)
    assert (level.level, level.stage, level.decided_by) == ("additional", "request", "Fay Osei")
    assert level.conditions == "Children's safety: Safe as far as anybody knows"


@pytest.mark.requirement("R055", "R052")
def test_whoever_asked_hears_the_outcome_and_the_reason_when_the_family_agreed(
    make: Make, settle: Make, decide: Make, cast: Cast
) -> None:
    decide(settle(make()))
    letter = OutboxMessage.objects.filter(to_worker=cast.green).order_by("made_at", "pk").last()
    assert letter is not None
    texts = " ".join(OutboxMessage.objects.filter(to_worker=cast.green).values_list("text", flat=True))
    assert "A key worker from intervention" in texts
    assert "they ask for one person" in texts


@pytest.mark.requirement("R055")
def test_without_the_familys_yes_the_reason_is_not_told(make: Make, settle: Make, decide: Make, cast: Cast) -> None:
    decide(settle(make(family_agrees=None)))
    texts = " ".join(OutboxMessage.objects.filter(to_worker=cast.green).values_list("text", flat=True))
    assert "A key worker from intervention" in texts
    assert "they ask for one person" not in texts


@pytest.mark.requirement("R067", "R048")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"child_safety": ""}, "safety comes first"),
        ({"level": "purple"}, "level of need"),
        ({"outcome": "nothing"}, "No request ends"),
        ({"why": " "}, "Say why"),
        ({"next_step": ""}, "next step"),
    ],
)
def test_no_request_ends_without_all_of_it(
    make: Make, settle: Make, decide: Make, changed: dict[str, Any], words: str
) -> None:
    asking = settle(make())
    with pytest.raises(decisions.CannotDecide, match=words):
        decide(asking, **changed)
    asking.refresh_from_db()
    assert asking.state == Request.State.NEW


def test_an_offer_needs_a_family_but_advice_does_not(make: Make, decide: Make) -> None:
    asking = make()
    with pytest.raises(decisions.CannotDecide, match="which family"):
        decide(asking)
    decide(asking, outcome="signpost")
    assert asking.state == Request.State.ENDED


def test_a_request_is_decided_once(make: Make, settle: Make, decide: Make) -> None:
    asking = decide(settle(make()))
    with pytest.raises(decisions.CannotDecide, match="Fay Osei decided on this"):
        decide(asking)


def test_a_key_worker_decides_nothing_here(make: Make, settle: Make, decide: Make, offer: Make, cast: Cast) -> None:
    asking = settle(make())
    with pytest.raises(NotAllowed):
        decide(asking, by=cast.priya)
    decide(asking)
    with pytest.raises(NotAllowed):
        offer(asking, by=cast.stan)


@pytest.mark.requirement("R062", "R047")
def test_yes_begins_help_with_the_reason_of_the_request(
    make: Make, settle: Make, decide: Make, offer: Make, cast: Cast, now: datetime
) -> None:
    asking = offer(decide(settle(make())), answer=Offer.Answer.YES, words="Please, yes")
    assert asking.state == Request.State.ACCEPTED
    episode = Episode.objects.get(family=asking.family)
    assert (episode.team, episode.opened_on, episode.reason) == (cast.episode.team, now.date(), asking.reason)
    assert asking.offer.told == "One worker comes and listens."


def test_no_keeps_the_contact_the_words_and_the_way_back(
    make: Make, settle: Make, decide: Make, offer: Make, cast: Cast, now: datetime
) -> None:
    asking = offer(decide(settle(make())))
    assert (asking.state, asking.offer.answer) == (Request.State.OFFERED, "waiting")
    with pytest.raises(offers.CannotOffer, match="come back"):
        offers.answer_offer(offer=asking.offer, answer=Offer.Answer.NO, on=now.date(), by=cast.fay, at=now)
    offers.answer_offer(
        offer=asking.offer,
        answer=Offer.Answer.NO,
        words="Not now, thank you",
        way_back="They ring us any day",
        on=now.date(),
        by=cast.fay,
        at=now,
    )
    kept = Offer.objects.get(request=asking)
    assert (kept.how, kept.answer_words, kept.way_back) == ("by phone", "Not now, thank you", "They ring us any day")
    assert not Episode.objects.filter(family=asking.family).exists()


@pytest.mark.requirement("R060")
def test_a_family_comes_back_with_a_new_reason_and_its_history(
    make: Make, decide: Make, offer: Make, cast: Cast, now: datetime
) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(closed_on=date(2025, 3, 1), closure_reason="goals_met")
    asking = make(family=cast.family, people=[], by=cast.fay, reason="Mia's nights are hard now.")
    offer(decide(asking), answer=Offer.Answer.YES)
    first, second = Episode.objects.filter(family=cast.family).order_by("opened_on")
    assert (first, second.reason) == (cast.episode, "Mia's nights are hard now.")
    line = cast.family.timeline.get(headline="Help started again")
    assert line.aside == f"from request {asking.log_number} · the last goodbye was on 1 March 2025"


def test_a_family_with_help_is_passed_on_not_started_anew(make: Make, decide: Make, offer: Make, cast: Cast) -> None:
    asking = decide(make(family=cast.family, people=[], by=cast.fay))
    with pytest.raises(offers.CannotOffer, match="has had help since"):
        offer(asking, answer=Offer.Answer.YES)
    assert not Offer.objects.exists()


def test_impossible_days_and_orders_are_refused(
    make: Make, settle: Make, decide: Make, offer: Make, cast: Cast, now: datetime
) -> None:
    asking = settle(make())
    with pytest.raises(offers.CannotOffer, match="once it is decided"):
        offer(asking)
    decide(asking)
    with pytest.raises(offers.CannotOffer, match="before the request"):
        offer(asking, on=now.date() - timedelta(days=2))
    with pytest.raises(offers.CannotOffer, match="lies in the future"):
        offer(asking, on=now.date() + timedelta(days=2))
    with pytest.raises(offers.CannotOffer, match="what the family was told"):
        offer(asking, told=" ")
    offer(asking)
    with pytest.raises(offers.CannotOffer, match="before the offer"):
        offers.answer_offer(
            offer=asking.offer, answer=Offer.Answer.YES, on=now.date() - timedelta(days=1), by=cast.fay, at=now
        )
    with pytest.raises(offers.CannotOffer, match="yes, or not now"):
        offers.answer_offer(offer=asking.offer, answer=Offer.Answer.WAITING, on=now.date(), by=cast.fay, at=now)
    offers.answer_offer(offer=asking.offer, answer=Offer.Answer.YES, on=now.date(), by=cast.fay, at=now)
    with pytest.raises(offers.CannotOffer, match="kept already"):
        offers.answer_offer(offer=asking.offer, answer=Offer.Answer.YES, on=now.date(), by=cast.fay, at=now)
