"""Every field holds what its annotation says; every record is frozen and small."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

import pytest

from oneplan.engine.synthetic import SyntheticFamily, histories, people, rough_dates, truth
from oneplan.engine.synthetic import family as family_module

Area = tuple[SyntheticFamily, ...]


def fits(value: object, stated: Any) -> bool:
    """Whether a value is of the stated type, looked at to the bottom; a date is never a moment."""
    origin, parts = typing.get_origin(stated), typing.get_args(stated)
    if origin is Literal:
        return value in parts
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, tuple) and all(fits(item, parts[0]) for item in value)
    if stated is types.NoneType:
        return value is None
    return type(value) is stated


def records(value: object) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from records(item)
    elif dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from records(getattr(value, field.name))


def of_every_kind(area: Area) -> Area:
    """A hundred families, and those with what only few have."""
    rare = [family for family in area if family.restrictions or family.caring or family.visit_warnings]
    guarded = [family for family in area if family.restrictions or family.safe_contact]
    return (*area[:60], *rare[:30], *guarded[:30])


def test_every_field_is_of_the_stated_type(area: Area) -> None:
    hints: dict[type, dict[str, Any]] = {}
    for family in of_every_kind(area):
        for record in records(family):
            kind = type(record)
            stated = hints.setdefault(kind, typing.get_type_hints(kind))
            for name, annotation in stated.items():
                assert fits(getattr(record, name), annotation), (kind.__name__, name, getattr(record, name))
    modules = (family_module, histories, people, rough_dates, truth)
    found = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    declared = {kind for kind in found if dataclasses.is_dataclass(kind)}
    assert set(hints) == declared


def test_nothing_can_be_changed(area: Area) -> None:
    for kind, record in {type(record): record for family in area[:100] for record in records(family)}.items():
        name = dataclasses.fields(record)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, None)
        assert not hasattr(record, "__dict__"), kind


def test_the_check_itself_finds_a_wrong_type() -> None:
    assert not fits("1", int)
    assert not fits(True, int)
    assert not fits(None, str)
    assert not fits((1, "a"), tuple[int, ...])
    assert not fits("blue", Literal["red"])
    assert fits(None, str | None)
