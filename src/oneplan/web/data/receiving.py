"""A file comes in by page, command or folder: kept by what is in it, then written down as a feed's; or neither.

A file locked with a password is unlocked at the door, and kept without its lock: nothing later needs the password.
"""

import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path

from oneplan.engine.feeds.reading import CannotOpen, Locked, locked
from oneplan.engine.runs import files
from oneplan.engine.runs.files import Kept
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions import Cannot, list_answers, loads
from oneplan.web.data.models import Feed, ListAnswer, ListLink, Load


class IsLocked(Cannot):
    """It is locked, and no password came with it, or one that does not open it; `field` is where a form says so."""

    field = "password"

    def __init__(self, *, was_tried: bool) -> None:
        super().__init__(
            "The password does not open this file. Choose the file again and type its password, capitals as they are."
            if was_tried
            else "This file is locked with a password. Choose it again, and type its password here."
        )
        self.was_tried = was_tried


def take_in(
    feed: Feed, content: Iterable[bytes], *, store: Path, name: str, way: str, by: Worker | None, at: datetime,
    password: str = "",
) -> Load:  # fmt: skip
    """Raises what `loads.receive` and `keep` raise; a file that is refused is not kept."""
    kept = keep(content, store=store, password=password)
    try:
        return loads.receive(feed=feed, file=kept, name=name, way=way, by=by, at=at)
    except Cannot:
        if kept.is_new:
            files.forget(store, kept.digest)
        raise


def hand_in(
    link: ListLink, content: Iterable[bytes], *, store: Path, name: str, answers: list[ListAnswer], at: datetime
) -> Load:
    """A file that came by a partner's link; kept and refused as any other is."""
    kept = keep(content, store=store)
    try:
        return list_answers.hand_in(link=link, file=kept, name=name, answers=answers, by=link.worker, at=at)
    except Cannot:
        if kept.is_new:
            files.forget(store, kept.digest)
        raise


def keep(content: Iterable[bytes], *, store: Path, password: str = "") -> Kept:
    """Keep a file without its lock. Raises `IsLocked` and `TooBig`; then nothing is kept."""
    with _unlocked(content, store, password) as plain:
        return files.keep(store, plain)


@contextmanager
def _unlocked(content: Iterable[bytes], store: Path, password: str) -> Iterator[Iterable[bytes]]:
    """The content as it is to be kept. What is made on the way lies in the store, and is gone afterwards."""
    pieces = iter(content)
    first = next(pieces, b"")
    if not first.startswith((b"PK", locked.OLE)):
        yield chain([first], pieces)
        return
    folder = store / "making" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        sent = folder / "sent"
        files.write(sent, chain([first], pieces))
        yield files.pieces(_opened(sent, folder, password))
    finally:
        shutil.rmtree(folder)


def _opened(sent: Path, folder: Path, password: str) -> Path:
    try:
        return locked.opened(sent, folder, password=password) or sent
    except Locked as refusal:
        raise IsLocked(was_tried=refusal.was_tried) from None
    except CannotOpen:
        return sent  # the check says why, with the file kept to look at
