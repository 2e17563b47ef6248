"""Levels of need and social care's decisions: each stays, with who and why."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import episodes, levels
from oneplan.web.casework.models import LevelDecision
from tests.cast import Cast, filled


def _decide(cast: Cast, now: datetime, **changed: Any) -> LevelDecision:
    said: dict[str, Any] = {
        "family": cast.family,
        "stage": levels.Stage.ASSESSMENT,
        "level": "intensive",
        "why": "Six needs at once",
        "on": now.date(),
        "by": cast.priya,
        "at": now,
    }
    return levels.decide(**said | changed)


@pytest.mark.requirement("R065")
def test_a_new_level_overwrites_nothing(cast: Cast, now: datetime) -> None:
    _decide(cast, now, level="additional", on=now.date() - timedelta(days=40))
    _decide(cast, now)
    assert list(LevelDecision.objects.values_list("level", "decided_by")) == [
        ("additional", "Priya Shah"),
        ("intensive", "Priya Shah"),
    ]
    assert cast.family.timeline.filter(headline="Level of need: Intensive").count() == 1


@pytest.mark.requirement("R069", "R059")
def test_social_cares_threshold_is_kept_with_reason_and_conditions(cast: Cast, now: datetime) -> None:
    row = _decide(
        cast,
        now,
        stage=levels.Stage.SOCIAL_CARE,
        level="",
        outcome="Child in need instead of child protection",
        conditions="A check every month for six months",
        decided_by="Team manager, social care",
    )
    assert (row.outcome, row.conditions) == (
        "Child in need instead of child protection",
        "A check every month for six months",
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"level": ""}, "Choose the level"),
        ({"level": "purple"}, "was not a level"),
        ({"why": " "}, "Say why"),
        ({"on": date(2099, 1, 1)}, "lies in the future"),
        ({"outcome": "Child in need plan"}, "social care's own"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(cast: Cast, now: datetime, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(levels.CannotDecideLevel, match=words):
        _decide(cast, now, **changed)


def test_each_stage_has_its_own_permission(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        _decide(cast, now, by=cast.stan)
    with pytest.raises(NotAllowed):
        _decide(cast, now, by=cast.priya, stage=levels.Stage.REQUEST)
    assert _decide(cast, now, by=cast.fay, stage=levels.Stage.REQUEST).stage == "request"


@pytest.mark.requirement("R183")
def test_the_expected_length_is_a_prompt_that_can_be_moved_with_a_reason(cast: Cast, now: datetime) -> None:
    until = now.date() + timedelta(days=30)
    episodes.expect(episode=cast.episode, until=until, why="", by=cast.priya, at=now)
    later = until + timedelta(days=30)
    with pytest.raises(episodes.CannotSayHowLong, match="why more time"):
        episodes.expect(episode=cast.episode, until=later, why="", by=cast.priya, at=now)
    episodes.expect(episode=cast.episode, until=later, why="Nights need longer", by=cast.priya, at=now)
    cast.episode.refresh_from_db()
    assert cast.episode.expected_until == later
    with pytest.raises(episodes.CannotSayHowLong, match="before help began"):
        episodes.expect(episode=cast.episode, until=date(2020, 1, 1), why="", by=cast.priya, at=now)
    with pytest.raises(NotAllowed):
        episodes.expect(episode=cast.episode, until=later, why="", by=cast.stan, at=now)


def test_the_pages_show_and_add(cast: Cast) -> None:
    client = cast.client(cast.priya)
    base = f"/families/{cast.family.reference}/levels/"
    assert "No level has been decided yet" in client.get(base).content.decode()
    page = client.get(f"{base}new/").content.decode()
    sent = filled(
        page,
        stage="social_care",
        outcome="Does not meet the social care threshold",
        why="Mother keeps them safe",
        on="1 May 2026",
    )
    assert client.post(f"{base}new/", sent).status_code == 302
    assert "Does not meet the social care threshold" in client.get(base).content.decode()
    assert client.post(f"{base}new/", filled(page, stage="review", why="x", on="1 May 2026")).status_code in (302, 422)
    assert LevelDecision.objects.count() == 1


@pytest.mark.parametrize(
    "page", ["levels", "levels/new", "visits", "visits/new", "visits/length", "signs", "signs/new"]
)
def test_a_stranger_sees_none_of_it(cast: Cast, page: str) -> None:
    assert cast.client(cast.stan).get(f"/families/{cast.family.reference}/{page}/").status_code == 403


@pytest.mark.parametrize("page", ["levels", "levels/new", "signs", "reviews", "goodbye/said"])
def test_a_partner_around_the_family_sees_no_levels_signs_reviews_or_goodbye(cast: Cast, page: str) -> None:
    assert cast.client(cast.green).get(f"/families/{cast.family.reference}/{page}/").status_code == 403


@pytest.mark.parametrize("page", ["levels", "signs", "reviews"])
def test_the_front_door_reads_them(cast: Cast, page: str) -> None:
    assert cast.client(cast.fay).get(f"/families/{cast.family.reference}/{page}/").status_code == 200
