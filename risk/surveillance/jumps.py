"""Readings that rose within a few days: the latest of a series against the lowest before it inside the window."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from risk.surveillance.model import Reading


@dataclass(frozen=True, slots=True)
class Jump:
    """From `low` to `high`, days later."""

    low: Reading
    high: Reading

    @property
    def rise(self) -> Fraction:
        return self.high.value - self.low.value


def series(readings: Iterable[Reading]) -> list[list[Reading]]:
    """The readings of each account and security, oldest first."""
    groups: dict[tuple[str, str | None], list[Reading]] = {}
    for each in sorted(readings, key=lambda each: each.day):
        groups.setdefault((each.account, each.security), []).append(each)
    return list(groups.values())


def highest(readings: list[Reading], days: int) -> Jump | None:
    """The largest rise of a series within `days`; None where nothing rose."""
    rises = [
        Jump(low, high)
        for i, high in enumerate(readings)
        for low in readings[:i]
        if (high.day - low.day).days <= days and high.value > low.value
    ]
    return max(rises, key=lambda each: each.rise, default=None)
