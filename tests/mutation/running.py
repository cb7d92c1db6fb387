"""Runs the focused tests against each mutant: collected once, then a fork for every mutant until a test fails.

The fork keeps a mutant from touching the next one, and an alarm ends those that never come to an end.
"""

import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.swapping import swapped

TIMEOUT_S = 120


@dataclass(slots=True)
class Forking:
    """A pytest plugin that runs the collected tests once for every mutant, in `jobs` processes."""

    mutants: Sequence[Mutant]
    jobs: int
    survivors: list[Mutant] = field(default_factory=list)
    failed: bool = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the usual loop: the tests must hold unchanged, then each mutant is tried."""
        items = session.items
        if not self._passes(items):
            raise session.Failed("the tests fail without a mutant")
        waiting, running = list(reversed(self.mutants)), dict[int, Mutant]()
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop()
                running[self._forked(mutant, items)] = mutant
            child, status = os.wait()
            mutant = running.pop(child)
            if os.waitstatus_to_exitcode(status) == 0:
                self.survivors.append(mutant)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def _forked(self, mutant: Mutant, items: list[pytest.Item]) -> int:
        child = os.fork()
        if child:
            return child
        signal.alarm(TIMEOUT_S)
        with swapped(mutant.module, mutant.tree):
            passes = self._passes(items)
        os._exit(0 if passes else 1)

    def _passes(self, items: list[pytest.Item]) -> bool:
        for at, item in enumerate(items):
            following = items[at + 1] if at + 1 < len(items) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return False
        return True


def tried(mutants: Sequence[Mutant], tests: Sequence[str], jobs: int) -> tuple[list[Mutant], float]:
    """The mutants that no test notices, and the seconds it took."""
    began, plugin = time.monotonic(), Forking(mutants, jobs)
    silent = ("-p", "no:terminal", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib")
    code = pytest.main([*silent, *tests], plugins=[plugin])
    if code != pytest.ExitCode.OK:
        raise RuntimeError(f"the focused tests could not be run: {code!r}")
    return plugin.survivors, time.monotonic() - began


def sampled(found: list[Mutant], size: int | None, seed: int) -> list[Mutant]:
    """All mutants, or a sample of them that the seed decides."""
    if size is None or size >= len(found):
        return found
    return random.Random(seed).sample(found, size)
