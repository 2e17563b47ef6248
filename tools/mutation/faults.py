"""The small faults: for one piece of a syntax tree, what could stand there instead.

Words are never changed: a test that pins a sentence proves nothing about who may see what.
"""

import ast
import copy
from collections.abc import Iterator

Fault = tuple[str, ast.AST | None]  # its name, and what stands there instead; None takes the piece out
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitAnd,
}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
SMALL = 10
NARROWING = {"filter", "exclude", "get", "Q"}


def of(node: ast.AST) -> Iterator[Fault]:
    """Every fault of one piece by itself, not of the pieces within it."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield from _either_and_both(node)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield "takes out the sign", operand
        case ast.BinOp(op=op) if type(op) in RECKONED and not _is_about_words(node):
            yield "reckons otherwise", ast.BinOp(node.left, RECKONED[type(op)](), node.right)
        case ast.AugAssign(op=op) if type(op) in RECKONED:
            yield "reckons otherwise", ast.AugAssign(node.target, RECKONED[type(op)](), node.value)
            yield "leaves it out", ast.Pass()
        case ast.Constant(value=bool() as value):
            yield "says the opposite", ast.Constant(not value)
        case ast.Constant(value=int() | float() as number):
            # one second more of six hundred is nothing that anybody should have to test
            yield ("one more", ast.Constant(number + 1)) if number < SMALL else ("ten times", ast.Constant(number * 10))
        case ast.Name(id=name, ctx=ast.Load()) if name in TWINS:
            yield "takes its twin", ast.Name(TWINS[name], ast.Load())
        case ast.Call():
            yield from _narrowed_less(node)
        case _:
            yield from _statements(node)


def _statements(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.If() | ast.While() | ast.IfExp() if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            other = copy.copy(node)
            other.test = ast.UnaryOp(ast.Not(), node.test)
            yield "turns the question round", other
        case ast.comprehension() if node.ifs:
            for place in range(len(node.ifs)):
                kept = [each for number, each in enumerate(node.ifs) if number != place]
                yield "takes all", ast.comprehension(node.target, node.iter, kept, node.is_async)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "gives nothing back", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Delete() | ast.Continue() | ast.Break():
            yield "leaves it out", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "leaves it out", ast.Pass()


def _compared(node: ast.Compare) -> Iterator[Fault]:
    for place, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield f"{type(op).__name__} to {other.__name__}", ast.Compare(node.left, ops, node.comparators)


def _either_and_both(node: ast.BoolOp) -> Iterator[Fault]:
    yield "and, or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for place in range(len(node.values)):
        kept = [each for number, each in enumerate(node.values) if number != place]
        yield f"without part {place + 1}", kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)


def _narrowed_less(node: ast.Call) -> Iterator[Fault]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in NARROWING:
        return
    for place, each in enumerate(node.keywords):
        if each.arg is not None:
            kept = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield f"without {each.arg}", ast.Call(node.func, node.args, kept)


def of_decorators(node: ast.FunctionDef) -> Iterator[Fault]:
    """A function without one of the decorators that guard it."""
    for place, decorator in enumerate(node.decorator_list):
        if _last_name(decorator) not in NOT_GUARDS:
            other = copy.copy(node)
            other.decorator_list = [*node.decorator_list[:place], *node.decorator_list[place + 1 :]]
            yield f"without @{_last_name(decorator)}", other


NOT_GUARDS = {"property", "classmethod", "staticmethod", "contextmanager", "setter", "cache", "lru_cache", "wraps"}


def _last_name(decorator: ast.expr) -> str:
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    return named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")


def of_tables(node: ast.AST) -> Iterator[Fault]:
    """A table of the module without one of its entries; tables of words are left alone."""
    match node:
        case ast.Tuple(elts=elts) | ast.Set(elts=elts) | ast.List(elts=elts) if len(elts) > 1:
            for place in range(len(elts)):
                fewer = copy.copy(node)
                fewer.elts = elts[:place] + elts[place + 1 :]
                yield f"without entry {place + 1}", fewer
        case ast.Dict(keys=keys, values=values) if not all(isinstance(each, ast.Constant) for each in values):
            for place in range(len(keys)):
                kept = ast.Dict(keys[:place] + keys[place + 1 :], values[:place] + values[place + 1 :])
                yield f"without entry {place + 1}", kept


def _is_about_words(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(isinstance(side, ast.JoinedStr) or isinstance(getattr(side, "value", None), str) for side in sides)
