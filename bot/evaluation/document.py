"""YAML without implicit types: every value is text, null, a list or a mapping, and the line of each is known.

Dates and numbers stay as they were written. A key that occurs twice is refused, and so are aliases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a scenario file, where."""

    file: Path
    line: int
    text: str
    text_zh: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class BadScenario(ValueError):
    """Files that cannot be run; ``troubles`` has everything that is wrong with them."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__("\n".join(map(str, troubles)))
        self.troubles = troubles


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its value, and the line of every path in it (``turns[0].say``)."""

    file: Path
    value: Any
    lines: dict[str, int] = field(default_factory=dict)

    def trouble(self, path: str, text: str, text_zh: str) -> Trouble:
        """What is wrong with the value at ``path``, at its line or that of what holds it."""
        near = path
        while near and near not in self.lines:
            near = near[: max(near.rfind("."), near.rfind("["), 0)]
        return Trouble(self.file, self.lines.get(near, 1), text, text_zh)


def documents(file: Path) -> Iterator[Document]:
    """The documents of a file. Raises BadScenario for what is no YAML, or not readable."""
    try:
        text = file.read_text(encoding="utf-8")
        _no_aliases(file, text)
        nodes = list(yaml.compose_all(text, yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadScenario(
            (Trouble(file, line, f"not YAML: {error.problem}", f"不是 YAML：{error.problem}"),)
        ) from error
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError) as error:
        raise BadScenario((Trouble(file, 1, f"not readable: {error}", f"无法读取：{error}"),)) from error
    for node in nodes:
        if node is not None:
            lines: dict[str, int] = {}
            yield Document(file, _value(node, "", file, lines), lines)


def _no_aliases(file: Path, text: str) -> None:
    """Refuse ``*name``: what stands in two places has no line of its own, and may hold itself without end."""
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            words = (f"*{event.anchor}: aliases are not read", f"*{event.anchor}：不支持别名")
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise BadScenario((Trouble(file, line, *words),))


def _value(node: yaml.Node, path: str, file: Path, lines: dict[str, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, f"{path}[{i}]", file, lines) for i, each in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    plain = node.style is None and node.value in NULLS
    return None if plain else str(node.value)


def _mapping(node: yaml.MappingNode, path: str, file: Path, lines: dict[str, int]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in read:
            raise BadScenario((Trouble(file, line, f"{name} occurs twice", f"{name} 重复出现"),))
        below = f"{path}.{name}" if path else name
        lines[below] = line
        read[name] = _value(value, below, file, lines)
    return read
