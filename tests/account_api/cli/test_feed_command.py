"""`liangrong feed`: files and stdin in, what became of them out, exit codes that say which."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from account_api.cli.feed import app
from tests.account_api.feed.sending import event

RUN = CliRunner()
TICK = {"code": "600519.SH", "at": "2026-11-20T15:30:00+08:00", "price": "1600.00"}


@pytest.fixture(autouse=True)
def _home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_HOME", str(home))


def run(*words: str, text: str | None = None, code: int = 0) -> str:
    done = RUN.invoke(app, words, input=text)
    assert done.exit_code == code, done.output
    return done.output


def test_a_batch_is_worked_in_and_the_feed_shows_it(tmp_path: Path) -> None:
    file = tmp_path / "batch.json"
    file.write_text(json.dumps({"source": "core", "events": [event(1, "cash_in", amount="5")]}))
    told = json.loads(run("events", str(file), "--json"))
    assert told == {"applied": ["demo-call-1"], "known": [], "waiting": [], "late": [], "refused": []}
    shown = run("status")
    assert "core  events  2026-11-20T16:30:00+08:00" in shown and "demo-call  1  2026-11-20T16:20" in shown
    assert "differences · 差异: 0" in run("reconcile", "--client", "demo-call", "--day", "2026-11-20")


def test_lines_from_stdin_name_their_source_by_option() -> None:
    lines = "\n".join(json.dumps(event(n, "cash_in", amount="1")) for n in range(1, 251))
    told = json.loads(run("events", "-", "--source", "core", "--json", text=lines))
    assert len(told["applied"]) == 250, "more than a batch holds"


def test_what_was_sent_can_be_given_to_another_home(
    seeded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps(event(n, "cash_in", amount="1")) for n in range(1, 206)]
    run("events", "-", "--source", "core", text="\n".join(lines))
    sent = run("sent", "demo-call", "--source", "core")
    assert [json.loads(line) for line in sent.splitlines()] == [json.loads(line) for line in lines]
    assert run("sent", "nobody", "--source", "core") == ""
    before = json.loads(run("reconcile", "--json"))
    monkeypatch.setenv("LIANGRONG_HOME", str(shutil.copytree(seeded_home, tmp_path / "other")))
    assert "applied 205" in run("events", "-", "--source", "core", text=sent)
    assert json.loads(run("reconcile", "--json")) == before


def test_prices_come_in_the_same_way(tmp_path: Path) -> None:
    file = tmp_path / "prices.jsonl"
    file.write_text(json.dumps(TICK) + "\n")
    assert "applied 1" in run("prices", str(file), "--source", "market")
    assert "known 1" in run("prices", str(file), "--source", "market")


def test_what_is_refused_is_named_and_the_rest_is_done() -> None:
    batch = {
        "source": "core",
        "events": [event(1, "cash_out", amount="99999"), event(1, "cash_in", "demo-safe", amount="1")],
    }
    told = run("events", "-", text=json.dumps(batch), code=1)
    assert "applied 1" in told and "On 2026-11-20 53,999.00 more would be needed: cash." in told
    assert "more would be needed: cash" in run("status")
    assert "2026年11月20日现金不足，还差 53,999.00 元" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", ()),
        ("[]", ()),
        ("5", ()),
        ('{"source": "core"}', ()),
        ('{"source": "a b", "events": []}', ()),
        ('{"source": "core", "events": {}}', ()),
        ('{"events": []}', ()),
        ('{"source": "core", "source": "core", "events": []}', ()),
    ],
)
def test_a_file_that_is_none_ends_with_the_error_object(text: str, words: tuple[str, ...]) -> None:
    told: Any = json.loads(run("events", "-", *words, text=text, code=2))
    assert told["status"] == 422 and told["detail_zh"]


def test_lines_that_do_not_add_up_end_with_one_and_an_unknown_client_with_three(home: Path) -> None:
    import sqlite3

    rival = sqlite3.connect(home / "account.db")
    with rival:
        rival.execute(
            "UPDATE account_days SET cash = cash + 10000 WHERE day = '2026-11-20' AND account_id = 'demo-call-credit'"
        )
    rival.close()
    assert "demo-call  2026-11-20  cash: 46000 + 0 + 0 ≠ 46001  (1)" in run("reconcile", code=1)
    assert json.loads(run("reconcile", "--client", "nobody", code=3))["status"] == 404
