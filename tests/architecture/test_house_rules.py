"""House rules that no linter knows. Each test says how much it looked at."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("risk", "account_api", "knowledge", "bot")
SOURCES = tuple(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
HEAVY = (
    "chromadb",
    "langchain",
    "langchain_core",
    "telegram",
    "sklearn",
    "scipy",
    "onnxruntime",
    "kubernetes",
)
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "misc"}
MOST_LINES = 300
MOST_FUNCTION_LINES = 60


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def loaded_after(statement: str) -> set[str]:
    """The top-level modules in memory after running ``statement`` in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(run.stdout.split())


@pytest.mark.parametrize(
    "module", ["bot.cli", "bot.dialogue.turn", "bot.guard.check", "risk", "account_api.client"]
)
def test_a_light_module_stays_light(module: str) -> None:
    loaded = loaded_after(f"import {module}")
    assert module.split(".")[0] in loaded
    assert not loaded & set(HEAVY)


def test_the_account_client_needs_only_httpx() -> None:
    assert not loaded_after("import account_api.client") & {
        "fastapi",
        "sqlmodel",
        "sqlalchemy",
        "risk",
        "pydantic",
    }


def test_opening_the_account_service_loads_no_model_library() -> None:
    loaded = loaded_after("import account_api.app")
    assert "fastapi" in loaded and not loaded & {
        "chromadb",
        "langchain",
        "langchain_core",
        "telegram",
        "sklearn",
    }


def test_modules_are_small_and_named_for_the_business() -> None:
    assert len(SOURCES) > 150
    long = [
        f"{path.relative_to(ROOT)}"
        for path in SOURCES
        if len(path.read_text("utf-8").splitlines()) > MOST_LINES
    ]
    assert long == []
    assert [path for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


def test_functions_are_short_and_public_ones_say_what_they_do() -> None:
    functions, long, silent = 0, [], []
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions += 1
                where = f"{path.relative_to(ROOT)}:{node.name}"
                if (
                    node.end_lineno or 0
                ) - node.lineno > MOST_FUNCTION_LINES and "versions" not in path.parts:
                    long.append(where)
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_"
            if public and ast.get_docstring(node) is None:  # type: ignore[arg-type]
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")  # type: ignore[attr-defined]
    assert functions > 1000
    assert long == []
    assert silent == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path, tree in trees() if ast.get_docstring(tree) is None]
    assert silent == []


def test_constants_are_tuples_not_lists() -> None:
    mutable = []
    for path, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Set):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
                if names and not all(name.startswith("__") for name in names):
                    mutable.append(f"{path.relative_to(ROOT)}:{names[0]}")
    assert mutable == []
