"""A relay killed at any moment doubles nothing and loses nothing; a chat that may have been told is not told again."""

import json
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
from tests.scale import scaled

Start = Callable[..., BaseProcess]
PATIENCE_S, EACH_S = 60, 10
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


@pytest.mark.parametrize("dedupes", [True, False])
def test_a_relay_killed_at_any_statement_loses_and_doubles_no_notice(
    start: Start, home: Path, tmp_path: Path, audit_report: Callable[[Path], Report], dedupes: bool
) -> None:
    """12 processes killed for each kind of gateway, in the long form 200, up to six in a row at statements drawn from all those of
    a relay. By one that knows repetitions each notice has gone out once; by one that does not, once or not at all, and those of
    which nobody can know are uncertain.
    """
    ids, kills, log = children.noticed(home), scaled(12, 200), tmp_path / "log"
    child = start(children.relayed_and_killed, home, dedupes, kills, 6, log)
    child.join(PATIENCE_S + kills * EACH_S)
    assert child.exitcode == 0
    told = json.loads(log.read_text("utf-8"))
    assert told["statements"] > 50 and told["killed"] == kills and set(told["ends"]) == {0}
    doubts = 0
    for row in [tmp_path / f"row{n + 1}" for n in range(len(told["ends"]))]:
        out = (row / children.SENT).read_text("utf-8").split()
        states = dict(rows(row, "SELECT substr(dedupe_key, 8), state FROM outbox WHERE kind = 'notice_sms'"))
        delivered = {name for name, state in states.items() if state == "delivered"}
        assert set(states) == set(ids) and len(set(out)) == len(out)
        assert set(states.values()) <= ({"delivered"} if dedupes else {"delivered", "uncertain"})
        assert delivered <= set(out) <= set(ids)
        doubts += len(ids) - len(delivered)
        handed = rows(row, "SELECT id FROM sent_notices WHERE handed_at IS NOT NULL AND channel = 'sms'")
        assert delivered == {name for (name,) in handed} & set(ids)
        taken = rows(row, "SELECT notice_id FROM notice_attempts WHERE outcome = 'taken'")
        assert sorted(name for (name,) in taken if name in states) == sorted(delivered)
        assert audit_report(row).whole
    assert doubts <= (0 if dedupes else kills)
