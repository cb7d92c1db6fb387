"""`liangrong guard check` on a demo home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.guard import app
from tests.conftest import copy_of

HASTY = "您低于135了，今晚不补明早一定平。"


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(demo_home, tmp_path_factory.mktemp("guard"))


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    return CliRunner()


def test_marks_reasons_and_the_text_put_right_are_printed(run: CliRunner) -> None:
    done = run.invoke(app, ["check", HASTY, "--client", "demo-call", "--as", "demo-agent"])
    assert done.exit_code == 1
    assert "✗ 135  [wrong_value]  平仓线应为 130%" in done.stdout
    assert "2026-11-23 15:00" in done.stdout and "可以改为：您低于130%了" in done.stdout


def test_a_right_text_from_standard_input_is_waved_through(run: CliRunner) -> None:
    text = "Your maintenance ratio is 128.00%."
    done = run.invoke(app, ["check", "-", "--client", "demo-call", "--lang", "en"], input=text)
    assert done.exit_code == 0 and done.stdout.startswith("✓ may go out")


def test_the_whole_review_is_printed_as_json(run: CliRunner) -> None:
    done = run.invoke(app, ["check", "融资保证金比例最低80%。", "--as-of", "2025-06-02", "--json"])
    review = json.loads(done.stdout)
    assert done.exit_code == 0 and review["passed"] and review["as_of"] == "2025-06-02"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "  "], 2),
        (["check", "好", "--as-of", "soon"], 2),
        (["check", "好", "--client", "demo-call", "--as", "demo-watch"], 3),
        (["check", "好", "--client", "demo-nobody"], 3),
    ],
)
def test_what_cannot_be_done_has_an_exit_code_and_an_error_object(
    run: CliRunner, arguments: list[str], code: int
) -> None:
    done = run.invoke(app, arguments)
    assert done.exit_code == code
    assert json.loads(done.stderr)["errors"]
