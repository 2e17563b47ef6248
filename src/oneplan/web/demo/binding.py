"""Turn what a step says into the arguments of its action, by the types the action asks for."""

import dataclasses
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Model

from oneplan.rulebook.people.dates import Precision, RoughDate
from oneplan.web.casework.models import Episode, Plan
from oneplan.web.demo.asking import Asked, action_of, asked_for, kind_of_thing, real_type
from oneplan.web.demo.known_things import Things
from oneplan.web.demo.stories import Step, StoryBroken
from oneplan.web.demo.story_time import StoryTime

FAMILY = "family"  # the name each story gives to its family
# what a step need not say: it follows from the step's day and worker, and from the family
IMPLIED = frozenset({"by", "at", "family", "episode", "version"})
_MANY = frozenset({list, tuple, Collection, Iterable, Sequence})


@dataclasses.dataclass(frozen=True, slots=True)
class Binder:
    things: Things
    time: StoryTime

    def arguments(self, step: Step, *, at: datetime) -> dict[str, Any]:
        asked = asked_for(action_of(step))
        if unknown := step.says.keys() - asked.keys():
            raise StoryBroken(f"{step.action} does not know {', '.join(sorted(unknown))}.")
        found = {name: self._value(said, asked[name].kind) for name, said in step.says.items()}
        found |= self._precisions(step, asked)
        for name in asked.keys() - found.keys():
            if (implied := self._implied(name, asked[name], step=step, at=at, found=found)) is not None:
                found[name] = implied
        return found

    def _implied(self, name: str, asked: Asked, *, step: Step, at: datetime, found: Mapping[str, Any]) -> Any:
        """A worker, a moment and a family go without saying; so does the step's own day where a day is required."""
        if name == "at":
            return at
        if name == "by":
            return self.things.one(step.by) if step.by else None
        if name == "version":
            return self._version(found)
        if not asked.is_needed:
            return None
        if name == "family":
            return self.things.one(FAMILY)
        if name == "episode":
            return Episode.objects.filter(family=self.things.one(FAMILY)).order_by("opened_on", "pk").last()
        return self.time.day(step.on) if asked.kind is date else None

    def _version(self, found: Mapping[str, Any]) -> Any:
        """The version that stands now: in a story nobody else writes meanwhile."""
        versioned = next(
            (value for value in found.values() if isinstance(value, Model) and hasattr(value, "version")), None
        )
        if versioned is not None:
            return versioned.version
        plan = Plan.objects.filter(episode__family=self.things.one(FAMILY), episode__closed_on=None).first()
        return plan.version if plan else 1

    def _precisions(self, step: Step, asked: Mapping[str, Asked]) -> dict[str, str]:
        """“spring 2012” given for a day also says how exactly that day is known."""
        if "precision" not in asked or "on" not in step.says:
            return {}
        precision = self.time.rough(step.says["on"]).precision
        return {} if precision == Precision.DAY else {"precision": precision}

    def _value(self, said: Any, wanted: Any) -> Any:
        wanted = real_type(wanted)
        origin = typing.get_origin(wanted)
        if said is None or wanted is bool:
            return said
        if origin in _MANY:
            return self._many(said, typing.get_args(wanted)[0], kind=origin)
        if wanted is Any or kind_of_thing(wanted):
            return self.things.one(str(said)) if kind_of_thing(wanted) or self.things.knows(said) else said
        if isinstance(wanted, type) and dataclasses.is_dataclass(wanted) and wanted is not RoughDate:
            return self._dataclass(said, wanted)
        return self._plain(said, wanted)

    def _many(self, said: Any, wanted: Any, *, kind: Any) -> Any:
        values = [self._value(each, wanted) for each in ([said] if isinstance(said, str) else said)]
        return tuple(values) if kind is tuple else values

    def _dataclass(self, said: Any, wanted: type) -> Any:
        hints = typing.get_type_hints(wanted)
        if not isinstance(said, Mapping):  # "rebecca" for Came(party=rebecca)
            said = {dataclasses.fields(wanted)[0].name: said}
        if unknown := said.keys() - hints.keys():
            raise StoryBroken(f"{wanted.__name__} does not know {', '.join(sorted(unknown))}.")
        return wanted(**{name: self._value(value, hints[name]) for name, value in said.items()})

    def _plain(self, said: Any, wanted: Any) -> Any:
        if wanted is date:
            return self.time.day(said)
        if wanted is RoughDate:
            return self.time.rough(said)
        if wanted is time:
            return time.fromisoformat(said)
        if wanted is Decimal:
            return Decimal(str(said))
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return wanted(said)
        if wanted is int and isinstance(said, str):
            return self.things.one(said).pk
        return self.time.words(said) if isinstance(said, str) else said
