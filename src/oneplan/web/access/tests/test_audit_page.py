"""What was changed, and the check that nothing was tampered with."""

from datetime import datetime

import pytest

from oneplan.web.access import audit
from oneplan.web.access.models import AuditEvent, ViewBatch
from tests.cast import Cast, filled


def _change(cast: Cast, now: datetime) -> None:
    audit.record(
        "note_added", about=cast.family, by=cast.priya, at=now, family=cast.family, text=audit.digest("secret words")
    )


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_changes_say_who_and_what_and_never_the_words(cast: Cast, now: datetime, role: str) -> None:
    _change(cast, now)
    page = cast.client(cast.others[role]).get("/changes/").content.decode()
    assert "Added a note" in page
    assert "Priya Shah" in page
    assert cast.family.reference in page
    assert "secret words" not in page


def test_changes_of_one_family(cast: Cast, now: datetime) -> None:
    _change(cast, now)
    client = cast.client(cast.others["auditor"])
    assert "Added a note" in client.get("/changes/", {"family": cast.family.reference}).content.decode()
    assert "Added a note" not in client.get("/changes/", {"family": "F-9999"}).content.decode()
    assert "looks like F-1042" in client.get("/changes/", {"family": "Okafor"}).content.decode()


def test_what_an_auditor_saw_is_logged(cast: Cast, now: datetime) -> None:
    _change(cast, now)
    cast.client(cast.others["auditor"]).get("/changes/")
    assert ViewBatch.objects.get(page="audit").seen == ["access.auditevent:1"]


def test_the_check_says_whole_or_which_row_was_altered(cast: Cast, now: datetime) -> None:
    _change(cast, now)
    client = cast.client(cast.others["auditor"])
    page = client.get("/changes/").content.decode()
    whole = client.post("/changes/", filled(page)).content.decode()
    assert "The chain of changes is whole" in whole
    assert "The chain of views is whole" in whole
    AuditEvent.objects.update(event="nothing_happened")
    broken = client.post("/changes/", filled(page)).content.decode()
    assert "The chain of changes is broken" in broken
    assert "Row 1 was altered" in broken


def test_a_long_list_comes_in_pages(cast: Cast, now: datetime) -> None:
    for _ in range(55):
        _change(cast, now)
    page = cast.client(cast.others["auditor"]).get("/changes/", {"page": 2}).content.decode()
    assert "Page 2 of 2" in page


@pytest.mark.parametrize("who", ["priya", "maya", "green", "fay", "stan"])
def test_nobody_else_sees_changes(cast: Cast, who: str) -> None:
    assert cast.client(getattr(cast, who)).get("/changes/").status_code == 403
