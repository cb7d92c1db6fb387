"""`liangrong knowledge` as the people of the demo firm: from a file to an answer, and who is turned away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.commands.knowledge import app
from tests.conftest import copy_of

PARKING = """---
id: parking
document: parking
title: 停车管理
kind: rule
topic: basics
effective_from: 2026-01-01
next_review: 2026-12-01
---
## 停车
访客停车每小时收费5元。
"""
ANSWER = """questions: [停车一小时多少钱]
answer: 每小时5元。
cites: [{passage}]
effective_from: 2026-11-20
next_review: 2027-05-01
lang: zh
topic: basics
"""
Command = Callable[..., Result]


@pytest.fixture(scope="module")
def command(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs a command on a demo home of its own."""
    home = copy_of(demo_home, tmp_path_factory.mktemp("desk"))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env={"LIANGRONG_HOME": str(home)})

    return run


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_from_a_file_to_a_verified_answer_and_back(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "parking.md"
    file.write_text(PARKING, encoding="utf-8")
    made = said(command("submit", str(file), "--as", "demo-educator", "--json"))
    own = command("review", made["id"], "--approve", "--as", "demo-educator")
    assert (own.exit_code, json.loads(own.stderr)["status"]) == (3, 403)
    assert (
        said(command("review", made["id"], "--approve", "--as", "demo-compliance", "--json"))["state"]
        == "approved"
    )
    version = said(command("publish", made["id"], "--json"))["version"]
    hit = said(command("search", "访客停车怎么收费", "--json"))["hits"][0]
    assert hit["quote"] == "访客停车每小时收费5元。"
    answer = tmp_path / "answer.yaml"
    answer.write_text(ANSWER.format(passage=hit["passage"]), encoding="utf-8")
    assert said(command("answer", str(answer), "--json"))["kind"] == "answer"
    assert [row["kind"] for row in said(command("submissions", "--json"))] == ["answer", "document"]
    assert any(row["document"] == "parking" for row in said(command("due", "--json"))["documents"])
    assert (
        said(command("retire", version, "--reason", "停车场关闭", "--json"))["retired_reason"] == "停车场关闭"
    )
    assert "parking" not in [row["document"] for row in said(command("search", "访客停车", "--json"))["hits"]]
    acts = [row["act"] for row in said(command("log", "--json"))]
    assert acts == ["retire", "submit", "publish", "approve", "refused: approve", "submit"]
    texts = {name: command(name).stdout for name in ("submissions", "due", "gaps")}
    assert "停车管理" in texts["submissions"] and texts["due"].startswith("2026-11-20 → 2026-12-20")


def test_a_notice_is_set_listed_and_ended(command: Command) -> None:
    said_zh, said_en = "利率将于下周调整。", "Rates change next week."
    times = ("--from", "2026-11-21T09:00", "--until", "2026-11-22T09:00")
    (made,) = said(command("notice", "interest", "--zh", said_zh, "--en", said_en, *times, "--json"))
    assert (made["state"], made["from"]) == ("scheduled", "2026-11-21T09:00:00+08:00")
    (ended,) = said(command("notice", "--end", made["id"], "--json"))
    assert ended["state"] == "ended"
    assert said_zh in command("notice").stdout
    (switched,) = said(
        command(
            "notice",
            "*",
            "--person-only",
            "--zh",
            said_zh,
            "--en",
            said_en,
            "--json",
            "--as",
            "demo-supervisor",
        )
    )
    assert (switched["kind"], switched["state"]) == ("person_only", "active")
    bad = command("notice", "interest", "--zh", said_zh, "--en", said_en, "--until", "soon")
    assert (bad.exit_code, json.loads(bad.stderr)["errors"][0]["field"]) == (2, "--until")


@pytest.mark.parametrize(("user", "name"), [("demo-call", "gaps"), ("demo-agent", "log")])
def test_clients_and_agents_are_turned_away(command: Command, user: str, name: str) -> None:
    refused = command(name, "--as", user)
    assert (refused.exit_code, json.loads(refused.stderr)["status"]) == (3, 403)


def test_an_unknown_person_or_file_is_said_so(command: Command, tmp_path: Path) -> None:
    assert command("submissions", "--as", "nobody").exit_code == 3
    missing = command("submit", str(tmp_path / "none.md"))
    assert (missing.exit_code, json.loads(missing.stderr)["errors"][0]["field"]) == (3, "file")
    bad = tmp_path / "bad.yaml"
    bad.write_text("questions: 1", encoding="utf-8")
    wrong = command("answer", str(bad))
    assert (wrong.exit_code, json.loads(wrong.stderr)["errors"][0]["field"]) == (2, "questions")


def test_reading_needs_nobodys_name(command: Command) -> None:
    assert "margin-ratio" in command("topics").stdout
    shown = command("show", "margin-call")
    assert (shown.exit_code, shown.stdout.startswith("* ")) == (0, True)
    found = said(command("diff", "financing-margin-ratio", "2024-01-01", "2026-11-20", "--json"))
    assert found["counts"]["changed"] + found["counts"]["moved"] + found["counts"]["added"] > 0
    missing = command("show", "nothing")
    assert (missing.exit_code, json.loads(missing.stderr)["status"]) == (3, 404)
