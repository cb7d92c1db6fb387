"""A day is played: figures are those that risk computes from what was frozen, a killed play goes on, a played home has a next day."""

import multiprocessing
import shutil
import signal
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from account_api.accounts.view import look
from account_api.audit_check import verify
from account_api.clients.tables import Client
from account_api.clock import Hand
from account_api.context import Context
from account_api.demo.days import day_named
from account_api.demo.news import SHOWN, News
from account_api.demo.play import date_of
from account_api.feed.reconciliation import reconciled
from account_api.home import UnsafeHome, move_clock, open_home
from account_api.settings import Settings
from account_api.snapshots import queries as snapshots
from account_api.snapshots.service import freeze, thawed
from risk.evaluation import evaluate
from tests.account_api.demo import playing
from tests.faults.children import PRELOADED

FROZEN_AT = ("09:25", "10:30", "13:45")
PATIENCE_S = 60
COUNTED = (
    "price_ticks",
    "feed_events",
    "margin_calls",
    "sent_notices",
    "proposals",
    "margin_call_tasks",
    "outbox",
)


def sound(context: Context) -> bool:
    """Whether the audit trail holds and the ledger adds up."""
    with context.transaction(writes=False) as session:
        found, report = reconciled(session, None, None), verify(session, context.trail)
    assert found.lines > 200 and report.rows > 20
    return report.whole and not found.differences


def standing(context: Context) -> dict[str, Any]:
    """What a play has made: how many rows of each kind, the prices of the day, the calls, and the lines of every account."""
    with context.transaction(writes=False) as session:

        def rows(query: str) -> list[Any]:
            return [tuple(row) for row in session.connection().execute(text(query))]

        counts = {name: rows(f"SELECT count(*) FROM {name}")[0][0] for name in COUNTED}
        return counts | {
            "prices": rows("SELECT code, day, price, at FROM prices ORDER BY code, day"),
            "calls": rows(
                "SELECT id, client_id, kind, state, deadline, amount_at_call FROM margin_calls ORDER BY id"
            ),
            "cash": rows("SELECT account_id, day, cash FROM account_days ORDER BY account_id, day"),
            "owed": rows(
                "SELECT contract_id, day, amount, interest FROM contract_days ORDER BY contract_id, day"
            ),
            "told": rows("SELECT id, kind, channel, text FROM sent_notices ORDER BY id"),
        }


@pytest.fixture(scope="module")
def played(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A firm that has lived through the day: its context, what was said, and the snapshots frozen on the way."""
    home = tmp_path_factory.mktemp("played") / "home"
    home.mkdir()
    return _played(seeded_home, home)


def _played(seeded_home: Path, home: Path) -> tuple[Context, list[News], dict[tuple[str, str], str]]:
    shutil.copytree(seeded_home, home, dirs_exist_ok=True)
    said: list[News] = []
    frozen: dict[tuple[str, str], str] = {}

    def say(context: Context, news: News) -> None:
        said.append(news)
        hour = f"{news.at:%H:%M}"
        if news.what == "ratios" and hour in FROZEN_AT:
            for client in SHOWN:
                frozen[hour, client] = _frozen(context, client)

    context = playing.play(home, playing.short(), say)
    return context, said, frozen


def _frozen(context: Context, client_id: str) -> str:
    with context.transaction() as session:
        view = look(session, session.get_one(Client, client_id), context.clock.today())
        assert view.snapshot is not None
        return freeze(context, session, client_id, view.snapshot, "day_end", context.clock.now()).id


def test_ratios_told_on_the_way_are_those_of_the_frozen_snapshots(played: Any) -> None:
    context, said, frozen = played
    told = {f"{news.at:%H:%M}": news.zh for news in said if news.what == "ratios"}
    assert len(frozen) == 9
    for (hour, client), name in frozen.items():
        with context.transaction(writes=False) as session:
            row = snapshots.frozen(session, name)
            assert row is not None
            result = evaluate(thawed(row), context.rules)
        ratio = next(each for each in result.figures.values() if each.name == "maintenance_ratio")
        assert f"{client} {ratio.display}" in told[hour], (hour, client)
    by_client = {client: {name for (_, who), name in frozen.items() if who == client} for client in SHOWN}
    assert all(len(names) == 3 for names in by_client.values()), "the accounts differ from hour to hour"
    assert sound(context)


def test_what_happens_is_said_as_it_happens(played: Any) -> None:
    context, said, _ = played
    told = [(f"{news.at:%H:%M}", news.what, news.client_id) for news in said]
    for expected in (
        ("10:30", "call", "demo-overdue"),
        ("13:45", "call", "demo-call"),
        ("15:05", "call", "demo-call"),
        ("15:05", "proposal", "demo-call"),
        ("15:45", "call", "demo-watch"),
        ("15:45", "notice", "demo-watch"),
        ("16:00", "ask", "demo-watch"),
    ):
        assert expected in told, expected
    called = next(news for news in said if (news.what, news.client_id) == ("call", "demo-watch"))
    assert "已追保" in called.zh and "2026-11-24 15:00" in called.zh and "due 2026-11-24 15:00" in called.en
    assert context.clock.local().isoformat() == "2026-11-23T16:00:00+08:00"
    assert open_home(Settings(home=context.home.root)).clock == context.clock.now()


def test_a_killed_play_goes_on_where_it_was_and_ends_as_one_that_was_not(
    seeded_home: Path, played: Any, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(seeded_home, tmp_path / "home"))
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(list(PRELOADED))
    here, there = forks.Pipe(duplex=False)
    child = forks.Process(target=playing.in_a_process, args=(home, there))
    child.start()
    assert here.poll(PATIENCE_S)
    while "T13:45" not in here.recv()["at"]:
        assert here.poll(PATIENCE_S)
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    clock = open_home(Settings(home=home)).clock
    assert clock is not None and f"{clock:%Y-%m-%dT%H:%M}" in ("2026-11-23T13:45", "2026-11-23T15:05")
    lease_over = playing.WALL + timedelta(minutes=1)
    context = playing.play(home, playing.short(), lambda *_: None, lease_over)
    mine, whole = standing(context), standing(played[0])
    assert len(mine["prices"]) > 400 and mine["calls"] and mine["told"]
    assert mine == whole
    assert sound(context)
    context.database.dispose()


def test_a_home_that_was_played_has_a_next_day(played: Any) -> None:
    context, *_ = played
    day = day_named("crash-day")
    assert date_of(context, day, context.clock.now()) == (date(2026, 11, 24), False)
    half = datetime.fromisoformat("2026-11-24T10:17:00+08:00")
    assert date_of(context, day, half) == (date(2026, 11, 24), True)
    friday = datetime.fromisoformat("2026-11-27T16:00:00+08:00")
    assert date_of(context, day, friday) == (date(2026, 11, 30), False)


def test_a_hand_moves_forward_only() -> None:
    hand = Hand(playing.WALL)
    clock = hand.clock()
    hand.move(playing.WALL + timedelta(minutes=1))
    assert clock.pinned and clock.now() == playing.WALL + timedelta(minutes=1)
    with pytest.raises(ValueError, match="before"):
        hand.move(playing.WALL)


def test_the_clock_of_a_real_firm_is_not_moved(tmp_path: Path) -> None:
    open_home(Settings(home=tmp_path))
    with pytest.raises(UnsafeHome):
        move_clock(tmp_path, playing.WALL)
