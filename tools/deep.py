"""The deep tier: long slices, one after another, each kept when done: a stopped run goes on where it was."""

import datetime
import json
import os
import re
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
COULD_NOT_ASK = "**could not ask**"
_LINE = re.compile(
    r"^\| (.+?) \| .+ \| (yes|\*\*no\*\*|\*\*could not ask\*\*) \| (\d+) s \| ([\d-]+) \| `(\w+)` \|$", re.MULTILINE
)


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
    asked = [each for each in slices if os.environ.get("ONLY", "") in each.name]
    for wanted in asked:
        if _still_good(results.get(wanted.name), commit=commit):
            steps.say(f"= {wanted.name}: already done at this commit")
            continue
        results[wanted.name] = _run(wanted, commit=commit)
        STATE.write_text(json.dumps({name: asdict(result) for name, result in results.items()}), encoding="utf-8")
        PAGE.write_text(page(slices, results), encoding="utf-8")
    PAGE.write_text(page(slices, results), encoding="utf-8")
    left = [wanted.name for wanted in slices if wanted.name not in results]
    failed = [each.name for each in slices if _failed(results.get(each.name), is_asked=each in asked)]
    if failed:
        raise StepFailed(f"Did not hold: {', '.join(failed)}. Mend, commit, and run make deep again.")
    unasked = [each.name for each in slices if each.name in results and not results[each.name].holds]
    if left or unasked:
        steps.say(f"Not run yet: {', '.join(left) or 'none'}. Nobody could be asked: {', '.join(unasked) or 'none'}.")
    else:
        steps.say("Every deep slice holds: docs/reference/deep.md.")


def _failed(result: Result | None, *, is_asked: bool) -> bool:
    """Where nobody could be asked that is no pass, and no fault of the other slices either."""
    return result is not None and not result.holds and (is_asked or result.could_ask)


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
    answer = "yes" if result.holds else "**no**" if result.could_ask else COULD_NOT_ASK
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
    """Results of this copy, or else those that were committed."""
    if not STATE.is_file():
        return committed(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    return {name: Result(**kept) for name, kept in json.loads(STATE.read_text(encoding="utf-8")).items()}


def committed(page: str) -> dict[str, Result]:
    """The results that a page tells."""
    return {
        name: Result(commit, on, int(seconds), holds=answer == "yes", could_ask=answer != COULD_NOT_ASK)
        for name, answer, seconds, on, commit in _LINE.findall(page)
    }


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "no commit"
