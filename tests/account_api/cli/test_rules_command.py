"""`rules show`, `rules history`, `rules list`: dated answers as text and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.rules import app


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no clock of another one is read."""
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path))
    monkeypatch.delenv("LIANGRONG_CLOCK", raising=False)
    return tmp_path


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize(("as_of", "value"), [("2026-11-20", "1.00"), ("2025-06-01", "0.80")])
def test_the_rule_in_force_depends_on_the_day(as_of: str, value: str) -> None:
    result = _run("show", "financing_margin_ratio", "--as-of", as_of, "--json")
    output = json.loads(result.stdout)
    assert result.exit_code == 0
    assert output["in_force"]["value"] == value
    assert output["label_zh"] == "融资保证金比例下限"


def test_the_text_shows_value_span_source_and_both_notes() -> None:
    text = _run("show", "financing_margin_ratio", "--as-of", "2025-06-01").stdout
    for part in ("80%", "2023-09-11 – 2026-01-19", "上证发〔2023〕140号", "Cut to 80 %", "将生效", "此前"):
        assert part in text


def test_a_scope_narrows_the_answer() -> None:
    words = ("show", "short_margin_ratio", "--as-of", "2026-11-20", "--json")
    narrowed = json.loads(_run(*words, "--scope", "client_class=private_fund").stdout)
    assert json.loads(_run(*words).stdout)["in_force"]["value"] == "1.00"
    assert narrowed["in_force"]["value"] == "1.20"


def test_a_day_without_a_known_rule_says_so() -> None:
    result = _run("show", "withdrawal_line", "--as-of", "1999-01-04")
    assert result.exit_code == 0
    assert "no rule is known" in result.stdout


def test_an_unknown_parameter_suggests_the_nearest_and_exits_3() -> None:
    result = _run("show", "financing_margin")
    error = json.loads(result.stderr)
    assert result.exit_code == 3 and result.stdout == ""
    assert error["status"] == 404
    assert "financing_margin_ratio" in error["detail"] and "financing_margin_ratio" in error["detail_zh"]


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--as-of", "yesterday", "as_of"),
        ("--jurisdiction", "XX", "jurisdiction"),
        ("--scope", "x", "scope"),
        ("--scope", "clas=x", "scope"),
    ],
)
def test_a_wrong_option_is_named_and_exits_2(option: str, value: str, field: str) -> None:
    result = _run("show", "withdrawal_line", option, value)
    assert result.exit_code == 2
    assert json.loads(result.stderr)["errors"][0]["field"] == field


def test_the_history_lists_every_value_oldest_first() -> None:
    output = json.loads(_run("history", "financing_margin_ratio", "--json").stdout)
    assert [row["value"] for row in output["history"]] == ["0.50", "1.00", "0.80", "1.00"]
    assert "2006-08-21" in _run("history", "financing_margin_ratio").stdout


def test_the_list_has_every_parameter_and_marks_what_is_unverified() -> None:
    text = _run("list", "--as-of", "2026-11-20").stdout
    assert len(text.splitlines()) >= 60
    assert "complaint_closing_period" in text and "未核实" in text
    output = json.loads(_run("list", "--json").stdout)
    assert len(output) == len(text.splitlines())


@pytest.mark.parametrize("pinned_by", ["variable", "home"])
def test_a_pinned_clock_decides_which_day_is_today(
    pinned_by: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = "2025-06-01T16:30:00+08:00"
    if pinned_by == "variable":
        monkeypatch.setenv("LIANGRONG_CLOCK", clock)
    else:
        (home / "home.json").write_text(json.dumps({"demo": True, "clock": clock}), "utf-8")
    assert json.loads(_run("show", "financing_margin_ratio", "--json").stdout)["as_of"] == "2025-06-01"


def test_an_unpinned_home_looks_at_the_real_day(home: Path) -> None:
    (home / "home.json").write_text(json.dumps({"demo": False, "clock": None}), "utf-8")
    assert json.loads(_run("show", "withdrawal_line", "--json").stdout)["as_of"] >= "2025-01-01"
