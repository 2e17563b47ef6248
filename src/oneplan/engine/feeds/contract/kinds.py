"""The kinds of feeds that OnePlan understands: which columns, what a row is about, what must hold between values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oneplan.engine.feeds.contract.columns import Column, columns

FOLDER = Path(__file__).parent.parent / "kinds"
OUR_REFERENCE, IN_WORDS = "our_reference", "in_words"


@dataclass(frozen=True)
class Rule:
    """`holds` is SQL over typed columns; a row in which it does not hold is set aside with `words`."""

    code: str
    columns: tuple[str, ...]
    holds: str
    words: str


@dataclass(frozen=True)
class Makes:
    """The fact that a row makes: `start`, `end` (the day after) and `value` are SQL over its values.

    `first` and `after` are the first day of the row's term and the day after its last, where a row tells of a term.
    """

    kind: str
    start: str
    end: str
    value: str
    attributes: tuple[str, ...]

    def reads(self, column: str) -> bool:
        """Whether the fact says something of that column."""
        said = " ".join((self.start, self.end, self.value, *self.attributes))
        return re.search(rf"\b{column}\b", said) is not None


@dataclass(frozen=True)
class Kind:
    """A row without a good value in one of `needs` is set aside; of `may_have` the value alone is left out.

    `key` tells rows apart; `number` and `born` are the columns by which a person is known for certain.
    """

    name: str
    words: str
    about: str
    source: str
    needs: tuple[str, ...]
    may_have: tuple[str, ...]
    key: tuple[str, ...]
    number: str
    born: str
    rules: tuple[Rule, ...]
    makes: Makes
    usual: Mapping[str, Any]  # what a profile says of such a feed unless somebody says otherwise

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(columns()[name] for name in (*self.needs, *self.may_have))

    @property
    def every(self) -> tuple[Column, ...]:
        """Those of a list that is asked, too: whom a row answers for, and words beside the answers.

        The words are of the kind of information that the feed's own number of a person is.
        """
        words = replace(columns()[IN_WORDS], category=columns()[self.number].category)
        return columns()[OUR_REFERENCE], *self.columns, words

    @property
    def is_by_term(self) -> bool:
        return {"academic_year", "term"} <= set(self.key)

    def rests_on(self, column: str) -> bool:
        """Whether a fact would be another one if that column said something else."""
        return column in self.needs or column == self.born or self.makes.reads(column)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name; a file put into the folder is one more."""
    found = [_kind(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.yaml"))]
    return {each.name: each for each in found}


def _kind(said: Mapping[str, Any]) -> Kind:
    rules = tuple(Rule(each["code"], tuple(each["columns"]), each["holds"], each["words"]) for each in said["rules"])
    return Kind(
        name=said["name"],
        words=said["words"],
        about=said["about"],
        source=said["source"],
        needs=tuple(said["needs"]),
        may_have=tuple(said["may_have"]),
        key=tuple(said["key"]),
        number=said["person"]["number"],
        born=said["person"]["born"],
        rules=rules,
        makes=Makes(**{**said["fact"], "attributes": tuple(said["fact"]["attributes"])}),
        usual=said["usual"],
    )
