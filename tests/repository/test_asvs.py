"""The table of application security has every line once, and each answer has its test or its reason."""

import ast
from functools import cache
from typing import Any

import pytest

from tests.repository.files import ROOT
from tools.reference import asvs

# the numbers of levels 1 and 2 in the standard, section by section; what is missing from a row is level 3
NUMBERS = {
    "V1.1": "1-2", "V1.2": "1-9", "V1.3": "1-11", "V1.4": "1-3", "V1.5": "1-2",
    "V2.1": "1-3", "V2.2": "1-3", "V2.3": "1-4", "V2.4": "1",
    "V3.2": "1-2", "V3.3": "1-4", "V3.4": "1-6", "V3.5": "1-5", "V3.7": "1-2",
    "V4.1": "1-3", "V4.2": "1", "V4.3": "1-2", "V4.4": "1-4",
    "V5.1": "1", "V5.2": "1-3", "V5.3": "1-2", "V5.4": "1-3",
    "V6.1": "1-3", "V6.2": "1-12", "V6.3": "1-4", "V6.4": "1-4", "V6.5": "1-5", "V6.6": "1-3", "V6.8": "1-4",
    "V7.1": "1-3", "V7.2": "1-4", "V7.3": "1-2", "V7.4": "1-5", "V7.5": "1-2", "V7.6": "1-2",
    "V8.1": "1-2", "V8.2": "1-3", "V8.3": "1", "V8.4": "1",
    "V9.1": "1-3", "V9.2": "1-4",
    "V10.1": "1-2", "V10.2": "1-2", "V10.3": "1-4", "V10.4": "1-11", "V10.5": "1-5", "V10.6": "1-2", "V10.7": "1-3",
    "V11.1": "1-2", "V11.2": "1-3", "V11.3": "1-3", "V11.4": "1-4", "V11.5": "1", "V11.6": "1",
    "V12.1": "1-3", "V12.2": "1-2", "V12.3": "1-4",
    "V13.1": "1", "V13.2": "1-5", "V13.3": "1-2", "V13.4": "1-5",
    "V14.1": "1-2", "V14.2": "1-4", "V14.3": "1-3",
    "V15.1": "1-3", "V15.2": "1-3", "V15.3": "1-7",
    "V16.1": "1", "V16.2": "1-5", "V16.3": "1-4", "V16.4": "1-3", "V16.5": "1-3",
    "V17.1": "1", "V17.2": "1-4", "V17.3": "1-2",
}  # fmt: skip
LINES: dict[str, Any] = asvs.kept()["lines"]


def _wanted() -> list[str]:
    found = []
    for section, numbers in NUMBERS.items():
        first, _, last = numbers.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def test_every_line_of_levels_one_and_two_is_there_once_in_its_order() -> None:
    assert list(LINES) == _wanted()
    levels = [line["level"] for line in LINES.values()]
    assert (levels.count(1), levels.count(2)) == (70, 183)
    text = asvs.KEPT.read_text(encoding="utf-8")
    assert [number for number in LINES if text.count(f"\n  {number}:\n") != 1] == []


def test_every_answer_has_its_test_or_its_reason() -> None:
    without = [
        number
        for number, line in LINES.items()
        if line["answer"] not in asvs.ANSWERS
        or not (line.get("tests") if line["answer"] == "tested" else len(line.get("because", "").split()) > 1)
    ]
    assert without == []


@pytest.mark.parametrize("test", sorted({test for line in LINES.values() for test in line.get("tests", [])}))
def test_every_test_it_names_is_there(test: str) -> None:
    path, _, name = test.partition("::")
    assert (ROOT / path).is_file()
    assert not name or name in _functions(path)


@cache
def _functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
