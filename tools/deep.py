"""The deep tier: long slices, one after another, each kept when done: a stopped run goes on where it was."""

import datetime
import json
import os
import shlex
import subprocess
import time
import tomllib
from dataclasses import asdict, dataclass

from tools import run, steps
from tools.steps import KEPT, ROOT, StepFailed

REGISTER = ROOT / "tests/deep.toml"
PAGE = ROOT / "docs/reference/deep.md"
STATE = KEPT / "deep.json"


@dataclass(frozen=True)
class Slice:
    name: str
    says: str
    command: str


@dataclass(frozen=True)
class Result:
    commit: str
    on: str
    seconds: int
    holds: bool
    could_ask: bool = True


def deep() -> None:
    with steps.alone():
        run.prepare(dev=True)
    commit = _commit()
    slices = [Slice(**entry) for entry in tomllib.loads(REGISTER.read_text(encoding="utf-8")).get("slice", [])]
    results = _kept()
    for wanted in slices:
        if _still_good(results.get(wanted.name), commit=commit):
            steps.say(f"= {wanted.name}: already done at this commit")
            continue
        results[wanted.name] = _run(wanted, commit=commit)
        STATE.write_text(json.dumps({name: asdict(result) for name, result in results.items()}), encoding="utf-8")
        PAGE.write_text(page(slices, results), encoding="utf-8")
    PAGE.write_text(page(slices, results), encoding="utf-8")
    failed = [wanted.name for wanted in slices if not results[wanted.name].holds]
    if failed:
        raise StepFailed(f"Did not hold: {', '.join(failed)}. Mend, commit, and run make deep again.")
    steps.say("Every deep slice holds; the results are in docs/reference/deep.md.")


def page(slices: list[Slice], results: dict[str, Result]) -> str:
    """The results as the page that is committed."""
    rows = [_row(wanted, results.get(wanted.name)) for wanted in slices] or ["| none yet | | | | | |"]
    head = [
        "# Deep checks",
        "",
        "Written by `make deep`, which goes on where it stopped. Slices are registered in `tests/deep.toml`.",
        "",
        "| slice | what it does | holds | took | on | at commit |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _row(wanted: Slice, result: Result | None) -> str:
    if result is None:
        return f"| {wanted.name} | {wanted.says} | not run yet | | | |"
    answer = "yes" if result.holds else "**no**" if result.could_ask else "**could not ask**"
    return f"| {wanted.name} | {wanted.says} | {answer} | {result.seconds} s | {result.on} | `{result.commit}` |"


def _run(wanted: Slice, *, commit: str) -> Result:
    steps.say(f"… {wanted.name}: {wanted.says}")
    started = time.monotonic()
    folders = os.pathsep.join([str(ROOT / ".venv/bin"), os.environ.get("PATH", "")])
    code = steps.show(shlex.split(wanted.command), env={"PATH": folders})
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    seconds = round(time.monotonic() - started)
    return Result(commit=commit, on=today, seconds=seconds, holds=code == 0, could_ask=code != steps.COULD_NOT_ASK)


def _still_good(result: Result | None, *, commit: str) -> bool:
    return result is not None and result.holds and result.commit == commit and not os.environ.get("FRESH")


def _kept() -> dict[str, Result]:
    if not STATE.is_file():
        return {}
    return {name: Result(**kept) for name, kept in json.loads(STATE.read_text(encoding="utf-8")).items()}


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "no commit"
