"""Whoever asks for more pages than anybody reads waits a minute."""

from typing import Any

import pytest

from oneplan.web.access.models import RefusedPage
from oneplan.web.access.pace import Pace
from tests.cast import Cast


def test_the_minute_after_counts_anew_and_each_account_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [60.0]
    monkeypatch.setattr("oneplan.web.access.pace.time.monotonic", lambda: now[0])
    counted = Pace()
    assert [counted.over(1, most=2) for _ in range(4)] == [0, 0, 1, 2]
    assert counted.over(2, most=2) == 0
    now[0] = 119.9
    assert counted.over(1, most=2) == 3
    now[0] = 120.0
    assert counted.over(1, most=2) == 0


def test_no_limit_counts_nothing() -> None:
    counted = Pace()
    assert [counted.over(1, most=0) for _ in range(3)] == [0, 0, 0]


@pytest.mark.django_db
@pytest.mark.requirement("R196")
def test_pages_without_end_are_stopped_said_and_kept_once(cast: Cast, settings: Any) -> None:
    settings.PAGES_A_MINUTE = 3
    client = cast.client(cast.priya)
    answers = [client.get("/my-families/") for _ in range(12)]
    late = [each for each in answers if each.status_code == 429]
    assert len(late) >= 6  # a new minute may begin once in between
    assert late[0]["Retry-After"] == "60"
    assert "One moment, please" in late[0].content.decode()
    assert 1 <= RefusedPage.objects.filter(kind="too_fast").count() <= 2


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_not_counted(cast: Cast, settings: Any, client: Any) -> None:
    settings.PAGES_A_MINUTE = 1
    assert [client.get("/sign-in/").status_code for _ in range(4)] == [200] * 4
