"""A folder that comes to be whole or not at all: made beside its place, put on the disk, renamed."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oneplan.engine.runs.artefacts import to_disk

FOR_ITS_OWNER = 0o700


class CannotExport(Exception):
    """The text says what, why and what to do."""


@contextmanager
def whole(to: Path) -> Iterator[Path]:
    """Give a folder to write into; it is at `to` when the block ends well, and gone where it does not.

    Raises `CannotExport` where `to` is not empty or cannot be written.
    """
    to = to.resolve()  # also the folder one stands in
    work = _beside(to)
    try:
        yield work
        for each in (*work.rglob("*"), work):
            to_disk(each)
        refuse_full(to)  # an empty folder that is there gives way; one that got something meanwhile does not
        work.rename(to)
        to_disk(to.parent)
    except OSError as failure:
        raise CannotExport(f"The tables could not be written: {_why(failure)} Nothing was put there.") from failure
    finally:
        if work.exists():
            shutil.rmtree(work)


def refuse_full(to: Path) -> None:
    """Raises `CannotExport` where `to` is no place for an export."""
    place = to.resolve()
    if not place.parent.is_dir():
        raise CannotExport(f"There is no folder {place.parent}. Make it first, or name another place.")
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise CannotExport(f"There is something in {to} already. Name a folder that is empty or not there yet.")


def refuse_impossible(to: Path) -> None:
    """As `refuse_full`, before anything is begun: also where what another export left is there, or nothing may be."""
    refuse_full(to)
    place = to.resolve()
    if _unfinished(place).exists():
        raise CannotExport(_is_there(_unfinished(place)))
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise CannotExport(f"Nothing can be written beside {to}: not permitted. Name another place.")


def digest(folder: Path) -> str:
    """Of every file in it, by name and content."""
    told = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256")
        told.update(f"{path.relative_to(folder)} {content.hexdigest()}\n".encode())
    return told.hexdigest()


def _beside(to: Path) -> Path:
    refuse_full(to)
    work = _unfinished(to)
    try:
        work.mkdir(mode=FOR_ITS_OWNER)
    except FileExistsError:
        raise CannotExport(_is_there(work)) from None
    except OSError as failure:
        raise CannotExport(f"Nothing can be written beside {to}: {failure.strerror}. Name another place.") from failure
    return work


def _unfinished(to: Path) -> Path:
    return to.parent / f".{to.name}.unfinished"


def _is_there(work: Path) -> str:
    return f"{work} is there: another export to this place is being written, or was killed. If none is, remove it."


def _why(failure: OSError) -> str:
    said = failure.strerror or str(failure).partition("\n")[0]
    return said.rstrip(".") + "."
