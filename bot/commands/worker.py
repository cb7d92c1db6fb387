"""`liangrong worker`: delivers the outbox (campaigns, notices, copies) and runs the jobs that are due. `serve` does the same beside
its pages.

As many as like may run: none takes a message that another has, and one of them has the lease of the jobs.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.telegram import API, TOKEN

if TYPE_CHECKING:
    from account_api.context import Context
    from account_api.jobs.worker import Worker
    from account_api.relay import Handler

SITE = "LIANGRONG_PUBLIC_URL"
PAUSE_S = 2.0


def worker(
    once: Annotated[bool, typer.Option("--once", help="Deliver what is due, then end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --once, print the count as JSON.")] = False,
) -> None:
    """Deliver what the outbox holds and run the jobs that are due, until stopped, or once."""
    from account_api.cli.service import opened

    with opened() as context:
        handlers = handlers_for(context, os.environ)
        if once:
            did = once_round(context)
            delivered = rounds(context, handlers)
            told = {"delivered": delivered, "jobs": did}
            sys.stdout.write(json.dumps(told) if as_json else f"delivered 已送达: {delivered}")
            sys.stdout.write("\n")
        else:
            _until_stopped(context, handlers)


def handlers_for(context: Context, environ: Mapping[str, str]) -> dict[str, Handler]:
    """What a process with these settings can deliver; copies to Telegram where it has the bot's token."""
    from account_api.delivery import handlers_of
    from bot.adapters.telegram_copies import copier

    token = environ.get(TOKEN)
    copy = copier(token, environ.get(API), environ.get(SITE)) if token else None
    return handlers_of(context, copy)


def rounds(context: Context, handlers: Mapping[str, Handler]) -> int:
    """Delivers until nothing more is due; how many messages went out."""
    from account_api.delivery import deliver

    delivered = 0
    while some := deliver(context, handlers):
        delivered += some
    return delivered


def once_round(context: Context) -> dict[str, int]:
    """Runs the jobs that are due, and lets the next worker begin at once; how much each did that did anything."""
    from account_api.jobs import lease

    worker = worker_of(context)
    did = worker.round()
    lease.give_back(context, worker.holder)
    return did


def worker_of(context: Context) -> Worker:
    """A worker of its own name: host, process and a random word, since a process may be born again."""
    from account_api.jobs.worker import Worker

    return Worker(context, f"{socket.gethostname()[:24]}-{os.getpid()}-{context.new_id()[:8]}")


async def relay(context: Context, handlers: Mapping[str, Handler]) -> None:
    """Delivers and runs jobs beside a server, until it is cancelled. A round that fails is said and tried again."""
    jobs = worker_of(context)
    while True:
        await asyncio.to_thread(_round, context, handlers, jobs)
        await asyncio.sleep(PAUSE_S)


def _until_stopped(context: Context, handlers: Mapping[str, Handler]) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    from account_api.jobs import lease

    jobs = worker_of(context)
    sys.stderr.write("  worker: delivering, running jobs. Ctrl-C stops.\n")
    while not stop.is_set():
        _round(context, handlers, jobs)
        stop.wait(PAUSE_S)
    lease.give_back(context, jobs.holder)


def _round(context: Context, handlers: Mapping[str, Handler], jobs: Worker) -> None:
    """What jobs send goes out in the same round."""
    try:
        jobs.round()
        rounds(context, handlers)
    except Exception as error:  # a database that is away comes back; the messages are in it
        sys.stderr.write(f"  relay: {type(error).__name__}: {error}\n")
