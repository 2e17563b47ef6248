"""The area the measurements are taken in: the demo area and N invented families, made once and kept."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FAMILIES = int(os.environ.get("FAMILIES", "55000"))
PORT = int(os.environ.get("BENCH_PORT", "8055"))
PASSWORD = "one family one plan"  # noqa: S105  the demonstration's, said on its sign-in page


def free_home() -> Path:
    """Where the measured installation lives: BENCH_HOME, else var/bench-N."""
    return Path(os.environ.get("BENCH_HOME", f"var/bench-{FAMILIES}")).resolve()


def surroundings(home: Path) -> dict[str, str]:
    settings = {"ONEPLAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"}
    return os.environ | settings | {"ONEPLAN_DEBUG": "0", "ONEPLAN_SESSION_SECONDS": "86400"}


def prepared_area(home: Path, *, workers: int) -> list[dict[str, Any]]:
    """Load what is missing; return, for each worker, the account and what they may open."""
    env = surroundings(home)
    for command in (["manage", "migrate", "-v0"], ["manage", "collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "-m", "oneplan.cli", *command], env=env, check=True)
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "oneplan.cli", "demo", "load", "--families", str(FAMILIES)], env=env, check=True
    )
    print(f"The area was there after {time.monotonic() - started:.0f} s.", flush=True)
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.accounts", str(workers)], env=env, check=True, capture_output=True, text=True
    )
    about: list[dict[str, Any]] = json.loads(told.stdout)
    return about


@contextmanager
def start_site(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "oneplan.cli", "serve", "--port", str(PORT)]
    site = subprocess.Popen(command, env=surroundings(home))
    try:
        for _ in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.5)
        yield
    finally:
        site.terminate()
        site.wait(timeout=30)
