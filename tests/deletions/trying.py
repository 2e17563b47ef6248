"""Tries every check of a room: the tests that come past it run once more without it, until one fails.

A first run, with nothing deleted, notes which tests come past which check and where it refused. A check whose absence
no test notices is a survivor, and fails the run.
"""

import ast
import builtins
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from oneplan.web.access import prepared
from tests.deletions import deleting
from tests.deletions.finding import every_place
from tests.deletions.kept import KEPT

MOST_TRIES = 60
NEVER = ("browser", "deep", "postgresql_only")


class Trial:
    def __init__(self, rooms: set[str]) -> None:
        only = os.environ.get("ONLY_PLACES", "").split()  # some of them, while one works on these
        every = (each for each in every_place() if each.room in rooms)
        self.places = [each for each in every if not only or any(name in each.name for name in only)]
        self.passed: dict[int, dict[str, bool]] = defaultdict(dict)  # place, test, did it refuse there?
        self.now, self.seconds = "", dict[str, float]()

    def hit(self, number: int, call: Callable[[], Any]) -> Any:
        """Stands round each check in the first run."""
        seen = self.passed[number]
        seen.setdefault(self.now, False)
        try:
            found = call()
        except Exception:
            seen[self.now] = True
            raise
        if found is False or getattr(found, "allowed", True) is False:
            seen[self.now] = True
        return found

    def candidates(self, number: int, items: dict[str, pytest.Item]) -> list[pytest.Item]:
        """The tests to run without the check: those it refused first, the room's own, strangers'; quick before slow.

        Every test of the room's own that comes past it, and as many others as there is time for.
        """
        seen, own = self.passed[number], f"web/{self.places[number].room}/tests/"

        def order(name: str) -> tuple[bool, bool, bool, float]:
            return not seen[name], own not in name, "tests/access/" not in name, self.seconds.get(name, 0)

        near = [name for name in seen if own in name]
        chosen = sorted(seen, key=order)[: len(near) + MOST_TRIES]
        return [items[name] for name in chosen if name in items]


class _Watched(ast.NodeTransformer):
    """The source with a watcher round every check."""

    def __init__(self, places: dict[tuple[Any, ...], int]) -> None:
        self.places = places

    def visit(self, node: ast.AST) -> Any:
        spot = tuple(getattr(node, each, -1) for each in ("lineno", "col_offset", "end_lineno", "end_col_offset"))
        number = self.places.get(spot)
        found = super().visit(node)
        if number is None or not isinstance(node, ast.Expr | ast.Raise | ast.expr) or isinstance(found, list):
            return found
        return ast.copy_location(_watch(found, number), node)


def _watch(node: Any, number: int) -> ast.AST:
    marked = ast.Constant(value=number)
    if isinstance(node, ast.Raise):
        refusing = _later(ast.Constant(value=False))
        return ast.If(
            test=ast.Compare(left=_hit(marked, refusing), ops=[ast.Is()], comparators=[ast.Constant(value=False)]),
            body=[node], orelse=[],
        )  # fmt: skip
    if isinstance(node, ast.Expr):
        return ast.Expr(value=_hit(marked, _later(node.value)))
    return _hit(marked, _later(node))


def _later(node: ast.expr) -> ast.Lambda:
    return deleting.later(node)


def _hit(*args: ast.expr) -> ast.Call:
    return ast.Call(func=ast.Name(id="_hit_", ctx=ast.Load()), args=list(args), keywords=[])


@contextmanager
def watching(trial: Trial) -> Iterator[None]:
    builtins._hit_ = trial.hit  # type: ignore[attr-defined]
    by_file: dict[Any, dict[tuple[Any, ...], int]] = defaultdict(dict)
    for number, place in enumerate(trial.places):
        if place.how not in ("door", "step-up"):
            by_file[place.path].setdefault((place.line, place.start, *place.end), number)
    with ExitStack() as stack:
        for path, places in by_file.items():
            deleting.loaded(path)
            stack.enter_context(deleting.swapped(path, _Watched(places)))
        yield


def _same_spot(trial: Trial) -> None:
    """Two checks in one expression were watched as one."""
    first: dict[tuple[Any, ...], int] = {}
    for number, place in enumerate(trial.places):
        spot = (place.path, place.line, place.start, place.end)
        kept = first.setdefault(spot, number)
        if kept != number:
            trial.passed[number] = trial.passed[kept]


class Plugin:
    """Instead of pytest's own loop: once with everything, then once for each check without it."""

    def __init__(self, rooms: set[str]) -> None:
        self.trial, self.survivors, self.killed = Trial(rooms), list[str](), 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if not any(each.get_closest_marker(name) for name in NEVER)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session, self.last = session, None
        items = {each.nodeid: each for each in session.items}
        self._first_run(items.values())
        _same_spot(self.trial)
        order = sorted(range(len(self.trial.places)), key=lambda n: self._module_of(n, items))
        for number in order:
            self._one(number, items)
        session._setupstate.teardown_exact(None)
        return True

    def _first_run(self, items: Iterable[pytest.Item]) -> None:
        begun = time.monotonic()
        broken = []
        with watching(self.trial):
            for item in items:
                start = time.monotonic()
                self.trial.now = item.nodeid
                prepared.forget()
                if not self._holds(item):
                    broken.append(item.nodeid)
                self.trial.seconds[item.nodeid] = time.monotonic() - start
        print(f"\\n{len(self.trial.seconds)} tests in {time.monotonic() - begun:.0f} s", flush=True)
        if broken:
            raise pytest.UsageError(f"With nothing deleted these fail already: {broken[:5]}")

    def _holds(self, item: pytest.Item) -> bool:
        self.session._setupstate.teardown_exact(item)
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=item)
        return not any(each.failed for each in reports)

    def _tests(self, number: int, items: dict[str, pytest.Item]) -> list[pytest.Item]:
        place = self.trial.places[number]
        found = self.trial.candidates(number, items)
        if place.how in ("door", "step-up"):
            wanted = "test_doors.py::"
            found = [each for name, each in items.items() if wanted in name]
            names = deleting.names_behind(place)
            found = [each for each in found if any(f"[{name}]" in each.nodeid for name in names)]
        return found

    def _module_of(self, number: int, items: dict[str, pytest.Item]) -> str:
        found = self._tests(number, items)
        return found[0].nodeid.partition("::")[0] if found else ""

    def _one(self, number: int, items: dict[str, pytest.Item]) -> None:
        place, tried = self.trial.places[number], self._tests(number, items)
        prepared.forget()
        with deleting.deleted(place):
            killer = next((each for each in tried if not self._holds(each)), None)
        prepared.forget()
        # what the deletion spoilt in a shared scene is made anew
        self.session._setupstate.teardown_exact(None) if killer is not None and place.how == "wider" else None
        if killer is not None:
            self.killed += 1
            return
        refused = sum(self.trial.passed[number].values())
        line = f"{place.name} ({len(self.trial.passed[number])} tests come past it, {refused} are refused there)"
        if place.key in KEPT:
            line = f"{line}: {KEPT[place.key]}"
        else:
            self.survivors.append(line)
        print(f"lives: {line}", flush=True)
