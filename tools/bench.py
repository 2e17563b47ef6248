"""Runs the measurements in benchmarks/, each a module with a `main()`; never part of the tests."""

import os

from tools import run, steps
from tools.steps import ROOT, StepFailed

FOLDER = ROOT / "benchmarks"


def bench() -> None:
    wanted = os.environ.get("ONLY", "")
    names = sorted(path.stem for path in FOLDER.glob("*.py") if "def main(" in path.read_text(encoding="utf-8"))
    chosen = [name for name in names if wanted in name]
    if not chosen:
        raise StepFailed("No measurement has that name. There are: " + (", ".join(names) or "none yet"))
    with steps.alone():
        run.prepare(dev=True)
    failed = []
    for name in chosen:
        steps.say(f"… {name}")
        if steps.show([ROOT / ".venv/bin/python", "-m", f"benchmarks.{name}"]):
            failed.append(name)
    if failed:
        raise StepFailed(f"Not measured: {', '.join(failed)}.")
    steps.say("Measured; the results are where each measurement says.")
