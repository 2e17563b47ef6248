"""What the rows of one batch share: tables, codes, who recorded it and when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Model

from oneplan.web.demo.area_load.tables import Table, set_sequences


@cache
def codes() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load((Path(__file__).parent / "codes.yaml").read_text()))


@dataclass
class Workforce:
    """Ids of the real workers, teams and agencies that the synthetic numbers and sectors stand for."""

    key_workers: list[int]
    team_of_worker: dict[int, int]
    agencies: dict[str, int]
    front_door: int


@dataclass
class Batch:
    workforce: Workforce
    at: datetime
    today: date
    person_ids: dict[int, int] = field(default_factory=dict)  # synthetic key -> id, over all batches
    home_ids: dict[int, int] = field(default_factory=dict)
    tables: dict[type[Model], Table] = field(default_factory=dict)
    kept: set[tuple[Any, ...]] = field(default_factory=set)  # spells of people whom two families share

    def add(self, model: type[Model], **values: Any) -> int:
        if model not in self.tables:
            self.tables[model] = Table(model)
        return self.tables[model].add(**values)

    def spell(self, model: type[Model], *, start: date | None, end: date | None, **values: Any) -> int:
        """A statement with two times; one that would end before it starts holds for its first day."""
        if start and end and end <= start:
            end = date.fromordinal(start.toordinal() + 1)
        return self.add(model, valid_from=start, valid_to=end, known_from=self.at, source="invented", **values)

    def spell_once(self, model: type[Model], *, start: date | None, end: date | None, **values: Any) -> None:
        """The same, but a second family that shares the people does not say it again."""
        key = (model, start, *sorted(values.items(), key=str))
        if key not in self.kept:
            self.kept.add(key)
            self.spell(model, start=start, end=end, **values)

    def write(self) -> int:
        """Write every table, parents before children; return the number of rows."""
        from oneplan.web.demo.area_load.order import WRITING_ORDER

        known = sorted(self.tables, key=WRITING_ORDER.index)
        written = sum(self.tables[model].write() for model in known)
        set_sequences([model for model in known if self.tables[model].has_number])
        return written
