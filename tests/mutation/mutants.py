"""Small changes to a module's functions, one at a time: what a slip of the pen could have written instead.

Comparisons lean the other way or lose their edge, plus becomes minus, times becomes by, and becomes or, min becomes max,
a negation goes, a condition turns, a whole number grows by one. Texts stay as they are: what is said is read, not
computed.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from tests.mutation.swapping import source_of

_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_NAMES = {"min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed expression of a function; `tree` is the whole module with it."""

    module: str
    function: str
    line: int
    was: str
    now: str
    tree: ast.Module

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the mutant from others as long as its function is not rewritten."""
        return self.module, self.function, self.was, self.now


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of the functions of a module, in the order of the source."""
    tree = ast.parse(source_of(module))
    count = sum(1 for _ in _sites(tree))
    for at in range(count):
        changed = deepcopy(tree)
        function, node = list(_sites(changed))[at]
        was, now = _change(node)
        yield Mutant(module, function, node.lineno, was, now, ast.fix_missing_locations(changed))


def _sites(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The expressions inside functions that have a change, with the name of their function."""
    for name, function in _functions(tree, ""):
        for statement in function.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.expr) and _changeable(node):
                    yield name, node


def _functions(tree: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node


def _changeable(node: ast.expr) -> bool:
    match node:
        case ast.Compare(ops=[op]):
            return type(op) in _COMPARED
        case ast.BinOp(op=op):
            return type(op) in _COMPUTED
        case ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.BoolOp() | ast.IfExp():
            return True
        case ast.Name(id=name):
            return name in _NAMES
        case ast.Constant(value=bool() | int()):
            return True
    return False


def _change(node: ast.expr) -> tuple[str, str]:
    """Changes the node in place; how it reads before and after."""
    was = ast.unparse(node)
    match node:
        case ast.Compare():
            node.ops = [_COMPARED[type(node.ops[0])]()]
        case ast.BinOp():
            node.op = _COMPUTED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.UAdd() if isinstance(node.op, ast.USub) else node.op
            if isinstance(node.op, ast.Not):
                node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.IfExp():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Name():
            node.id = _NAMES[node.id]
        case ast.Constant(value=bool() as given):
            node.value = not given
        case ast.Constant(value=int() as given):
            node.value = given + 1
    return was, ast.unparse(node)
