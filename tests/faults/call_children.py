"""A sweep for margin calls in a process of its own, killed at a statement or not."""

import os
import signal
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, event

from account_api.app import build_context
from account_api.clock import Clock
from account_api.margin_calls import sweep as sweeping
from account_api.settings import Settings


def swept(home: Path, at: datetime, killed_at: int | None, log: Path) -> None:
    """Sweeps, a batch for each account, and dies at that statement; writes down how many statements there were."""
    context = build_context(Settings(home=home), Clock.pinned_at(at))
    sweeping.AT_ONCE = 1
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    sweeping.sweep(context, "close")
    log.write_text(str(seen), "utf-8")
    context.database.dispose()
