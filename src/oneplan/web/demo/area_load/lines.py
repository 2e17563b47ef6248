"""Lines of the timeline, as the actions write them."""

from dataclasses import dataclass
from datetime import date

from oneplan.web.demo.area_load.batch import Batch
from oneplan.web.people.models import TimelineEntry


@dataclass(frozen=True)
class Line:
    on: date
    kind: str
    headline: str
    text: str = ""
    aside: str = ""
    tone: str = "plain"
    worker: int | None = None
    thing: tuple[str, int] = ("", 0)


def write_line(batch: Batch, family: int, line: Line) -> None:
    batch.add(
        TimelineEntry,
        family_id=family,
        on=line.on,
        kind=line.kind,
        headline=line.headline,
        text=line.text,
        aside=line.aside,
        tone=line.tone,
        thing_type=line.thing[0],
        thing_id=line.thing[1] or None,
        recorded_by_id=line.worker,
        recorded_at=batch.at,
    )
