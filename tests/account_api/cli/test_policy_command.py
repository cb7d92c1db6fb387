"""`liangrong policy`: from a proposal with its impact to its withdrawal, without a server."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from account_api.cli import policy, proposals

CUT = ("--security", "000858.SZ", "--rate", "0.50", "--effective", "2026-12-07", "--reason", "波动加大")


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))


def run(*arguments: str) -> Any:
    return CliRunner().invoke(policy.app, list(arguments))


def told(*arguments: str) -> Any:
    answer = run(*arguments, "--json")
    assert answer.exit_code == 0, answer.stderr
    return json.loads(answer.stdout)


def test_a_cut_is_proposed_approved_and_withdrawn() -> None:
    made = told("propose", *CUT, "--key", "k")
    assert (made["state"], made["impact"]["touched"]) == ("proposed", 2)
    assert told("propose", *CUT, "--key", "k")["id"] == made["id"]
    approve = [made["proposal"], "--reason", "同意", "--as", "demo-compliance"]
    assert CliRunner().invoke(proposals.app, ["approve", *approve]).exit_code == 0
    shown = run("show", made["id"]).stdout
    assert (
        "折算率 70.00% → 50.00%" in shown
        and "demo-watch 周**" in shown
        and "approved demo-compliance" in shown
    )
    assert run("list").stdout.splitlines()[0] == f"{made['id']} announced 2026-12-07 五粮液（000858.SZ）"
    asked = told("withdraw", made["id"], "--reason", "数据有误")
    assert asked["state"] == "announced", "what two people announced, two take back"
    approve = [asked["withdrawal"], "--reason", "同意撤回", "--as", "demo-compliance"]
    assert CliRunner().invoke(proposals.app, ["approve", *approve]).exit_code == 0
    assert run("list").stdout.splitlines()[0].startswith(f"{made['id']} withdrawn")


def test_a_draft_is_looked_at_again() -> None:
    rule = (
        "--rule",
        "concentration_limit",
        "--value",
        "0.40",
        "--scope",
        "ratio_from=0",
        "--applies-to",
        "all",
    )
    made = told("propose", *rule, "--effective", "2026-12-07", "--reason", "压降", "--draft")
    assert (made["state"], made["proposal"], made["impact"]["effects"]["over_limit"]) == ("draft", None, 1)
    assert "集中度超限 over the limit: 1" in run("impact", made["id"], "--as", "demo-compliance").stdout
    assert "与上次相比 since the look before: 0" in run("show", made["id"]).stdout


def test_what_conflicts_is_shown_with_the_policy() -> None:
    second = told("propose", *CUT, "--draft")
    first = told("propose", *CUT)
    assert f"冲突 conflicts: {first['id']}" in run("show", second["id"]).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("propose", *CUT[:2], "--rate", "0.90", *CUT[4:]), 2, "折算率上限"),
        (("propose", *CUT, "--scope", "x", "--rule", "concentration_limit"), 2, "scope"),
        (("propose", *CUT, "--as", "demo-agent"), 5, "policies:write"),
        (("show", "PL19990101-0001"), 3, "没有该政策"),
    ],
)
def test_a_refusal_is_the_services_own(arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = run(*arguments)
    assert (answer.exit_code, said in answer.stderr) == (code, True), answer.stderr


def test_one_that_is_refused_leaves_no_draft_open() -> None:
    """The demo firm has a policy about that security already."""
    told_before = [each["id"] for each in told("list")]
    answer = run("propose", "--security", "601166.SH", *CUT[2:])
    assert answer.exit_code == 6 and json.loads(answer.stderr)["status"] == 409
    new = [each["state"] for each in told("list") if each["id"] not in told_before]
    assert new in ([], ["withdrawn"])
