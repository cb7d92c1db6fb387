"""Another body for the functions of a loaded module, for as long as a block runs.

The changed source is compiled, never executed: each function that is alive in the module, or in one of its classes, gets
the code object of the same name. Whoever imported the function by name calls the changed one too.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType, ModuleType


def source_of(module: str) -> str:
    """The source text of a module."""
    return Path(inspect.getsourcefile(importlib.import_module(module)) or "").read_text("utf-8")


@contextmanager
def swapped(module: str, changed: str | ast.Module) -> Iterator[int]:
    """Gives the functions of `module` the bodies of the `changed` source; yields how many differ from their own."""
    loaded = importlib.import_module(module)
    codes = dict(_codes(compile(changed, loaded.__file__ or module, "exec")))
    before = [(each, each.__code__) for each in functions(loaded)]
    differing = [
        (each, codes[each.__qualname__])
        for each, code in before
        if each.__qualname__ in codes and not _same(code, codes[each.__qualname__])
    ]
    for function, code in differing:
        function.__code__ = code
    try:
        yield len(differing)
    finally:
        for function, code in before:
            function.__code__ = code


def functions(module: ModuleType) -> Iterator[FunctionType]:
    """Every function written in a module, methods and properties among them."""
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from (each for member in vars(value).values() for each in _of_member(member, module))
        else:
            yield from _of_member(value, module)


def _of_member(member: object, module: ModuleType) -> Iterator[FunctionType]:
    if isinstance(member, property):
        member = member.fget
    member = getattr(member, "__func__", member)
    member = inspect.unwrap(member) if callable(member) else member
    if isinstance(member, FunctionType) and member.__code__.co_filename == module.__file__:
        yield member


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const.co_qualname, const
            yield from _codes(const)


def _same(one: CodeType, other: CodeType) -> bool:
    return (one.co_code, one.co_consts, one.co_names) == (other.co_code, other.co_consts, other.co_names)
