"""`liangrong calls`: the sweep and the cases from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from account_api.cli.book import app as book
from account_api.cli.calls import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def of_this_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))


def said(*asked: str, code: int = 0) -> str:
    result = RUN.invoke(app, asked)
    assert result.exit_code == code, result.output
    return result.output


def test_the_book_is_swept_and_its_cases_are_listed_and_shown() -> None:
    swept = json.loads(said("sweep", "--json"))
    assert (swept["moment"], swept["bands"]["call"], swept["proposals"]) == ("close", 2, 1)
    assert RUN.invoke(book, ["sweep", "--moment", "intraday"]).exit_code == 0
    listed = json.loads(said("list", "--json"))
    number = next(row["id"] for row in listed if row["client_id"] == "demo-call")
    assert number in said("list") and "120,000.00" in said("list")
    shown = said("show", number)
    assert "追保成立" in shown and "→" in shown
    assert "no margin calls" in said("list", "--group", "nowhere")
    assert "联系客户" in said("tasks")


def test_an_attempt_is_logged_and_time_is_asked_for() -> None:
    number = next(row["id"] for row in json.loads(said("list", "--json")) if row["client_id"] == "demo-call")
    assert (
        json.loads(said("attempt", number, "--result", "reached", "--note", "已告知"))["result"] == "reached"
    )
    assert said("extend", number, "--until", "2026-11-25T15:00:00", "--reason", "已约定").startswith("P2026")
    assert "已有提议" in said(
        "waive", number, "--until", "2026-11-25T15:00:00", "--reason", "系统故障", code=6
    )
    assert said("attempt", "C20261120-9999", "--result", "busy", code=3)


def test_a_liquidation_is_carried_out_from_files(tmp_path: Path) -> None:
    from account_api.cli.proposals import app as proposals

    said("sweep")
    made = json.loads(RUN.invoke(proposals, ["list", "--kind", "liquidation", "--json"]).output)[0]
    asked = ["approve", made["id"], "--reason", "按合同", "--json"]
    assert RUN.invoke(proposals, asked).exit_code == 0
    case = json.loads(said("show", made["content"]["call_id"], "--json"))
    run = case["liquidations"][0]
    assert run["orders"][0]["id"] in said("orders", run["id"])
    order = run["orders"][0]
    fill = {"id": "f1", "order": order["id"], "at": "2026-11-20T16:30:00+08:00", "quantity": 100}
    file = tmp_path / "fills.json"
    file.write_text(json.dumps([fill | {"price": order["price"], "costs": "5"}]), "utf-8")
    assert json.loads(said("fills", run["id"], str(file)))["applied"] == ["f1"]
    assert "repaid" in said("statement", run["id"])
    assert "closed" in said("finish", case["id"], "--reason", "处分结束", "--as", "demo-risk")
