"""How a benchmark times and reports: interleaved rounds, medians, one JSON object."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure: ``ratio`` is value over peer; ``met`` says whether ``goal`` was reached."""

    metric: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None
    goal: str | None = None
    met: bool | None = None


def interleaved(candidates: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each candidate, taken in turns so that a busy machine is busy for all."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            began = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def report(name: str, rows: list[Row]) -> dict[str, object]:
    """The object that is printed."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return {"name": name, "machine": machine, "rows": [asdict(row) for row in rows]}
