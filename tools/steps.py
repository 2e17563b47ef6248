"""One step at a time: said in a line, timed, its output kept, its failure told in a plain sentence."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".setup"
LAST_LINES = 25
COULD_NOT_ASK = 77  # how a command ends whose question nobody here could answer: no pass, and no fault found


class StepFailed(Exception):
    """Says what did not work and what to do about it."""


def say(words: str) -> None:
    print(words, flush=True)


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    say(f"… {words}")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.0f} s")


def run(
    command: Sequence[str | Path],
    *,
    otherwise: str,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> None:
    """Run quietly; if it fails, show the end of what it said and raise `otherwise`."""
    log = KEPT / "last-step.log"
    log.parent.mkdir(exist_ok=True)
    try:
        with log.open("wb") as output:
            code = subprocess.run(
                [str(part) for part in command],
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StepFailed(f"{error}\n{otherwise}") from error
    if code:
        said = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        raise StepFailed("\n".join([*said, "", otherwise]))


def show(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run in full view and return its exit code."""
    parts = [str(part) for part in command]
    return subprocess.run(
        parts, cwd=ROOT, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, check=False
    ).returncode


def digest(paths: Iterable[Path], *, also: str = "") -> str:
    """One hash over the content of `paths`, the same wherever the project lies."""
    total = hashlib.sha256(also.encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_fresh(name: str, *, mark: str) -> bool:
    stamp = KEPT / name
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark


def keep(name: str, *, mark: str) -> None:
    KEPT.mkdir(exist_ok=True)
    (KEPT / name).write_text(mark, encoding="utf-8")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let no two set-ups of one checkout write at once."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("… waiting for another set-up of this folder to finish")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
