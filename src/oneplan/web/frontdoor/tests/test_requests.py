"""A request comes in and is made more complete."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.models import Need
from oneplan.web.frontdoor import reads
from oneplan.web.frontdoor.actions import requests
from oneplan.web.frontdoor.models import Request
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

Make = Callable[..., Request]


@pytest.mark.requirement("R036", "R044", "R053")
def test_everything_said_is_kept_with_a_log_number(make: Make, cast: Cast) -> None:
    asking = make(assessment_received="CAF by the school, 3 March 2014", hoped_for="Calm mornings", in_place="School")
    asking.refresh_from_db()
    assert asking.log_number == f"R-{10000 + asking.pk}"
    assert [row.said for row in asking.people.order_by("pk")] == [
        "Dana Bell, 34, mother",
        "James, 7, son",
        "Ivy, under 5, daughter",
    ]
    assert (asking.from_worker, asking.from_agency) == (cast.green, cast.green.agency)
    assert asking.need_codes == ["attendance", "parental_conflict"]
    assert (asking.assessment_received, asking.hoped_for) == ("CAF by the school, 3 March 2014", "Calm mornings")
    assert AuditEvent.objects.filter(event="request_made", about_id=str(asking.pk)).count() == 1


def test_what_reads_a_request_asks_by_itself(make: Make, cast: Cast) -> None:
    """Whatever page calls it."""
    asking = make()
    assert reads.request_for(cast.fay, asking.pk) == asking
    with pytest.raises(NotAllowed):
        reads.request_for(cast.priya, asking.pk)


@pytest.mark.requirement("R055")
def test_whoever_asked_gets_a_receipt(make: Make, cast: Cast) -> None:
    asking = make()
    letter = OutboxMessage.objects.get(to_worker=cast.green)
    assert letter.text.startswith(f"{asking.log_number}: Thank you.")


@pytest.mark.requirement("R038")
def test_a_family_asks_for_itself_and_is_logged_like_any_other(make: Make, cast: Cast) -> None:
    asking = make(from_worker=None, by=cast.fay)
    assert (asking.from_words, asking.from_agency, asking.state) == ("the family themselves", None, "new")
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": " "}, "in your own words"),
        ({"people": []}, "who is in the family"),
        ({"people": ["x" * 201]}, "very long"),
        ({"needs": ["moonlight"]}, "not on this area's list"),
        ({"safety": Request.Safety.WORRIED}, "what the worry"),
    ],
)
def test_a_request_that_cannot_be_says_what_is_missing(make: Make, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(requests.CannotMakeRequest, match=words):
        make(**changed)
    assert not Request.objects.exists()


def test_a_request_cannot_come_from_the_future(make: Make, now: datetime) -> None:
    with pytest.raises(requests.CannotMakeRequest, match="lies in the future"):
        make(received_on=now.date() + timedelta(days=1))


def test_a_commissioner_cannot_make_a_request(make: Make, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make(by=cast.others["commissioner"])


@pytest.mark.requirement("R054")
def test_a_worker_asks_for_a_family_already_known_without_naming_them_again(make: Make, cast: Cast) -> None:
    asking = make(family=cast.family, people=[], by=cast.priya, from_worker=cast.priya)
    assert asking.family == cast.family
    assert set(Need.objects.filter(request=asking).values_list("code", "origin")) == {
        ("attendance", "presenting"),
        ("parental_conflict", "presenting"),
    }


def test_a_stranger_cannot_ask_about_a_family_they_may_not_open(make: Make, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make(family=cast.family, people=[], by=cast.stan, from_worker=cast.stan)


@pytest.mark.requirement("R043", "R046")
def test_what_was_missing_is_added(make: Make, cast: Cast, now: datetime) -> None:
    asking = make(safety=Request.Safety.UNSURE)
    requests.learn(
        request=asking,
        version=1,
        family_view="I want him to be happy there.",
        safety=Request.Safety.NO,
        by=cast.fay,
        at=now,
    )
    asking.refresh_from_db()
    assert (asking.family_view, asking.safety, asking.version) == ("I want him to be happy there.", "no", 2)
    assert asking.family_agrees is True


def test_two_at_once_lose_nothing(make: Make, cast: Cast, now: datetime) -> None:
    asking = make()
    requests.learn(request=asking, version=1, family_view="First", by=cast.fay, at=now)
    with pytest.raises(requests.CannotChangeRequest, match="meanwhile"):
        requests.learn(request=asking, version=1, family_view="Second", by=cast.maya, at=now)
    asking.refresh_from_db()
    assert asking.family_view == "First"


def test_a_worry_needs_words_and_nothing_new_is_said(make: Make, cast: Cast, now: datetime) -> None:
    asking = make()
    with pytest.raises(requests.CannotChangeRequest, match="what the worry"):
        requests.learn(request=asking, version=1, safety=Request.Safety.WORRIED, by=cast.fay, at=now)
    with pytest.raises(requests.CannotChangeRequest, match="Nothing new"):
        requests.learn(request=asking, version=1, by=cast.fay, at=now)
    with pytest.raises(NotAllowed):
        requests.learn(request=asking, version=1, family_view="No", by=cast.priya, at=now)
