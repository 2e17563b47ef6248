"""One file of a feed: read, its columns let in or dropped at the door, checked with what was corrected."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from oneplan.engine.feeds import profiles, reading
from oneplan.engine.feeds.checking.check import Checked, check
from oneplan.engine.feeds.checking.corrections import Correction
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading.dialect import folded
from oneplan.engine.feeds.reading.rows import ROW, Broken, Received, column_names
from oneplan.engine.runs import files
from oneplan.engine.runs.artefacts import Artefact, Store
from oneplan.engine.sql import text, to_file

ROWS = "received.parquet"
COUNTS = ("received", "accepted", "repaired", "set_aside")
NAMES = ("checked.parquet", "remarks.parquet", "corrections.parquet")


@dataclass(frozen=True)
class Load:
    """A file that a feed received: `number` counts files in the order in which they came, `digest` is its content.

    `profile` is the version by which this file is read, which need not be the one by which the next is.
    """

    number: int
    digest: str
    received_at: datetime
    profile: Profile


@dataclass(frozen=True)
class Standing:
    """A feed as a run takes it: files that were not withdrawn, and every correction of it.

    `profile` is the version in force: it says what a file means, and who sent it.
    """

    profile: Profile
    loads: tuple[Load, ...]
    corrections: tuple[Correction, ...] = ()


def received(store: Store, load: Load) -> tuple[Artefact, Received]:
    """The rows of a file, of those columns alone that its profile knows.

    Raises what `reading.read` and `profiles.places` raise, and `FileNotFoundError` where the file is kept no longer
    and was not read before.
    """
    of = {"file": load.digest, "headers": sorted(load.profile.headers)}
    made = store.made("received", of=of, make=lambda folder: _read(store, load, folder))
    return made, _brought_back(made)


def checked(store: Store, load: Load, corrections: Sequence[Correction] = ()) -> tuple[Artefact, Checked]:
    """The verdict on every row. Raises what `received` raises."""
    before, found = received(store, load)
    of = {"received": before.key, "profile": load.profile.said, "corrections": [asdict(c) for c in corrections]}

    def make(folder: Path) -> Mapping[str, Any]:
        said = check(found, load.profile, folder, corrected=corrections)
        return {name: getattr(said, name) for name in COUNTS}

    made = store.made("checked", of=of, make=make)
    return made, _check(made)


def _check(made: Artefact) -> Checked:
    rows, remarks, became = (made.folder / name for name in NAMES)
    return Checked(rows, remarks, became, **{name: made.told[name] for name in COUNTS})


@dataclass(frozen=True)
class Opened:
    """A check as it was made: by which profile, of which rows, and what was found."""

    profile: Profile
    found: Received
    checked: Checked


def opened(store: Store, key: str, *, name: str) -> Opened:
    """Open the check with that key, of the feed `name`, as it was made then. Raises `FileNotFoundError`."""
    made = store.found("checked", key)
    found = _brought_back(store.found("received", made.told["of"]["received"]))
    return Opened(profiles.made(made.told["of"]["profile"], name=name), found, _check(made))


def keys_under(store: Store, checks: Collection[str]) -> set[str]:
    """Keys of the reads on which these checks rest; a check that is gone rests on none."""
    found = set()
    for key in checks:
        try:
            found.add(str(store.found("checked", key).told["of"]["received"]))
        except FileNotFoundError:
            continue
    return found


def _read(store: Store, load: Load, folder: Path) -> Mapping[str, Any]:
    known = load.profile.headers
    sent, rows = files.path(store.folder, load.digest), folder / ROWS
    whole = folder / "whole.parquet"
    found = reading.read(sent, whole, wanted=known)
    load.profile.places(found.header)  # a file that does not fit is refused before anything is made of it
    kept = [place for place, name in enumerate(found.header) if folded(name) in known]
    _project(found, kept, rows)
    whole.unlink()
    told = {key: value for key, value in asdict(found).items() if key != "path"}
    header = [found.header[place] for place in kept]
    return {**told, "header": header, "dropped": [name for name in found.header if folded(name) not in known]}


def _project(found: Received, kept: Sequence[int], into: Path) -> None:
    names = [f"c{place} AS {new}" for place, new in zip(kept, column_names(len(kept)), strict=True)]
    if found.numbered_from is None:
        names.insert(0, ROW)
    with duckdb.connect() as base:
        base.execute(to_file(f"SELECT {', '.join(names)} FROM read_parquet({text(found.path)})", into))


def _brought_back(made: Artefact) -> Received:
    told = made.told
    return Received(
        path=made.folder / ROWS,
        header=tuple(told["header"]),
        header_row=told["header_row"],
        rows=told["rows"],
        broken=tuple(Broken(**each) for each in told["broken"]),
        blank=told["blank"],
        total=told["total"],
        how=told["how"],
        numbered_from=told["numbered_from"],
        sheets=tuple(told["sheets"]),
    )
