"""What is read raw is just what Django would read: moments and JSON, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from oneplan.web.access import audit, chain, rawrows
from oneplan.web.access.models import AuditEvent
from tests.cast import Cast


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026-11-29 12:00:01", "2026-11-29T12:00:01+00:00"),
        ("2026-11-29 12:00:01.000250", "2026-11-29T12:00:01.000250+00:00"),
        ("2026-11-29 12:00:01.000000", "2026-11-29T12:00:01+00:00"),
        ("2026-11-29T12:00:01", "2026-11-29T12:00:01+00:00"),
        ("2026-11-29 12:00:01+01:00", "2026-11-29T11:00:01+00:00"),
        ("2026-11-29 12:00:01.25", "2026-11-29T12:00:01.250000+00:00"),
        ("no moment", "no moment"),
        ("2026-99-99 12:00:01.2", "2026-99-99 12:00:01.2"),
        (None, None),
        (17, 17),
    ],
)
def test_a_moment_of_sqlite(kept: Any, said: Any) -> None:
    assert rawrows._moment_of_sqlite(kept) == said


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026-11-29 12:00:01.000000", "2026-11-29T12:00:01+00:00"),
        ("2026-11-29 12:00:01.000250", "2026-11-29T12:00:01.000250+00:00"),
        (None, None),
    ],
)
def test_a_moment_of_postgresql(kept: Any, said: Any) -> None:
    assert rawrows._moment_of_postgresql(kept) == said


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ('{"a": [1, null]}', {"a": [1, None]}), ('  {"a": 1}', {"a": 1}), ('{"a": 1}  ', {"a": 1}),
        ('{"a": 1} more', '{"a": 1} more'), ("no json", "no json"), ("", ""), (None, None), ({"a": 1}, {"a": 1}),
    ],
)  # fmt: skip
def test_json_as_django_reads_it(kept: Any, said: Any) -> None:
    assert rawrows._said(kept) == said


def test_a_page_of_rows_is_what_was_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.now().replace(microsecond=250)
    for number in range(3):
        audit.record("note_added", about=cast.family, by=cast.priya, at=at + timedelta(seconds=number), n=number)
    monkeypatch.setattr(rawrows, "PAGE", 2)
    first = rawrows.rows_after(chain.CHANGES, None)
    rest = rawrows.rows_after(chain.CHANGES, first[-1][0])
    assert [len(first), len(rest)] == [2, 1]
    for (number, said, digest), kept in zip([*first, *rest], AuditEvent.objects.order_by("number"), strict=True):
        values = dict(zip(chain.FIELDS[chain.CHANGES][1:], said, strict=True))
        assert (number, digest, values["event"], values["payload"]) == (
            kept.number, kept.digest, kept.event, kept.payload,
        )  # fmt: skip
        assert datetime.fromisoformat(values["at"]) == kept.at
        assert values["at"] == kept.at.astimezone(UTC).isoformat()
