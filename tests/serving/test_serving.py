"""Server and worker as one command: started, started again when killed, stopped together, nothing left behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.isolation import migrated

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
PATIENCE = 40.0


class Running:
    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.said = home / "said.txt"
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "ONEPLAN_DEMO")}
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "oneplan.cli", "serve", "--port", str(self.port)],
                env={**kept, "ONEPLAN_HOME": str(home), "ONEPLAN_DEBUG": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def pids(self, part: str) -> list[int]:
        """The processes of this run whose command line has `part` in it, oldest first."""
        listed = subprocess.run(["ps", "ax", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
        rows = [row.split(None, 2) for row in listed.stdout.splitlines()]
        ours = {self.process.pid}
        for _ in rows:
            ours |= {int(pid) for pid, parent, _ in rows if int(parent) in ours}
        return sorted(int(pid) for pid, _, args in rows if int(pid) in ours and re.search(part, args))


def soon(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def is_gone(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return not state.strip() or state.strip().startswith("Z")


@pytest.fixture
def running(tmp_path: Path, django_db_setup: None) -> Iterator[Running]:
    shutil.copy(migrated(), tmp_path / "oneplan.sqlite3")
    started = Running(tmp_path)
    try:
        soon(lambda: "is running" in started.words())
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def test_both_run_and_a_signal_stops_both(running: Running) -> None:
    assert running.answers()
    everything = running.pids("oneplan|granian")
    assert len(running.pids("oneplan.cli worker")) == 1
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=PATIENCE) == 0
    soon(lambda: all(map(is_gone, everything)))
    assert "everything is kept" in running.words()


def test_a_killed_worker_is_started_again(running: Running) -> None:
    (before,) = running.pids("oneplan.cli worker")
    os.kill(before, signal.SIGKILL)
    soon(lambda: running.pids("oneplan.cli worker") not in ([], [before]))
    assert "The worker stopped unexpectedly" in running.words()


def test_a_killed_server_answers_again(running: Running) -> None:
    parent, *children = running.pids("granian --interface")
    os.kill(parent, signal.SIGKILL)
    soon(lambda: is_gone(parent) and running.answers())
    assert parent not in running.pids("granian --interface")
    soon(lambda: all(map(is_gone, children)))


def test_killing_the_command_leaves_nothing_behind(running: Running) -> None:
    everything = running.pids("oneplan|granian")
    assert len(everything) >= 4
    running.process.kill()
    soon(lambda: all(map(is_gone, everything)))


def test_a_taken_port_is_refused_in_words(running: Running) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "oneplan.cli", "serve", "--port", str(running.port)],
        env={**os.environ, "ONEPLAN_HOME": str(running.said.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert second.returncode == 1
    assert f"already answers on 127.0.0.1:{running.port}" in second.stderr
    assert running.answers()
