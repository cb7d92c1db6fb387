"""`liangrong audit replay` and `export` on a home: same, altered, not there; evidence in a file."""

from __future__ import annotations

import json
import sqlite3
from asyncio import to_thread
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from account_api.settings import Settings
from bot.cli import app
from bot.record.verify import verified
from bot.wiring import open_product
from tests.conftest import copy_of

RUNNER = CliRunner()


async def _talked(home: Path) -> tuple[str, str]:
    """A conversation about an account on this home: its id, and the trace id of a figure shown."""
    async with open_product(Settings(home=home)) as product:
        token = (await product.accounts.demo_sign_in("demo-call")).token
        session = await product.assistant.open_session(token, "zh")
        reply = await product.assistant.turn(session, "m0", "我的维持担保比例是多少？")
    return session, str(reply["figures"][0]["trace_id"])


def audit(*arguments: str) -> Any:
    return RUNNER.invoke(app, ["audit", *arguments])


async def test_a_turn_is_replayed_and_exported_and_an_altered_one_is_told(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(demo_home, tmp_path)
    session, trace = await _talked(home)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))

    for name in (f"{session}:m0", trace):
        told = await to_thread(audit, "replay", name)
        assert told.exit_code == 0 and json.loads(told.stdout)["same"] is True
        assert json.loads(told.stdout)["id"] == name
    out = tmp_path / "evidence.json"
    assert (await to_thread(audit, "export", session, "--out", str(out))).exit_code == 0
    assert verified(json.loads(out.read_text("utf-8")))[1] == []
    with closing(sqlite3.connect(home / "bot.db")) as database, database:
        database.execute("UPDATE turn_results SET body = replace(body, '1.28', '1.29')")
    told = await to_thread(audit, "replay", trace)
    assert told.exit_code == 1 and json.loads(told.stdout)["same"] is False
    assert "result" in {row["what"] for row in json.loads(told.stdout)["differences"]}
    assert (await to_thread(audit, "replay", "t0")).exit_code == 3


def test_without_a_home_there_is_nothing_to_replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path / "none"))
    told = audit("replay", "s:m")
    assert told.exit_code == 3 and "home" in told.stderr
    assert not (tmp_path / "none").exists()
    assert audit("verify").exit_code == 3
