"""`liangrong audit verify`: report and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from account_api.cli.audit import app


def run(monkeypatch: pytest.MonkeyPatch, home: Path, *arguments: str) -> Any:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    return CliRunner().invoke(app, ["verify", *arguments])


def test_a_whole_trail_is_reported_whole(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    told = run(monkeypatch, home)
    assert (told.exit_code, told.stdout) == (0, "1 rows, whole 完整\n")
    report = json.loads(run(monkeypatch, home, "--json").stdout)
    assert (report["rows"], report["whole"], report["breaks"]) == (1, True, [])
    assert report["anchored"] == report["head"]


def test_a_broken_trail_exits_with_one_and_names_the_break(
    monkeypatch: pytest.MonkeyPatch, firm: Any
) -> None:
    with firm.context.database.transaction() as session:
        session.execute(text("UPDATE audit SET action = 'other'"))
    told = run(monkeypatch, firm.context.home.root, "--json")
    assert told.exit_code == 1
    assert [found["kind"] for found in json.loads(told.stdout)["breaks"]] == ["altered_row"]
    assert (
        "altered_row: Row 1 was altered. 第 1 条内容被改动。"
        in run(monkeypatch, firm.context.home.root).stdout
    )


def test_no_home_is_not_found_and_none_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = run(monkeypatch, tmp_path / "nowhere")
    assert told.exit_code == 3
    assert json.loads(told.stderr)["title_zh"] == "未找到"
    assert not (tmp_path / "nowhere").exists()
