"""Looking at it together: what follows, when next, and which are late."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import reviews
from oneplan.web.casework.models import LevelDecision, Meeting, Review
from oneplan.web.casework.reads.goodbye import late_reviews
from oneplan.web.people.models import Family
from tests.cast import Cast, filled

Decision = Review.Decision


def _record(cast: Cast, now: datetime, **changed: Any) -> Review:
    said: dict[str, Any] = {
        "episode": cast.episode,
        "on": now.date(),
        "decision": Decision.CONTINUE,
        "why": "It helps",
        "by": cast.priya,
        "at": now,
    }
    return reviews.record(**said | changed)


@pytest.mark.requirement("R165", "R166")
def test_a_review_keeps_what_was_said_and_comes_again_in_six_weeks(cast: Cast, now: datetime) -> None:
    review = _record(cast, now, going_well="Bedtime", still_hard="Mornings", family_view="We laugh again")
    assert review.next_on == now.date() + timedelta(days=42)
    line = cast.family.timeline.get(kind="review")
    assert line.headline == "Review: go on as we are"
    assert "In the family's words: We laugh again" in line.text


@pytest.mark.requirement("R166", "R167", "R065")
@pytest.mark.parametrize("decision", list(Decision))
def test_each_decision_has_a_reason_and_may_change_the_level(cast: Cast, now: datetime, decision: Decision) -> None:
    _record(cast, now, decision=decision, level="intensive")
    assert LevelDecision.objects.get().stage == "review"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"why": " "}, "Say why"),
        ({"on": date(2020, 1, 1)}, "before help began"),
        ({"on": date(2099, 1, 1)}, "lies in the future"),
        ({"next_on": date(2024, 2, 1)}, "must come after"),
    ],
)
def test_a_review_that_cannot_be_is_refused(cast: Cast, now: datetime, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(reviews.CannotReview, match=words):
        _record(cast, now, **changed)


def test_another_familys_meeting_is_refused_and_so_is_a_stranger(cast: Cast, now: datetime) -> None:
    other = Family.objects.create(name="Quill", made_at=now)
    meeting = Meeting.objects.create(family=other, kind="review", on=now.date(), recorded_at=now)
    with pytest.raises(reviews.CannotReview, match="another family"):
        _record(cast, now, meeting=meeting)
    with pytest.raises(NotAllowed):
        _record(cast, now, by=cast.stan)


@pytest.mark.requirement("R165")
def test_late_ones_are_listed_to_those_who_may_review_them(cast: Cast, now: datetime) -> None:
    long_ago = now.date() - timedelta(days=100)
    _record(cast, now, on=long_ago)
    assert [(row.family, row.due_on) for row in late_reviews(cast.priya, today=now.date())] == [
        (cast.family, long_ago + timedelta(days=42))
    ]
    assert late_reviews(cast.stan, today=now.date()) == []
    assert late_reviews(cast.green, today=now.date()) == []
    page = cast.client(cast.priya).get("/reviews/late/").content.decode()
    assert "The Okafor-Reed family" in page
    _record(cast, now)
    assert late_reviews(cast.priya, today=now.date()) == []


@pytest.mark.requirement("R166")
def test_the_pages_write_and_show_a_review(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.priya)
    base = f"/families/{cast.family.reference}/reviews/"
    page = client.get(f"{base}new/").content.decode()
    assert f'value="{now:%-d %B %Y}"' in page
    sent = filled(page, decision="continue", why="It helps", on=f"{now:%-d %B %Y}", going_well="Bedtime")
    assert _goes_to(client, f"{base}new/", sent) == base
    client.post(f"{base}new/", sent)
    assert Review.objects.count() == 1
    assert "Bedtime" in client.get(base).content.decode()
    page = client.get(f"{base}new/").content.decode()
    refused = client.post(f"{base}new/", filled(page, decision="continue", why="x", on="1 May 2020"))
    assert refused.status_code == 422
    assert "before help began" in refused.content.decode()
    sent = filled(page, decision="close", why="Time to go", on=f"{now:%-d %B %Y}")
    assert _goes_to(client, f"{base}new/", sent) == f"/families/{cast.family.reference}/goodbye/"


def test_a_stranger_sees_none_of_it(cast: Cast) -> None:
    client = cast.client(cast.stan)
    assert client.get(f"/families/{cast.family.reference}/reviews/").status_code == 403
    assert client.get(f"/families/{cast.family.reference}/reviews/new/").status_code == 403


def _goes_to(client: Client, url: str, sent: dict[str, Any]) -> str:
    answer = client.post(url, sent)
    return answer.headers.get("Location", answer.content.decode()[:2000])
