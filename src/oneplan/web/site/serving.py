"""Keeps the web server and the background worker running side by side, and stops both together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from oneplan.web.site import running

WAIT_TO_STOP = 10.0
LOOK_EVERY = 0.2
SETTLED_AFTER = 5.0
LONGEST_PAUSE = 30.0
WAIT_TO_ANSWER = 60.0
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class CannotServe(Exception):
    """Says why the server does not start, and what to do."""


@dataclass
class Child:
    """One of our processes, in a group of its own, started again when it dies."""

    name: str
    command: list[str]
    pause: float = 1.0
    process: subprocess.Popen[bytes] | None = None
    started: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has no threads
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def has_settled(self) -> bool:
        return time.monotonic() - self.started > SETTLED_AFTER

    def start_again(self) -> None:
        self.clear_away(signal.SIGKILL)
        self.pause = 1.0 if self.has_settled() else min(self.pause * 2, LONGEST_PAUSE)
        print(f"The {self.name} stopped unexpectedly; starting it again.", flush=True)
        time.sleep(self.pause)
        self.start()

    def clear_away(self, number: signal.Signals) -> None:
        """Signal the whole group: what a killed server leaves behind would hold the port."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def serve(*, port: int, host: str, threads: int) -> int:
    """Run server and worker until told to stop; return the exit code."""
    home = Path(os.environ.get("ONEPLAN_HOME", "var")).resolve()
    try:
        with running.running(home):
            return _serve(port=port, host=host, threads=threads)
    except running.RestoreUnfinished as refusal:
        raise CannotServe(str(refusal)) from None


def _serve(*, port: int, host: str, threads: int) -> int:
    _refuse_taken_port(host, port)
    children = [
        Child("server", _server_command(host=host, port=port, threads=threads)),
        Child("worker", [sys.executable, "-m", "oneplan.cli", "worker"]),
        Child("worker on partners' files", [sys.executable, "-m", "oneplan.cli", "run", "work"]),
    ]
    told: list[int] = []
    before = {number: signal.signal(number, _note(told)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for child in children:
            child.start()
        _wait_for_answer(children[0], host=host, port=port, told=told)
        if not told:
            _welcome(host=host, port=port)
        _keep_alive(children, told=told)
    finally:
        _stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)
    print("OnePlan has stopped; everything is kept.", flush=True)
    return 0


def _welcome(*, host: str, port: int) -> None:
    if os.environ.get("ONEPLAN_DEMO") in {"1", "true", "yes", "on"}:
        subprocess.run([sys.executable, "-m", "oneplan.cli", "demo", "accounts"], check=False)
    print(f"\nOnePlan is running: http://{host}:{port}/  (stop with Ctrl-C)", flush=True)


def _server_command(*, host: str, port: int, threads: int) -> list[str]:
    # one process, few threads: SQLite has one writer, and granian's own default is 512 threads
    return [
        *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)],
        *["--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--respawn-failed-workers"],
        *["--log-level", "error", "oneplan.web.site.wsgi:application"],
    ]


def _keep_alive(children: list[Child], *, told: list[int]) -> None:
    while not told:
        for child in children:
            if child.has_died() and not told:
                child.start_again()
        time.sleep(LOOK_EVERY)


def _wait_for_answer(server: Child, *, host: str, port: int, told: list[int]) -> None:
    until = time.monotonic() + WAIT_TO_ANSWER
    while time.monotonic() < until and not told:
        if server.has_died():
            raise CannotServe("The web server stopped while starting; the lines above say why.")
        if _is_open(host, port):
            return
        time.sleep(LOOK_EVERY)
    if not told:
        raise CannotServe(f"The web server did not answer within {WAIT_TO_ANSWER:.0f} seconds.")


def _refuse_taken_port(host: str, port: int) -> None:
    if _is_open(host, port):
        raise CannotServe(f"Something already answers on {host}:{port}. Stop it, or choose another: make run PORT=8001")


def _is_open(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _stop(children: list[Child]) -> None:
    for child in children:
        if child.process is not None and not child.has_died():
            child.process.terminate()
    until = time.monotonic() + WAIT_TO_STOP
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"The {child.name} does not end by itself; ending it.", flush=True)
        child.clear_away(signal.SIGKILL)


def _note(told: list[int]) -> Callable[[int, FrameType | None], None]:
    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        told.append(number)

    return note


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
