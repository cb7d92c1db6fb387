"""Processes that die at a chosen statement, by the kernel and without a last word, and are begun again.

All of them are forked from one process that has done the work once before, so that each begins where the work does.
"""

import json
import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

Work = Callable[[Path, int], object]
"""Real work of the service on a home; the number says how often it was begun there before."""


def killed_in_rows(work: Work, fresh: Path, kills: int, in_a_row: int, log: Path) -> None:
    """Does the work on a copy of `fresh` to its end, counting its statements. Then on other copies, each begun so many times in a
    row by processes that die at statements drawn from these, and at last done to its end, until so many were killed.

    The copies stand beside `fresh` as `whole`, `row1`, `row2` …; `log` says how many `statements` there were, how many processes
    were `killed`, and how the last one of each row ended (`ends`).
    """
    statements = _counting(lambda: work(shutil.copytree(fresh, fresh.with_name("whole")), 0))
    dice, killed, ends = random.Random(23), 0, list[int]()
    while killed < kills:
        home = shutil.copytree(fresh, fresh.with_name(f"row{len(ends) + 1}"))
        deaths = sorted(dice.choices(range(1, statements + 1), k=min(in_a_row, kills - killed)))
        *died, end = [_begun(work, home, n, at) for n, at in enumerate([*deaths, None])]
        killed += died.count(-signal.SIGKILL)
        ends.append(end)
    told = {"statements": statements, "killed": killed, "ends": ends}
    log.write_text(json.dumps(told), "utf-8")


def _begun(work: Work, home: Path, before: int, killed_at: int | None) -> int:
    """How a process forked from this one ended: 0, or the signal that killed it as a negative number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _counting(lambda: work(home, before), killed_at)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _counting(work: Callable[[], object], killed_at: int | None = None) -> int:
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    work()
    event.remove(Engine, "before_cursor_execute", count)
    return seen
