"""A relay killed at any moment doubles nothing and loses nothing; a chat that may have been told is not told again."""

import signal
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from account_api import outbox
from account_api.app import app_of
from account_api.audit_check import Report
from account_api.auth import tokens
from account_api.client import AccountClient
from account_api.delivery import deliver, handlers_of
from account_api.demo import DEMO_CLOCK
from tests.account_api.campaigns.making import ran
from tests.faults import relay_children as children

Start = Callable[..., BaseProcess]
PATIENCE_S = 60
CHAT = 4711


class Desk:
    """What the steps of a campaign need of a firm: somebody signed in."""

    def __init__(self, home: Path) -> None:
        self.context = children.context_of(home)
        self.client = AccountClient.in_process(app_of(self.context))

    async def signed_in(self, user: str) -> AccountClient:
        key, life = self.context.home.secrets.token_key, self.context.settings.token_life
        return self.client.as_token(tokens.issue(user, key, DEMO_CLOCK, life))


@pytest.fixture
async def running(home: Path) -> str:
    """A campaign that waits for the relay with one letter, to a client whose copies go to a chat."""
    desk = Desk(home)
    await (await desk.signed_in("demo-watch")).set_telegram(CHAT)
    campaign = await ran(desk)
    desk.context.database.dispose()
    return campaign


def rows(home: Path, query: str) -> list[Any]:
    with closing(connect(home / "account.db")) as connection:
        return connection.execute(query).fetchall()


def deliver_later(home: Path, later: timedelta) -> None:
    """Another relay, after the lease of the dead one."""
    context = children.context_of(home, later)
    while deliver(context, handlers_of(context, lambda copy: children.send(home, copy))):
        pass
    context.database.dispose()


@pytest.mark.parametrize(
    ("moment", "letters"), [("claimed", 0), ("written", 0), ("committed", 1), ("sent", 1)]
)
def test_a_relay_killed_at_any_moment_leaves_one_letter_and_at_most_one_copy(
    start: Start,
    home: Path,
    running: str,
    audit_report: Callable[[], Report],
    moment: str,
    letters: int,
) -> None:
    child = start(children.relay_killed, home, moment)
    child.join(PATIENCE_S)
    assert child.exitcode == -signal.SIGKILL
    assert rows(home, "SELECT count(*) FROM inbox") == [(letters,)]
    for rounds in (1, 2, 3):
        deliver_later(home, rounds * 2 * outbox.LEASE)
    assert rows(home, "SELECT client_id, campaign FROM inbox") == [("demo-watch", running)]
    assert rows(home, "SELECT state, reason FROM campaign_sends") == [("sent", None)]
    assert rows(home, "SELECT state FROM campaigns") == [("done",)]
    assert (home / children.SENT).read_text("utf-8") == f"{CHAT}\n"
    copies = rows(home, "SELECT state FROM outbox WHERE kind = 'telegram_copy'")
    assert copies == [("uncertain" if moment == "sent" else "delivered",)]
    assert audit_report().whole


def test_two_relays_that_start_together_send_one_letter_and_one_copy(
    start: Start, home: Path, running: str
) -> None:
    relays = [start(children.relay_killed, home, "sent") for _ in range(2)]
    for child in relays:
        child.join(PATIENCE_S)
    deliver_later(home, 2 * outbox.LEASE)
    assert rows(home, "SELECT campaign FROM inbox") == [(running,)]
    assert (home / children.SENT).read_text("utf-8") == f"{CHAT}\n"
