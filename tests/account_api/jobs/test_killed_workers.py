"""A real worker is killed at a random statement again and again, and born again. No notice is lost; none goes out twice where the
gateway knows a repetition, and none twice or in vain unseen where it does not; no job is done twice; the audit chain holds.
"""

import multiprocessing
import random
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from account_api.audit_check import verify
from account_api.clock import BOOKING_ZONE
from account_api.feed.reconciliation import reconciled
from account_api.jobs import lease
from account_api.jobs.schedule import JOBS
from account_api.jobs.worker import Worker
from account_api.notices import service as notices
from tests.account_api.gateways.servers import SmsServer, sms_server
from tests.account_api.jobs import killed
from tests.faults.children import PRELOADED
from tests.scale import scaled

KILLS = {"sqlite": scaled(15, 150), "postgresql": scaled(5, 50)}
EACH_LIFE = 2
"""Notices that are sent while the worker is dead."""
LATEST = 70
"""Statements and commits that a life may reach."""
PATIENCE_S = 60
MONDAY = datetime(2026, 11, 23, 15, 31, tzinfo=BOOKING_ZONE)


@pytest.fixture
def servers() -> Iterator[tuple[SmsServer, SmsServer]]:
    with ExitStack() as stack:
        yield stack.enter_context(sms_server(True)), stack.enter_context(sms_server(False))


class House:
    """The firm, and the lives of its worker: the wall clock goes on by two minutes from one to the next."""

    def __init__(self, firm: Any, servers: tuple[SmsServer, SmsServer]) -> None:
        self.firm, self.urls, self.sent = firm, (servers[0].url, servers[1].url), 0
        secret = firm.settings.database_url
        self.url = None if secret is None else secret.get_secret_value()
        self.forks = multiprocessing.get_context("forkserver")
        self.forks.set_forkserver_preload([*PRELOADED, "tests.account_api.jobs.killed", "httpcore"])

    def send(self, count: int) -> None:
        channels = ("sms", "email")
        with self.firm.context.transaction() as session:
            for _ in range(count):
                self.sent += 1
                notices.send(
                    self.firm.context, session, "demo-call", "warning", f"第{self.sent}条", channels=channels
                )

    def life(self, at: int) -> int | None:
        """One life of the worker, which ends at that statement; its exit code."""
        self.firm.wall += timedelta(minutes=2)
        home: Path = self.firm.context.home.root
        given = (home, self.url, self.firm.now, self.firm.wall, self.urls, at)
        child = self.forks.Process(target=killed.work, args=given)
        child.start()
        child.join(PATIENCE_S)
        return child.exitcode

    def rows(self, query: str) -> list[Any]:
        with self.firm.context.transaction(writes=False) as session:
            return [tuple(row) for row in session.execute(text(query))]

    def count(self, query: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {query}")[0][0])


@pytest.fixture
async def house(either: Any, servers: tuple[SmsServer, SmsServer]) -> House:
    """A firm on Friday whose worker has seen its jobs; then it is Monday after the close, and there is much to do."""
    before = Worker(either.context, "before", tuple(JOBS[name] for name in killed.ITS_JOBS))
    before.round()
    lease.give_back(either.context, "before")
    me = await either.signed_in("demo-safe")
    start = float((await me.figures("demo-safe"))["figures"]["maintenance_ratio"]["value"])
    await me.set_alert("k", "demo-safe", "ratio_below", f"{start - 0.3:.2f}")
    made = House(either, servers)
    with either.context.transaction() as session:
        session.execute(text("UPDATE clients SET suitability_until = '2026-11-30'"))
        session.execute(
            text(
                "INSERT INTO prices (code, day, price, at) SELECT code, :monday, price * 4 / 5, at FROM prices"
                " WHERE day = :friday"
            ),
            {"monday": MONDAY.date(), "friday": either.now.date()},
        )
    either.now = either.wall = MONDAY
    return made


def test_a_worker_killed_at_random_statements_loses_nothing_and_doubles_nothing(
    house: House, servers: tuple[SmsServer, SmsServer]
) -> None:
    choose, kills, lives = random.Random(20261123), 0, 0
    wanted = KILLS[house.firm.context.database.writing.dialect.name]
    before = house.count("audit")
    while kills < wanted:
        house.send(EACH_LIFE)
        lives += 1
        kills += house.life(choose.randint(1, LATEST)) == -signal.SIGKILL
        assert lives < 4 * wanted
    for _ in range(3):
        assert house.life(0) == 0
    assert (kills, house.sent) == (wanted, lives * EACH_LIFE)
    _nothing_lost_or_doubled(house, *servers)
    _each_job_once(house)
    assert house.count("audit") > before
    with house.firm.context.transaction(writes=False) as session:
        assert verify(session, house.firm.context.trail).whole
        assert reconciled(session, None, None).differences == []


def _nothing_lost_or_doubled(house: House, knowing: SmsServer, forgetful: SmsServer) -> None:
    """The gateways' own records beside the ledger."""
    sms = [each["id"] for each in knowing.sent]
    ours = {
        row[0]
        for row in house.rows(
            "SELECT id FROM sent_notices WHERE channel = 'sms' AND kind = 'warning' AND sending IS NOT NULL"
        )
    }
    assert len(ours) == house.sent
    assert len(sms) == len(set(sms)) and set(sms) == ours
    assert house.rows("SELECT DISTINCT state FROM outbox WHERE kind = 'notice_sms'") == [("delivered",)]
    taken = "notice_attempts JOIN sent_notices ON sent_notices.id = notice_id WHERE outcome = 'taken' AND channel = "
    assert house.count(f"{taken}'sms'") == house.sent

    mails = [each["id"] for each in forgetful.sent]
    assert len(mails) == len(set(mails)), "never twice"
    states = dict(house.rows("SELECT state, count(*) FROM outbox WHERE kind = 'notice_email' GROUP BY state"))
    assert set(states) <= {"delivered", "uncertain"} and sum(states.values()) == house.sent
    assert house.count(f"{taken}'email'") == states["delivered"] <= len(mails)
    delivered = {
        row[0] for row in house.rows("SELECT notice_id FROM notice_attempts WHERE outcome = 'taken'")
    }
    assert {each for each in delivered if each.endswith("email")} <= set(mails)


def _each_job_once(house: House) -> None:
    clients = house.count("clients")
    assert house.count("reminders WHERE what = 'suitability'") == clients
    assert (
        house.count("sent_notices WHERE kind = 'reminder'")
        == clients
        == house.count("inbox WHERE notice_id IN (SELECT id FROM sent_notices WHERE kind = 'reminder')")
    )
    assert house.count("sent_notices WHERE kind = 'alert'") == 1
    assert house.rows("SELECT firings FROM own_alerts") == [(1,)]
    friday, monday = (f"contract_days WHERE day = '{day}'" for day in ("2026-11-20", "2026-11-23"))
    assert house.count(monday) == house.count(friday) > 4
    assert house.rows("SELECT DISTINCT failed FROM jobs") == [(0,)]
