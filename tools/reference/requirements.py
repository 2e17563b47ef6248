"""Requirements and the tests that prove them, read from the marks on the tests."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from tools.reference.tables import table
from tools.steps import ROOT

NAMES = ROOT / "docs/reference/requirement-names.yaml"
FIRST = [f"R{number:03}" for number in range(1, 23)]  # people, homes and families: each has its row, proved or not


class UnknownRequirement(Exception):
    """A test names a requirement that has no short name."""


def page() -> str:
    names: dict[str, str] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    proved = found()
    if unknown := sorted(set(proved) - set(names)):
        raise UnknownRequirement(f"Not in {NAMES.name}: {', '.join(unknown)}.")
    others = [each for each in names if each in proved and each not in FIRST]
    waiting = [each for each in names if each not in proved and each not in FIRST]
    return "\n".join(
        [
            "# Requirements and their tests",
            "",
            f"{len(proved)} of {len(names)} requirements are marked on at least one test. A mark says that the test",
            "proves something of the requirement, not that nothing is left to do.",
            "",
            "## People, homes and families",
            "",
            table(("id", "name", "tests"), [(each, names[each], _links(proved.get(each, []))) for each in FIRST]),
            "",
            "## What else is proved",
            "",
            table(("id", "name", "tests"), [(each, names[each], _links(proved[each])) for each in others]),
            "",
            "## Not yet",
            "",
            " · ".join(f"{each} {names[each]}" for each in waiting) + ".",
        ]
    )


def found() -> dict[str, list[tuple[Path, str]]]:
    """Return for each marked requirement its tests: the file and the name."""
    proved: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    for path in sorted([*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "src").rglob("tests/test_*.py")]):
        for name, ids in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            for each in sorted(ids):
                proved[each].append((path, name))
    return proved


def _marked(module: ast.Module) -> Iterator[tuple[str, set[str]]]:
    of_all = {each for node in module.body if isinstance(node, ast.Assign) for each in _ids([node.value])}
    yield from _marked_in(module.body, above=of_all)


def _marked_in(body: list[ast.stmt], *, above: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield each test with its own marks and those of its class."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _marked_in(node.body, above=above | _ids(node.decorator_list))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, above | _ids(node.decorator_list)


def _ids(marks: Iterable[ast.expr]) -> set[str]:
    return {
        str(given.value)
        for mark in marks
        for node in ast.walk(mark)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "requirement"
        for given in node.args
        if isinstance(given, ast.Constant)
    }


def _links(tests: list[tuple[Path, str]]) -> str:
    by_file: dict[Path, list[str]] = defaultdict(list)
    for path, name in tests:
        by_file[path].append(name.removeprefix("test_").replace("_", " "))
    linked = [
        f"[{path.stem}](../../{path.relative_to(ROOT).as_posix()}): {'; '.join(names)}"
        for path, names in by_file.items()
    ]
    return "<br>".join(linked) or "not yet"
