"""Every address names its permission, and every writer is an action that asks the policy and leaves a trace."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from oneplan.rulebook.sharing.policy import PERMISSION_WORDS, TABLE, Permission, Relation, Role, decide

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/oneplan/web"
# The first workers of a demonstration are made before anybody is there who could be asked.
BEFORE_ANYBODY = "demo/actions/area.py"


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each)
        else:
            yield each


@pytest.mark.parametrize("pattern", list(_patterns(get_resolver())), ids=lambda p: str(p.name))
def test_every_address_names_its_permission(pattern: URLPattern) -> None:
    view = pattern.callback
    is_named = isinstance(getattr(view, "permission", None), Permission)
    assert is_named or getattr(view, "is_public", False), f"{pattern.name}: give its view @page(Permission.…)"


def _actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted([*WEB.glob("*/actions.py"), *WEB.glob("*/actions/*.py")]):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.relative_to(WEB)}:{node.name}", node


def _is_action(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "action" for d in node.decorator_list)


@pytest.mark.parametrize(
    ("name", "node"), [(n, f) for n, f in _actions() if _is_action(f)], ids=[n for n, f in _actions() if _is_action(f)]
)
def test_every_action_says_who_and_when_by_keyword(name: str, node: ast.FunctionDef) -> None:
    assert not node.args.args, f"{name}: arguments are keyword-only"
    keywords = {arg.arg for arg in node.args.kwonlyargs}
    wanted = {"at"} if name.startswith(BEFORE_ANYBODY) else {"by", "at"}
    assert wanted <= keywords, f"{name}: takes {' and '.join(sorted(wanted))}"


def test_only_actions_write() -> None:
    writers = {"save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create"}
    found = []
    for path in sorted(
        [*WEB.glob("*/views.py"), *WEB.glob("*/views/*.py"), *WEB.glob("*/forms*.py"), *WEB.glob("*/reads/*.py")]
    ):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writers:
                inner = ast.unparse(node.func.value)
                if "objects" in inner or (node.func.attr == "save" and not node.args):
                    found.append(f"{path.relative_to(WEB)}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []


def test_every_permission_has_words_and_a_row() -> None:
    assert set(PERMISSION_WORDS) == set(TABLE) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_nobody_gets_in_without_a_row(permission: Permission, role: Role) -> None:
    allowing = TABLE[permission].get(role, frozenset())
    for relation in Relation:
        decided = decide(permission, role=role, relations=[relation])
        assert decided.allowed == (relation in allowing or Relation.ANYONE in allowing)
        assert decided.reason.endswith(".")
