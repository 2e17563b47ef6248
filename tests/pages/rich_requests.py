"""Requests in every state, and a family to whom goodbye was said."""

from datetime import datetime, timedelta
from typing import Any

from oneplan.web.casework.actions import goals, goodbye, notes, roles
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.actions.goodbye import ExitPlan, Support
from oneplan.web.casework.models import Episode
from oneplan.web.frontdoor.actions import decisions, matching, offers, requests
from oneplan.web.frontdoor.models import Offer, Request
from tests.cast import Cast

PEOPLE = {
    "Bell": ["Dana Bell, 34, mother", "James, 7, son", "Ivy, under 5, daughter"],
    "Marsh": ["Kit Marsh, 29, mother", "Ada, 3, daughter"],
    "Pond": ["Ola Pond, 41, father", "Finn Pond, 12, son"],
    "Hale": ["Jo Hale, about 30, mother"],
    "Wren": ["Bo Wren, 25, mother", "Pip, 1, son"],
    "Yew": ["Cy Yew, 38, father", "Moss, 9, daughter"],
}
WHY = "He has missed ten days since his dad left, and mornings end in tears for everybody at home."


def add_requests(rich: Any, cast: Cast, *, at: datetime) -> None:
    rich.new = _ask(cast, ["Leo Okafor-Reed, 8, son", "Grace Okafor Reed, mother", "Nan, grandmother"], at=at)
    rich.worried = _ask(cast, ["Tam Birch, 6, son"], at=at, safety=Request.Safety.WORRIED, safeguarding="a bruise")
    rich.matched = _settled(cast, "Bell", at=at)
    rich.decided = _decided(cast, "Marsh", at=at)
    rich.offered = _offered(cast, "Pond", at=at)
    rich.declined = _offered(cast, "Hale", at=at, answer=Offer.Answer.NO, way_back="They ring us any day")
    rich.accepted = _offered(cast, "Wren", at=at, answer=Offer.Answer.YES)
    rich.ended = _ask(cast, ["Al Fox, 50, carer"], at=at)
    _decide(cast, rich.ended, at=at, outcome="signpost")
    _goodbye(rich, cast, at=at)


def _ask(cast: Cast, people: list[str], *, at: datetime, **also: Any) -> Request:
    said: dict[str, Any] = {
        "reason": WHY, "people": people, "needs": ["attendance", "parental_conflict"], "safety": Request.Safety.NO,
        "family_agrees": True, "from_worker": cast.green, "by": cast.green, "at": at,
    }  # fmt: skip
    return requests.make(**said | also)


def _settled(cast: Cast, name: str, *, at: datetime) -> Request:
    asking = _ask(cast, PEOPLE[name], at=at)
    matches = [matching.Match(named=row) for row in asking.people.order_by("pk")]
    matching.settle(request=asking, matches=matches, by=cast.fay, at=at)
    asking.refresh_from_db()
    return asking


def _decide(cast: Cast, asking: Request, *, at: datetime, outcome: str = "intervention") -> None:
    decisions.decide(
        request=asking, child_safety="Safe as far as anybody knows", level="additional", outcome=outcome,
        why="Several needs at once, and they ask for one person.", next_step="We ring the family and offer help",
        team=cast.episode.team, by=cast.fay, at=at,
    )  # fmt: skip
    asking.refresh_from_db()


def _decided(cast: Cast, name: str, *, at: datetime) -> Request:
    asking = _settled(cast, name, at=at)
    _decide(cast, asking, at=at)
    return asking


def _offered(cast: Cast, name: str, *, at: datetime, **answer: Any) -> Request:
    asking = _decided(cast, name, at=at)
    offers.make(
        request=asking, on=at.date(), how="by phone", told="One worker comes and listens.", by=cast.fay, at=at, **answer
    )
    asking.refresh_from_db()
    return asking


def _goodbye(rich: Any, cast: Cast, *, at: datetime) -> None:
    asking = _offered(cast, "Yew", at=at - timedelta(days=200), answer=Offer.Answer.YES)
    rich.gone_family = asking.family
    episode = Episode.objects.get(family=rich.gone_family)
    then = at - timedelta(days=199)
    roles.name(episode=episode, worker=cast.priya, on=then.date(), by=cast.maya, at=then)
    goal = goals.add(family=rich.gone_family, says=GoalWords(title="Mornings are calm"), by=cast.priya, at=then)
    goals.move(goal=goal, state="reached", by=cast.priya, at=then)
    notes.add(family=rich.gone_family, text="We cooked together.", on=then.date(), by=cast.priya, at=then)
    last = at - timedelta(days=90)
    goodbye.say(
        episode=episode, on=last.date(), reason="goals_met", by=cast.priya, at=last,
        overruled_why="The family does not want to wait",
        exit_plan=ExitPlan(
            what_changed="“We laugh at breakfast.” Moss", signs_to_watch="Two late Mondays",
            supports=(Support(what="Thursday club", contact="0114 496 0456", is_in_place=True),),
            family_ready="All of them feel ready", open_door_note="Ask how the guinea pig is",
        ),
    )  # fmt: skip
    goodbye.log_call(family=rich.gone_family, text="Moss won a prize.", on=at.date(), by=cast.fay, at=at)
