"""`liangrong audit replay` and `export` on a home: same, altered, not there; evidence in a file."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from asyncio import to_thread
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from account_api.inspection.verify import verified as checked
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


def _published(home: Path) -> str:
    """Publishes every account of this home; the trace of a figure that left with one, from its frozen snapshot."""
    from account_api.app import build_context
    from account_api.published.job import publish_all
    from account_api.snapshots import queries as snapshots

    context = build_context(Settings(home=home))
    publish_all(context, context.clock.now())
    with context.transaction(writes=False) as session:
        trace: str = snapshots.of_client(session, "demo-call")[-1].figures["maintenance_ratio"]
    context.database.dispose()
    return trace


def test_a_figure_that_left_is_computed_again_from_its_snapshot(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(demo_home, tmp_path)
    trace = _published(home)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    told = audit("replay", trace)
    assert told.exit_code == 0, told.stderr
    assert (json.loads(told.stdout)["now"], json.loads(told.stdout)["found_in"]) == (trace, "figures")

    with closing(sqlite3.connect(home / "account.db")) as database, database:
        database.execute("DELETE FROM kept_figures")
    told = audit("replay", trace)
    assert (told.exit_code, json.loads(told.stdout)["found_in"]) == (0, "snapshots")

    with closing(sqlite3.connect(home / "account.db")) as database, database:
        database.execute("UPDATE frozen_snapshots SET book = replace(book, '600000', '600001')")
        assert database.total_changes
    told = audit("replay", trace)
    assert (told.exit_code, json.loads(told.stdout)["same"]) == (1, False)
    assert "snapshot" in {row["what"] for row in json.loads(told.stdout)["differences"]}


def test_a_snapshot_is_supposed_otherwise_from_a_file(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copy_of(demo_home, tmp_path)
    trace = _published(home)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    change = tmp_path / "change.json"
    change.write_text('{"changes": [{"op": "price", "security": "*", "pct": "-5"}]}', "utf-8")
    told = audit("replay", trace, "--change", str(change))
    assert told.exit_code == 0, told.stderr
    assert json.loads(told.stdout)["label"]["zh"] == "假设"
    for text, code in (("[]", 2), ("{", 2), ('{"wish": 1}', 2)):
        change.write_text(text, "utf-8")
        told = audit("replay", trace, "--change", str(change))
        assert (told.exit_code, bool(json.loads(told.stderr)["title_zh"])) == (code, True)
    change.write_text('{"changes": []}', "utf-8")
    told = audit("replay", "t0", "--change", str(change))
    assert (told.exit_code, json.loads(told.stderr)["errors"][0]["code"]) == (3, "not_found")


async def test_what_was_only_shown_in_a_conversation_is_replayed_and_cannot_be_supposed_otherwise(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, change = copy_of(demo_home, tmp_path), tmp_path / "change.json"
    session, _ = await _talked(home)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    change.write_text('{"changes": []}', "utf-8")
    name = f"{session}:m0"
    assert (await to_thread(audit, "replay", name)).exit_code == 0
    told = await to_thread(audit, "replay", name, "--change", str(change))
    problem = json.loads(told.stderr)
    assert (told.exit_code, problem["errors"][0]["code"]) == (3, "not_frozen")
    assert "snapshot" in problem["detail"] and "快照" in problem["detail_zh"]


async def test_an_inspection_pack_has_the_conversations_and_its_script_finds_what_was_altered(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, out = copy_of(demo_home, tmp_path), tmp_path / "pack.zip"
    session, _ = await _talked(home)
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    days = ("--from", "2026-11-01", "--to", "2026-11-20")
    told = await to_thread(audit, "pack", "demo-call", *days, "--out", str(out))
    assert told.exit_code == 0, told.stderr
    with zipfile.ZipFile(out) as pack:
        looked, broken = checked(pack)
        files = {name: pack.read(name) for name in pack.namelist()}
    assert (looked["chats"], looked["whole"], broken) == (1, json.loads(told.stdout)["whole"], [])
    talk = json.loads(files["chats/0001.json"])
    assert (talk["session"], talk["turns"][0]["text"]) == (session, "我的维持担保比例是多少？")

    talk["turns"][0]["reply"]["answer"] = "altered"
    with zipfile.ZipFile(out, "w") as pack:
        for name, body in {**files, "chats/0001.json": json.dumps(talk).encode()}.items():
            pack.writestr(name, body)
    with zipfile.ZipFile(out) as pack:
        assert checked(pack)[1] == ["chats/0001.json: altered", "chats/0001.json: turn 0 altered"]
    for whose, code in (("demo-safe", 0), ("nobody", 3)):
        told = await to_thread(audit, "pack", whose, *days, "--out", str(out))
        assert told.exit_code == code
    assert checked(zipfile.ZipFile(io.BytesIO(out.read_bytes())))[0]["chats"] == 0
