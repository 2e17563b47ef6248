"""The folder that is watched: what is put into a feed's own folder there is taken in, however it got there.

`inbox/<name of the feed>/` in the data folder. A file is taken once it has lain unchanged for a while, and is gone from
the folder then: it is kept by what is in it. One that cannot be taken stays, renamed, with the reason beside it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from oneplan.engine.runs import files
from oneplan.engine.runs.files import TooBig
from oneplan.web.data import receiving
from oneplan.web.data.actions import Cannot
from oneplan.web.data.actions.loads import CameBefore
from oneplan.web.data.models import Feed, Load
from oneplan.web.data.receiving import IsLocked

LIES_STILL = 30.0  # seconds
BEING_SENT = (".part", ".tmp", ".filepart", ".crdownload")
LOCKED = (
    "This file is locked with a password, and nobody can type one here. Take it in on its feed's page (“Take a file "
    "in”) and type the password beside it."
)
NOT_TAKEN, REASON = ".not-taken", ".not-taken.txt"


def inbox(store: Path) -> Path:
    return store / "inbox"


def pick_up(store: Path, *, clock: Callable[[], datetime]) -> int:
    """Take in what lies still; return how many files were looked at. Doing it again does no harm."""
    feeds = {each.name: each for each in Feed.objects.select_related("agreement")}
    looked_at = 0
    for name, feed in feeds.items():
        for path in _lying_still(inbox(store) / name, now=clock().timestamp()):
            _take(path, feed, store, at=clock())
            looked_at += 1
    return looked_at


def _lying_still(folder: Path, *, now: float) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        is_ours = path.name.startswith(".") or path.name.endswith((*BEING_SENT, NOT_TAKEN, REASON))
        if path.is_file() and not path.is_symlink() and not is_ours and now - path.stat().st_mtime >= LIES_STILL:
            yield path


def _take(path: Path, feed: Feed, store: Path, *, at: datetime) -> None:
    """Kept and written down first, then taken out of the folder: a kill in between only takes it in once more."""
    try:
        content = files.pieces(path)
        receiving.take_in(feed, content, store=store, name=path.name, way=Load.Way.FOLDER, by=None, at=at)
    except CameBefore:
        pass
    except (Cannot, TooBig) as refusal:
        words = LOCKED if isinstance(refusal, IsLocked) else str(refusal)
        path.with_name(path.name + REASON).write_text(f"{words}\n", encoding="utf-8")
        path.rename(path.with_name(path.name + NOT_TAKEN))
        return
    path.unlink()
