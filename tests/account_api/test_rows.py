"""Rows come from `Row.of`, which validates; a table's own constructor does not."""

import ast
from pathlib import Path

import account_api
from account_api.columns import Row
from account_api.schema import METADATA, TABLE_MODULES

PACKAGE = Path(account_api.__file__).parent


def tables(base: type[Row] = Row) -> set[str]:
    return {table.__name__ for table in base.__subclasses__()}


def from_risk(tree: ast.Module) -> set[str]:
    """Names that a module has from `risk`, which calls some of its values as tables are called."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name.name for each in imports if (each.module or "").startswith("risk.") for name in each.names}


def test_no_code_calls_the_constructor_of_a_table() -> None:
    named, read, found = tables(), 0, []
    for path in PACKAGE.rglob("*.py"):
        read += 1
        tree = ast.parse(path.read_text(encoding="utf-8"))
        mine = named - from_risk(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in mine:
                found.append(f"{path.name}: {node.func.id}")
    assert read > 80
    assert len(named) == len(METADATA.tables) == 82
    assert len(TABLE_MODULES) == 32
    assert found == []
