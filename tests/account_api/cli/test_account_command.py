"""`liangrong account`: the decisions about a client of this home, as text and as the service's own JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.account import app


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, shared_firm: Any) -> Any:
    """Runs a command in a home that is only read."""
    monkeypatch.setenv("LIANGRONG_HOME", str(shared_firm.context.home.root))
    return run


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


SHOWN: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("figures", "demo-call"), ("demo-call  call  2026-11-20T16:00", "maintenance_ratio", "128.00%")),
    (("stress", "demo-call", "--scenario", "index_5"), ("call 128.00% → call 121.83%",)),
    (("stress", "demo-call", "--scenario", "sector_10"), ("missing · 缺少: ",)),
    (
        ("plan", "demo-call", "--target", "1.50"),
        ("128.00% → 150.00%  cheapest  feasible · 可行", "only_cash"),
    ),
    (
        ("plan", "demo-call", "--target", "3", "--exclude", "600036.SH,300750.SZ"),
        ("not feasible · 不可行", "! "),
    ),
    (("plan", "demo-missing"), ("missing · 缺少: 301236.SZ.price",)),
    (
        ("liquidation", "demo-call"),
        ("by contract: cash, value, shorts", "600036.SH × 6700", "unsold · 未处分"),
    ),
    (("liquidation", "demo-call", "--instead", "300750.SZ"), ("first:", "second:", "second − first:")),
    (("liquidation", "demo-call", "--prices-day", "2026-11-18"), ("restored  136.64%",)),
    (("call-state", "demo-call"), ("maintenance  called  2026-11-23T15:00", "next · 下一步")),
    (("call-state", "demo-overdue"), ("OVERDUE-F1", "owed · 应发: call")),
    (("call-state", "demo-safe"), ("nothing there · 没有记录",)),
    (("admission", "demo-applicant"), ("not_yet  (2026-11-20)", "experience", "2027-02-20")),
    (("credit", "demo-safe"), ("/100  A", "cut  (2026-11-20)", "2026-04-01  2000000")),
    (("suit", "demo-call", "--months", "12", "--need", "10000"), ("leverage_ceiling",)),
    (("own-plan", "demo-safe"), ("v1  2026-08-21T10:05", "floor_ratio=2.50")),
    (("own-plan", "demo-call"), ("nothing there · 没有记录",)),
    (("review", "demo-safe"), ("kept",)),
    (("notices", "demo-call"), ("margin_call  sms", "120,000.00")),
    (("notices", "demo-safe"), ("nothing there · 没有记录",)),
    (("commission", "demo-safe", "--rate", "0.0003"), ("601318.SH 6000 × 53.1  573.48", "672.15")),
    (("contract-changes", "demo-watch"), ("warning_line: 1.45 → 1.4  clause · 条款 12.2",)),
    (("contract-changes", "demo-call"), ("nothing there · 没有记录",)),
)


@pytest.mark.parametrize(("words", "said"), SHOWN, ids=lambda value: " ".join(value)[:48])
def test_each_command_says_what_the_service_answers(account: Any, words: Any, said: Any) -> None:
    answer = account(*words)
    assert answer.exit_code == 0, answer.stderr
    assert [each for each in said if each not in answer.stdout] == []


def test_what_if_reads_its_changes_from_a_file(account: Any, tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    file.write_text('[{"op": "price", "security": "*", "pct": "-5"}]', encoding="utf-8")
    assert "128.00% → 121.83%" in account("what-if", "demo-call", "--change", str(file)).stdout
    assert account("what-if", "demo-call", "--change", str(tmp_path / "no.json")).exit_code == 2


def test_json_is_the_answer_of_the_service(account: Any) -> None:
    told = json.loads(account("call-state", "demo-call", "--json").stdout)
    assert told["calls"][0]["state"] == "called"
    staff = json.loads(account("call-state", "demo-call", "--as", "demo-risk", "--json").stdout)
    assert staff == told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("figures", "demo-call", "--as", "demo-safe"), 3),
        (("figures", "nobody"), 3),
        (("credit", "demo-call", "--as", "demo-educator"), 5),
        (("stress", "demo-call", "--scenario", "meteor"), 2),
        (("figures", "demo-call", "--as-of", "soon"), 2),
        (("review", "demo-call"), 3),
    ],
)
def test_refusals_have_exit_codes_that_mean_something(account: Any, words: Any, code: int) -> None:
    assert account(*words).exit_code == code


def test_limits_are_kept_from_a_file(monkeypatch: pytest.MonkeyPatch, own_firm: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(own_firm.context.home.root))
    file = tmp_path / "limits.json"
    file.write_text('{"floor_ratio": "2.00", "next_review": "2027-01-29"}', encoding="utf-8")
    saved = run("own-plan", "demo-nodebt", "--save", str(file), "--key", "k")
    assert "v1" in saved.stdout and "2027-01-29" in saved.stdout
    file.write_text('{"floor_ratio": "0.5"}', encoding="utf-8")
    assert run("own-plan", "demo-nodebt", "--save", str(file)).exit_code == 2
