"""The quick tier: format, lint, types, contracts, templates, quick tests of what changed; about two minutes."""

import os
import time
from pathlib import Path

from tools import run, steps, touched
from tools.steps import ROOT, StepFailed

BIN = ROOT / ".venv/bin"
QUICK = "not browser and not slow and not deep and not postgresql_only"


def check() -> None:
    started = time.monotonic()
    with steps.alone():
        run.prepare(dev=True)
    os.environ.pop("DATABASE_URL", None)
    failed = failing()
    asked = touched.asked(touched.changed())
    steps.say(f"… quick tests of what changed: {', '.join(asked)}")
    if steps.show([BIN / "pytest", "-q", "-n2", "-m", QUICK, *asked]):
        failed.append("quick tests")
    conclude(failed, f"What changed holds ({time.monotonic() - started:.0f} s). Before you submit: make test")


def failing() -> list[str]:
    """Run every check that only reads the code; name all that fail, not just the first."""
    return [words for words, command in _checks() if not _holds(words, command)]


def conclude(failed: list[str], otherwise: str) -> None:
    if failed:
        raise StepFailed(f"Did not hold: {', '.join(failed)}. The lines above say where; `make format` mends layout.")
    steps.say(otherwise)


def _checks() -> list[tuple[str, list[str | Path]]]:
    found: list[tuple[str, list[str | Path]]] = [
        ("format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
        ("lint", [BIN / "ruff", "check", "--quiet", "."]),
        ("types", [BIN / "mypy", "--no-error-summary"]),
        ("imports point inwards", [BIN / "lint-imports", "--no-cache"]),
    ]
    templates = [path for path in (ROOT / "src").glob("oneplan/web/*/templates") if path.is_dir()]
    if templates:
        found.append(("templates", [BIN / "djlint", "--lint", "--quiet", *templates]))
    return found


def _holds(words: str, command: list[str | Path]) -> bool:
    try:
        with steps.step(words):
            steps.run(command, otherwise=f"{words}: not as it should be.")
    except StepFailed as failure:
        steps.say(str(failure))
        return False
    return True
