"""What became of every mutant, kept in a file, so that a run goes on where it stopped.

A result holds while the module is the same; "killed" also while the file of the test that killed it is, "survived"
while all tests are that could have killed it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from tools.mutation.mutants import Mutant
from tools.steps import KEPT, ROOT

KILLED, SLOW, SURVIVED, UNREACHED = "killed", "too slow", "survived", "reached by no test"
CAUGHT = (KILLED, SLOW)


@dataclass(frozen=True)
class Result:
    outcome: str
    module: str
    tests: str  # the digest of the tests it rests on
    killer: str = ""
    seconds: float = 0.0


class Kept:
    def __init__(self, folder: str) -> None:
        self.path = KEPT / "mutation" / f"{folder.replace('/', '-')}.json"
        self._results: dict[str, Result] = {}
        if self.path.is_file():
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            self._results = {key: Result(**each) for key, each in kept.items()}

    def of(self, mutant: Mutant, *, asked: list[str]) -> Result | None:
        """What was found out, if it still holds."""
        result = self._results.get(mutant.key)
        if result is None or result.module != digest_of_file(mutant.path):
            return None
        rests_on = [result.killer] if result.killer else asked
        return result if result.tests == digest_of_tests(rests_on) else None

    def keep(self, mutant: Mutant, outcome: str, *, asked: list[str], killer: str = "", seconds: float = 0.0) -> None:
        tests = digest_of_tests([killer] if killer else asked)
        self._results[mutant.key] = Result(outcome, digest_of_file(mutant.path), tests, killer, round(seconds, 2))

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps({key: asdict(each) for key, each in self._results.items()}), encoding="utf-8")
        draft.rename(self.path)


@cache
def digest_of_file(name: str) -> str:
    path: Path = ROOT / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def digest_of_tests(tests: list[str]) -> str:
    files = sorted({test.partition("::")[0] for test in tests})
    told = " ".join([*sorted(tests), *(digest_of_file(name) for name in files)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
