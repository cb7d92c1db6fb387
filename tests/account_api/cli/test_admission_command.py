"""`liangrong admission`: an application from the command line, by the client and by the desk."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.admission import app
from account_api.cli.proposals import app as proposals
from tests.account_api.admission import making
from tests.account_api.admission.conftest import begun_anew
from tests.account_api.admission.making import WHO


@pytest.fixture
def admission(monkeypatch: pytest.MonkeyPatch, firm: Any) -> Any:
    """Runs a command in the home of `firm`."""
    monkeypatch.setenv("LIANGRONG_HOME", str(begun_anew(firm).context.home.root))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def test_an_application_is_made_worked_and_decided_from_the_command_line(admission: Any, firm: Any) -> None:
    making.assets(firm, "560000")
    assert "开始申请" in admission("show", WHO).stdout
    assert "填写中 being filled in" in admission("open", WHO).stdout
    refused = admission("submit", WHO)
    assert (refused.exit_code, json.loads(refused.stderr)["type"]) == (6, "/problems/not-complete")
    for name, value in making.FACTS.items():
        assert "unverified" in admission("fact", WHO, name, value, "--evidence", "doc").stdout
    chosen = [word for pair in making.best().items() for word in ("--answer", "=".join(pair))]
    assert "income: " in admission("questionnaire", WHO, "--start").stdout
    assert "C5 · 112/112" in admission("questionnaire", WHO, *chosen, "--finish").stdout
    assert "desk: 工作人员受理" in admission("submit", WHO).stdout
    assert "open 待办" in admission("queue").stdout
    assert "核实中" in admission("review", WHO).stdout
    for name, value in making.FIRM_FACTS.items():
        admission("fact", WHO, name, value, "--source", "report", "--as", "demo-supervisor")
    for each in json.loads(admission("facts", WHO, "--json").stdout):
        if each["state"] == "unverified":
            admission("verify", WHO, each["name"], "--version", str(each["version"]))
    sent = json.loads(admission("propose", WHO, "--note", "齐全", "--json").stdout)
    done = CliRunner().invoke(proposals, ["approve", sent["proposal_id"], "--reason", "符合"])
    assert "approved" in done.stdout
    assert "已通过 approved" in admission("show", WHO).stdout
    assert "管理办法" in admission("explain", WHO).stdout


def test_what_cannot_be_done_says_so_with_its_exit_code(admission: Any) -> None:
    assert admission("withdraw", WHO).exit_code == 3
    assert admission("fact", WHO, "born", "yesterday").exit_code == 2
    assert admission("questionnaire", WHO, "--answer", "goal").exit_code == 2
    assert admission("show", "demo-safe", "--as", WHO).exit_code == 3
    assert admission("queue", "--state", "approved").stdout == "no applications · 没有申请\n"
