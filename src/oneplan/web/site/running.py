"""Is OnePlan running in this folder, and was a restore cut off? Told by a locked file, and by a marked one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK, UNFINISHED = "running.lock", "RESTORE-UNFINISHED"


class StillRunning(Exception):
    """Something uses the installation now."""


class RestoreUnfinished(Exception):
    """A restore was cut off: the installation is not to be used."""


@contextmanager
def running(home: Path) -> Iterator[None]:
    """Say, as long as this lasts, that the installation is in use; several may."""
    home.mkdir(parents=True, exist_ok=True)
    refuse_unfinished(home)
    with (home / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Make sure that nobody uses the installation meanwhile."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StillRunning("OnePlan is running here. Stop it first, then do this again.") from None
        yield


def refuse_unfinished(home: Path) -> None:
    if (home / UNFINISHED).exists():
        raise RestoreUnfinished(
            f"A restore into {home} was cut off, so what is here may belong to two times. Run “oneplan restore” with "
            f"the same backup again; it starts anew. What was here before lies in the folders before-restore-…"
        )
