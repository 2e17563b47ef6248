"""The events of the chain of changes, found where the code records them."""

import ast
from collections.abc import Iterator

from tools.reference.tables import table
from tools.steps import ROOT

WEB = ROOT / "src/oneplan/web"
EVERY_EVENT_HAS = {"about", "by", "at", "family"}


def page() -> str:
    return "\n".join(
        [
            "# Events of the chain of changes",
            "",
            "Every event keeps its number, the moment, who (worker and account), what it is about and, where there is",
            "one, the family. The last column names what it keeps besides: ids, codes, and keyed digests in place of",
            "words. How the chain holds: [the audit chain](../explanation/audit-chain.md).",
            "",
            table(("event", "recorded in", "also keeps"), sorted(_rows())),
        ]
    )


def _rows() -> Iterator[tuple[str, str, str]]:
    for path in sorted(WEB.rglob("*.py")):
        if "tests" not in path.parts and path.name != "audit.py":
            module = ast.parse(path.read_text(encoding="utf-8"))
            yield from _recorded(module, str(path.relative_to(WEB).with_suffix("")).replace("/", "."))


def _recorded(module: ast.Module, place: str) -> Iterator[tuple[str, str, str]]:
    for function in [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]:
        for call in _calls(function):
            if ast.unparse(call.func) != "audit.record":
                continue
            kept = {keyword.arg for keyword in call.keywords if keyword.arg} - EVERY_EVENT_HAS
            for event, caller, also in _named(call.args[0], function=function, module=module):
                yield f"`{event}`", f"`{place}.{caller}`", ", ".join(sorted(kept | also))


def _named(event: ast.expr, *, function: ast.FunctionDef, module: ast.Module) -> Iterator[tuple[str, str, set[str]]]:
    """Yield the event's name; where a function is handed the name, yield what its callers hand it."""
    if isinstance(event, ast.Constant):
        yield str(event.value), function.name, set()
    elif isinstance(event, ast.Name) and event.id in (names := [each.arg for each in function.args.args]):
        yield from _handed(names.index(event.id), to=function.name, module=module)
    else:
        yield _pattern(event), function.name, set()


def _handed(place: int, *, to: str, module: ast.Module) -> Iterator[tuple[str, str, set[str]]]:
    for caller in [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]:
        for call in _calls(caller):
            if isinstance(call.func, ast.Name) and call.func.id == to and len(call.args) > place:
                also = {keyword.arg for keyword in call.keywords if keyword.arg} - EVERY_EVENT_HAS
                yield from ((name, caller.name, also) for name in _constants(call.args[place]))


def _constants(given: ast.expr) -> list[str]:
    """Return the names an expression can stand for: a text, or one of two."""
    if isinstance(given, ast.IfExp):
        return _constants(given.body) + _constants(given.orelse)
    return [str(given.value)] if isinstance(given, ast.Constant) else [_pattern(given)]


def _pattern(given: ast.expr) -> str:
    if not isinstance(given, ast.JoinedStr):
        return f"<{ast.unparse(given)}>"
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"<{ast.unparse(part).strip('{}')}>"
        for part in given.values
    )


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))
