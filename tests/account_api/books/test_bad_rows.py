"""Mistakes in a book: each is named by file, line, column and code, all of them at once, and nothing is taken over."""

from pathlib import Path
from typing import Any

import pytest

from account_api.books.errors import LISTED, BookRefused
from tests.account_api.books.conftest import Ledger, cells_of, put_cells, set_cell, without_column
from tests.account_api.books.making import write_book
from tests.scale import scaled


def refusal(ledger: Ledger, book: Path) -> dict[str, Any]:
    """The error object of an import that is refused; nothing has been written and the trail is whole."""
    with pytest.raises(BookRefused) as refused:
        ledger.take(book)
    assert not any(ledger.rows().values()) and ledger.whole()
    return refused.value.as_json()


def places(body: dict[str, Any]) -> list[tuple[str, int | None, str | None, str]]:
    assert all(each["text"] and each["text_zh"] for each in body["errors"])
    return [(each["file"], each["line"], each["column"], each["code"]) for each in body["errors"]]


BAD_CELLS = (
    ("holdings", "quantity", "-100", "negative"),
    ("holdings", "quantity", "10.5", "not_whole"),
    ("holdings", "quantity", "1e3", "exponent"),
    ("holdings", "quantity", "2147483648", "out_of_range"),
    ("holdings", "quantity", "１００", "not_decimal"),
    ("holdings", "quantity", "", "missing"),
    ("holdings", "security", "999999.SH", "not_listed"),
    ("holdings", "security", "6000000000.SH", "too_long"),
    ("holdings", "security", "600000 SH", "not_text"),
    ("holdings", "id", "nobody", "no_account"),
    ("contracts", "interest", "1.5E+3", "exponent"),
    ("contracts", "interest", "12.34567", "too_fine"),
    ("contracts", "interest", "nan", "nan"),
    ("contracts", "interest", "1,234.00", "not_decimal"),
    ("contracts", "interest", "-0.01", "negative"),
    ("contracts", "interest", "100000000000000", "out_of_range"),
    ("contracts", "opened", "2026/10/08", "bad_date"),
    ("contracts", "opened", "20261008", "bad_date"),
    ("contracts", "opened", "2026-02-30", "bad_date"),
    ("contracts", "opened", "08-10-2026", "bad_date"),
    ("contracts", "opened", "2026-11-21", "after_day"),
    ("contracts", "due", "2020-01-01", "out_of_range"),
    ("contracts", "kind", "loan", "not_one_of"),
    ("contracts", "contract", "x" * 65, "too_long"),
    ("clients", "name", "王" * 201, "too_long"),
    ("clients", "name", "a\x07b", "not_text"),
    ("clients", "client_class", "个人", "not_one_of"),
    ("accounts", "as_of", "2026-11-18", "other_day"),
    ("accounts", "id", "stranger", "no_client"),
    ("terms", "day_basis", "364", "not_one_of"),
    ("terms", "call_deadline.time", "25:00", "bad_time"),
    ("terms", "clauses", '{"a": 1.5}', "not_object"),
    ("terms", "clauses", "[]", "not_object"),
    ("terms", "warning_line", "1.20", "line_order"),
    ("terms", "restore_line", "1.00", "out_of_range"),
    ("securities", "eligible_short", "yes", "not_bool"),
)


@pytest.mark.parametrize(("name", "column", "text", "code"), BAD_CELLS)
def test_a_bad_cell_is_named(
    untouched: Ledger, book: Path, name: str, column: str, text: str, code: str
) -> None:
    set_cell(book, name, 3, column, text)
    assert (f"{name}.csv", 3, column, code) in places(refusal(untouched, book))


@pytest.mark.parametrize("column", ["amount", "proceeds"])
def test_a_contract_says_its_sum_in_one_way(untouched: Ledger, book: Path, column: str) -> None:
    kind = "financing" if column == "proceeds" else "short"
    line = next(at for at, row in enumerate(cells_of(book, "contracts"), 1) if row[1] == kind)
    set_cell(book, "contracts", line, column, "5.00")
    assert places(refusal(untouched, book)) == [("contracts.csv", line, "proceeds", "one_of_two")]
    other = "amount" if column == "proceeds" else "proceeds"
    set_cell(book, "contracts", line, column, "")
    set_cell(book, "contracts", line, other, "")
    assert places(refusal(untouched, book)) == [("contracts.csv", line, "amount", "missing")]


def test_every_mistake_is_reported_at_once(ledger: Ledger, book: Path) -> None:
    set_cell(book, "holdings", 2, "quantity", "x")
    set_cell(book, "holdings", 3, "security", "999999.SH")
    set_cell(book, "clients", 4, "born", "1980")
    set_cell(book, "clients", 4, "group", "")
    rows = cells_of(book, "contracts")
    put_cells(book, "contracts", [*rows, rows[1]])
    last = len(rows) + 1
    body = refusal(ledger, book)
    assert places(body) == [
        ("clients.csv", 4, "group", "missing"),
        ("clients.csv", 4, "born", "bad_date"),
        ("holdings.csv", 2, "quantity", "not_decimal"),
        ("contracts.csv", 2, "contract", "duplicate"),
        ("contracts.csv", last, "contract", "duplicate"),
        ("holdings.csv", 3, "security", "not_listed"),
    ]
    assert body["errors"][2]["value"] == "x" and body["detail"] == "6 mistakes in 3 files."
    assert {(each["file"], each["code"], each["count"]) for each in body["counts"]} >= {
        ("contracts.csv", "duplicate", 2)
    }


def test_beyond_the_limit_mistakes_are_counted(ledger: Ledger, tmp_path: Path) -> None:
    write_book(tmp_path / "book", accounts=60, securities=12)
    for name, column, text in (("holdings", 2, "-1"), ("contracts", 3, "999999.SH")):
        heading, *rows = cells_of(tmp_path / "book", name)
        put_cells(tmp_path / "book", name, [heading, *([*r[:column], text, *r[column + 1 :]] for r in rows)])
    body = refusal(ledger, tmp_path / "book")
    assert len(body["errors"]) == LISTED
    assert {(each["code"], each["count"]) for each in body["counts"]} == {
        ("negative", 240),
        ("not_listed", 120),
    }
    assert body["detail"] == "360 mistakes in 2 files; the first 100 are listed."


def test_one_bad_row_among_many_is_found_and_the_mended_book_is_taken(sqlite: Ledger, tmp_path: Path) -> None:
    accounts = scaled(400, 111_110)
    rows = write_book(tmp_path / "book", accounts, securities=50)
    file = tmp_path / "book" / "holdings.csv"
    whole = file.read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    lines[-1] = lines[-1].replace(lines[-1].split(",")[2], "12,5\n")
    file.write_text("".join(lines), "utf-8")
    assert places(refusal(sqlite, tmp_path / "book")) == [("holdings.csv", len(lines), None, "cells")]
    file.write_text(whole, "utf-8")
    report = sqlite.take(tmp_path / "book")
    assert sum(each["rows"] for each in report["files"]) == rows == accounts * 9 + 100


def test_a_client_two_of_whose_rows_share_a_number_is_refused(ledger: Ledger, book: Path) -> None:
    set_cell(book, "accounts", 3, "account", "Ac0000000")
    found = places(refusal(ledger, book))
    assert found == [("accounts.csv", line, "account", "duplicate") for line in (2, 3)]


def test_what_belongs_to_somebody_else_stays_his(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    before = ledger.rows()
    rows = cells_of(book, "contracts")
    rows[1][0] = "c0000005"
    rows[2][1], rows[2][5], rows[2][6] = "financing", rows[2][6], ""
    put_cells(book, "contracts", rows)
    set_cell(book, "accounts", 4, "account", "Another")
    with pytest.raises(BookRefused) as refused:
        ledger.take(book)
    assert {(each.file, each.line, each.code) for each in refused.value.errors} == {
        ("contracts.csv", 2, "other_account"),
        ("contracts.csv", 3, "other_kind"),
        ("accounts.csv", 4, "other_account"),
    }
    assert ledger.rows() == before


# --- whole files


def test_gbk_is_named_and_read_when_the_mapping_says_so(sqlite: Ledger, book: Path) -> None:
    from account_api.books.mapping import read_mapping

    text = (book / "clients.csv").read_text("utf-8")
    (book / "clients.csv").write_bytes(text.encode("gb18030"))
    body = refusal(sqlite, book)
    assert places(body) == [("clients.csv", 2, None, "encoding_gbk")]
    assert "gb18030" in body["errors"][0]["text"] and "gb18030" in body["errors"][0]["text_zh"]
    for path in book.iterdir():
        path.write_bytes(text.encode("gb18030") if path.name == "clients.csv" else path.read_bytes())
    (book / "securities.csv").write_bytes((book / "securities.csv").read_text("utf-8").encode("gb18030"))
    assert sqlite.take(book, mapping=read_mapping("encoding: gb18030"))["changed"]
    assert "客户c0000000" in {row[1] for row in sqlite.rows()["clients"]}


def test_another_encoding_is_no_text(untouched: Ledger, book: Path) -> None:
    (book / "prices.csv").write_bytes(b"security,price\n600000.SH,\xff\xff\n")
    assert places(refusal(untouched, book)) == [("prices.csv", 2, None, "encoding")]


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(sqlite: Ledger, book: Path) -> None:
    for path in book.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert sqlite.take(book)["changed"]


def test_an_empty_file_is_not_a_file_without_rows(untouched: Ledger, book: Path) -> None:
    (book / "contracts.csv").write_text("")
    assert places(refusal(untouched, book)) == [("contracts.csv", None, None, "empty_file")]
    put_cells(book, "contracts", cells_of(Path(book), "holdings")[:0] or [["id", "kind"]])
    assert {code for *_, code in places(refusal(untouched, book))} == {"missing_column"}


def test_a_position_without_its_holdings_is_refused(untouched: Ledger, book: Path) -> None:
    (book / "holdings.csv").unlink()
    assert places(refusal(untouched, book)) == [("holdings.csv", None, None, "missing_file")]


def test_a_directory_without_a_book_lacks_every_file_of_the_position(
    untouched: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    body = refusal(untouched, tmp_path / "empty")
    assert [place[0] for place in places(body)] == ["accounts.csv", "holdings.csv", "contracts.csv"]


def test_headings_are_checked(untouched: Ledger, book: Path) -> None:
    rows = cells_of(book, "prices")
    put_cells(book, "prices", [["security", "price", "价格"], *([*row, "1"] for row in rows[1:])])
    without_column(book, "holdings", "quantity")
    contracts = cells_of(book, "contracts")
    put_cells(book, "contracts", [["id", *contracts[0]], *(["x", *row] for row in contracts[1:])])
    assert places(refusal(untouched, book)) == [
        ("prices.csv", 1, "价格", "unknown_column"),
        ("holdings.csv", 1, "quantity", "missing_column"),
        ("contracts.csv", 1, "id", "duplicate"),
    ]


def test_a_quote_that_is_not_closed_ends_the_file_where_it_begins(untouched: Ledger, book: Path) -> None:
    with (book / "clients.csv").open("a", encoding="utf-8") as file:
        file.write('c9,"never ends,individual,a,,,\n')
    assert places(refusal(untouched, book)) == [("clients.csv", 10, None, "not_csv")]


def test_the_same_file_twice_is_refused(untouched: Ledger, book: Path) -> None:
    (book / "prices.parquet").write_bytes((book / "prices.csv").read_bytes())
    assert places(refusal(untouched, book)) == [("prices", None, None, "two_forms")]
