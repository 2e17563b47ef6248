"""The mutation run: which faults it knows, that copies of the process see them, when a kept result is out of date."""

import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.mutation import children, choosing, mutants, page, results, warm
from tools.mutation.covering import Map
from tools.mutation.mutants import Mutant

CODE = '''
"""A module."""
from functools import wraps

LIMIT = 3
TABLE = {"a": frozenset({1, 2}), "b": frozenset({1})}
WORDS = {"a": "never mutated", "b": "nor this"}


def guard(function):
    @wraps(function)
    def run(value: int | None):
        if value is None or value > LIMIT:
            raise ValueError("too much")
        return function(value)

    return run


@guard
def twice(value: int) -> int:
    kept.append(value)
    return value * 2 if value else 0


kept: list[int] = []
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    for each in (mutants, results, choosing):
        monkeypatch.setattr(each, "ROOT", tmp_path)
    results.digest_of_file.cache_clear()
    path = tmp_path / "limited.py"
    path.write_text(CODE, encoding="utf-8")
    made = types.ModuleType("limited")
    exec(compile(CODE, str(path), "exec"), made.__dict__)  # noqa: S102
    yield made
    results.digest_of_file.cache_clear()


def _found(tmp_path: Path) -> list[Mutant]:
    return mutants.of_file(tmp_path / "limited.py")


def _one(tmp_path: Path, fault: str, before: str) -> Mutant:
    return next(each for each in _found(tmp_path) if each.fault == fault and each.before.startswith(before))


def test_faults_are_put_in_and_words_are_left_alone(tmp_path: Path, module: types.ModuleType) -> None:
    found = {(each.before, each.fault) for each in _found(tmp_path)}
    assert {("value > LIMIT", "Gt to GtE"), ("value is None", "Is to IsNot"), ("3", "one more")} <= found
    assert {("kept.append(value)", "leaves it out"), ("value * 2", "reckons otherwise")} <= found
    assert any(fault == "without @guard" for _, fault in found)
    assert any(fault == "without entry 1" and before.startswith("{'a': frozenset") for before, fault in found)
    assert not any("never mutated" in before and "entry" in fault for before, fault in found)
    assert not any("int | None" in before for before, _ in found)
    assert {each.scope for each in _found(tmp_path)} == {"", "guard", "twice"}
    assert module.LIMIT == 3


def test_a_decorated_function_and_the_closure_around_it_are_mutated_where_they_stand(
    tmp_path: Path, module: types.ModuleType
) -> None:
    with pytest.raises(ValueError, match="too much"):
        module.twice(4)
    paths = {str(tmp_path / "limited.py")}
    for fault, before, value, answer in (("reckons otherwise", "value * 2", 2, 1), ("Gt to LtE", "value > L", 9, 18)):
        warm._exchange(mutants.code_of(_one(tmp_path, fault, before)), warm._functions(paths))
        assert module.twice(value) == answer


def test_a_copy_of_the_process_tells_and_is_ended_in_time() -> None:
    def hang(_: Path) -> str:
        while True:
            pass

    def break_off(_: Path) -> str:
        raise KeyError("why")

    assert children.ask(lambda _: "test_one", limit=20) == (children.NOTICED, "test_one", False)
    assert children.ask(lambda _: "", limit=20) == (children.MISSED, "", False)
    code, said, _ = children.ask(break_off, limit=20)
    assert (code, "why" in said) == (children.BROKEN, True)
    assert children.ask(hang, limit=0.3)[2]


def test_a_result_holds_while_module_and_test_are_the_same(
    tmp_path: Path, module: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "KEPT", tmp_path / "kept")
    mutant = _one(tmp_path, "Gt to GtE", "value > LIMIT")
    (tmp_path / "test_a.py").write_text("one", encoding="utf-8")
    (tmp_path / "test_b.py").write_text("one", encoding="utf-8")
    asked = ["test_a.py::test_x", "test_b.py::test_y"]
    kept = results.Kept("folder")
    kept.keep(mutant, results.KILLED, asked=asked, killer=asked[0])
    kept.write()
    assert results.Kept("folder").of(mutant, asked=asked)

    def changed(name: str) -> bool:
        (tmp_path / name).write_text((tmp_path / name).read_text(encoding="utf-8") + "\n# more", encoding="utf-8")
        results.digest_of_file.cache_clear()
        return results.Kept("folder").of(mutant, asked=asked) is None

    assert not changed("test_b.py")
    assert changed("test_a.py")
    kept.keep(mutant, results.SURVIVED, asked=asked)
    kept.write()
    assert changed("test_b.py")
    kept.keep(mutant, results.SURVIVED, asked=asked)
    kept.write()
    assert changed("limited.py")


def test_tests_that_reach_the_line_are_asked_and_no_more_than_time_allows(
    tmp_path: Path, module: types.ModuleType
) -> None:
    mutant = _one(tmp_path, "Gt to GtE", "value > LIMIT")
    seconds = {"t.py::far": 0.1, "t.py::slow": choosing.SECONDS_ASKED, "t.py::near": 0.2}
    reach = Map(seconds, {"limited.py": {mutant.line: {"t.py::slow", "t.py::near"}, 1: {"t.py::far"}}}, {})
    assert choosing.tests_for(mutant, reach, kills=Counter({"t.py::near": 1})) == ["t.py::near"]
    assert not choosing.is_loaded_once(mutant, reach)
    assert choosing.is_loaded_once(mutant, Map(seconds, {}, {"limited.py": {mutant.line}}))


def test_the_page_tells_survivors_and_why_they_may_stay(
    tmp_path: Path, module: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _found(tmp_path)[:2]
    monkeypatch.setattr(page, "TOLD", tmp_path / "told")
    monkeypatch.setattr(page, "PAGE", tmp_path / "mutation.md")
    monkeypatch.setattr(page, "FOLDERS", ("one", "two"))
    monkeypatch.setattr(page, "LOOKED_AT", tmp_path / "looked.yaml")
    (tmp_path / "looked.yaml").write_text(f"'{second.key}': makes no difference\n", encoding="utf-8")
    assert page.write("one", {first: results.KILLED, second: results.SURVIVED}) == 50.0
    told = (tmp_path / "mutation.md").read_text(encoding="utf-8")
    assert "| all | 2 | 1 | 0 | 1 | 0 | 50.0 % |" in told
    assert "makes no difference |" in told
    assert "## two\n\nNot run on this machine yet." in told
