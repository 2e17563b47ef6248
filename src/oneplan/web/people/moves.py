"""The line “Ada and Leo moved home”: one for all who moved together, told anew when one of them did not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from oneplan.web.people import identity, timeline
from oneplan.web.people.models import Home, Person, Residence, TimelineEntry


def line(people: Sequence[Person], *, to: Any) -> dict[str, Any]:
    names = " and ".join(person.short_name for person in people)
    return {"kind": "home", "headline": f"{names} moved home"[:200], "thing": to, "people": people}


def take_back(residence: Residence, *, reason: str, by: Any, at: datetime) -> None:
    """Strike the lines that told of this residence; whoever else moved that day is told again."""
    for told in _lines(residence):
        TimelineEntry.objects.filter(pk=told.pk).update(struck_reason=reason)
        records = identity.record_ids(residence.person)
        if others := [person for person in told.people.order_by("pk") if person.pk not in records]:
            timeline.add(family=told.family, on=told.on, on_precision=told.on_precision,
                         **line(others, to=residence.home), by=by, at=at)  # fmt: skip


def _lines(residence: Residence) -> list[TimelineEntry]:
    """A move and its residences begin on the same day, in the same home."""
    days = Residence.objects.filter(thread=residence.thread).values("valid_from")
    rows = TimelineEntry.objects.filter(
        thing_type=Home._meta.label_lower, thing_id=residence.home_id, kind="home", struck_reason="",
        on__in=days, people__in=identity.record_ids(residence.person),
    )  # fmt: skip
    return list(rows.distinct().select_related("family"))
