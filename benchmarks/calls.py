"""A whole book swept to its notices: the columns against the same accounts one by one, and the messages against plain inserts.

A book of 200,000 accounts is made up and written into an empty home, then swept as a job would sweep it after the close.
`LIANGRONG_BENCH_ACCOUNTS` makes another number of them, `LIANGRONG_BENCH_DATABASE` takes an empty PostgreSQL database for it.
Rates are by the wall and, where it says so, by processor time, which a busy machine changes less.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr
from sqlalchemy import func
from sqlmodel import select

from account_api import outbox
from account_api.accounts.whole_book import views
from account_api.app import build_context
from account_api.audit_check import verify
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE, Clock
from account_api.columns import Row as Table
from account_api.context import Context
from account_api.margin_calls.book_columns import read_book
from account_api.margin_calls.sweep import sweep
from account_api.notices.tables import SentNotice
from account_api.outbox import Message
from account_api.settings import Settings
from benchmarks.calls_book import write
from benchmarks.measuring import Row, interleaved, report
from risk.book.engine import Result, evaluate
from risk.book.synthetic import synthetic
from risk.evaluation import evaluate as one_by_one
from risk.valuation import value

ACCOUNTS, SEED = 200_000, 7
ALONE = 200
PLAIN_MESSAGES = 2_000
DAY, OPENED = date(2026, 11, 20), date(2026, 10, 8)
NOW = datetime(2026, 11, 20, 15, 40, tzinfo=BOOKING_ZONE)
FASTER = 300.0
"""The columns against the full evaluation of one account after another."""
SHARE = 0.02
"""Messages of a sweep against messages put for nothing but to be put."""
T = TypeVar("T")


def run() -> dict[str, object]:
    """Sweeps such a book; one report. SystemExit where the database is not empty."""
    accounts = int(os.environ.get("LIANGRONG_BENCH_ACCOUNTS", ACCOUNTS))
    url = os.environ.get("LIANGRONG_BENCH_DATABASE")
    with tempfile.TemporaryDirectory() as root:
        settings = Settings(home=Path(root), database_url=None if url is None else SecretStr(url))
        context = build_context(settings, Clock.pinned_at(NOW))
        if _count(context, Client):
            raise SystemExit("LIANGRONG_BENCH_DATABASE is not empty.")
        write(context, synthetic(accounts, SEED), DAY, OPENED)
        database = context.database.reading.dialect.name
        rows = [Row(f"book on {database}", accounts, "accounts"), *_columns(context), *_sweeps(context)]
        context.database.dispose()
    return report("calls", rows)


def _columns(context: Context) -> list[Row]:
    """The book in columns, beside some of its accounts one after the other."""
    with context.transaction(writes=False) as session:
        read_s, book = _timed(lambda: read_book(session, DAY))
        alone = [each.snapshot for each in views(session, DAY, clients=book.frame.ids[:ALONE])]
    accounts, known = len(book.frame), [each for each in alone if each is not None]
    taken = interleaved(
        {
            "columns": lambda: evaluate(book.frame, context.rules),
            "alone": lambda: [one_by_one(each, context.rules) for each in known],
        }
    )
    found = evaluate(book.frame, context.rules)
    wrong = sum(
        (value(each).assets, value(each).liabilities) != _sides(found, i) for i, each in enumerate(known)
    )
    fast, slow = accounts / taken["columns"], len(known) / taken["alone"]
    goal = f"≥ {FASTER:g} × one account after another"
    return [
        Row("book read", accounts / read_s, "accounts/s"),
        Row(
            "book evaluated", fast, "accounts/s", "risk.evaluation", fast / slow, goal, fast >= FASTER * slow
        ),
        Row("accounts that differ", wrong, "accounts", "risk.evaluation", None, "0", wrong == 0),
    ]


def _sides(found: Result, i: int) -> tuple[Fraction | None, Fraction | None]:
    account = found.of(i)
    return account.assets, account.liabilities


def _sweeps(context: Context) -> list[Row]:
    """The sweep, the same again, and what plain messages take."""
    worked = time.process_time()
    sweep_s, swept = _timed(lambda: sweep(context, "close"))
    worked = time.process_time() - worked
    sent, messages = _count(context, SentNotice), _count(context, Message)
    again_s, again = _timed(lambda: sweep(context, "close"))
    plain_s, _ = _timed(lambda: _plain_messages(context))
    made, plain = messages / sweep_s, PLAIN_MESSAGES / plain_s
    nothing = (again.done.opened, again.done.notices) == (0, 0)
    with context.transaction(writes=False) as session:
        whole = verify(session, context.trail).whole
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    goal = f"≥ {SHARE:g} of plain messages"
    return [
        Row("swept to notices", swept.accounts / sweep_s, "accounts/s"),
        Row("swept to notices", swept.accounts / worked, "accounts/s of processor time"),
        Row("calls opened", swept.done.opened, "calls"),
        Row("calls opened", swept.done.opened / sweep_s, "calls/s"),
        Row("calls opened", swept.done.opened / worked, "calls/s of processor time"),
        Row("notices", sent, "rows"),
        Row("outbox rows", made, "rows/s", "plain messages", made / plain, goal, made >= SHARE * plain),
        Row("swept again", swept.accounts / again_s, "accounts/s", None, None, "nothing new", nothing),
        Row("audit trail whole", float(whole), "yes/no", None, None, "1", whole),
        Row("peak memory", peak, "MB"),
    ]


def _plain_messages(context: Context) -> None:
    """Messages put one by one, a hundred in a transaction."""
    for first in range(0, PLAIN_MESSAGES, 100):
        with context.transaction() as session:
            for i in range(first, first + 100):
                outbox.put(session, "plain", {"notice": str(i)}, f"plain:{i}", NOW + timedelta(seconds=i))


def _count(context: Context, table: type[Table]) -> int:
    with context.transaction(writes=False) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found
