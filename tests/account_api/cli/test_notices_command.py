"""`liangrong notices`, `liangrong jobs`, `liangrong outbox show`: the same service from the command line."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api import outbox as messages
from account_api.cli import jobs, notices, outbox
from account_api.notices import service


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, firm: Any) -> Any:
    """Runs a command of an app in the home of `firm`."""
    monkeypatch.setenv("LIANGRONG_HOME", str(firm.context.home.root))

    def call(app: Any, *words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return call


def sent(firm: Any) -> str:
    with firm.context.transaction() as session:
        sms, _ = service.send(firm.context, session, "demo-safe", "warning", "您好")
    return str(sms.id)


def test_a_notice_is_carried_proven_and_acknowledged_from_the_command_line(run: Any, firm: Any) -> None:
    notice = sent(firm)
    shown = json.loads(run(outbox.app, "show", "1", "--json").stdout)
    assert (shown["kind"], shown["state"], shown["key"]) == ("notice_sms", "waiting", f"notice:{notice}")
    assert run(jobs.app, "run", "relay").stdout == "relay: 1\n"
    assert "state: delivered" in run(outbox.app, "show", "1").stdout
    proof = run(notices.app, "proof", "demo-safe", notice).stdout
    assert all(
        words in proof for words in (notice, "delivered", "您好", "holds 相符", "rehearsal", "app: delivered")
    )
    assert "acknowledged_at 2026-" in run(notices.app, "acknowledge", "demo-safe", notice).stdout
    assert run(notices.app, "proof", "demo-call", notice).exit_code == 3
    assert run(outbox.app, "show", "99").exit_code == 3


def test_a_dead_letter_is_shown_and_requeued_and_that_is_on_record(run: Any, firm: Any) -> None:
    sent(firm)
    with firm.context.transaction() as session:
        (message,) = messages.claim(session, firm.wall)
        messages.bury(session, message, "Refused: status 400")
    assert "#1 notice_sms dead (1×) Refused: status 400" in run(outbox.app, "list").stdout
    assert run(outbox.app, "requeue", "1").stdout == "requeued 已重新排队: 1\n"
    assert firm.audit_actions()[-1] == "outbox.requeued"


def test_alerts_are_set_listed_and_removed(run: Any) -> None:
    words = ("set-alert", "demo-safe", "ratio_below", "1.5", "--quiet", "22:00-08:00", "--json")
    made = json.loads(run(notices.app, *words).stdout)
    assert made["quiet"] == {"from": "22:00", "until": "08:00"}
    listed = run(notices.app, "alerts", "demo-safe").stdout
    assert made["id"] in listed and "armed 待命" in listed and made["figure"]["display"] in listed
    assert made["id"] in run(notices.app, "remove-alert", "demo-safe", made["id"]).stdout
    assert run(notices.app, "alerts", "demo-safe").stdout == "— none 无\n"
    assert run(notices.app, "set-alert", "demo-safe", "ratio_below", "150").exit_code == 2


def test_unknown_receipts_are_for_whoever_watches_deliveries(run: Any) -> None:
    assert run(notices.app, "unknown-receipts", "--json").stdout == "[]\n"
    assert run(notices.app, "unknown-receipts", "--as", "demo-agent").exit_code == 5


def test_jobs_are_listed_with_what_they_did(run: Any) -> None:
    listed = json.loads(run(jobs.app, "list", "--json").stdout)
    assert listed["worker"] is None
    names = [each["name"] for each in listed["jobs"]]
    assert len(names) >= 9 and {"relay", "accrual", "alerts", "reviews", "tickets"} <= set(names)
    assert all(each["what"]["zh"] and each["schedule"]["en"] for each in listed["jobs"])
    assert "accrual" in run(jobs.app, "list").stdout
    unknown = run(jobs.app, "run", "horoscope")
    assert (unknown.exit_code, json.loads(unknown.stderr)["status"]) == (3, 404)
