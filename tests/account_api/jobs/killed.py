"""A worker in a process of its own that is killed at a chosen statement or commit, by the kernel and without a last word."""

import os
import signal
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, event

from account_api.app import build_context
from account_api.clock import Clock
from account_api.context import Context
from account_api.delivery import deliver
from account_api.gateways.contract import Gateway
from account_api.gateways.settings import GatewaySettings
from account_api.gateways.sms import sms_gateway
from account_api.jobs.schedule import JOBS
from account_api.jobs.worker import Worker
from account_api.notices import carrying
from account_api.relay import Handler
from account_api.settings import Settings
from tests.account_api.conftest import FAST

ITS_JOBS = ("tickets", "proposals", "corporate_actions", "alerts", "reviews", "accrual")
"""Those that this package does by itself, or nearly; margin calls have tests of their own kind."""


def context_of(home: Path, url: str | None, now: datetime, wall: datetime) -> Context:
    """The home with both its clocks standing still at these instants."""
    return build_context(
        Settings(home=home, database_url=url),  # type: ignore[arg-type]  # pydantic makes it a secret
        Clock(now=lambda: now, wall=lambda: wall, pinned=True),
        FAST,
    )


def handlers(ctx: Context, knowing: str, forgetful: str) -> dict[str, Handler]:
    """SMS goes to a gateway that knows repetitions, e-mail to one that does not, both over HTTP."""
    gateways = {"sms": _gateway(knowing, True), "email": _gateway(forgetful, False)}
    return carrying.handlers(ctx, gateways, None)


def work(
    home: Path, url: str | None, now: datetime, wall: datetime, servers: tuple[str, str], at: int
) -> None:
    """Lives one life of a worker: jobs, then the relay until nothing is due. Dies before the `at`-th statement or commit."""
    ctx = context_of(home, url, now, wall)
    if at:
        _dying(at)
    Worker(ctx, f"w{os.getpid()}", tuple(JOBS[name] for name in ITS_JOBS)).round()
    carried = handlers(ctx, *servers)
    while deliver(ctx, carried):
        pass
    os._exit(0)  # what it holds is left as a killed one leaves it


def _gateway(url: str, knows: bool) -> Gateway:
    made = sms_gateway(GatewaySettings(sms_url=url, sms_dedupes=knows, sms_timeout_s=5))
    assert made is not None

    return made


def _dying(at: int) -> None:
    seen: list[int] = []

    def count(*_: object) -> None:
        seen.append(1)
        if len(seen) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
