"""A run is killed at any moment: what is there is whole, and the next attempt ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from oneplan.engine.runs import run
from oneplan.engine.runs.artefacts import Store
from tests.engine.runs.area import ran, values
from tests.engine.runs.runner import RUNS, feeds

KILLS = int(os.environ.get("ONEPLAN_RUN_KILLS", "20"))
BEGINS, LASTS = 0.3, 2.2  # seconds within which a killed process is at work


@pytest.mark.slow
@pytest.mark.requirement("R309")
def test_a_killed_run_leaves_the_runs_before_it_whole(tmp_path: Path) -> None:
    wanted = _undisturbed(Store(tmp_path / "undisturbed"))
    chance, seen = Random(4), set()
    for attempt in range(KILLS):
        store = Store(tmp_path / f"killed-{attempt}")
        seen.add(_killed_after(chance.uniform(BEGINS, LASTS), store))
        there = [number for number in range(1, RUNS + 1) if (store.folder / "runs" / str(number)).exists()]
        for number in there:
            assert values(store, run.manifest(store, number)) == wanted[number]
        for number, each in enumerate(feeds(store), 1):
            assert values(store, ran(store, number, each)) == wanted[number]
    assert len(seen) > 1, f"every process was killed at the same place: {seen}"


def _undisturbed(store: Store) -> dict[int, list[float]]:
    return {number: values(store, ran(store, number, each)) for number, each in enumerate(feeds(store), 1)}


def _killed_after(seconds: float, store: Store) -> int:
    """How many runs the process had finished when it was killed."""
    command = [sys.executable, "-m", "tests.engine.runs.runner", str(store.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return len((process.stdout.read() if process.stdout else "").split())
