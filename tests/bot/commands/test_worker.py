"""`liangrong worker`: what is due is delivered, once, by a process of its own or beside the pages."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from account_api import outbox
from account_api.app import build_context
from account_api.context import Context
from account_api.settings import Settings
from bot.cli import app
from bot.commands.worker import handlers_for, relay, rounds
from tests.conftest import copy_of

KIND = "ticket_opened"


@pytest.fixture
def context(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    home = copy_of(demo_home, tmp_path)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    return build_context(Settings(home=home))


def put(context: Context, count: int) -> None:
    with context.transaction() as session:
        for number in range(count):
            outbox.put(session, KIND, {}, f"key {number}", context.clock.wall())


def states(context: Context) -> dict[str, int]:
    with context.transaction(writes=False) as session:
        return outbox.counts(session)[KIND]


def test_once_delivers_everything_due_and_ends(context: Context) -> None:
    CliRunner().invoke(app, ["worker", "--once"])  # what the demo firm itself still owes
    put(context, 45)  # more than one claim takes
    answer = CliRunner().invoke(app, ["worker", "--once", "--json"])
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"delivered": 45, "jobs": {}})
    assert states(context) == {"delivered": 45}
    assert CliRunner().invoke(app, ["worker", "--once"]).stdout == "delivered 已送达: 0\n"


def test_copies_to_telegram_are_delivered_where_the_bots_token_is(context: Context) -> None:
    assert "telegram_copy" not in handlers_for(context, {})
    assert "telegram_copy" in handlers_for(context, {"LIANGRONG_TELEGRAM_TOKEN": "1:test"})


def test_a_worker_delivers_until_it_is_told_to_stop(context: Context) -> None:
    put(context, 3)
    command = [sys.executable, "-c", "from bot.cli import main; main()", "worker"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as worker:
        deadline = time.monotonic() + 30
        while states(context) != {"delivered": 3} and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    assert states(context) == {"delivered": 3}


async def test_beside_a_server_a_round_that_fails_is_said_and_the_next_one_delivers(
    context: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failures: list[int] = []

    def away_at_first(opened: Context, handlers: object) -> int:
        if not failures:
            failures.append(1)
            raise ConnectionError("database away")
        return rounds(opened, handlers)  # type: ignore[arg-type]

    put(context, 2)
    monkeypatch.setattr("bot.commands.worker.rounds", away_at_first)
    monkeypatch.setattr("bot.commands.worker.PAUSE_S", 0.01)
    running = asyncio.create_task(relay(context, handlers_for(context, {})))
    for _ in range(500):
        if states(context) == {"delivered": 2}:
            break
        await asyncio.sleep(0.01)
    running.cancel()
    assert states(context) == {"delivered": 2}
    assert "relay: ConnectionError: database away" in capsys.readouterr().err
