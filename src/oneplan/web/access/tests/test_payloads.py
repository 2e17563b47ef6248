"""What an event holds besides who, what and when: ids and keyed digests, never a value, never a plain code."""

from datetime import datetime
from typing import Any

import pytest

from oneplan.web.access import audit
from oneplan.web.access.models import AuditEvent
from oneplan.web.people.models import Person
from tests.cast import Cast


def _kept(cast: Cast, now: datetime, about: Person, **payload: Any) -> dict[str, Any]:
    audit.record("level_decided", about=about, by=cast.priya, at=now, **payload)
    return dict(AuditEvent.objects.latest("number").payload)


def test_ids_digests_and_rows_stay_as_they_are(cast: Cast, now: datetime) -> None:
    why = audit.digest("Leo is alone in the evenings")
    kept = _kept(cast, now, cast.child, why=why, person=7, people=[7, 8], earlier=None, who=audit.row(cast.priya))
    assert kept == {
        "why": str(why), "person": 7, "people": [7, 8], "earlier": None, "who": f"worker-{cast.priya.pk}"
    }  # fmt: skip


def test_a_plain_code_a_yes_and_a_list_of_names_are_sealed(cast: Cast, now: datetime) -> None:
    kept = _kept(cast, now, cast.child, level="targeted", taper=True, fields=["safety", "wanted"])
    assert not {"targeted", True, "safety"} & {kept["level"], kept["taper"], *kept["fields"]}
    assert all(len(each) == 32 for each in (kept["level"], kept["taper"], *kept["fields"]))


def test_two_equal_codes_do_not_look_alike(cast: Cast, now: datetime) -> None:
    first, second = (_kept(cast, now, about, level="targeted", again="targeted") for about in (cast.child, cast.baby))
    assert len({first["level"], first["again"], second["level"]}) == 3
    assert (
        _kept(cast, now, cast.child, level="targeted")["level"] == first["level"]
    )  # whoever has the code can prove it


def test_anything_else_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(TypeError, match="ids and digests"):
        _kept(cast, now, cast.child, on=now)
