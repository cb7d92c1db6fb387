"""`liangrong desk`: the same service, seen by one of the staff, with exit codes that mean something."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.desk import app


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, firm: Any) -> Any:
    """Runs a command in the home of `firm`."""
    monkeypatch.setenv("LIANGRONG_HOME", str(firm.context.home.root))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def raise_one(firm: Any) -> str:
    async def call() -> str:
        me = await firm.signed_in("demo-call")
        case = await me.raise_handoff("k", "request", "请求人工", "s", tried=["查了比例"])
        number: str = case["id"]
        return number

    return asyncio.run(call())


def test_a_case_is_queued_claimed_noted_and_closed_from_the_command_line(desk: Any, firm: Any) -> None:
    case = raise_one(firm)
    queued = desk("queue").stdout
    assert queued.startswith(f" 1. {case}  request  waiting  demo-call 陈**  answer by 应答 2026-11-20T16:40")
    assert "客户要求人工；追保截止 2026-11-23 15:00" in queued
    assert "claimed 坐席甲" in desk("claim", case).stdout
    refused = desk("claim", case, "--as", "demo-supervisor")
    assert (refused.exit_code, json.loads(refused.stderr)["status"]) == (6, 409)
    assert "核对了流水" in desk("note", case, "核对了流水").stdout
    closed = desk("close", case, "solved", "--note", "已说明", "--json")
    assert json.loads(closed.stdout)["outcome"] == "solved"
    assert desk("queue").stdout == "nothing to do · 没有待办\n"
    shown = desk("show", case).stdout
    assert all(words in shown for words in ("请求人工", "· 查了比例", "核对了流水", "(closed): 已说明"))


def test_calls_contacts_and_tickets_are_lines_and_json(desk: Any, firm: Any) -> None:
    raise_one(firm)
    line = "2026-11-23T15:00 open  demo-call 陈**  128.00%  120,000.00\n"
    assert desk("calls").stdout == line
    logged = desk("contact", "demo-call", "--result", "no_answer", "--note", "无人接听").stdout
    assert logged == "2026-11-20T16:30 坐席甲 phone no_answer 无人接听\n"
    assert desk("calls").stdout == f"{line}    {logged}"
    assert desk("tickets").stdout == "nothing to do · 没有待办\n"
    assert json.loads(desk("calls", "--json").stdout)[0]["last_contact"]["result"] == "no_answer"


def test_refusals_are_the_services_error_object_and_an_exit_code(desk: Any, firm: Any) -> None:
    case = raise_one(firm)
    wrong = {
        3: (("show", case, "--as", "demo-agent2"), ("ticket", "T1")),
        5: (("queue", "--as", "demo-call"),),
        2: (("queue", "--state", "lost"), ("contact", "demo-call", "--channel", "pigeon")),
    }
    for code, commands in wrong.items():
        for words in commands:
            told = desk(*words)
            assert (told.exit_code, told.stdout) == (code, ""), words
            assert json.loads(told.stderr)["title_zh"]


def test_no_home_is_not_found_and_none_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path / "nowhere"))
    told = CliRunner().invoke(app, ["queue"])
    assert told.exit_code == 3
    assert not (tmp_path / "nowhere").exists()
