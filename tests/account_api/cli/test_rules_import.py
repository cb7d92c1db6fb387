"""`rules diff`, the other jurisdictions, and a firm's own rows through `rules import`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli import rules as cli_rules
from account_api.cli.risk import app as risk_app
from account_api.cli.rules import app
from tests.risk.books import book, financing

_TIGHTER = """
jurisdiction: CN
rows:
  - {param: financing_margin_ratio_min, value: "1.20", valid_from: 2026-10-01, source: 风控制度, applies_to: new}
  - {param: contract_term, value: 3, valid_from: 2026-12-01, source: 合同管理办法}
"""


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def _file(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("LIANGRONG_CLOCK", raising=False)
    return tmp_path


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo home of the test's own, named by the environment."""
    monkeypatch.setenv("LIANGRONG_HOME", str(home))
    monkeypatch.delenv("LIANGRONG_CLOCK", raising=False)
    return home


@pytest.mark.usefixtures("empty")
def test_the_changes_of_a_parameter_are_shown_with_their_direction() -> None:
    text = _run("diff", "financing_margin_ratio_min", "--jurisdiction", "CN").stdout
    for part in ("2026-01-19  80% → 100%  收紧 tightened", "announced 2026-01-14", "2023-09-11"):
        assert part in text
    output = json.loads(_run("diff", "financing_margin_ratio", "--as-of", "2024-01-01", "--json").stdout)
    assert [change["direction"] for change in output["changes"]] == ["introduced", "tightened", "loosened"]
    repealed = _run("diff", "pattern_day_trader_equity", "--jurisdiction", "US").stdout
    assert "25,000 美元 → —  废止 repealed announced 2026-04-14" in repealed


@pytest.mark.usefixtures("empty")
def test_what_was_not_announced_yet_is_not_known() -> None:
    words = ("show", "financing_margin_ratio", "--as-of", "2026-02-02", "--json", "--known-on")
    assert json.loads(_run(*words, "2026-01-13").stdout)["in_force"]["value"] == "0.80"
    assert json.loads(_run(*words, "2026-01-14").stdout)["in_force"]["value"] == "1.00"
    refused = _run("history", "financing_margin_ratio", "--known-on", "once")
    assert (refused.exit_code, json.loads(refused.stderr)["errors"][0]["field"]) == (2, "known_on")


@pytest.mark.parametrize(
    ("jurisdiction", "param", "value", "label"),
    [
        ("HK", "repledging_ratio", "1.40", "Hong Kong rules, for reference"),
        ("US", "maintenance_long", "0.25", "United States rules, for reference"),
    ],
)
@pytest.mark.usefixtures("empty")
def test_the_rules_of_another_place_carry_the_label_of_reference(
    jurisdiction: str, param: str, value: str, label: str
) -> None:
    place = ("--jurisdiction", jurisdiction)
    shown = json.loads(_run("show", param, "--as-of", "2026-11-20", *place, "--json").stdout)
    assert shown["in_force"]["value"] == value and label in shown["reference"]["en"]
    for command in (("show", param), ("history", param), ("diff", param), ("list",)):
        assert label in _run(*command, *place).stdout
    assert label in json.loads(_run("history", param, *place, "--json").stdout)["reference"]["en"]
    assert label in json.loads(_run("list", *place, "--json").stdout)[0]["reference"]["en"]


@pytest.mark.usefixtures("empty")
def test_a_window_a_proposal_and_a_benchmark_say_what_they_are() -> None:
    window = _run("show", "day_trading_rule", "--jurisdiction", "US", "--as-of", "2026-11-20").stdout
    assert "between 2026-06-04 and 2027-10-20" in window
    proposed = _run("history", "single_client_loan_share", "--jurisdiction", "HK").stdout
    assert "仅建议 proposed" in proposed and "(seen-2nd, proposal)" in proposed
    assert "benchmark" in _run("show", "margin_loans_to_capital", "--jurisdiction", "HK").stdout


@pytest.mark.usefixtures("empty")
def test_an_unknown_parameter_is_looked_for_in_its_own_rulebook() -> None:
    error = json.loads(_run("show", "maintenance_lon", "--jurisdiction", "US").stderr)
    assert "maintenance_long" in error["detail"]
    nothing = json.loads(_run("show", "zzzzzz", "--jurisdiction", "HK").stderr)
    assert "rules list" in nothing["detail"]


def test_a_dry_run_says_what_every_row_would_do_and_keeps_nothing(empty: Path) -> None:
    result = _run("import", _file(empty / "firm.yaml", _TIGHTER), "--dry-run")
    assert result.exit_code == 0
    for part in (
        "可接受 accepted",
        "financing_margin_ratio 2026-10-01  100% → 120%  新增 new",
        "6 个月 → 3 个月",
    ):
        assert part in result.stdout
    loose = {
        "jurisdiction": "CN",
        "rows": [{"param": "contract_term", "value": "9", "valid_from": "2026-12-01"}],
    }
    refused = _run("import", _file(empty / "firm.json", json.dumps(loose)), "--dry-run")
    assert refused.exit_code == 1
    assert "rows[0].source" in refused.stdout and "拒绝 refused" in refused.stdout
    assert not (empty / "none").exists()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("firm.yaml", "a: [", 2), ("firm.json", "{", 2), ("missing.yaml", None, 2), ("firm.yml", "- 1.5\n", 1)],
)
def test_a_file_that_is_no_file_of_rows_is_refused(
    empty: Path, name: str, text: str | None, code: int
) -> None:
    file = str(empty / name) if text is None else _file(empty / name, text)
    assert _run("import", file, "--dry-run").exit_code == code


def test_a_firms_cut_over_day_and_a_fault_of_the_file_are_told(empty: Path) -> None:
    chosen = "jurisdiction: US\ncut_overs: {intraday_margin: 2027-01-04}\n"
    assert (
        "2027-01-04  切换日 cut-over" in _run("import", _file(empty / "us.yaml", chosen), "--dry-run").stdout
    )
    late = chosen.replace("2027-01-04", "2027-10-21")
    refused = _run("import", _file(empty / "us.yaml", late), "--dry-run")
    assert refused.exit_code == 1 and "cut_overs.intraday_margin" in refused.stdout


def test_without_a_home_nothing_can_be_kept(empty: Path) -> None:
    result = _run("import", _file(empty / "firm.yaml", _TIGHTER))
    assert (result.exit_code, json.loads(result.stderr)["status"]) == (3, 404)


def test_an_import_is_kept_once_and_every_command_goes_by_it(here: Path, tmp_path: Path) -> None:
    file = _file(tmp_path / "firm.yaml", _TIGHTER)
    first = json.loads(_run("import", file, "--json").stdout)
    again = json.loads(_run("import", file, "--json").stdout)
    assert (first["kept"], again["kept"]) == (True, False) and first["import"] == again["import"]
    shown = json.loads(_run("show", "financing_margin_ratio", "--as-of", "2026-11-20", "--json").stdout)
    assert (shown["in_force"]["value"], shown["in_force"]["layer"]) == ("1.20", "firm")
    assert (shown["previous"] or {})["value"] == "0.80"
    assert "不变 unchanged" in _run("import", file, "--dry-run").stdout
    less = _file(tmp_path / "less.yaml", "jurisdiction: CN\nrows: []\n")
    assert "不再设定 removed" in _run("import", less).stdout
    shown = json.loads(_run("show", "financing_margin_ratio", "--as-of", "2026-11-20", "--json").stdout)
    assert shown["in_force"]["layer"] == "exchange"
    assert here.exists()


@pytest.mark.usefixtures("here")
def test_a_refused_file_keeps_nothing(tmp_path: Path) -> None:
    loose = _TIGHTER.replace('"1.20"', '"0.90"')
    result = _run("import", _file(tmp_path / "firm.yaml", loose), "--json")
    assert result.exit_code == 1 and not json.loads(result.stdout)["accepted"]
    shown = json.loads(_run("show", "contract_term", "--as-of", "2026-12-02", "--json").stdout)
    assert shown["in_force"]["value"] == "6"


@pytest.mark.usefixtures("here")
def test_a_book_is_evaluated_under_the_firms_rows(tmp_path: Path) -> None:
    held = book(financing=[financing(opened="2026-10-08", margin_ratio="1.10")])
    file = _file(tmp_path / "book.json", json.dumps(held))

    def findings() -> set[str]:
        result = CliRunner().invoke(risk_app, ["evaluate", file])
        return {finding["code"] for finding in json.loads(result.stdout)["findings"]}

    before = findings()
    assert _run("import", _file(tmp_path / "firm.yaml", _TIGHTER)).exit_code == 0
    assert findings() - before == {"above_cap"}


def test_another_database_is_read_through_the_service(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_DATABASE_URL", f"sqlite:///{here / 'account.db'}")
    assert json.loads(_run("show", "lot_size", "--json").stdout)["in_force"]["value"] == "100"


def test_the_database_of_an_earlier_release_has_no_rows_of_the_firm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "account.db").touch()
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path))
    assert cli_rules.of_home()["CN"].rows("lot_size")


def _book_of(place: str) -> dict[str, Any]:
    if place == "HK":
        terms = {"call_line": "1.05", "target_line": "1", "forced_sale_line": "1.15"}
        rows = [{"security": "00005.HK", "quantity": 1000, "price": "100", "lending_ratio": "0.6"}]
        return {
            "jurisdiction": "HK",
            "as_of": "2026-11-20",
            "loan": "66000",
            "terms": terms,
            "collateral": rows,
        }
    return {
        "jurisdiction": "US",
        "as_of": "2026-11-20",
        "debit": "5500",
        "long": [{"security": "XYZ", "quantity": 200, "price": "35"}],
    }


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("place", "measure", "band", "first"),
    [("HK", "loan_to_marginable_value", "call", "6000"), ("US", "equity_ratio", "call", "250")],
)
def test_books_of_other_places_are_evaluated_and_cured(
    tmp_path: Path, place: str, measure: str, band: str, first: str
) -> None:
    file = _file(tmp_path / "book.json", json.dumps(_book_of(place)))
    evaluated = json.loads(CliRunner().invoke(risk_app, ["evaluate", file]).stdout)
    assert (evaluated["measure"], evaluated["band"]) == (measure, band)
    cured = json.loads(CliRunner().invoke(risk_app, ["cures", file]).stdout)
    assert cured["cures"][0]["amount"]["value"] == first


@pytest.mark.usefixtures("empty")
def test_books_of_all_places_may_stand_in_one_file(tmp_path: Path) -> None:
    books = [book(id="cn"), _book_of("HK"), _book_of("US") | {"id": "us"}, {"jurisdiction": "JP"}]
    file = _file(tmp_path / "books.jsonl", "\n".join(json.dumps(each) for each in books))
    result = CliRunner().invoke(risk_app, ["evaluate", file])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [line["id"] for line in lines] == ["cn", "2", "us", "4"]
    assert [line.get("jurisdiction", "-") for line in lines] == ["-", "HK", "US", "-"]
    assert lines[3]["error"]["errors"][0]["field"] == "jurisdiction"
