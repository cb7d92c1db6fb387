"""`liangrong agreement`: read, answered, asked and signed from the command line, with exit codes that mean something."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.agreement import app
from account_api.firm.tables import FirmParameter
from tests.account_api.agreements.making import APPLICANT, admit, terms


@pytest.fixture
def agreement(monkeypatch: pytest.MonkeyPatch, firm: Any) -> Any:
    """Runs a command in the home of `firm`."""
    monkeypatch.setenv("LIANGRONG_HOME", str(firm.context.home.root))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def test_an_amendment_is_shown_as_a_difference_and_refused(agreement: Any) -> None:
    shown = agreement("amendment", "demo-watch", "M20261118-0001").stdout
    assert "12.4  补足线: 140% → 145%" in shown and "shortfall_to_restore: 33,917.40 → 62,914.45" in shown
    done = agreement("answer", "demo-watch", "M20261118-0001", "--refuse")
    assert (done.exit_code, "原合同继续有效" in done.stdout) == (0, True)
    again = agreement("answer", "demo-watch", "M20261118-0001", "--accept")
    assert (again.exit_code, json.loads(again.stderr)["status"]) == (6, 409)
    assert "M20261118-0001 refused" in agreement("amendments", "demo-watch").stdout
    assert "signed" in agreement("list", "demo-watch").stdout


def test_an_agreement_is_read_and_signed(agreement: Any, firm: Any) -> None:
    with firm.context.transaction() as session:
        session.get_one(FirmParameter, "agreement_reading_seconds").value = 0
        session.get_one(FirmParameter, "agreement_signature").value = "code"
    admit(firm)
    assert "可签署 offered: margin v2" in agreement("list", APPLICANT).stdout
    opened = json.loads(agreement("read", APPLICANT, "--json").stdout)
    refused = agreement("sign", APPLICANT, opened["id"])
    assert (refused.exit_code, json.loads(refused.stderr)["status"]) == (6, 409)
    for step in opened["steps"]:
        read = agreement("read", APPLICANT, "--step", step["step"])
        assert read.exit_code == 0
    assert "23/23" in read.stdout
    assert "signed" in agreement("sign", APPLICANT, opened["id"]).stdout
    assert "13.1" in agreement("show", APPLICANT, opened["id"]).stdout


def test_a_template_is_written_and_its_publication_asked_for(agreement: Any, tmp_path: Path) -> None:
    file = tmp_path / "terms.json"
    file.write_text(json.dumps({"terms": terms(lines={"restore_line": "1.50"})}), "utf-8")
    assert "margin v3 draft" in agreement("new-template", str(file)).stdout
    why = ("--reason", "补足线调整", "--reason-en", "another restore line")
    assert "margin v3 proposed" in agreement("publish", "margin", "3", *why).stdout
    assert "12.4  补足线: 150%" in agreement("template", "margin", "3").stdout
    assert agreement("templates").stdout.splitlines()[0].startswith("margin v3 proposed")
    offer = {"version": 2, "reason": {"zh": "更新", "en": "update"}}
    file.write_text(json.dumps({**offer, "answer_by": "2026-12-04", "effective_from": "2027-01-04"}), "utf-8")
    assert "proposed" in agreement("offer", "demo-call", str(file)).stdout
    assert agreement("offer", "demo-call", str(tmp_path / "none.json")).exit_code == 2
    file.write_text("[]", "utf-8")
    assert agreement("new-template", str(file)).exit_code == 2


def test_a_line_and_an_extension_are_looked_at_and_asked_for(agreement: Any) -> None:
    assert "上限 ceiling 1,950,000.00" in agreement("line", "demo-safe").stdout
    asked = agreement("ask-line", "demo-safe", "1900000", "--reason", "降低额度")
    assert "1,900,000.00" in asked.stdout and "proposed" in asked.stdout
    assert "- 维持担保比例128.00%" in agreement("extend", "demo-call", "CALL-F1", "--check").stdout
    late = agreement("extend", "demo-overdue", "OVERDUE-F1")
    assert (late.exit_code, json.loads(late.stderr)["status"]) == (6, 409)
    assert "P20261119-0002 proposed" in agreement("extensions", "demo-safe", "--as", "demo-agent").stdout
    assert agreement("line", "demo-safe", "--as", "demo-agent2").exit_code == 3
