"""Which test reaches which line: measured once for each file of tests, kept, and measured anew when the file changes.

`python -m tools.mutation.covering FILE…` measures in a process of its own, from before OnePlan is loaded.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tools.mutation.targets import FOLDERS, QUICK, files_of
from tools.steps import KEPT, ROOT, say

KEPT_MAP = KEPT / "mutation" / "map.json"
ONCE = ""  # what coverage calls the time before the first test: what runs when a module is loaded
AT_A_TIME = 40


@dataclass
class Map:
    """Seconds of every test that passes, the tests of every line, and the lines that run when a module is loaded."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    once: dict[str, set[int]] = field(default_factory=dict)

    def tests_of(self, path: str, lines: Iterable[int]) -> set[str]:
        of_line = self.lines.get(path, {})
        return {test for line in lines for test in of_line.get(line, ())}

    def tests_of_file(self, path: str) -> set[str]:
        return self.tests_of(path, self.lines.get(path, {}))


def current() -> Map:
    """The map as code and tests are now."""
    kept, code = _kept(), _digest(path for folder in FOLDERS for path in files_of(folder))
    files = {str(path.relative_to(ROOT)): _digest([path]) for path in _files()}
    if kept.get("code") != code:
        kept = {"code": code, "files": {}}
    kept["files"] = {name: each for name, each in kept["files"].items() if each["digest"] == files.get(name)}
    missing = [name for name in files if name not in kept["files"]]
    for first in range(0, len(missing), AT_A_TIME):
        chosen = missing[first : first + AT_A_TIME]
        say(f"… which test reaches which line: {first + len(chosen)} of {len(missing)} files of tests")
        measured = _measured(chosen)
        for name in chosen:
            kept["files"][name] = {"digest": files[name], **measured[name]}
        KEPT_MAP.parent.mkdir(parents=True, exist_ok=True)
        KEPT_MAP.write_text(json.dumps(kept), encoding="utf-8")
    return _joined(kept["files"].values())


def _joined(files: Iterable[dict[str, Any]]) -> Map:
    joined = Map()
    for each in files:
        joined.seconds |= each["seconds"]
        for path, lines in each["lines"].items():
            of_line = joined.lines.setdefault(path, {})
            for line, tests in lines.items():
                of_line.setdefault(int(line), set()).update(tests)
        for path, once in each["once"].items():
            joined.once.setdefault(path, set()).update(once)
    return joined


def _kept() -> dict[str, Any]:
    if not KEPT_MAP.is_file():
        return {}
    kept: dict[str, Any] = json.loads(KEPT_MAP.read_text(encoding="utf-8"))
    return kept


def _files() -> Iterator[Path]:
    for folder in (ROOT / "tests", ROOT / "src"):
        yield from sorted(folder.rglob("test_*.py"))


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _measured(files: list[str]) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, "-m", "tools.mutation.covering", str(told), *files]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not told.is_file():
            raise RuntimeError(f"The tests could not be measured:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        measured: dict[str, dict[str, Any]] = json.loads(told.read_text(encoding="utf-8"))
        return measured


class _Recorder:
    """Tells coverage which test runs; keeps how long each took and which passed."""

    def __init__(self, cover: Any) -> None:
        self.cover = cover
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.cover.switch_context(item.nodeid)
        result = yield
        self.cover.switch_context(ONCE)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if not report.passed:
            self.failed.add(report.nodeid)


def _measure(told: Path, files: list[str]) -> None:
    import coverage

    cover = coverage.Coverage(data_file=None, include=[f"{ROOT}/{folder}/*" for folder in FOLDERS], messages=False)
    cover.start()
    recorder = _Recorder(cover)
    pytest.main(["-q", "-n0", "-m", QUICK, *files], plugins=[recorder])
    cover.stop()
    result: dict[str, dict[str, Any]] = {name: {"seconds": {}, "lines": {}, "once": {}} for name in files}
    good = {test: took for test, took in recorder.seconds.items() if test not in recorder.failed}
    for test, took in good.items():
        result[test.partition("::")[0]]["seconds"][test] = round(took, 3)
    data = cover.get_data()
    for path in data.measured_files():
        name = os.path.relpath(path, ROOT)
        for line, contexts in data.contexts_by_lineno(path).items():
            if ONCE in contexts:
                result[files[0]]["once"].setdefault(name, []).append(line)
            for test in contexts:
                if test in good:
                    lines = result[test.partition("::")[0]]["lines"].setdefault(name, {})
                    lines.setdefault(str(line), []).append(test)
    told.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), sys.argv[2:])
