"""The tables of an export as one zip, in a file that has no name and so is gone when nobody reads it any more.

What is written on the way there lies in a folder that its process holds; one whose process was killed is cleared away.
"""

import fcntl
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from oneplan.engine.export import write
from oneplan.engine.export.declared import Audience
from oneplan.engine.export.folder import CannotExport
from oneplan.engine.export.published import Published
from oneplan.engine.export.write import Exported

PREFIX = "oneplan-figures-"
JUST_MADE = 60  # seconds in which whoever made a folder takes hold of it


def make(
    published: Sequence[Published], audience: Audience, *, name: str, title: str, secret: str,
    without: Collection[str], is_csv_too: bool,
) -> tuple[Exported, IO[bytes]]:  # fmt: skip
    """The zip, open at its beginning; its files lie in a folder `name`. Raises `CannotExport`."""
    with work_folder() as work:
        made = write.make(
            published, audience, to=work / name, title=title, secret=secret, without=without, is_csv_too=is_csv_too
        )
        try:
            return made, _packed(work, name)
        except OSError as failure:
            raise CannotExport(f"The zip could not be written: {failure.strerror}. Make room first.") from failure


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder of one's own for the time of an export, for its owner alone. What killed ones left goes first."""
    clear_away()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with _held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_away() -> int:
    """Remove work folders that no process holds; return how many went."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody is at it, or it is another account's
            if time.time() - folder.stat().st_mtime > JUST_MADE:
                with _held(folder):
                    shutil.rmtree(folder)
                    gone += 1
    return gone


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _packed(work: Path, name: str) -> IO[bytes]:
    """Parquet is packed already; CSV is not."""
    packed = tempfile.TemporaryFile(dir=work)  # noqa: SIM115  whoever sends it closes it
    try:
        with zipfile.ZipFile(packed, "w") as into:
            for path in sorted(each for each in (work / name).rglob("*") if each.is_file()):
                how = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
                into.write(path, path.relative_to(work), compress_type=how)
        packed.seek(0)
    except BaseException:
        packed.close()
        raise
    return packed
