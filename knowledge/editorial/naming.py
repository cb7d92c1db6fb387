"""The names of what the desk keeps: a letter and a number, S12, N3, G40."""

from __future__ import annotations

import re

from knowledge.errors import NotFound

_NAME = re.compile(r"([A-Z])([1-9][0-9]{0,8})")


def number_of(name: str, letter: str, what: tuple[str, str]) -> int:
    """The number in `name`; `NotFound` for what cannot be such a name. `what` in English and Chinese."""
    match = _NAME.fullmatch(name)
    if match is None or match.group(1) != letter:
        raise unknown(name, what)
    return int(match.group(2))


def unknown(name: str, what: tuple[str, str]) -> NotFound:
    """There is nothing of that name."""
    return NotFound(f"no {what[0]} {name}", f"没有{what[1]} {name}", field=what[0])
