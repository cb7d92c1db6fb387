"""`liangrong ask` as a script meets it: one line of JSON, batches with bad rows, exit codes and error objects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.commands.ask import BadRow, _attempt, answered
from bot.wiring import Product
from tests.conftest import copy_of

MAIN = "from bot.cli import main; main()"
TURN_KEYS = {"answer", "action", "intent", "confidence", "citations", "figures", "choices", "latency_ms"}


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(demo_home, tmp_path_factory.mktemp("ask"))


def liangrong(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LIANGRONG_HOME": str(home)}
    line = [sys.executable, "-c", MAIN, *arguments]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


def test_a_batch_answers_the_good_rows_and_names_the_bad_ones(home: Path, tmp_path: Path) -> None:
    rows: list[Any] = [
        {"id": "a", "q": "我的维持担保比例是多少?", "client": "demo-call", "other": 1},
        {"id": "b", "turns": ["我要投诉", "算了"], "client": "demo-safe", "lang": "zh"},
        {"id": "c", "q": ""},
        {"id": "d", "q": "x" * 5000},
        {"id": "e", "q": "你好", "client": "nobody"},
        {"id": "f", "q": "你好", "as_of": "yesterday"},
        {"id": "g"},
        ["not", "a", "row"],
        {"id": "h", "q": "现在融资保证金比例最低是多少?", "as_of": "2025-06-01"},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\nnot json\n"
    source.write_text(text, encoding="utf-8")
    run = liangrong(home, "ask", "--batch", str(source), "--out", str(target))
    assert run.returncode == 1, run.stderr
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert len(lines) == 10
    by_id = {line["id"]: line for line in lines if line["id"] is not None}
    assert set(by_id["a"]["turns"][0]) >= TURN_KEYS
    assert by_id["a"]["turns"][0]["figures"][0]["value"] == "1.28"
    assert len(by_id["b"]["turns"]) == 2
    fields = {key: by_id[key]["error"]["errors"][0]["field"] for key in "cdefg"}
    assert fields == {"c": "text", "d": "text", "e": "client", "f": "as_of", "g": "q"}
    assert "80%" in by_id["h"]["turns"][0]["answer"]
    assert sum("error" in line for line in lines) == 7


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        (("ask", "你好", "--client", "nobody", "--json"), 3, "client"),
        (("ask", "  "), 2, "text"),
        (("ask",), 2, "text"),
        (("ask", "--batch", "/nowhere.jsonl", "--out", "x"), 3, "batch"),
    ],
)
def test_a_bad_call_gets_its_exit_code_and_one_error_object(
    home: Path,
    arguments: tuple[str, ...],
    code: int,
    field: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["liangrong", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    printed = capsys.readouterr()
    assert left.value.code == code and printed.out == ""
    error = json.loads(printed.err.splitlines()[-1])
    assert error["errors"][0]["field"] == field and error["title_zh"]


@pytest.mark.asyncio(loop_scope="session")
async def test_the_options_hold_for_rows_that_do_not_say_otherwise(product: Product) -> None:
    given = {"client": "demo-call", "as_of": None, "lang": "en"}
    line = await _attempt(product, json.dumps({"id": "1", "q": "what is my maintenance ratio"}), given)
    assert "128.00%" in line["turns"][0]["answer"]
    other = await _attempt(
        product, json.dumps({"id": "2", "q": "我的维持担保比例是多少", "client": "demo-short"}), given
    )
    assert "165.89%" in other["turns"][0]["answer"]


@pytest.mark.asyncio(loop_scope="session")
async def test_a_row_with_an_unknown_language_is_refused(product: Product) -> None:
    with pytest.raises(BadRow) as refused:
        await answered(product, {"id": "1", "q": "你好", "lang": "fr"})
    assert refused.value.problem["errors"][0]["field"] == "lang"


def test_help_names_every_command_and_they_all_exist() -> None:
    from typer.testing import CliRunner

    from bot.cli import COMMANDS, app

    runner = CliRunner()
    listed = runner.invoke(app, ["--help"]).output
    assert len(COMMANDS) == 28
    for name in COMMANDS:
        assert name in listed
        assert runner.invoke(app, [name, "--help"]).exit_code == 0
