"""A day played beside the pages: what is printed, what the chat answers then, and what is refused before anything begins."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from account_api.demo import days
from account_api.settings import Settings
from bot.cli import app
from bot.commands import play
from bot.commands.serve import Played
from bot.wiring import open_product
from tests.conftest import copy_of

HOURS = tuple(time.fromisoformat(each) for each in ("09:25", "13:45", "15:45"))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few hours of the day, the rest of it left out."""
    day = days.day_named("crash-day")
    few = replace(day, beats=tuple(beat for beat in day.beats if beat.at in HOURS))
    monkeypatch.setattr(days, "day_named", lambda _: few)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.usefixtures("short")
async def test_the_day_is_in_the_chat_and_the_home_stands_where_it_has_come_to(
    demo_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, hand = play.stage(Settings(home=copy_of(demo_home, tmp_path)), lambda _: None)
    async with open_product(settings, clock=hand.clock()) as product:
        await play.perform(product, hand, Played("crash-day", 0, True))
        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {"ratios", "hour", "ask", "band", "call", "notice"} <= {each["what"] for each in told}
        assert all(each["zh"] and each["en"] for each in told)
        token = (await product.accounts.demo_sign_in("demo-watch")).token
        session = await product.assistant.open_session(token, "zh")
        reply = await product.assistant.turn(session, "1", "我的维持担保比例是多少？")
        ratio = next(each["display"] for each in reply["figures"] if each["name"] == "maintenance_ratio")
        last = [each["zh"] for each in told if each["what"] == "ratios"][-1]
        assert f"demo-watch {ratio}" in last and ratio in reply["answer"]
        assert reply["clock"].startswith("2026-11-23T15:45")
        letters = await product.accounts.as_token(token).inbox()
        assert letters
    assert play.stage(settings, lambda _: None)[1].at == hand.at


@pytest.mark.parametrize(
    ("words", "clock", "said"),
    [
        (["demo", "--play", "boom"], None, "crash-day"),
        (["demo", "--play", "crash-day"], "2026-11-20T16:30:00+08:00", "LIANGRONG_CLOCK"),
    ],
)
def test_what_cannot_be_played_is_refused_in_both_languages(
    words: list[str], clock: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if clock is not None:
        monkeypatch.setenv("LIANGRONG_CLOCK", clock)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    told = json.loads(done.stderr)
    assert said in told["detail"] and told["detail_zh"]
