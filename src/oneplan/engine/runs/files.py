"""Files as partners sent them, kept by what is in them: the same file a second time is the same file."""

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

PIECE = 1 << 20  # bytes
MOST = 2 << 30  # bytes
UNKNOWN_DAYS = 30


class TooBig(Exception):
    """The text is for a data manager."""


@dataclass(frozen=True)
class Kept:
    """`digest` is the SHA-256 of the file's content; `is_new` says that no file with that content was here."""

    digest: str
    size: int
    is_new: bool


def pieces(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def keep(store: Path, content: Iterable[bytes], *, progress: Callable[[int], None] | None = None) -> Kept:
    """Write a file piece by piece and put it in place when it is whole. Raises `TooBig`; then nothing is kept."""
    work = store / "making" / uuid.uuid4().hex
    work.parent.mkdir(parents=True, exist_ok=True)
    try:
        digest, size = write(work, content, progress=progress)
        place = path(store, digest)
        is_new = not place.exists()
        place.parent.mkdir(parents=True, exist_ok=True)
        work.replace(place)
    finally:
        work.unlink(missing_ok=True)
    return Kept(digest, size, is_new)


def write(to: Path, content: Iterable[bytes], *, progress: Callable[[int], None] | None = None) -> tuple[str, int]:
    """Write piece by piece; return digest and size. Raises `TooBig`."""
    told, size = hashlib.sha256(), 0
    with to.open("wb") as out:
        for piece in content:
            size += len(piece)
            if size > MOST:
                raise TooBig(f"The file has more than {MOST >> 30} GB. Ask the partner to send it in parts.")
            told.update(piece)
            out.write(piece)
            if progress:
                progress(size)
        out.flush()
        os.fsync(out.fileno())
    return told.hexdigest(), size


def path(store: Path, digest: str) -> Path:
    return store / "files" / digest[:2] / digest


def forget_unknown(store: Path, *, known: Collection[str], now: float | None = None) -> int:
    """Remove files of which nothing is written down, as where a process was killed in between; return how many went.

    They stay for thirty days, so that a database that is brought back finds them again.
    """
    long_ago = (time.time() if now is None else now) - UNKNOWN_DAYS * 86_400
    every = (each for folder in (store / "files").glob("*") for each in folder.iterdir())
    gone = [each for each in every if each.name not in known and each.stat().st_mtime < long_ago]
    for each in gone:
        each.unlink(missing_ok=True)
    return len(gone)


def forget(store: Path, digest: str) -> None:
    """Remove a file as received; what was made of it stays. Doing it again does no harm."""
    path(store, digest).unlink(missing_ok=True)
