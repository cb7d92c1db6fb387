"""Rows in groups that belong together, each in the order of time."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar


class Timed(Protocol):
    """A row with an instant."""

    @property
    def at(self) -> datetime: ...


T = TypeVar("T", bound=Timed)


def by(rows: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """The rows of each key, by time; groups in the order of their first row."""
    groups: dict[Hashable, list[T]] = {}
    for row in sorted(rows, key=lambda each: each.at):
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
