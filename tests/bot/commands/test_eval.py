"""`liangrong eval`: what it prints, the report it writes, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.eval import CACHE, eval_

PASSING = "id: greeting\nas: anonymous\nclock: 2026-11-20T16:30+08:00\nturns: [{say: 你好, expect: {action: answer}}]\n"
FAILING = PASSING.replace("greeting", "wish").replace("action: answer", "must: [保证收益]")


@pytest.fixture
def run(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    library = tmp_path / "home" / CACHE
    library.mkdir(parents=True)
    shutil.copyfile(demo_home / "knowledge.db", library / "knowledge.db")
    shutil.copytree(demo_home / "nlu", library / "nlu")
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path / "home"))
    return CliRunner()


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(eval_)
    return made


def test_shares_and_failures_are_printed_and_the_report_is_written(
    run: CliRunner, app: typer.Typer, tmp_path: Path
) -> None:
    (tmp_path / "s.yaml").write_text(f"{PASSING}---\n{FAILING}", encoding="utf-8")
    report = tmp_path / "report.html"
    done = run.invoke(app, [str(tmp_path / "s.yaml"), "--runs", "2", "--json", "--report", str(report)])
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["scenarios"], told["runs"], told["pass_1"], told["pass_k"]) == (2, 2, 0.5, 0.5)
    assert [(each["id"], each["run"], each["step"]) for each in told["failures"]] == [
        ("wish", 1, 1),
        ("wish", 2, 1),
    ]
    assert "保证收益" in report.read_text(encoding="utf-8")
    alone = run.invoke(app, [str(tmp_path / "s.yaml"), "--runs", "1", "--only", "greeting"])
    assert alone.exit_code == 0 and "pass_1 100.0%" in alone.stdout


def test_a_file_that_cannot_be_read_is_bad_input_with_its_line(
    run: CliRunner, app: typer.Typer, tmp_path: Path
) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(PASSING + "mood: bad\n", encoding="utf-8")
    done = run.invoke(app, [str(file)])
    problem = json.loads(done.stderr)
    assert done.exit_code == 2 and problem["errors"][0]["field"] == f"{file}:5"
    assert "unknown key mood" in problem["title"] and "未知的键 mood" in problem["title_zh"]


def test_what_is_not_there_is_not_found(run: CliRunner, app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(PASSING, encoding="utf-8")
    assert run.invoke(app, [str(tmp_path / "none")]).exit_code == 3
    assert run.invoke(app, [str(tmp_path / "s.yaml"), "--only", "farewell"]).exit_code == 3
