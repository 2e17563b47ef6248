"""Imports point inwards only; the rulebook knows no framework and no clock."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.files import ROOT, name, python_files

RINGS = ["rulebook", "engine", "web"]
CLOCK = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("time", "time"), ("datetime", "utcnow")}


def in_ring(ring: str) -> list[Path]:
    return [path for path in python_files() if name(path).startswith(f"src/oneplan/{ring}/")]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("ring", RINGS)
def test_no_ring_imports_an_outer_one(ring: str) -> None:
    outer = tuple(f"oneplan.{other}" for other in [*RINGS[RINGS.index(ring) + 1 :], "cli"])
    found = [
        f"{name(path)}: {module}" for path in in_ring(ring) for module in imported(path) if module.startswith(outer)
    ]
    assert found == []


def test_the_rulebook_reads_no_clock() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in in_ring("rulebook")
        if "tests" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCK
    ]
    assert found == []


@pytest.mark.slow
def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    kept = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert kept.returncode == 0, kept.stdout
