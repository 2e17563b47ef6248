"""Takes one check out of the running program, and puts it back: a function gets the code it would have without it."""

import ast
import builtins
import contextlib
import gc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any
from unittest import mock

from django.db.models import Q

from oneplan.rulebook.sharing.policy import Decision, Permission, Relation
from oneplan.web.access import pages, policy, stepping_up
from oneplan.web.casework.reads import sight
from oneplan.web.sharing.reads import private
from tests.deletions.finding import WEB, Place
from tests.pages.table import every_pattern


class CannotDelete(Exception):
    """Names a place that could not be found in the running program: the tool must learn of it, not skip it."""


@contextlib.contextmanager
def deleted(place: Place) -> Iterator[None]:
    if place.how in ("door", "step-up"):
        with _without_door(place):
            yield
        return
    loaded(place.path)
    with swapped(place.path, _Without(place), only=place):
        yield


def loaded(path: Path) -> None:
    """Commands load some modules late; what is not loaded yet cannot be changed."""
    import_module(".".join(path.relative_to(WEB.parents[1]).with_suffix("").parts).removesuffix(".__init__"))


@contextlib.contextmanager
def swapped(path: Path, change: ast.NodeTransformer, *, only: Place | None = None) -> Iterator[None]:
    """Give the functions of a file the code they have in the changed source, and afterwards their own again."""
    tree = change.visit(ast.parse(path.read_text(encoding="utf-8")))
    codes = dict(_codes(compile(ast.fix_missing_locations(tree), str(path), "exec")))
    live = [(each, each.__code__) for each in _functions(path, only)]
    fitting = [(each, codes[_key(code)]) for each, code in live if _fits(code, codes.get(_key(code)))]
    if only is not None and not fitting:
        raise CannotDelete(only.name)
    for each, code in fitting:
        each.__code__ = code
    try:
        yield
    finally:
        for each, code in live:
            each.__code__ = code


def _functions(path: Path, only: Place | None) -> list[FunctionType]:
    """Every function alive that was written in the file, whoever imported it by name."""
    parts = only.function.split(".") if only else []
    names = {".".join(parts[:number]) for number in range(1, len(parts) + 1)}
    found = [each for each in _alive() if each.__code__.co_filename == str(path)]
    return [each for each in found if only is None or each.__code__.co_qualname.replace(".<locals>", "") in names]


def _alive() -> list[FunctionType]:
    return [each for each in gc.get_objects() if type(each) is FunctionType]


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield _key(each), each
            yield from _codes(each)


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _fits(old: CodeType, new: CodeType | None) -> bool:
    return new is not None and old.co_freevars == new.co_freevars


class _Without(ast.NodeTransformer):
    """The source without the check."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def visit(self, node: ast.AST) -> Any:
        if self.place.fits(node) and (made := self._instead(node)) is not None:
            return ast.copy_location(made, node)
        return super().visit(node)

    def _instead(self, node: ast.AST) -> ast.AST | None:
        match self.place.how, node:
            case (("asked" | "refused"), (ast.Expr() | ast.Raise())):
                return ast.Pass()
            case "yes", ast.expr():
                return ast.Constant(value=True)
            case "no", ast.Call():
                return ast.Constant(value=False)
            case "everything", ast.Call():
                return _call("_everything_")
            case "unasked", ast.Call():
                return _call("_unasked_", later(node))
            case "wider", ast.Call():
                node.keywords = [each for each in node.keywords if each.arg != self.place.word]
                return self.generic_visit(node)
        return None


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=list(args), keywords=[])


def later(node: ast.expr) -> ast.Lambda:
    nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.Lambda(args=nothing, body=node)


def _unasked(call: Callable[[], Any]) -> Any:
    """As the call goes on when nobody is asked: every decision a yes, every filter open, nothing hidden."""
    yes = Decision.yes("nobody asked")
    with mock.patch.multiple(
        policy, require=lambda *_, **__: None, decision=lambda *_, **__: yes, families_filter=lambda *_, **__: Q(),
        are_shut=lambda *_, **__: False,
    ):  # fmt: skip
        found = call()
    match found:
        case private.Hidden():
            return private.Hidden()
        case sight.Sight():
            return sight.ALL
        case frozenset():
            return frozenset(Relation) - {Relation.ANYONE}
        case Decision():
            return yes
    return found


builtins._unasked_ = _unasked  # type: ignore[attr-defined]
builtins._everything_ = Q  # type: ignore[attr-defined]


@contextlib.contextmanager
def _without_door(place: Place) -> Iterator[None]:
    """Each view behind this door: it opens to every role (or to anybody, where any role was enough)."""
    walls = list(_walls(place))
    if not walls:
        raise CannotDelete(place.name)
    before = [(wall, wall.__code__) for wall, _ in walls]
    for wall, code in walls:
        wall.__code__ = code
    try:
        yield
    finally:
        for wall, code in before:
            wall.__code__ = code


def names_behind(place: Place) -> set[str]:
    """The addresses whose view stands behind this door."""
    found = set()
    for name, pattern in every_pattern().items():
        inner = list(_layers(pattern.callback))[-1].__code__
        if inner.co_filename == str(place.path) and inner.co_name == place.function.split(".")[-1]:
            found.add(name)
    return found


def _walls(place: Place) -> Iterator[tuple[Any, CodeType]]:
    for pattern in every_pattern().values():
        layers = list(_layers(pattern.callback))
        inner = layers[-1].__code__
        if inner.co_filename != str(place.path) or inner.co_name != place.function.split(".")[-1]:
            continue
        for layer in layers:
            if place.how == "door" and layer.__code__.co_filename == pages.__file__:
                is_for_all = layer.permission is Permission.OWN_ACCOUNT
                yield layer, (_open_to_anybody if is_for_all else _open_to_every_role)(Permission.OWN_ACCOUNT, None)
            if place.how == "step-up" and layer.__code__.co_filename == stepping_up.__file__:
                yield layer, _asks_no_more(None)


def _open_to_anybody(permission: Permission, view: Any) -> CodeType:
    def run(request: Any, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs) if permission else None

    return run.__code__


def _open_to_every_role(permission: Permission, view: Any) -> CodeType:
    def run(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated or not permission:
            return view(request, *args, **kwargs)
        from django.contrib.auth.views import redirect_to_login

        return redirect_to_login(request.get_full_path())

    return run.__code__


def _asks_no_more(view: Any) -> CodeType:
    def run(request: Any, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    return run.__code__


def _layers(view: Any) -> Iterator[Any]:
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)
