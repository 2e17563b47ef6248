"""What a name in a story stands for: the row, or rows, that the step of that name made."""

import re
from typing import Any

from django.apps import apps
from django.db.models import Model

from oneplan.web.demo.models import DemoStep
from oneplan.web.demo.stories import AREA
from oneplan.web.site.spells import Spell

# "rebecca", "brown/rebecca", "checks[2]" (the second of several), "asked.people[1]", "talk.answers[2]",
# "counselling for harry" (his part)
NAME = re.compile(r"(?P<name>[\w/-]+)(?P<part>\.people|\.answers)?(?:\[(?P<place>\d+)\])?(?: for (?P<person>[\w/-]+))?")


class NotKnown(Exception):
    """A step means something that no step before it made."""


class Things:
    """The rows that the steps of one story, and of the area, made so far."""

    def __init__(self, story: str) -> None:
        self._story = story
        rows = DemoStep.objects.exclude(made_type="").values_list("key", "made_type", "made_ids")
        self._made: dict[str, tuple[str, list[int]]] = {key: (kind, ids) for key, kind, ids in rows}

    def keep(self, key: str, *, kind: str, ids: list[int]) -> None:
        self._made[key] = (kind, ids)

    def knows(self, name: Any) -> bool:
        found = NAME.fullmatch(str(name))
        return found is not None and self._key(found["name"]) is not None

    def all(self, name: str) -> list[Any]:
        """Every row the step made, as it stands now."""
        kind, ids = self._made[self._found(name)]
        rows = apps.get_model(kind)._default_manager.in_bulk(ids)
        return [_newest(rows[pk]) for pk in ids]

    def one(self, name: str) -> Any:
        found = NAME.fullmatch(name)
        if found is None:
            raise NotKnown(f"“{name}” cannot be a name.")
        rows = self.all(found["name"])
        if found["part"]:
            rows = list(getattr(rows[0], found["part"].strip(".")).order_by("pk"))
        row = rows[int(found["place"] or 1) - 1]
        return row.people.get(person=self.one(found["person"])) if found["person"] else row

    def _found(self, name: str) -> str:
        key = self._key(name)
        if key is None:
            raise NotKnown(f"no step before this one is called “{name}”.")
        return key

    def _key(self, name: str) -> str | None:
        return next((key for key in (f"{self._story}/{name}", f"{AREA}/{name}", name) if key in self._made), None)


def _newest(row: Model) -> Model:
    """A spell corrected since is meant as it is believed now."""
    if not isinstance(row, Spell):
        return row
    return type(row).objects.known().filter(thread=row.thread).order_by("pk").last() or row
