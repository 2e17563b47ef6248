"""What the rows of one batch share: tables, codes, who recorded it and when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Model

from oneplan.web.demo.area_load.tables import Table


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

    def take(self) -> dict[str, list[list[Any]]]:
        """Return the rows gathered so far by model, and begin anew."""
        taken = {model._meta.label: table.rows for model, table in self.tables.items() if table.rows}
        for table in self.tables.values():
            table.rows = []
        return taken
