"""`risk preview|withdrawable|schedule|lines|whatif`: JSON out of a book file, and refusals that name the option."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.risk import app
from tests.risk.books import Book, book, called, financing, holding, two_legged

CODE = "600036.SH"
ORDER = ("--price", "10")


def _run(raw: Book, command: str, *words: str) -> Result:
    return CliRunner().invoke(app, [command, "-", *words], input=json.dumps(raw))


def _answer(raw: Book, command: str, *words: str) -> Any:
    result = _run(raw, command, *words)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def _rich() -> Book:
    return book(cash="100000", credit_line="50000", collateral=[holding(quantity=0, lot=200)])


def test_a_purchase_on_margin_is_previewed_with_what_the_book_tells(tmp_path: Path) -> None:
    found = _answer(_rich(), "preview", "--buy", CODE, *ORDER)
    assert (found["largest"]["value"], found["binding"]) == ("5000", "credit_line")
    assert [each["path"] for each in found["findings"]] == [f"{CODE}.eligibility", f"{CODE}.price_limit"]
    file = tmp_path / "book.json"
    file.write_text(json.dumps(_rich()), "utf-8")
    own = CliRunner().invoke(app, ["preview", str(file), "--buy", "600519.SH", "--price", "10"])
    assert json.loads(own.stdout)["largest"]["inputs"][-1]["value"] == "200"


def test_options_tell_what_the_book_does_not() -> None:
    market = ("--limit-down", "9", "--limit-up", "11", "--last", "10", "--lendable", "1250", "--eligible")
    found = _answer(_rich(), "preview", "--short", CODE, *ORDER, *market, "--haircut", "0.7", "--lot", "500")
    assert found["largest"]["name"] == f"max_short_sale.{CODE}"
    assert (found["largest"]["value"], found["binding"], found["findings"]) == ("1000", "inventory", [])
    barred = _answer(_rich(), "preview", "--buy", CODE, *ORDER, "--not-eligible", "--quantity", "100")
    assert (barred["stopped_by"], barred["feasible"]) == (["eligibility"], False)
    cash = _answer(_rich(), "preview", "--buy-collateral", CODE, *ORDER)
    assert (cash["largest"]["value"], cash["binding"]) == ("10000", "usable_cash")


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ((), "buy", "missing"),
        (("--buy", CODE, "--short", CODE, *ORDER), "buy", "duplicate"),
        (("--buy", CODE), "price", "missing"),
        (("--buy", CODE, "--price", "-3"), "price", "negative"),
        (("--buy", CODE, "--price", "nan"), "price", "nan"),
        (("--buy", CODE, *ORDER, "--quantity", "0"), "quantity", "not_positive"),
        (("--buy", CODE, *ORDER, "--lot", "0"), "lot", "not_positive"),
        (("--buy", CODE, *ORDER, "--haircut", "70"), "haircut", "out_of_range"),
        (("--buy", CODE, *ORDER, "--lendable", "1.5"), "lendable", "not_whole"),
    ],
)
def test_a_wrong_order_is_refused_by_option(words: tuple[str, ...], field: str, code: str) -> None:
    assert _refused(_run(_rich(), "preview", *words)) == [(field, code)]


def _refused(result: Result) -> list[tuple[str, str]]:
    """What a refused run names: (field, code) of each error. It ends with 2 and prints nothing else."""
    assert (result.exit_code, result.stdout) == (2, "")
    return [(each["field"], each["code"]) for each in json.loads(result.stderr)["errors"]]


def test_what_may_leave_is_listed_by_holding() -> None:
    found = _answer(book(collateral=[holding(quantity=250, sellable=50)]), "withdrawable")
    assert found["cash"]["display"] == "100.00"
    assert [each["shares"]["value"] for each in found["securities"]] == ["50"]


def test_interest_is_counted_as_the_options_say() -> None:
    raw = book(financing=[financing(interest="0", amount="360000", annual_rate="0.10", due="2026-11-29")])
    assert _answer(raw, "schedule")["total"]["value"] == "0"
    assert _answer(raw, "schedule", "--until", "2026-11-30")["total"]["value"] == "1000"
    late = ("--until", "2026-12-10", "--penalty-rate", "0.15", "--monthly-day", "1", "--counts", "first")
    found = _answer(raw, "schedule", *late, "--contract", "F1")
    assert [period["interest"] for period in found["contracts"][0]["periods"]] == ["1200", "1350"]


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (("--until", "2026-11-19"), "until", "out_of_range"),
        (("--until", "tomorrow"), "until", "bad_date"),
        (("--monthly-day", "32"), "monthly_day", "out_of_range"),
        (("--monthly-day", "0"), "monthly_day", "not_positive"),
        (("--counts", "none"), "counts", "not_one_of"),
        (("--penalty-rate", "-1"), "penalty_rate", "negative"),
        (("--contract", "F9"), "contract", "not_one_of"),
    ],
)
def test_a_wrong_question_about_interest_is_refused(words: tuple[str, ...], field: str, code: str) -> None:
    assert _refused(_run(called(), "schedule", *words)) == [(field, code)]


def test_lines_are_given_for_every_security_and_for_those_that_move_together() -> None:
    found = _answer(two_legged(), "lines")
    assert len(found["lines"]) == 5 and len(found["break_even"]) == 2
    alone = _answer(two_legged(), "lines", "--moving", "000001.SZ")
    assert alone["lines"][0]["together"]["move"]["display"] == "55.74%"
    assert _refused(_run(two_legged(), "lines", "--moving", "688981.SH")) == [("securities", "not_one_of")]


SUPPOSED = [
    {"op": "price", "security": CODE, "pct": "-8"},
    {"op": "price", "security": "000001.SZ", "pct": "5"},
    {"op": "days", "n": 10},
]


def _changes(folder: Path, changes: object) -> str:
    file = folder / "changes.json"
    file.write_text(json.dumps(changes), "utf-8")
    return str(file)


def test_what_if_is_told_before_and_after(tmp_path: Path) -> None:
    found = _answer(two_legged(), "whatif", "--change", _changes(tmp_path, SUPPOSED))
    assert found["before"]["maintenance_ratio"]["display"] == "165.89%"
    assert found["after"]["total_liabilities"]["value"] == "920991.66"
    assert found["lines"][1]["securities"][0]["price"]["display"] == "13.9458"
    assert (found["changes"], found["band_after"]) == (SUPPOSED, "safe")
    file = tmp_path / "book.json"
    file.write_text(json.dumps(two_legged()), "utf-8")
    words = ["whatif", str(file), "--change", "-"]
    piped = CliRunner().invoke(app, words, input=json.dumps(SUPPOSED))
    assert json.loads(piped.stdout) == found
    asked = _answer(two_legged(), "whatif", "--change", _changes(tmp_path, []), "--target", "1.50")
    assert asked["target"]["figures"]["withdraw_to_target"]["value"] == "143700"
    wrong = _run(two_legged(), "whatif", "--change", _changes(tmp_path, []), "--target", "x")
    assert _refused(wrong) == [("target", "not_decimal")]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({}, "changes", "not_list"),
        ([{"op": "days", "n": 1.5}], "changes[0].n", "float"),
        (
            [SUPPOSED[0], {"op": "repay", "contract": "F9", "amount": "1"}],
            "changes[1].contract",
            "not_one_of",
        ),
    ],
)
def test_a_wrong_change_is_refused_by_its_path(
    tmp_path: Path, changes: object, field: str, code: str
) -> None:
    assert _refused(_run(two_legged(), "whatif", "--change", _changes(tmp_path, changes))) == [(field, code)]


def test_book_and_changes_cannot_both_come_from_stdin(tmp_path: Path) -> None:
    assert _refused(_run(two_legged(), "whatif", "--change", "-")) == [("change", "duplicate")]
    missing = _run(two_legged(), "whatif", "--change", str(tmp_path / "none.json"))
    assert missing.exit_code == 2 and "none.json" in missing.stderr


@pytest.mark.parametrize(
    "words", [("withdrawable",), ("schedule",), ("lines",), ("whatif", "--change", "none.json")]
)
def test_an_account_of_another_place_is_not_planned_with(words: tuple[str, ...]) -> None:
    raw = {
        "jurisdiction": "HK",
        "currency": "HKD",
        "as_of": "2026-11-20",
        "loan": "100",
        "terms": {"call_line": "0.9", "target_line": "0.8", "forced_sale_line": "1.0", "day_basis": 365},
        "collateral": [],
    }
    assert _refused(_run(raw, *words)) == [("jurisdiction", "unsupported")]
