"""What star.yaml and audiences.yaml say, checked when they are read: which tables, and who gets what of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oneplan.engine.facts.vocabulary import FactKind, fact_kinds
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.types import types

STAR, AUDIENCES = (Path(__file__).parent / name for name in ("star.yaml", "audiences.yaml"))
ALL, FACT = "all", "fact"
SQL = {
    "text": "VARCHAR", "yes_no": "BOOLEAN", "whole": "BIGINT", "figure": "DOUBLE", "day": "DATE",
    "moment": "TIMESTAMP", "money": "DECIMAL(12, 2)",
}  # fmt: skip


class BadDeclaration(Exception):
    """One of the two files says something that cannot be; the text says where."""


class Keys(StrEnum):
    """What stands for a person."""

    OPEN = "open"
    STABLE = "stable"
    ONCE = "once"


@dataclass(frozen=True)
class Column:
    """`to` is the table it leads to."""

    name: str
    type: str
    words: str
    sql: str
    to: str = ""
    tells_who: bool = False

    @property
    def select(self) -> str:
        return f"({self.sql})::{SQL[self.type]}"


@dataclass(frozen=True)
class Table:
    """`of` is the kind of fact of which it tells, where it is one of several."""

    name: str
    words: str
    columns: tuple[Column, ...]
    of: FactKind | None = None


@dataclass(frozen=True)
class Audience:
    """`columns` has, for each table it gets, the names of the columns; `attributes` are types of our columns."""

    name: str
    words: str
    keys: Keys
    is_with_history: bool
    categories: frozenset[str]
    attributes: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]

    @property
    def kinds(self) -> list[FactKind]:
        return [each for each in fact_kinds().values() if each.category in self.categories]

    @property
    def tables(self) -> list[Table]:
        """What an export for this audience consists of: one table of facts for each kind."""
        found: list[Table] = []
        for name, chosen in self.columns.items():
            said = star()[name]
            own = tuple(each for each in said.columns if each.name in chosen)
            if name == FACT:
                found += [_of_kind(kind, own, self.attributes) for kind in self.kinds]
            else:
                found.append(Table(name, said.words, own))
        return found


@cache
def star() -> Mapping[str, Table]:
    kept = yaml.safe_load(STAR.read_text(encoding="utf-8"))["tables"]
    return {name: Table(name, said["words"], _columns(said["columns"])) for name, said in kept.items()}


def _columns(said: Mapping[str, Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(
        Column(name, each["type"], each["words"], each["is"], each.get("to", ""), each.get("tells_who", False))
        for name, each in said.items()
    )


def every_table() -> list[Table]:
    """Each with all its columns, whichever audience gets them."""
    found: list[Table] = []
    for name, said in star().items():
        kinds = fact_kinds().values() if name == FACT else ()
        found += [_of_kind(kind, said.columns, frozenset(types())) for kind in kinds] or [said]
    return found


@cache
def audiences() -> Mapping[str, Audience]:
    """Raises `BadDeclaration`."""
    kept = yaml.safe_load(AUDIENCES.read_text(encoding="utf-8"))["audiences"]
    return {name: audience(name, said) for name, said in kept.items()}


def audience(name: str, said: Mapping[str, Any]) -> Audience:
    """One audience as its YAML says it. Raises `BadDeclaration`."""
    every = {"categories": {each.category for each in fact_kinds().values()}, "attributes": set(types())}
    chosen = {part: frozenset(_some(said[part], there, f"{name}, {part}")) for part, there in every.items()}
    given = {
        table: tuple(_some(names, [each.name for each in _table(table, name).columns], f"{name}, {table}"))
        for table, names in said["tables"].items()
    }
    keys = Keys(said["keys"])
    for table, names in given.items():
        leads = [each.name for each in star()[table].columns if each.tells_who and each.name in names]
        if leads and keys is not Keys.OPEN:
            raise BadDeclaration(f"{name}, {table}: “{leads[0]}” leads to a person, whom a pseudonym is to hide.")
    if keys is not Keys.OPEN and "text" in chosen["attributes"]:
        raise BadDeclaration(f"{name}, attributes: a text may name a person, whom a pseudonym is to hide.")
    return Audience(
        name, said["words"], keys, is_with_history=said["versions"] == ALL, **chosen,
        columns={table: given[table] for table in star() if table in given},
    )  # fmt: skip


def _table(name: str, audience: str) -> Table:
    if name not in star():
        raise BadDeclaration(f"{audience}: there is no table “{name}”. There are: {', '.join(star())}.")
    return star()[name]


def _some(said: Any, there: Sequence[str] | set[str], where: str) -> list[str]:
    if said == ALL:
        return list(there)
    if strange := [each for each in said if each not in there]:
        raise BadDeclaration(f"{where}: there is no “{strange[0]}”. There are: {', '.join(sorted(there))}.")
    return list(said)


def attributes(kind: FactKind, given: frozenset[str]) -> list[Column]:
    """What a fact of that kind says besides its value, each in the type of our column."""
    found = [(columns()[name], words) for name, words in kind.attributes.items()]
    return [
        Column(each.name, _type(each.type.name), words, f"attributes['{each.name}']")
        for each, words in found
        if each.type.name in given
    ]


def _type(of: str) -> str:
    return of if of in SQL else "text"


def _of_kind(kind: FactKind, own: tuple[Column, ...], given: frozenset[str]) -> Table:
    words = f"{kind.words}; the value is in {kind.unit}"
    return Table(f"{FACT}_{kind.name}", words, (*own, *attributes(kind, given)), kind)
