"""Say what is wrong with a story without taking it: unknown actions and words, names used before they are made."""

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from oneplan.rulebook.people.dates import DateNotUnderstood
from oneplan.web.demo.asking import action_of, asked_for, kind_of_thing, real_type
from oneplan.web.demo.binding import FAMILY, IMPLIED
from oneplan.web.demo.known_things import NAME
from oneplan.web.demo.stories import Step, Story, StoryBroken
from oneplan.web.demo.story_time import StoryTime


def faults(story: Story, *, today: date, known: Iterable[str] = ()) -> Iterator[str]:
    """`known` are the names the area's own steps made."""
    time, names = StoryTime(today, story.told_on), set(known)
    latest = date.min
    for step in story.steps:
        try:
            day = time.day(step.on)
            yield from _of_step(step, names=names)
        except (StoryBroken, DateNotUnderstood) as fault:
            yield f"{step.key}: {fault}"
            continue
        if day < latest:
            yield f"{step.key}: {day} comes before the day of the step above it"
        if story.told_on and day > today:
            yield f"{step.key}: {day} lies in the future"
        latest = max(day, latest)
        names.add(step.name)


def _of_step(step: Step, *, names: set[str]) -> Iterator[str]:
    asked = asked_for(action_of(step))
    if unknown := step.says.keys() - asked.keys():
        yield f"{step.key}: {step.action} does not know {', '.join(sorted(unknown))}"
    for name, each in asked.items():
        if each.is_needed and each.kind is not date and name not in step.says and name not in IMPLIED:
            yield f"{step.key}: {step.action} needs {name}"
    if step.by and step.by not in names:
        yield f"{step.key}: nobody is called {step.by}"
    for name, said in step.says.items():
        for used in _names_in(said, asked[name].kind if name in asked else Any):
            if used not in names and used != FAMILY and "/" not in used:
                yield f"{step.key}: nothing before it is called {used}"


def _names_in(said: Any, wanted: Any) -> Iterator[str]:
    """The names of things that a value means, by the type that is asked for."""
    wanted = real_type(wanted)
    if kind_of_thing(wanted) and isinstance(said, str):
        found = NAME.fullmatch(said)
        yield from (each for each in (found["name"], found["person"]) if each) if found else (said,)
    elif isinstance(said, list | tuple):
        inner = (typing.get_args(wanted) or (Any,))[0]
        for each in said:
            yield from _names_in(each, inner)
    elif isinstance(wanted, type) and dataclasses.is_dataclass(wanted):
        hints = typing.get_type_hints(wanted)
        values = said if isinstance(said, Mapping) else {dataclasses.fields(wanted)[0].name: said}
        for name, value in values.items():
            yield from _names_in(value, hints.get(name, Any))
