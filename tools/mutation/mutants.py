"""Every mutant of a file: where the fault is, what it is, and the code with just that fault in it."""

import ast
import hashlib
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.mutation import faults
from tools.steps import ROOT

CLIP = 90
NOT_CODE = {"annotation", "returns", "decorator_list", "bases"}
# what their fields are is held by the migrations and the test of them
NOT_LOADED = "/models/"


@dataclass(frozen=True)
class Mutant:
    """`scope` is the outermost function the fault is in, empty for what runs once, when the module is loaded."""

    path: str
    key: str
    place: int
    variant: int
    fault: str
    line: int
    end: int
    scope: str
    before: str

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class _Spot:
    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    scope: str
    is_table: bool


def of_file(path: Path) -> list[Mutant]:
    """Every mutant of one file, in the order of its lines."""
    name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    plain = _plain(compile(text, str(path), "exec"))
    seen: dict[str, int] = {}
    found = []
    for place, spot in enumerate(_spots(ast.parse(text))):
        if NOT_LOADED in name and not spot.scope and not isinstance(spot.node, ast.FunctionDef):
            continue
        for variant, (fault, _) in enumerate(_faults(spot)):
            before = ast.unparse(spot.node).splitlines()[0][:CLIP]
            told = f"{name}\n{spot.scope}\n{ast.unparse(spot.node)}\n{fault}"
            seen[told] = seen.get(told, 0) + 1
            key = hashlib.sha256(f"{told}\n{seen[told]}".encode()).hexdigest()[:16]
            line, end = _lines(spot)
            mutant = Mutant(name, key, place, variant, fault, line, end, spot.scope, before)
            if (made := _compiled(text, mutant)) is not None and _plain(made) != plain:
                found.append(mutant)
    return found


def code_of(mutant: Mutant) -> types.CodeType:
    """The whole module with the fault in it."""
    made = _compiled((ROOT / mutant.path).read_text(encoding="utf-8"), mutant)
    assert made is not None  # noqa: S101  it was compiled when it was found
    return made


def _compiled(text: str, mutant: Mutant) -> types.CodeType | None:
    tree = ast.parse(text)
    spot = _spots(tree)[mutant.place]
    _, other = list(_faults(spot))[mutant.variant]
    where = getattr(spot.parent, spot.field)
    if spot.index is None:
        setattr(spot.parent, spot.field, other)
    else:
        where[spot.index] = other
    ast.copy_location(other or spot.node, spot.node)
    try:
        return compile(ast.fix_missing_locations(tree), str(ROOT / mutant.path), "exec")
    except SyntaxError:
        return None


def _plain(code: types.CodeType) -> str:
    """What the code does, without its lines: a fault that changes nothing of it is none."""
    consts = [_plain(each) if isinstance(each, types.CodeType) else repr(each) for each in code.co_consts]
    return f"{code.co_name}{code.co_code.hex()}{code.co_names}{code.co_varnames}{consts}"


def _faults(spot: _Spot) -> Iterator[faults.Fault]:
    if isinstance(spot.node, ast.FunctionDef):
        yield from faults.of_decorators(spot.node)
        return
    yield from faults.of(spot.node)
    if spot.is_table:
        yield from faults.of_tables(spot.node)


def _lines(spot: _Spot) -> tuple[int, int]:
    node = spot.node
    if isinstance(node, ast.FunctionDef):
        return node.body[0].lineno, node.end_lineno or node.lineno
    asked = node.test if isinstance(node, ast.If | ast.While) else node
    if isinstance(asked, ast.comprehension):
        asked = asked.iter
    line: int = getattr(asked, "lineno", 1)
    return line, getattr(asked, "end_lineno", None) or line


def _spots(tree: ast.Module) -> list[_Spot]:
    return list(_within(tree, names=(), function="", is_table=False))


def _within(parent: ast.AST, *, names: tuple[str, ...], function: str, is_table: bool) -> Iterator[_Spot]:
    """Every piece below `parent`; what stands in a function's head belongs to what is around the function."""
    for field, value in ast.iter_fields(parent):
        if field in NOT_CODE:
            continue
        inside = function or (".".join(names) if isinstance(parent, ast.FunctionDef) and field == "body" else "")
        is_type = isinstance(parent, ast.Subscript) and field == "slice"  # Callable[[Any], str]: no table
        in_table = is_table and not is_type
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or isinstance(node, ast.JoinedStr):
                continue
            yield _Spot(node, parent, field, index, inside, in_table)
            named = (*names, node.name) if isinstance(node, ast.FunctionDef | ast.ClassDef) else names
            table = in_table or (isinstance(parent, ast.Module) and _gives_one_name(node))
            yield from _within(node, names=named, function=inside, is_table=table and not inside)


def _gives_one_name(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign) or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name))
