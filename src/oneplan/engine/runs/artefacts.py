"""What a step made, kept under a key of all it was made from: made once, found again, never changed in place.

A step works in a folder of its own that is moved into place when everything in it is on the disk. So a folder that is
there is whole; what a killed process leaves behind is never looked at, and swept away later.
"""

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oneplan import engine, rulebook

MANIFEST = "manifest.json"
DAYS = 1.0
_RECIPES = (
    Path(engine.__path__[0]) / "feeds",
    Path(engine.__path__[0]) / "facts",
    Path(engine.__path__[0]) / "runs",
    Path(engine.__path__[0]) / "sql.py",
    Path(rulebook.__path__[0]) / "school",
)


@dataclass(frozen=True)
class Artefact:
    """`told` is what the step said of its own work; files lie in `folder`."""

    key: str
    folder: Path
    told: Mapping[str, Any]


Make = Callable[[Path], Mapping[str, Any]]


@dataclass(frozen=True)
class Store:
    """The folder of the data stream: `files` as received, `made` by steps, `making` just now, `runs`."""

    folder: Path

    def made(self, step: str, *, of: Mapping[str, Any], make: Make) -> Artefact:
        """What `step` makes `of` these things: found where it was made before, else made now.

        `make` writes files into the folder it is given and returns what is to be told of them (JSON).
        """
        key = digest({"step": step, "of": of, "recipe": recipe()})[:32]
        place = self.folder / "made" / step / key
        if not (place / MANIFEST).exists():
            put(place, self.folder / "making", make=lambda folder: {**make(folder), "of": of})
        return self.found(step, key)

    def found(self, step: str, key: str) -> Artefact:
        """What a step made before. Raises `FileNotFoundError`."""
        place = self.folder / "made" / step / key
        return Artefact(key, place, json.loads((place / MANIFEST).read_text(encoding="utf-8")))

    def sweep(self, *, now: float | None = None) -> int:
        """Remove what was begun more than a day ago and never finished; return how many folders went."""
        left = [each for each in _within(self.folder / "making") if _is_old(each, now)]
        for each in left:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        return len(left)

    def forget(self, *, but: Collection[str], now: float | None = None) -> int:
        """Remove every artefact of more than a day ago whose key is not among `but`; return how many went."""
        every = [each for step in _within(self.folder / "made") for each in _within(step)]
        gone = [each for each in every if each.name not in but and _is_old(each, now)]
        for each in gone:
            shutil.rmtree(each)
        return len(gone)


def _is_old(path: Path, now: float | None) -> bool:
    return path.stat().st_mtime < (time.time() if now is None else now) - DAYS * 86_400


def put(place: Path, making: Path, *, make: Make) -> None:
    """Make a folder with its manifest, whole or not at all. Who comes second finds what the first put there."""
    work = making / uuid.uuid4().hex
    work.mkdir(parents=True)
    try:
        told = dict(make(work))
        (work / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        for each in (*work.iterdir(), work):
            to_disk(each)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            work.rename(place)
        except OSError:
            if not (place / MANIFEST).exists():
                raise
        to_disk(place.parent)
    finally:
        if work.exists():
            shutil.rmtree(work)


def digest(of: object) -> str:
    """SHA-256 of anything JSON can say, in hexadecimal."""
    return hashlib.sha256(json.dumps(of, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


@cache
def recipe() -> str:
    """A digest of the code and the rules that steps follow: another OnePlan makes its artefacts anew."""
    told = hashlib.sha256()
    for place in _RECIPES:
        files = [place] if place.is_file() else sorted((*place.rglob("*.py"), *place.rglob("*.yaml")))
        for file in files:
            told.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()[:16]


def _within(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.iterdir())) if folder.is_dir() else iter(())


def to_disk(path: Path) -> None:
    """Wait until a file, or what a folder has, is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
