"""Read the demo area's files: each family's story is a list of dated steps, each step one action and what it says.

- on: 2012-10-15        the day; `at: "14:30"` gives the hour, `by:` the worker
  by: fay
  invented: [day]       what the source is silent on; true when it is silent on everything here
  steps:
  - people.persons.add: {given_names: Rebecca}
    as: rebecca         the name by which later steps mean what this one made
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

from oneplan.web.site import area

FOLDER = area.PACK / "demo"
AREA = "area"
ACCOUNTS = "accounts"
NINE = time(9)
_WORDS = frozenset({"as", "invented", "checks"})
_DAY_WORDS = frozenset({"on", "at", "by", "invented", "checks", "steps"})
_FURNISHED = {"agencies": "demo.area.agency", "teams": "demo.area.team", "workers": "demo.area.worker"}
_BOOL = "tag:yaml.org,2002:bool"


class StoryBroken(Exception):
    """The text says which file and step, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    action: str  # "people.persons.add"
    says: Mapping[str, Any]
    on: Any = "today"
    clock: time = NINE
    by: str = ""
    name: str = ""
    invented: Any = False
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    name: str
    steps: tuple[Step, ...] = field(default=())
    told_on: date | None = None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML where only true and false are truth values: “on” is a word in these files."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if tag != _BOOL or letter in "tTfF"]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def families(folder: Path = FOLDER) -> list[Story]:
    """Every family's story, in the order of their names."""
    return [_story(path) for path in sorted((folder / "families").glob("*.yaml"))]


def furniture(folder: Path = FOLDER) -> Story:
    """Agencies, teams, workers, and who covers for whom."""
    made = [
        Step(f"{AREA}/{name}", action, says, name=name)
        for file, action in _FURNISHED.items()
        for name, says in _read(folder / f"{file}.yaml").items()
    ]
    covers = [
        Step(f"{AREA}/{worker}-covered", "demo.area.cover", {"worker": worker, **says})
        for worker, says in _read(folder / "cover.yaml").items()
    ]
    return Story(AREA, tuple(made + covers))


def around(folder: Path = FOLDER) -> Story:
    """Hubs, contacts, links, agreements on sharing and forums, as the administrator wrote them down."""
    return _story(folder / "around.yaml")


def desk(folder: Path = FOLDER) -> Story:
    """What waits at the front door this morning."""
    return _story(folder / "front_door.yaml")


def accounts(folder: Path = FOLDER) -> Story:
    """Who can sign in; after the families, because some of their members can."""
    kept, known = _read(folder / "accounts.yaml"), password(folder)
    steps = [
        Step(f"{ACCOUNTS}/{name}", "demo.area.account", {"name": name, "password": known, **says})
        for name, says in kept["accounts"].items()
    ]
    return Story(ACCOUNTS, tuple(steps))


def password(folder: Path = FOLDER) -> str:
    """Of each demo account."""
    return str(_read(folder / "accounts.yaml")["password"])


def _story(path: Path) -> Story:
    kept = _read(path)
    steps = tuple(_steps(kept["days"], path=path))
    keys = [step.key for step in steps]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise StoryBroken(f"{path.name}: two steps are the same: {', '.join(sorted(twice))}. Give one of them a name.")
    return Story(path.stem, steps, kept.get("told_on"))


def _steps(days: list[dict[str, Any]], *, path: Path) -> Iterator[Step]:
    for day in days:
        if unknown := day.keys() - _DAY_WORDS:
            raise StoryBroken(f"{path.name}, {day.get('on')}: these words are not known: {', '.join(sorted(unknown))}.")
        for raw in day["steps"]:
            yield _step(raw, day=day, path=path)


def _step(raw: dict[str, Any], *, day: dict[str, Any], path: Path) -> Step:
    actions = raw.keys() - _WORDS
    if len(actions) != 1:
        raise StoryBroken(f"{path.name}, {day['on']}: a step names just one action, not {sorted(actions)}.")
    action = actions.pop()
    says, name = raw[action] or {}, raw.get("as", "")
    if not isinstance(says, dict):
        raise StoryBroken(f"{path.name}, {day['on']}: {action} needs names for what it says.")
    return Step(
        key=f"{path.stem}/{name or _content_key(action, says, day)}",
        action=action,
        says=says,
        on=day["on"],
        clock=time.fromisoformat(day["at"]) if "at" in day else NINE,
        by=day.get("by", ""),
        name=name,
        invented=raw.get("invented", day.get("invented", False)),
        checks=tuple(f"{path.stem}-{number}" for number in raw.get("checks", day.get("checks", ()))),
    )


def _content_key(action: str, says: Mapping[str, Any], day: Mapping[str, Any]) -> str:
    """A key that stays when steps are added before or behind this one."""
    content = json.dumps([str(day["on"]), says], sort_keys=True, default=str)
    return f"{action}:{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _read(path: Path) -> Any:
    with path.open() as file:
        return yaml.load(file, Loader=_Loader)  # noqa: S506 - one of the two safe loaders
