"""A numbered run: every feed's facts made anew where something of it changed, found again where nothing did.

The folder of a run has one file, its manifest: which configuration it took, which artefacts are its facts, and what
they add up to. It is written last, whole or not at all; a run without one never was.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from oneplan.engine.facts import of_feed
from oneplan.engine.facts.of_feed import Known
from oneplan.engine.facts.versions import Loaded
from oneplan.engine.feeds.checking.check import Checked
from oneplan.engine.feeds.contract.kinds import OUR_REFERENCE
from oneplan.engine.runs import loads
from oneplan.engine.runs.artefacts import MANIFEST, Artefact, Store, put
from oneplan.engine.runs.loads import COUNTS, Load, Standing


class Stopped(Exception):
    """Somebody asked the run to stop; what was made so far is found again when it is resumed."""


@dataclass(frozen=True)
class Step:
    """How far a run is: `done` of `total` steps, the next is `words`."""

    done: int
    total: int
    words: str


Say = Callable[[Step], None]


def make(
    store: Store, *, number: int | str, feeds: Sequence[Standing], at: datetime, say: Say, known: Known | None = None
) -> Mapping[str, Any]:
    """Make run `number` and return its manifest; made before, it is found again.

    `known` is, for each column of ours that is a person's number, Parquet as in `of_feed.make`. `say` is told of each
    step and may raise `Stopped`. Raises what a file raises that does not fit its profile: a run takes only what was
    checked before.
    """
    place = store.folder / "runs" / str(number)
    if not (place / MANIFEST).exists():
        tell = _counting(sum(len(each.loads) + 1 for each in feeds), say)
        told = {
            "number": number,
            "at": at.isoformat(),
            "feeds": [_feed(store, each, known or {}, tell) for each in feeds],
        }
        put(place, store.folder / "making", make=lambda _folder: told)
    return manifest(store, number)


def manifest(store: Store, number: int | str) -> Mapping[str, Any]:
    """What a run made. Raises `FileNotFoundError` where there is no such run, or it was not finished."""
    text = (store.folder / "runs" / str(number) / MANIFEST).read_text(encoding="utf-8")
    said: Mapping[str, Any] = json.loads(text)
    return said


def facts(store: Store, told: Mapping[str, Any], name: str) -> list[Path]:
    """The Parquet files of a run: `name` is facts, people or coverage."""
    made = [each["facts"] for each in told["feeds"] if each["facts"]]
    return [store.folder / "made" / "facts" / key / f"{name}.parquet" for key in made]


def _feed(store: Store, feed: Standing, known: Known, tell: Callable[[str], None]) -> Mapping[str, Any]:
    files = []
    for load in feed.loads:
        tell(f"{feed.profile.name}: file {load.number}")
        files.append(_File(load, *loads.checked(store, load, feed.corrections)))
    tell(f"{feed.profile.name}: facts")
    made = _facts(store, feed, known, files) if files else None
    told = made.told if made else {}
    return {
        "feed": feed.profile.name,
        "profile": feed.profile.said,
        "corrections": [asdict(each) for each in feed.corrections],
        "files": [each.told for each in files],
        "facts": made.key if made else None,
        "months": told.get("months", {}),
        **{name: told.get(name, 0) for name in ("in_force", "people", "coverage")},
    }


@dataclass(frozen=True)
class _File:
    load: Load
    artefact: Artefact
    check: Checked

    @property
    def told(self) -> Mapping[str, Any]:
        counts = {name: self.artefact.told[name] for name in COUNTS}
        return {"load": self.load.number, "file": self.load.digest, "checked": self.artefact.key, **counts}


def _facts(store: Store, feed: Standing, known: Known, files: Sequence[_File]) -> Artefact:
    columns = {each.column.name for each in feed.profile.mapped}
    by_number = {each: path for each, path in known.items() if each in columns - {OUR_REFERENCE}}
    answers = OUR_REFERENCE in columns
    by_ours = known.get(OUR_REFERENCE) if answers else None
    standing = [Loaded(each.load.number, each.load.received_at, each.check.rows) for each in files]

    def write(folder: Path) -> Mapping[str, Any]:
        made = of_feed.make(feed.profile, standing, folder, known=by_number, asked=by_ours)
        people, coverage = (pq.read_metadata(path).num_rows for path in (made.people, made.coverage))
        return {"in_force": made.in_force, "months": made.months, "people": people, "coverage": coverage}

    of = {
        "profile": feed.profile.said,
        "name": feed.profile.name,
        "files": [(each.load.number, each.load.received_at.isoformat(), each.artefact.key) for each in files],
        "known": {each: _said_by(path) for each, path in sorted(by_number.items())},
        "asked": _said_by(by_ours),
    }
    return store.made("facts", of=of, make=write)


def _said_by(path: Path | None) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else None


def _counting(total: int, say: Say) -> Callable[[str], None]:
    done = itertools.count()
    return lambda words: say(Step(next(done), total, words))
