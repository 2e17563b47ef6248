"""One file against one profile in a folder of its own: nothing is kept, nothing is loaded."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oneplan.engine.feeds import reading
from oneplan.engine.feeds.checking.check import Checked, check
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.feeds.reading.rows import Received


@dataclass(frozen=True)
class Tried:
    found: Received
    checked: Checked


@contextmanager
def trying(path: Path, profile: Profile, *, password: str = "") -> Iterator[Tried]:
    """The file read and checked; its working files are gone when the block ends.

    Raises what `reading.read` raises, and `profiles.CannotRead`.
    """
    with tempfile.TemporaryDirectory(prefix="oneplan-") as folder:
        found = reading.read(path, Path(folder) / "received.parquet", wanted=profile.headers, password=password)
        yield Tried(found, check(found, profile, Path(folder)))
