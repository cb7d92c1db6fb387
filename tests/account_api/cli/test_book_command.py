"""`liangrong book`: exit codes, reports, and what is said when nothing is taken over."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from account_api.cli.book import app
from tests.account_api.books.conftest import set_cell
from tests.account_api.books.making import write_book


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIANGRONG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LIANGRONG_CLOCK", "2026-11-20T16:30:00+08:00")
    write_book(tmp_path / "book", accounts=3, securities=12)
    return tmp_path / "book"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_book_goes_in_and_comes_out(book: Path) -> None:
    tried = run("import", book, "--dry-run", "--json")
    assert not (book.parent / "home").exists(), "a dry run makes no home either"
    assert tried.exit_code == 0 and json.loads(tried.stdout)["dry_run"] is True
    done = run("import", book)
    assert done.exit_code == 0 and "2026-11-20: taken over 已导入" in done.stdout
    assert "holdings: +12 ~0 -0 =0" in done.stdout
    again = run("import", book)
    assert again.exit_code == 0 and "nothing changes" in again.stdout and "无变化" in again.stdout
    out = run("export", book.parent / "out", "--json")
    assert out.exit_code == 0 and json.loads(out.stdout)["day"] == "2026-11-20"
    assert [each["file"] for each in json.loads(out.stdout)["files"]] == [
        f"{name}.csv"
        for name in ("clients", "accounts", "terms", "securities", "prices", "holdings", "contracts")
    ]
    assert "accounts.csv: 3 rows" in run("export", book.parent / "out", "--day", "2026-11-20").stdout


def test_a_bad_row_ends_with_two_and_the_error_object(book: Path) -> None:
    set_cell(book, "holdings", 2, "quantity", "1e5")
    told = run("import", book)
    assert told.exit_code == 2 and told.stdout == ""
    body = json.loads(told.stderr)
    assert body["errors"][0] | {"text": "", "text_zh": ""} == {
        "field": "holdings.csv:2 quantity",
        "code": "exponent",
        "value": "1e5",
        "text": "",
        "text_zh": "",
        "file": "holdings.csv",
        "line": 2,
        "column": "quantity",
    }
    assert body["counts"] == [{"file": "holdings.csv", "code": "exponent", "count": 1}]


def test_usage_mistakes(book: Path) -> None:
    assert run("import", book.parent / "nowhere").exit_code == 3
    assert run("import", book, "--day", "20.11.2026").exit_code == 2
    assert run("import", book, "--mapping", book / "none.yaml").exit_code == 2
    (book / "mapping.yaml").write_text("encodin: x", "utf-8")
    told = run("import", book, "--mapping", book / "mapping.yaml")
    assert told.exit_code == 2 and json.loads(told.stderr)["errors"][0]["field"] == "mapping.encodin"
    assert run("export", book.parent / "out").exit_code == 3, "there is no home to export from"


def test_a_directory_that_cannot_be_written_is_a_failure_of_ours(book: Path) -> None:
    assert run("import", book).exit_code == 0
    (book.parent / "file").write_text("in the way", "utf-8")
    told = run("export", book.parent / "file")
    assert told.exit_code == 4 and json.loads(told.stderr)["type"] == "/problems/not-written"
