"""Server and worker are killed again and again while people save: nothing acknowledged is lost, nothing doubled."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.crash.visitor import Visitor

SAVES = int(os.environ.get("ONEPLAN_CRASH_SAVES", "14"))
KILLS = int(os.environ.get("ONEPLAN_CRASH_KILLS", "5"))


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own, on the database this run is about."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    own = kept | {"ONEPLAN_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"}
    own["ONEPLAN_DEBUG"] = "0"
    if connection.vendor == "sqlite":
        own.pop("DATABASE_URL", None)
        yield own
        return
    given, name = os.environ["DATABASE_URL"], f"crash_{os.getpid()}"
    with psycopg.connect(given.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield own | {"DATABASE_URL": given.replace("/postgres?", f"/{name}?")}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(*command: str, env: dict[str, str]) -> Any:
    done = subprocess.run([sys.executable, "-m", *command], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """`oneplan serve` in a process that can be killed, and its children with it."""

    def __init__(self, env: dict[str, str], port: int) -> None:
        self.env, self.port = env, port
        self.is_wanted = True
        self.start()
        self.manager = threading.Thread(target=self._keep_up, daemon=True)
        self.manager.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "oneplan.cli", "serve", "--port", str(self.port)]
        with (Path(self.env["ONEPLAN_HOME"]) / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(command, env=self.env, stdout=said, stderr=said)

    def kill_children(self) -> None:
        for pid in _descendants(self.process.pid):
            _kill(pid)

    def kill_everything(self) -> None:
        pids = _descendants(self.process.pid)
        self.process.kill()
        for pid in pids:
            _kill(pid)
        self.process.wait()

    def _keep_up(self) -> None:
        """What a machine's service manager does: start it again whenever it has ended."""
        while self.is_wanted:
            pids = _descendants(self.process.pid)
            if self.process.poll() is not None:
                _wait_until_gone(pids)
                self.start()
            time.sleep(0.5)


def _descendants(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listed.splitlines())}
    found, latest = [], {pid}
    while latest := {child for child, parent in parents.items() if parent in latest}:
        found += sorted(latest)
    return found


def _wait_until_gone(pids: list[int]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and any(Path(f"/proc/{pid}/fd").exists() and _is_alive(pid) for pid in pids):
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _work(visitor: Visitor, *, family: str, saves: int) -> None:
    visitor.sign_in()
    for number in range(saves):
        words = f"{visitor.name} {number}"
        if visitor.name == "ann":
            fields = {"people": "Kit, 6", "reason": words, "safety": "unsure", "agrees": "yes"}
            visitor.save("/requests/new/", words, **fields)
        else:
            visitor.save(f"/families/{family}/notes/new/", words, text=words)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_doubled(surroundings: dict[str, str]) -> None:
    _run("oneplan.cli", "manage", "migrate", "-v0", env=surroundings)
    _run("oneplan.cli", "manage", "collectstatic", "--noinput", "-v0", env=surroundings)
    family = _run("tests.crash.stage", "prepare", env=surroundings)["family"]
    site = Site(surroundings, _free_port())
    try:
        _storm(site, surroundings, family=family)
    finally:
        site.is_wanted = False
        site.manager.join()
        site.kill_everything()


def _storm(site: Site, surroundings: dict[str, str], *, family: str) -> None:
    visitors = [Visitor(f"http://127.0.0.1:{site.port}", name) for name in ("priya", "tom", "ann")]
    faults: list[BaseException] = []
    threading.excepthook = lambda args: faults.append(args.exc_value or RuntimeError())
    at_work = [
        threading.Thread(target=_work, args=(visitor,), kwargs={"family": family, "saves": SAVES})
        for visitor in visitors
    ]
    for thread in at_work:
        thread.start()
    _keep_killing(site, at_work)
    for thread in at_work:
        thread.join()
    assert faults == []
    told = _wait_until_sent(surroundings)

    said = [words for visitor in visitors for words in visitor.acknowledged]
    assert len(said) == 3 * SAVES
    kept = told["notes"] + told["requests"]
    assert sorted(kept) == sorted(said), "lost or doubled"
    assert sorted(told["lines"]) == sorted(told["notes"])
    assert told["unsent"] == 0
    assert told["files"] == sorted(told["messages"])
    assert len(told["messages"]) >= SAVES
    assert told["faults"] == []


def _keep_killing(site: Site, at_work: list[threading.Thread]) -> None:
    random = Random(7)
    for number in range(KILLS):
        time.sleep(random.uniform(1.0, 4.0))
        if not any(thread.is_alive() for thread in at_work):
            break
        if number % 3 == 2:
            site.kill_everything()
        else:
            site.kill_children()


def _wait_until_sent(env: dict[str, str]) -> Any:
    for _ in range(60):
        told = _run("tests.crash.stage", "tell", env=env)
        if told["unsent"] == 0:
            break
        time.sleep(1)
    return told
