"""Every place of the source that asks for permission, found by reading it: nothing is listed by hand.

A place is a call that names a permission (`policy.require(Permission.X, …)`, `family_for(asker, pk, Permission.X)`),
a refusal that is raised, a decision that is read, a filter of families, what somebody's sight hides, who manages or
keeps what, a door (`@page`), a second look at who one is (`@step_up`), and rows narrowed to whoever asks.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "src/oneplan/web"
# The demonstration sets its scene before anybody is there who could be asked.
LEFT_OUT = {"tests", "migrations", "demo"}
# `require_open` asks whether a plan still goes on, `require_POST` for the method: neither asks who one is.
REQUIRES = re.compile(r"^_?(require(?!_open|_POST)\w*|may_mark|_may_mark)$")
YES = {"sees", "shows", "manages", "configures", "keeps"}
NO = {"are_shut"}
EVERYTHING = {"families_filter"}
UNASKED = {"hidden_from", "sight_of"}
NARROWING = {"filter", "get", "exclude"}
# who asks, not whom it is about
WHO = re.compile(r"^(by|asker|manager|request\.(?:worker|user|asker))(\.pk|\.team_id)?$")


@dataclass(frozen=True)
class Place:
    """One check: where it stands, and what stands there instead once it is deleted."""

    path: Path
    function: str
    how: str
    line: int
    start: int
    end: tuple[int, int]
    text: str
    word: str = ""

    @property
    def room(self) -> str:
        return self.path.relative_to(WEB).parts[0]

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(WEB)}:{self.line} {self.function} [{self.how}] {self.text}"

    @property
    def key(self) -> str:
        """The same after other lines of the file have moved."""
        return f"{self.path.relative_to(WEB)} {self.function} {self.text}"

    def fits(self, node: ast.AST) -> bool:
        return _spot(node) == (self.line, self.start, *self.end)


def _spot(node: ast.AST) -> tuple[int, ...]:
    return tuple(getattr(node, name, -1) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"))


def every_place() -> list[Place]:
    found = []
    for path in sorted(WEB.rglob("*.py")):
        if not LEFT_OUT & set(path.relative_to(WEB).parts):
            found += sorted(_Finder(path).found(), key=lambda each: (each.line, each.start, each.how))
    return found


class _Finder(ast.NodeVisitor):
    def __init__(self, path: Path) -> None:
        self.path, self.places, self.inside = path, dict[tuple[object, ...], Place](), list[str]()
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.names = set(_named_permissions(self.tree))

    def found(self) -> list[Place]:
        self.visit(self.tree)
        return list(self.places.values())

    def _keep(self, node: ast.AST, how: str, *, word: str = "") -> None:
        place = Place(
            self.path, ".".join(self.inside), how, node.lineno, node.col_offset,  # type: ignore[attr-defined]
            (node.end_lineno, node.end_col_offset), " ".join(ast.unparse(node).split())[:100], word,  # type: ignore[attr-defined]
        )  # fmt: skip
        self.places.setdefault((_spot(node), word), place)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._within(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.inside.append(node.name)
        for each in node.decorator_list:
            if isinstance(each, ast.Call) and _last(each.func) == "page":
                self._keep(each, "door")
            elif _last(each) == "step_up":
                self._keep(each, "step-up")
        for child in [*node.body, node.args]:
            self.visit(child)
        self.inside.pop()

    def _within(self, node: ast.ClassDef) -> None:
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and (REQUIRES.match(_last(node.value.func)) or self._names(node.value)):
            self._keep(node, "asked")
            for each in ast.iter_child_nodes(node.value):
                self.visit(each)
        else:
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        if isinstance(node.exc, ast.Call) and _last(node.exc.func) == "NotAllowed":
            self._keep(node, "refused")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr == "may_sign_in" or (node.attr == "allowed" and isinstance(node.value, ast.Call)):
            self._keep(node, "yes")
            if isinstance(node.value, ast.Call):
                for each in [*node.value.args, *node.value.keywords]:
                    self.visit(each)
            return
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        last = _last(node.func)
        if self.inside:
            self._one(node, last)
        self.generic_visit(node)

    def _one(self, node: ast.Call, last: str) -> None:
        if last in YES:
            self._keep(node, "yes")
        elif last in NO:
            self._keep(node, "no")
        elif last in EVERYTHING:
            self._keep(node, "everything")
        elif last in UNASKED or REQUIRES.match(last) or self._names(node):
            self._keep(node, "unasked")
        elif last in NARROWING:
            for keyword in node.keywords:
                value = ast.unparse(keyword.value)
                if keyword.arg and WHO.match(value):
                    self._keep(node, "wider", word=keyword.arg)

    def _names(self, node: ast.Call) -> bool:
        """Does the call say for which permission it asks?"""
        given = [*node.args, *[each.value for each in node.keywords]]
        return any(_is_permission(each) or (isinstance(each, ast.Name) and each.id in self.names) for each in given)


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_permission(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Permission"


def _named_permissions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_permission(node.value):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
