"""A partner's profile: which of their columns is which of ours, how they write days and codes, what a file means."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind, kinds
from oneplan.engine.feeds.reading.dialect import folded
from oneplan.engine.feeds.types import Options


class Meaning(StrEnum):
    """What a file is, and so what a row means that is not in it any more."""

    SNAPSHOT = "snapshot"  # all there is: a row that is absent is gone
    DELTA = "delta"  # what changed: an absent row stays as it was
    EVENTS = "events"  # what happened since: earlier rows stay


_BACK = re.compile(r"([1-9][0-9]?) (day|week|month|year)s?( back)?")


@dataclass(frozen=True)
class Covers:
    """Of which days a file tells, so that silence about them means that nothing was.

    By *term*: of each term that stands in it. *Nothing*: of no day. Else of so many days, weeks, months or years: those
    that end with the last one in which something stands, or (`is_back`) those before the day on which the file came.
    """

    number: int
    unit: str
    is_back: bool

    @property
    def words(self) -> str:
        """“the last month in which something stands”, “the 12 months before the day on which it comes”."""
        if self.unit == TERM.unit:
            return "each term that stands in it"
        if self.unit == NOTHING.unit:
            return "those who stand in it, and silence says nothing"
        span = self.unit if self.number == 1 else f"{self.number} {self.unit}s"
        if self.is_back:
            return f"the {span} before the day on which it comes"
        return f"the last {span} in which something stands"


TERM = Covers(1, "term", is_back=False)
NOTHING = Covers(0, "nothing", is_back=False)  # files answer a list: of nobody else they tell anything


class CannotRead(Exception):
    """The profile, or the file by it, cannot be used; the text says what, where and what to do."""


@dataclass(frozen=True)
class Mapped:
    """One of our columns in the partner's file."""

    column: Column
    headers: tuple[str, ...]  # any of these; the first is what they wrote when the profile was made
    codes: Mapping[str, str]
    formats: tuple[str, ...]

    @property
    def options(self) -> Options:
        return self.column.options(codes=self.codes, formats=self.formats)


@dataclass(frozen=True)
class Profile:
    name: str
    kind: Kind
    partner: str
    meaning: Meaning
    mapped: tuple[Mapped, ...]
    scope: tuple[str, ...]  # a file is all there is for the values of these columns that stand in it
    population: str  # of whom the feed tells: one of our columns (each school, say), or “area”
    covers: Covers
    said: Mapping[str, Any]  # all of this, as its YAML says it

    @property
    def headers(self) -> frozenset[str]:
        """Every header the profile knows, folded: they tell the row in which the names of columns stand."""
        return frozenset(folded(header) for each in self.mapped for header in each.headers)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where each of our columns stands in a file with that header, from 0.

        Raises `CannotRead` where a column on which facts rest has no place, or two that claim it.
        """
        found: dict[str, int] = {}
        for each in self.mapped:
            names = {folded(name) for name in each.headers}
            at = [place for place, name in enumerate(header) if folded(name) in names]
            if len(at) > 1:
                raise CannotRead(f"“{header[at[0]]}” stands twice in the header. Take one of the two columns away.")
            if at:
                found[each.column.name] = at[0]
        missing = [
            each for each in self.mapped if self.kind.rests_on(each.column.name) and each.column.name not in found
        ]
        if missing:
            raise CannotRead(_missing(self, missing, header))
        return found


def within(profile: Profile, categories: Collection[str]) -> Profile:
    """The profile with those columns alone of which the agreement speaks: others are dropped at the door.

    Raises `CannotRead` where it does not speak of a column that the feed needs.
    """
    outside = [each.column for each in profile.mapped if each.column.category not in categories]
    if needed := [each for each in outside if each.name in profile.kind.needs]:
        names = ", ".join(f"“{each.words}” ({each.category})" for each in needed)
        raise CannotRead(
            f"The agreement does not cover {names}, without which {profile.kind.words} cannot be taken. "
            "Have the agreement widened, or choose another."
        )
    dropped = {each.name for each in outside}
    kept = {name: said for name, said in profile.said["columns"].items() if name not in dropped}
    return made({**profile.said, "columns": kept}, name=profile.name)


def load(path: Path) -> Profile:
    """Raises `CannotRead`, and `OSError` where there is no such file."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CannotRead(f"“{path.name}” is no profile: it cannot be read as YAML. {error}") from error
    return made(said, name=path.stem)


def made(said: Any, *, name: str) -> Profile:
    """Make a profile of what its YAML says. Raises `CannotRead`."""
    if not isinstance(said, Mapping) or not isinstance(said.get("columns"), Mapping) or "partner" not in said:
        raise CannotRead(f"“{name}” is no profile: it needs the lines “feed”, “partner” and “columns”.")
    if said.get("feed") not in kinds():
        raise CannotRead(f"“{said.get('feed')}” is no kind of feed. There are: {', '.join(kinds())}.")
    kind = kinds()[said["feed"]]
    known = {column.name: column for column in columns_of(kind, said)}
    if strange := sorted(set(said["columns"]) - set(known)):
        raise CannotRead(f"{kind.words.capitalize()} has no column “{strange[0]}”. It has: {', '.join(sorted(known))}.")
    if left := [each for each in kind.needs if each not in said["columns"]]:
        raise CannotRead(f"The profile “{name}” says of no column that it is {', '.join(left)}. Add a line for each.")
    meaning = said.get("meaning", "snapshot")
    if meaning not in set(Meaning):
        raise CannotRead(f"A file cannot mean “{meaning}”. It is one of: {', '.join(Meaning)}.")
    mapped = tuple(_mapped(known[each], said["columns"][each]) for each in said["columns"])
    scope = tuple(said.get("scope", ()))
    population = said.get("population", "area")
    if population != "area" and population not in kind.needs:
        raise CannotRead(f"“{population}” cannot be whom the feed tells of: it is “area”, or a column that is needed.")
    if strange := sorted(set(scope) - set(kind.key)):
        raise CannotRead(f"“{strange[0]}” cannot be the scope of a file: it has to be one of {', '.join(kind.key)}.")
    return Profile(
        name,
        kind,
        said["partner"],
        Meaning(meaning),
        mapped,
        scope=scope,
        population=population,
        covers=covers(str(said.get("covers", kind.usual["covers"])), kind),
        said=said,
    )


def columns_of(kind: Kind, said: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns that a profile may speak of: those of a list alone where files answer lists."""
    return kind.every if said.get("covers") == NOTHING.unit else kind.columns


def covers(said: str, kind: Kind) -> Covers:
    """Raises `CannotRead`."""
    if said == NOTHING.unit:
        return NOTHING
    if said == TERM.unit and kind.is_by_term:
        return TERM
    found = _BACK.fullmatch(said)
    if found is None:
        raise CannotRead(
            f"A file cannot cover “{said}”. Write “1 month” (or days, weeks, years): the last in which something "
            "stands; or “12 months back”: those before the day on which it comes."
        )
    return Covers(int(found[1]), found[2], is_back=found[3] is not None)


def _mapped(column: Column, said: Any) -> Mapped:
    if isinstance(said, str):
        said = {"header": said}
    headers = said["header"] if isinstance(said["header"], list) else [said["header"]]
    codes = {str(theirs): str(ours) for theirs, ours in said.get("codes", {}).items()}
    return Mapped(column, tuple(headers), codes, tuple(said.get("formats", ())))


def _missing(profile: Profile, missing: Sequence[Mapped], header: Sequence[str]) -> str:
    names = ", ".join(f"“{each.headers[0]}” ({each.column.words})" for each in missing)
    there = ", ".join(f"“{name}”" for name in header) or "none"
    return (
        f"The file has no column {names}, which the profile “{profile.name}” needs. Its columns are: {there}. "
        "Look whether this is the right file; if the partner renamed the column, add the new name to the profile."
    )
