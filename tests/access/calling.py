"""Arguments for any action, made from what its signature says: about the cast's family wherever it can be."""

import dataclasses
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from importlib import import_module
from inspect import isfunction, signature, unwrap
from pathlib import Path
from types import UnionType
from typing import Any

from django.db.models import Model

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.people.models import Family, Home, Person

WEB = Path(__file__).resolve().parents[2] / "src/oneplan/web"


def every_action() -> Iterator[tuple[str, Callable[..., Any]]]:
    """`casework.goals.add` and the function, for every action of every room."""
    for path in sorted([*WEB.glob("*/actions/*.py"), WEB / "site/rotation.py"]):
        dotted = ".".join(path.relative_to(WEB.parents[1]).with_suffix("").parts)
        module = import_module(dotted.removesuffix(".__init__"))
        for name, found in vars(module).items():
            if getattr(found, "is_action", False) and found.__module__ == module.__name__:
                yield f"{path.relative_to(WEB).parts[0]}.{path.stem}.{name}", found


def every_deed() -> Iterator[tuple[str, bool]]:
    """Every public function of the modules of actions that is told the moment, and whether it is an action."""
    for path in sorted(WEB.glob("*/actions/*.py")):
        module = import_module(".".join(path.relative_to(WEB.parents[1]).with_suffix("").parts))
        for name, found in vars(module).items():
            is_own = isfunction(found) and found.__module__ == module.__name__ and not name.startswith("_")
            if is_own and "at" in signature(found).parameters:
                yield f"{path.relative_to(WEB).parts[0]}.{path.stem}.{name}", getattr(found, "is_action", False)


class Maker:
    """Makes what a parameter wants; the rich data set's own things come first."""

    def __init__(self, rich: Any, *, at: datetime, own: dict[str, Any]) -> None:
        self.rich, self.at, self.own = rich, at, own

    def arguments(self, action: Callable[..., Any], *, by: Any) -> dict[str, Any]:
        inner = unwrap(action)
        hints = typing.get_type_hints(inner)
        names = inner.__code__.co_varnames[: inner.__code__.co_kwonlyargcount]
        left_out = {"by", "at", *(inner.__kwdefaults__ or {})} - set(self.own)
        made = {name: self.make(name, hints[name]) for name in names if name not in left_out}
        return made | {"at": self.at} | ({"by": self._asker(hints["by"], by)} if "by" in names else {})

    def make(self, name: str, kind: Any) -> Any:
        if name in self.own:
            return self.own[name]
        origin, inside = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, UnionType):
            return self.make(name, next(each for each in inside if each is not type(None)))
        if origin is dict or (origin is not None and len(inside) == 2 and inside[1] is not Ellipsis):
            return {}
        if origin is not None:
            return [self.make(name, inside[0])]
        return self._plain(name, kind)

    def _plain(self, name: str, kind: Any) -> Any:
        plain = {str: "words", date: self.at.date(), datetime: self.at, time: self.at.time(), int: 1, bool: True,
                 Decimal: Decimal(1), Any: "words"}  # fmt: skip
        if kind in plain:
            return plain[kind]
        if issubclass(kind, Model):
            return self._row(kind)
        if issubclass(kind, Enum):
            return next(iter(kind))
        if dataclasses.is_dataclass(kind):
            return self._parts(kind)
        raise TypeError(f"How does one make {name}: {kind}?")

    def _asker(self, kind: Any, by: Any) -> Any:
        return Account.objects.get(worker=by) if kind is Account and isinstance(by, Worker) else by

    def _parts(self, kind: Any) -> Any:
        hints = typing.get_type_hints(kind)
        needed = [each for each in dataclasses.fields(kind) if _is_needed(each)]
        return kind(**{each.name: self.make(each.name, hints[each.name]) for each in needed})

    def _row(self, kind: type[Model]) -> Model:
        cast = self.rich.cast
        usual: dict[type[Model], Any] = {
            Family: cast.family, Person: cast.child, Worker: cast.priya, Agency: cast.green.agency, Home: cast.home,
            Team: cast.priya.team,
        }  # fmt: skip
        if kind in usual:
            return usual[kind]  # type: ignore[no-any-return]
        named = [row for row in vars(self.rich).values() if type(row) is kind and _is_of(row, cast.family)]
        if named:
            return named[0]
        rows = list(kind._default_manager.all()[:200])
        mine = [row for row in rows if _is_of(row, cast.family)]
        return next(iter([*mine, *rows]), kind(pk=1))


def _is_needed(field: Any) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _is_of(row: Any, family: Family) -> bool:
    """Is the row the family's, by itself or by what it hangs on?"""
    for _ in range(4):
        found = next((getattr(row, name, None) for name in ("family", "episode", "plan", "goal", "meeting")
                      if getattr(row, name, None) is not None), None)  # fmt: skip
        if found is None or isinstance(found, Family):
            return found is None or found.pk == family.pk
        row = found
    return False
