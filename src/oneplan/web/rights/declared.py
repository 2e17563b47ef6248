"""What each room declares of its models: personal or not, field by field, how it is scrubbed, and when it goes.

Each room has a file `retention.yaml`; this reads them all. A test fails on a model or field that is in none.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models
from django.db.models import Model

from oneplan.rulebook.retention import periods
from oneplan.rulebook.retention.scrub import SCRUBS, Way
from oneplan.web.rights import registry


class _Loader(yaml.SafeLoader):
    """YAML in which “on” is a word and not a yes."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in ways if not tag.endswith(":bool")]
    for letter, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
NEVER = frozenset({"with_the_area", "the_chain"})


class WronglyDeclared(Exception):
    """The text says which line of which file."""


@dataclass(frozen=True)
class Declared:
    model: type[Model]
    rule: str
    fields: dict[str, Way]
    of_family: tuple[str, ...] = ()  # lookups to the family it goes with
    of_person: tuple[str, ...] = ()  # lookups to the person it goes with, when no other family needs them
    of_home: str = ""
    clock: str = ""  # a day or moment of its own from which its time is counted
    clock_rule: str = ""  # when its own clock follows another rule
    guard_person: tuple[str, ...] = ()  # lookups to people whose hold or open request keeps it
    clock_without: str = ""  # the clock counts only where this is empty
    why: str = ""  # why something personal is kept
    scrubs: dict[str, Way] = field(default_factory=dict)

    @property
    def stays(self) -> bool:
        """The row stays, its fields are scrubbed; otherwise it is deleted."""
        return bool(self.scrubs)


@lru_cache(maxsize=1)
def declared() -> dict[str, Declared]:
    """Every declaration by the model's label."""
    found: dict[str, Declared] = {}
    for room in registry.rooms():
        for label, said in _said(room).items():
            found[label] = _declared(label, said)
    return found


def _said(room: str) -> dict[str, dict[str, Any]]:
    path = Path(str(import_module(room).__file__)).parent / "retention.yaml"
    if not path.exists():
        return {}
    kept: dict[str, dict[str, Any]] = yaml.load(path.read_text(), _Loader)["models"] or {}  # noqa: S506  a safe loader of our own
    return kept


def _declared(label: str, said: dict[str, Any]) -> Declared:
    try:
        model = apps.get_model(label)
        ways = {name: Way(way) for name, way in (said.get("fields") or {}).items()}
    except (LookupError, ValueError) as fault:
        raise WronglyDeclared(f"{label}: {fault}") from fault
    if said["rule"] not in periods.rules():
        raise WronglyDeclared(f"{label}: there is no rule {said['rule']}")
    return Declared(
        model=model,
        rule=said["rule"],
        fields=ways,
        of_family=tuple(said.get("of_family", ())),
        of_person=tuple(said.get("of_person", ())),
        of_home=said.get("of_home", ""),
        clock=said.get("clock", ""),
        clock_rule=said.get("clock_rule", said["rule"]),
        clock_without=said.get("clock_without", ""),
        guard_person=tuple(said.get("guard_person", ())),
        why=said.get("why", ""),
        scrubs={name: way for name, way in ways.items() if way in SCRUBS},
    )


def fields_of(model: type[Model]) -> "list[models.Field[Any, Any]]":
    """The fields a declaration names: all but numbers the database gives out."""
    plain = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    return [*plain, *model._meta.many_to_many]


def undeclared() -> list[str]:
    """Lines to paste into the rooms' files, for models and fields that nobody declared; empty when all is."""
    lines: list[str] = []
    for model in registry.our_models():
        if registry.is_between(model) or model._meta.proxy:
            continue
        said = declared().get(model._meta.label)
        missing = [each for each in fields_of(model) if said is None or each.name not in said.fields]
        if missing:
            room = model.__module__.split(".")[2]
            lines.append(f"# web/{room}/retention.yaml")
            lines += [f"  {model._meta.label}:"] if said else [f"  {model._meta.label}:", *_ways_out(model)]
            lines.append("    fields:")
            personal = Way.ROW if (said.rule not in NEVER if said else _is_about_people(model)) else Way.KEEP
            lines += [f"      {each.name}: {_guess(each, personal=personal)}" for each in missing]
    return lines


def gone() -> list[str]:
    """Fields that are declared and not there."""
    return [
        f"{label}.{name}"
        for label, said in declared().items()
        for name in said.fields
        if name not in {each.name for each in fields_of(said.model)}
    ]


def _ways_out(model: type[Model]) -> list[str]:
    if not _is_about_people(model):
        return ["    rule: with_the_area", "    why: say why what is about a worker is kept"]
    names = {each.name for each in model._meta.get_fields()}
    if "family" in names:
        return ["    rule: family_record", "    of_family: [family]"]
    if "person" in names:
        return ["    rule: family_record", "    of_person: [person]"]
    return ["    rule: family_record", "    of_family: [say__the__lookup]  # or of_person, or clock"]


def _is_about_people(model: type[Model]) -> bool:
    return model._meta.label in registry.touching_people()


def _guess(each: "models.Field[Any, Any]", *, personal: Way) -> str:
    """On the safe side: personal, unless it can hold neither words, nor days, nor anybody."""
    is_flag = isinstance(each, models.BooleanField | models.UUIDField)
    return Way.PLAIN if is_flag or each.name in ("version", "position") else personal
