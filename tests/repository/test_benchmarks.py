"""Measurements are run seldom; that they start at all is seen here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if "def main(" in path.read_text())


@pytest.mark.parametrize("name", MODULES)
def test_a_measurement_starts_without_any_settings_of_the_shell(name: str, tmp_path: Path) -> None:
    bare = {each: value for each, value in os.environ.items() if not each.startswith(("DJANGO", "DATABASE", "ONEPLAN"))}
    command = [sys.executable, "-c", f"import benchmarks.{name}"]
    environment = bare | {"ONEPLAN_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
