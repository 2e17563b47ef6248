"""A folder that comes to be whole or not at all: made beside its place, put on the disk, renamed."""

import hashlib
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
    work = _beside(to)
    try:
        yield work
        for each in (*work.rglob("*"), work):
            to_disk(each)
        refuse_full(to)  # an empty folder that is there gives way; one that got something meanwhile does not
        work.rename(to)
        to_disk(to.absolute().parent)
    except OSError as failure:
        raise CannotExport(f"The tables could not be written: {_why(failure)} Nothing was put there.") from failure
    finally:
        if work.exists():
            shutil.rmtree(work)


def refuse_full(to: Path) -> None:
    """Raises `CannotExport` where `to` is no place for an export."""
    if not to.absolute().parent.is_dir():
        raise CannotExport(f"There is no folder {to.absolute().parent}. Make it first, or name another place.")
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise CannotExport(f"There is something in {to} already. Name a folder that is empty or not there yet.")


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
    work = to.absolute().parent / f".{to.absolute().name}.unfinished"
    try:
        work.mkdir(mode=FOR_ITS_OWNER)
    except FileExistsError:
        raise CannotExport(
            f"{work} is there: another export to this place is being written, or was killed. If none is, remove it."
        ) from None
    except OSError as failure:
        raise CannotExport(f"Nothing can be written beside {to}: {failure.strerror}. Name another place.") from failure
    return work


def _why(failure: OSError) -> str:
    said = failure.strerror or str(failure).partition("\n")[0]
    return said.rstrip(".") + "."
