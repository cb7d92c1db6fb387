"""`risk evaluate` and `risk cures`: JSON out, one error object, and exit codes that mean something."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.risk import app
from tests.risk.books import Book, book, called, holding, two_legged

_PROBLEM_KEYS = {"type", "title", "title_zh", "status", "detail", "detail_zh", "errors", "trace_id"}


def _run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


def _file(path: Path, *books: Book | str) -> str:
    path.write_text("\n".join(raw if isinstance(raw, str) else json.dumps(raw) for raw in books), "utf-8")
    return str(path)


def test_a_book_is_evaluated_to_json_on_stdout(tmp_path: Path) -> None:
    result = _run("evaluate", _file(tmp_path / "book.json", called()))
    output = json.loads(result.stdout)
    assert result.exit_code == 0
    assert output["id"] == "called" and output["band"] == "call"
    assert output["figures"]["maintenance_ratio"]["value"] == "1.28"


def test_stdin_takes_one_book_or_many_lines() -> None:
    one = _run("evaluate", "-", stdin=json.dumps(called(), indent=1))
    many = _run("evaluate", "-", stdin=f"{json.dumps(called())}\n{json.dumps(two_legged())}\n")
    assert json.loads(one.stdout)["id"] == "called"
    assert [json.loads(line)["id"] for line in many.stdout.splitlines()] == ["called", "two-legged"]
    assert _refused(_run("evaluate", "-", stdin="no\njson\n"))["errors"][0]["field"] == "-"


def test_a_bad_line_is_reported_by_its_id_and_the_others_are_evaluated(tmp_path: Path) -> None:
    bad = book(id="bad", collateral=[holding(quantity=-1)])
    result = _run("evaluate", _file(tmp_path / "books.jsonl", called(), bad, "{", book()))
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [line["id"] for line in lines] == ["called", "bad", "3", "4"]
    assert lines[1]["error"]["errors"][0]["field"] == "collateral[0].quantity"
    assert lines[2]["error"]["errors"][0]["code"] == "unreadable"
    assert lines[3]["band"] == "no_debt"


def _refused(result: Result) -> Book:
    error: Book = json.loads(result.stderr)
    assert result.exit_code == 2 and result.stdout == ""
    assert set(error) == _PROBLEM_KEYS
    assert error["title"] != error["title_zh"] and error["detail"] != error["detail_zh"]
    return error


def test_a_malformed_book_ends_with_the_error_object_that_names_the_field(tmp_path: Path) -> None:
    raw = book(collateral=[holding(quantity=-1)], colour="red")
    error = _refused(_run("evaluate", _file(tmp_path / "book.json", raw)))
    assert error["status"] == 422
    named = [(each["field"], each["code"], each["value"]) for each in error["errors"]]
    assert named == [("colour", "unknown_key", "red"), ("collateral[0].quantity", "negative", "-1")]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "",
        '{"cash": "1", "cash": "2"}',
        "[" * 100_000,
        "[]",
        "nonsense",
        f'{{"cash": {"1" * 5_000}}}',
        '{"\\ud800": "\\ud800"}',
    ],
)
def test_what_is_no_book_is_refused_without_a_traceback(tmp_path: Path, text: str) -> None:
    assert _refused(_run("evaluate", _file(tmp_path / "book.json", text)))["errors"]


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00")
    for name in (str(tmp_path / "absent.json"), str(binary), str(tmp_path)):
        assert _refused(_run("evaluate", name))["errors"][0]["code"] == "unreadable"


def test_cures_reach_the_target_asked_for(tmp_path: Path) -> None:
    result = _run("cures", _file(tmp_path / "book.json", called()), "--target", "1.50")
    output = json.loads(result.stdout)
    assert result.exit_code == 0 and output["target"] == "1.5"
    first = output["cures"][0]
    assert set(first) == {
        "kind",
        "security",
        "quantity",
        "amount",
        "after",
        "per_percent",
        "best",
        "opens_at",
        "counts_from",
        "last_start",
        "provisional",
        "feasible",
        "reason",
        "reason_zh",
        "reason_code",
    }
    assert (first["kind"], first["after"]["value"]) == ("repay_outside_cash", "1.5")


def test_cures_start_at_the_close_of_the_books_day_unless_told(tmp_path: Path) -> None:
    name = _file(tmp_path / "book.json", called())
    by_default = json.loads(_run("cures", name).stdout)["cures"]
    later = json.loads(_run("cures", name, "--now", "2026-11-23T14:00").stdout)["cures"]
    assert by_default[1]["counts_from"] == "2026-11-20"
    assert later[1]["counts_from"] == "2026-11-23"


def test_late_in_the_evening_a_limited_sum_says_what_it_reaches_and_what_still_counts(tmp_path: Path) -> None:
    name = _file(tmp_path / "book.json", called())
    output = json.loads(_run("cures", name, "--sum", "50000", "--now", "2026-11-20T23:00+08:00").stdout)
    limited = output["limited"]
    assert limited["after"]["display"] == "134.73%" and limited["reached"] is False
    assert limited["remaining"]["add_collateral"]["display"] == "50,000.00"
    in_time = {cure["kind"]: cure["feasible"] for cure in output["cures"] if cure["security"] is None}
    assert (in_time["add_cash"], in_time["sell_to_repay"], in_time["add_security"]) == (True, True, False)


def test_securities_are_sold_in_the_order_named_and_others_may_be_brought(tmp_path: Path) -> None:
    name = _file(tmp_path / "book.json", called())
    words = ("--sell", "600519.SH", "--sell", "600036.SH", "--add", "601318.SH=50.00")
    output = json.loads(_run("cures", name, *words).stdout)
    assert [step["security"] for step in output["mixes"][0]["steps"]] == ["600519.SH"]
    brought = [cure["quantity"] for cure in output["cures"] if cure["security"] == "601318.SH"]
    assert brought == [2_400]


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--sum", "0", "limit"),
        ("--sum", "much", "sum"),
        ("--sell", "000001.SZ", "order[0]"),
        ("--add", "601318.SH", "add[0]"),
        ("--add", "601318.SH=0", "add[0]"),
        ("--add", "=1", "add[0]"),
        ("--target", "1", "target"),
        ("--target", "high", "target"),
        ("--now", "soon", "now"),
        ("--now", "9999-12-31", "now"),
    ],
)
def test_a_wrong_option_is_named(tmp_path: Path, option: str, value: str, field: str) -> None:
    error = _refused(_run("cures", _file(tmp_path / "book.json", called()), option, value))
    assert error["errors"][0]["field"] == field


def test_a_sum_is_not_worked_out_for_a_hong_kong_account(tmp_path: Path) -> None:
    raw = {
        "jurisdiction": "HK",
        "currency": "HKD",
        "as_of": "2026-11-20",
        "loan": "100",
        "credit_limit": "1000",
        "terms": {"call_line": "1.00", "target_line": "1.00", "forced_sale_line": "1.20", "day_basis": 365},
        "collateral": [],
    }
    name = _file(tmp_path / "book.json", raw)
    assert _run("cures", name).exit_code == 0
    error = _refused(_run("cures", name, "--sum", "50000"))
    assert error["errors"][0]["field"] == "sum" and error["errors"][0]["code"] == "unsupported"


def test_equal_refusals_have_equal_trace_ids(tmp_path: Path) -> None:
    name = _file(tmp_path / "book.json", book(cash="-1"))
    first, second = (_refused(_run("evaluate", name))["trace_id"] for _ in range(2))
    assert first == second
