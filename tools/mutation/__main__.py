"""`python -m tools.mutation FOLDER`: put every small fault into the code of a folder and see which tests notice.

Goes on where it stopped; writes docs/reference/mutation.md; ends with 0 when enough were noticed.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tools.mutation import children, choosing, cold, covering, mutants, page, results
from tools.mutation.covering import Map
from tools.mutation.mutants import Mutant
from tools.mutation.results import KILLED, SLOW, SURVIVED, UNREACHED, Kept
from tools.mutation.targets import files_of
from tools.mutation.warm import Warm
from tools.steps import ROOT, say

ENOUGH = 85.0
INSIDE, ONCE = "inside", "once"
TELL_EVERY = 60.0
START_UP, TIMES = 20.0, 8.0
# what an earlier test left behind is not the fault of the next one in a copy of the process
WITHOUT = ["-p", "no:unraisableexception", "-p", "no:threadexception"]
Asking = Callable[[Mutant | None, list[str]], Callable[[Path], str]]


@dataclass
class Run:
    """One folder: its mutants, the map of tests, and what is known so far."""

    folder: str
    reach: Map
    found: list[Mutant]
    kept: Kept
    kills: Counter[str] = field(default_factory=Counter)
    sound: dict[tuple[bool, str], bool] = field(default_factory=dict)
    told_at: float = field(default_factory=time.monotonic)

    def left(self, *, once: bool) -> Iterator[tuple[Mutant, list[str]]]:
        for mutant in self.found:
            if choosing.is_loaded_once(mutant, self.reach) is once:
                asked = choosing.tests_for(mutant, self.reach, kills=Counter())
                if self.kept.of(mutant, asked=asked) is None:
                    yield mutant, asked

    def judge(self, asking: Asking, *, once: bool) -> None:
        left = list(self.left(once=once))
        say(f"… {len(left)} mutants {'that show when a module is loaded' if once else 'inside functions'} to ask about")
        for number, (mutant, asked) in enumerate(left):
            self._judge_one(mutant, asked, asking, once=once)
            if time.monotonic() - self.told_at > TELL_EVERY or number == len(left) - 1:
                self.told_at = time.monotonic()
                self.kept.write()
                say(f"  {number + 1} of {len(left)}")

    def _judge_one(self, mutant: Mutant, asked: list[str], asking: Asking, *, once: bool) -> None:
        if not asked:
            self.kept.keep(mutant, UNREACHED, asked=asked)
            return
        likely, started = sorted(asked, key=lambda test: -self.kills[test]), time.monotonic()
        while True:
            code, killer, is_slow = self._ask(asking, mutant, likely)
            if code == children.BROKEN:
                raise RuntimeError(f"{mutant.where} {mutant.fault}: {killer}")
            if killer not in likely or self._is_sound(killer, asking, once=once):
                break
            likely.remove(killer)  # a test that fails here without any fault says nothing
            if not likely:
                self.kept.keep(mutant, UNREACHED, asked=asked)
                return
        outcome = SURVIVED if code == children.MISSED else SLOW if is_slow else KILLED
        known = killer if killer in likely else ""
        self.kills[known] += bool(known)
        self.kept.keep(mutant, outcome, asked=asked, killer=known, seconds=time.monotonic() - started)

    def _ask(self, asking: Asking, mutant: Mutant | None, tests: list[str]) -> tuple[int, str, bool]:
        limit = START_UP + TIMES * sum(self.reach.seconds[test] for test in tests)
        return children.ask(asking(mutant, tests), limit=limit)

    def _is_sound(self, test: str, asking: Asking, *, once: bool) -> bool:
        """Does the test pass here, in a forked process, while there is no fault?"""
        if (once, test) not in self.sound:
            self.sound[once, test] = self._ask(asking, None, [test])[0] == children.MISSED
        return self.sound[once, test]


def main(folder: str) -> int:
    """Ask about both kinds, each in a process of its own: what is loaded cannot be unloaded again."""
    if os.environ.pop("FRESH", ""):
        Kept(folder).path.unlink(missing_ok=True)
    reach = covering.current()
    for part in (INSIDE, ONCE):
        command = [sys.executable, "-m", "tools.mutation", folder, part]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            say("The run broke off, as said above; what it found out is kept.")
            return 1
    return _conclude(_run(folder, reach))


def ask_about(folder: str, part: str) -> None:
    run = _run(folder, covering.current())
    if part == ONCE:
        cold.get_ready()
        run.judge(cold.asking, once=True)
    elif left := list(run.left(once=False)):
        files = sorted({test.partition("::")[0] for _, asked in left for test in asked})
        paths = {str(ROOT / mutant.path) for mutant in run.found}
        plugin = Warm(lambda asking: run.judge(asking, once=False), paths=paths)
        pytest.main(["-q", "-n0", "-s", *WITHOUT, *files], plugins=[plugin])


def _run(folder: str, reach: Map) -> Run:
    return Run(folder, reach, _every(folder), Kept(folder))


def _every(folder: str) -> list[Mutant]:
    return [mutant for path in files_of(folder) for mutant in mutants.of_file(path)]


def _conclude(run: Run) -> int:
    asked = {mutant: choosing.tests_for(mutant, run.reach, kills=Counter()) for mutant in run.found}
    told = {mutant: run.kept.of(mutant, asked=asked[mutant]) for mutant in run.found}
    missing = [mutant.where for mutant, result in told.items() if result is None]
    if missing:
        say(f"{len(missing)} mutants were not asked about; run it again to go on. The first: {missing[0]}")
        return 1
    outcomes = {mutant: result.outcome for mutant, result in told.items() if result is not None}
    share = page.write(run.folder, outcomes)
    caught = sum(outcome in results.CAUGHT for outcome in outcomes.values())
    say(f"{run.folder}: {caught} of {len(outcomes)} faults were noticed, {share:.1f} %")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    if len(sys.argv) > 2:
        ask_about(sys.argv[1], sys.argv[2])
    else:
        raise SystemExit(main(sys.argv[1]))
