"""Faults inside functions: OnePlan and its tests are loaded once, each mutant is a forked copy of that process.

In the copy the code of the function is exchanged where it stands, so decorated functions and closures that were made
long before are mutated as well, and nothing is loaded anew.
"""

import functools
import gc
import os
import shutil
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.mutation import mutants
from tools.mutation.mutants import Mutant

Judge = Callable[[Callable[[Mutant | None, list[str]], Callable[[Path], str]]], None]
WARMING = 12
Place = tuple[str, str]


class Warm:
    """A plugin of pytest that, instead of running the tests, hands `judge` a way to ask them about one mutant."""

    def __init__(self, judge: Judge, *, paths: set[str]) -> None:
        self.judge = judge
        self.paths = paths

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        _warm_up(session)
        functions, caches = _functions(self.paths), _caches(self.paths)
        gc.collect()
        gc.freeze()

        def asking(mutant: Mutant | None, tests: list[str]) -> Callable[[Path], str]:
            chosen = [items[test] for test in tests if test in items]

            def work(folder: Path) -> str:
                _own_places(session, folder)
                if mutant is not None:
                    _exchange(mutants.code_of(mutant), functions)
                for each in caches:
                    each.cache_clear()
                return _noticed_by(chosen)

            return work

        self.judge(asking)
        return True


def _warm_up(session: pytest.Session) -> None:
    """Set up the database and fill what is kept in memory, by running some tests of the pages."""
    with_cast = [item for item in session.items if "cast" in getattr(item, "fixturenames", ())]
    chosen = with_cast[:: max(1, len(with_cast) // WARMING)] or session.items[:1]
    for item in chosen:
        _run(item)
    from django.db import connections

    connections.close_all()


def _own_places(session: pytest.Session, folder: Path) -> None:
    """A database and folders that no other mutant writes to."""
    from django.db import connections

    os.chdir(session.config.rootpath)
    session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
    database = connections["default"]
    own = folder / "test.sqlite3"
    shutil.copy(str(database.settings_dict["NAME"]), own)
    database.settings_dict["NAME"] = str(own)


def _noticed_by(items: list[pytest.Item]) -> str:
    for item in items:
        if any(report.failed for report in _run(item)):
            return item.nodeid
    return ""


def _run(item: pytest.Item) -> list[pytest.TestReport]:
    """Run one test and take down all that it needed, but what stands for the whole session: any test may follow."""
    from _pytest.runner import runtestprotocol

    nothing_more: Any = item.session
    return runtestprotocol(item, nextitem=nothing_more, log=False)


def _functions(paths: set[str]) -> dict[Place, list[types.FunctionType]]:
    """Every function there is of these files, by where its code stands; lazy objects are not woken."""
    found: dict[Place, list[types.FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if type(each) is types.FunctionType and each.__code__.co_filename in paths:
            found[_place(each.__code__)].append(each)
    return found


def _caches(paths: set[str]) -> list[Any]:
    """What functions of these files remember, which a fault may change."""
    kept: list[Any] = [each for each in gc.get_objects() if type(each) is functools._lru_cache_wrapper]
    codes = [getattr(each.__wrapped__, "__code__", None) for each in kept]
    return [each for each, code in zip(kept, codes, strict=True) if code is not None and code.co_filename in paths]


def _exchange(module: types.CodeType, functions: dict[Place, list[types.FunctionType]]) -> None:
    """Give each function of the module its code from the mutated one, where that differs.

    Where a call of `super` was taken out, the code no longer fits the living function: that mutant counts as survived.
    """
    for code in _codes(module):
        for function in functions.get(_place(code), ()):
            if function.__code__ != code and function.__code__.co_freevars == code.co_freevars:
                function.__code__ = code


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from _codes(each)


def _place(code: types.CodeType) -> Place:
    return code.co_filename, f"{code.co_qualname}:{code.co_firstlineno}"
