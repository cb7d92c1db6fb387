"""A relay that is killed at a chosen moment, by the kernel and without a last word."""

import os
import signal
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from account_api import relay
from account_api.app import build_context
from account_api.campaigns import dispatch
from account_api.clock import Clock
from account_api.context import Context
from account_api.delivery import deliver, handlers_of
from account_api.demo import DEMO_CLOCK
from account_api.settings import Settings

SENT = "sent.log"


def context_of(home: Path, later: timedelta = timedelta()) -> Context:
    """The home on the demo day, so much later by the clock that leases run on."""
    clock = Clock(now=lambda: DEMO_CLOCK, wall=lambda: DEMO_CLOCK + later, pinned=True)
    return build_context(Settings(home=home), clock)


def send(home: Path, copy: Mapping[str, Any]) -> None:
    """Telegram, for these tests: one line a call."""
    with (home / SENT).open("a", encoding="utf-8") as log:
        log.write(f"{copy['chat']}\n")


def relay_killed(home: Path, moment: str) -> None:
    """Runs the relay and dies: once it has `claimed`, `written` the inbox row, `committed` it, or `sent` the copy."""
    work: Any = {
        "claimed": lambda: _dying_before(relay, "_deliver"),
        "written": lambda: _dying_after(dispatch.inbox, "put"),
        "committed": lambda: _dying_after(relay, "_within"),
        "sent": lambda: None,
    }[moment]
    work()
    context = context_of(home)

    def send_and_die(copy: Mapping[str, Any]) -> None:
        send(home, copy)
        if moment == "sent":
            _die()

    while deliver(context, handlers_of(context, send_and_die)):
        pass


def _dying_before(module: Any, name: str) -> None:
    setattr(module, name, lambda *_: _die())


def _dying_after(module: Any, name: str) -> None:
    original = getattr(module, name)

    def work_and_die(*given: Any) -> None:
        original(*given)
        _die()

    setattr(module, name, work_and_die)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
