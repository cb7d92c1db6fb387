"""A process that announces policies and is killed by the kernel in the middle of telling one client."""

import os
import signal
from typing import Any

from account_api.app import build_context
from account_api.clock import Clock
from account_api.demo import DEMO_CLOCK
from account_api.policy import announce
from account_api.settings import Settings


def announce_and_die(settings: Settings, at_once: int, after: int) -> None:
    """Tells `at_once` clients in a transaction; dies once it has written the notice number `after`, uncommitted."""
    clock = Clock(now=lambda: DEMO_CLOCK, wall=lambda: DEMO_CLOCK, pinned=True)
    context = build_context(settings, clock)
    sent, send = [0], announce.notices.send

    def send_and_die(*args: Any, **more: Any) -> Any:
        rows = send(*args, **more)
        sent[0] += 1
        if sent[0] == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return rows

    announce.AT_ONCE = at_once  # type: ignore[misc]
    announce.notices.send = send_and_die
    announce.announce(context, DEMO_CLOCK)
