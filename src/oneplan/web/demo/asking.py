"""What an action asks for: found by its name, its arguments read from its types."""

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Union

from django.db.models import Model

from oneplan.web.demo.stories import Step, StoryBroken

ROOMS = frozenset({"agencies", "people", "sharing", "casework", "frontdoor", "demo"})


def action_of(step: Step) -> Callable[..., Any]:
    """Find “people.persons.add”; only an action may be a step."""
    room, *path, name = step.action.split(".")
    if room not in ROOMS or not path:
        raise StoryBroken(f"{step.key}: no room keeps “{step.action}”.")
    module = import_module(f"oneplan.web.{room}.actions.{'.'.join(path)}")
    found = getattr(module, name, None)
    if not getattr(found, "is_action", False):
        raise StoryBroken(f"{step.key}: “{step.action}” is not an action.")
    return typing.cast(Callable[..., Any], found)


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One thing an action asks for."""

    kind: Any
    is_needed: bool


@cache
def asked_for(action: Callable[..., Any]) -> dict[str, Asked]:
    """What an action asks for, by name; also what its last parameter, “anything of these”, takes."""
    hints = typing.get_type_hints(inspect.unwrap(action))
    found: dict[str, Asked] = {}
    for name, each in inspect.signature(action).parameters.items():
        if each.kind is not inspect.Parameter.VAR_KEYWORD:
            found[name] = Asked(hints.get(name, Any), is_needed=each.default is inspect.Parameter.empty)
        elif typing.get_origin(hints[name]) is typing.Unpack:
            of_these = typing.get_type_hints(typing.get_args(hints[name])[0])
            found |= {inner: Asked(kind, is_needed=False) for inner, kind in of_these.items()}
    return found


def real_type(wanted: Any) -> Any:
    """The type itself of “T | None”; a union of several things stays."""
    if typing.get_origin(wanted) not in (Union, types.UnionType):
        return wanted
    kinds = [each for each in typing.get_args(wanted) if each is not types.NoneType]
    return kinds[0] if len(kinds) == 1 else wanted


def kind_of_thing(wanted: Any) -> bool:
    """Is a row of the database meant, or one of several kinds of row?"""
    if typing.get_origin(wanted) in (Union, types.UnionType):
        return all(kind_of_thing(each) for each in typing.get_args(wanted))
    if getattr(wanted, "_is_protocol", False):  # a room that may not import the row's own says what it needs of it
        return True
    return isinstance(wanted, type) and issubclass(wanted, Model)
