"""One mutant, one process of its own: forked, timed, ended if it takes too long, its folder removed."""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108
ENOUGH_MEMORY = 4 * 1024**3
NOTICED, MISSED, BROKEN = 0, 1, 2


def ask(work: Callable[[Path], str], *, limit: float) -> tuple[int, str, bool]:
    """Run `work` in a forked process; return how it ended, the test it names, and whether it was too slow.

    `work` returns the test that noticed the fault, or nothing when none did.
    """
    folder = Path(tempfile.mkdtemp(prefix="oneplan-mutant-", dir=IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None))
    told = folder / "told"
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _be_the_child(work, folder, told)
    try:
        code, is_slow = _wait(child, limit=limit)
        return code, told.read_text(encoding="utf-8") if told.is_file() else "", is_slow
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _be_the_child(work: Callable[[Path], str], folder: Path, told: Path) -> None:
    code = BROKEN
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (ENOUGH_MEMORY, ENOUGH_MEMORY))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        noticed = work(folder)
        told.write_text(noticed, encoding="utf-8")
        code = NOTICED if noticed else MISSED
    except BaseException:  # noqa: BLE001  whatever happens, the child ends here
        told.write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(code)


def _wait(child: int, *, limit: float) -> tuple[int, bool]:
    until, pause = time.monotonic() + limit, 0.005
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), False
        time.sleep(pause)
        pause = min(pause * 1.2, 0.1)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return NOTICED, True
