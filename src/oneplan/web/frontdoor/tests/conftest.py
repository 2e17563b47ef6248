"""Requests at each step, for the front door's tests."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from oneplan.web.frontdoor.actions import decisions, matching, offers, requests
from oneplan.web.frontdoor.models import Request
from tests.cast import Cast

LINES = ["Dana Bell, 34, mother", "James, 7, son", "Ivy, under 5, daughter"]


@pytest.fixture
def make(cast: Cast, now: datetime) -> Callable[..., Request]:
    """Make a request as Mrs Green does, changed by what is given."""

    def run(**changed: Any) -> Request:
        said: dict[str, Any] = {
            "reason": "James cannot settle at school since his dad left.",
            "people": LINES,
            "needs": ["attendance", "parental_conflict"],
            "safety": Request.Safety.NO,
            "family_agrees": True,
            "from_worker": cast.green,
            "by": cast.green,
            "at": now,
        }
        return requests.make(**said | changed)

    return run


@pytest.fixture
def settle(cast: Cast, now: datetime) -> Callable[..., Request]:
    """Say that everybody named is new, and the family too."""

    def run(asking: Request, **changed: Any) -> Request:
        matches = [matching.Match(named=row) for row in asking.people.order_by("pk")]
        said: dict[str, Any] = {"request": asking, "matches": matches, "by": cast.fay, "at": now}
        matching.settle(**said | changed)
        asking.refresh_from_db()
        return asking

    return run


@pytest.fixture
def decide(cast: Cast, now: datetime) -> Callable[..., Request]:
    def run(asking: Request, **changed: Any) -> Request:
        said: dict[str, Any] = {
            "child_safety": "Safe as far as anybody knows",
            "level": "additional",
            "outcome": "intervention",
            "why": "Several needs at once, and they ask for one person.",
            "next_step": "We ring the family and offer help",
            "team": cast.episode.team,
            "by": cast.fay,
            "at": now,
        }
        decisions.decide(request=asking, **said | changed)
        asking.refresh_from_db()
        return asking

    return run


@pytest.fixture
def offer(cast: Cast, now: datetime) -> Callable[..., Request]:
    def run(asking: Request, **changed: Any) -> Request:
        said: dict[str, Any] = {
            "on": now.date(),
            "how": "by phone",
            "told": "One worker comes and listens.",
            "by": cast.fay,
            "at": now,
        }
        offers.make(request=asking, **said | changed)
        asking.refresh_from_db()
        return asking

    return run
