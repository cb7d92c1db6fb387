"""What a book does to the ledger: all of it or nothing, only the difference, only its own day."""

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from account_api.accounts import queries
from account_api.books.errors import BookRefused
from tests.account_api.books.conftest import (
    Ledger,
    cells_of,
    put_cells,
    set_cell,
    without_column,
)
from tests.account_api.books.making import write_book

FRIDAY = date(2026, 11, 20)


def refusals(refused: Any) -> list[tuple[str, int | None, str | None, str]]:
    return [(each.file, each.line, each.column, each.code) for each in refused.value.errors]


def on_another_day(book: Path, day: str) -> None:
    rows = cells_of(book, "accounts")
    at = rows[0].index("as_of")
    put_cells(book, "accounts", [rows[0], *([*row[:at], day, *row[at + 1 :]] for row in rows[1:])])


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_book_fills_an_empty_ledger_and_twice_changes_nothing(ledger: Ledger, book: Path) -> None:
    first = ledger.take(book)
    assert first["changed"] and first["day"] == "2026-11-20"
    counts = ledger.counts(first)
    assert counts["holdings"] == (32, 0, 0) and counts["contract_days"] == (16, 0, 0)
    assert counts["clients"] == counts["credit_accounts"] == counts["credit_lines"] == (8, 0, 0)
    held = ledger.rows()
    again = ledger.take(book)
    assert not again["changed"] and ledger.counts(again) == {}
    assert sum(each["same"] for each in again["tables"]) == sum(each["new"] for each in first["tables"]) - 8
    assert ledger.rows() == held


def test_an_import_is_one_entry_of_the_audit_trail_with_the_digest_of_each_file(
    ledger: Ledger, book: Path
) -> None:
    report = ledger.take(book)
    ledger.take(book)
    with ledger.context.transaction(writes=False) as session:
        entries = session.execute(text("SELECT action, detail FROM audit")).all()
    assert [action for action, _ in entries] == ["book.imported"]
    detail = entries[0][1] if isinstance(entries[0][1], dict) else json.loads(entries[0][1])
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in book.iterdir()}
    assert detail["files"] == digests == {each["file"]: each["sha256"] for each in report["files"]}
    assert len(digests) == 7 and ledger.whole()


def test_a_dry_run_says_the_same_and_writes_nothing(ledger: Ledger, book: Path) -> None:
    empty = ledger.rows()
    tried = ledger.take(book, dry_run=True)
    assert tried["dry_run"] and tried["changed"]
    assert ledger.rows() == empty and not any(empty.values())
    done = ledger.take(book)
    assert done == tried | {"dry_run": False}


def test_only_what_differs_is_written(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    before = ledger.rows()
    set_cell(book, "clients", 2, "name", "改名")
    set_cell(book, "holdings", 2, "quantity", "12300")
    put_cells(book, "contracts", cells_of(book, "contracts")[:-1])
    counts = ledger.counts(ledger.take(book))
    assert counts == {"clients": (0, 1, 0), "holdings": (0, 1, 0), "contract_days": (0, 0, 1)}
    after = ledger.rows()
    assert [name for name in after if after[name] != before[name]] == ["clients", "holdings", "contract_days"]
    assert after["contracts"] == before["contracts"]


def test_the_next_day_leaves_the_day_before_as_it_was(ledger: Ledger, book: Path) -> None:
    on_another_day(book, "2026-11-19")
    ledger.take(book)
    thursday = ledger.rows()
    on_another_day(book, "2026-11-20")
    set_cell(book, "accounts", 2, "cash", "1.00")
    put_cells(book, "holdings", cells_of(book, "holdings")[:-2])
    counts = ledger.counts(ledger.take(book))
    assert counts["account_days"] == (8, 0, 0) and counts["holdings"] == (30, 0, 0)
    assert "credit_accounts" not in counts and "contract_terms" not in counts
    after = ledger.rows()
    for table in ("account_days", "holdings", "contract_days", "prices"):
        earlier = [row for row in after[table] if date(2026, 11, 19) in row]
        assert earlier == thursday[table] and len(after[table]) > len(earlier)


def test_an_earlier_day_is_changed_only_when_it_is_named(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    friday = ledger.rows()
    on_another_day(book, "2026-11-19")
    with pytest.raises(BookRefused) as refused:
        ledger.take(book)
    found = refusals(refused)
    assert ("accounts.csv", 2, "as_of", "earlier_day") in found
    assert ("prices.csv", 2, "price", "earlier_day") in found and len(found) == 8 + 12
    assert ledger.rows() == friday
    counts = ledger.counts(ledger.take(book, day=date(2026, 11, 19)))
    assert counts["account_days"] == (8, 0, 0)
    assert set(friday["holdings"]) < set(ledger.rows()["holdings"])


def test_the_contract_of_an_earlier_day_is_not_rewritten_by_the_way(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    set_cell(book, "terms", 3, "warning_line", "1.50")
    with pytest.raises(BookRefused) as refused:
        ledger.take(book)
    assert refusals(refused) == [("terms.csv", 3, "valid_from", "earlier_day")]
    set_cell(book, "terms", 3, "valid_from", "2026-11-20")
    assert ledger.counts(ledger.take(book)) == {"contract_terms": (1, 0, 0)}
    with ledger.context.transaction(writes=False) as session:
        versions = queries.versions(session, "Ac0000001")
    assert [str(each.warning_line) for each in versions] == ["1.40000000", "1.50000000"]


def test_terms_without_a_date_are_a_new_version_only_where_they_say_something_new(
    ledger: Ledger, book: Path
) -> None:
    without_column(book, "terms", "valid_from")
    ledger.take(book)
    on_another_day(book, "2026-11-21")
    set_cell(book, "terms", 4, "restore_line", "1.45")
    set_cell(book, "securities", 2, "haircut", "0.10")
    counts = ledger.counts(ledger.take(book))
    assert counts["contract_terms"] == counts["security_terms"] == (1, 0, 0)


def test_a_column_that_is_not_there_leaves_what_the_ledger_has(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    before = ledger.rows()
    for name, column in (("clients", "born"), ("accounts", "credit_line"), ("terms", "clauses")):
        without_column(book, name, column)
    without_column(book, "securities", "haircut")
    assert not ledger.take(book)["changed"]
    assert ledger.rows() == before
    set_cell(book, "clients", 2, "average_assets_20d", "")
    assert ledger.counts(ledger.take(book)) == {"clients": (0, 1, 0)}


def test_a_price_that_is_empty_is_unknown(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    set_cell(book, "prices", 2, "price", "")
    assert ledger.counts(ledger.take(book)) == {"prices": (0, 0, 1)}


def test_an_account_without_cash_has_no_position_of_the_day(ledger: Ledger, book: Path) -> None:
    set_cell(book, "accounts", 2, "cash", "")
    with pytest.raises(BookRefused) as refused:
        ledger.take(book)
    assert {code for _, _, _, code in refusals(refused)} == {"no_position"}
    for name in ("holdings", "contracts"):
        rows = cells_of(book, name)
        put_cells(book, name, [row for row in rows if row[0] != "c0000000"])
    counts = ledger.counts(ledger.take(book))
    assert (counts["credit_accounts"], counts["account_days"]) == ((8, 0, 0), (7, 0, 0))


def test_a_raised_credit_line_gets_its_row_of_the_day(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    set_cell(book, "accounts", 2, "credit_line", "123.00")
    on_another_day(book, "2026-11-21")
    assert ledger.counts(ledger.take(book))["credit_lines"] == (1, 0, 0)
    with ledger.context.transaction(writes=False) as session:
        lines = queries.credit_lines(session, "c0000000")
    assert (str(lines[0].amount), lines[0].valid_from.day) == ("123.0000", 21)


def test_files_may_name_accounts_instead_of_clients(ledger: Ledger, book: Path) -> None:
    for name in ("terms", "holdings", "contracts"):
        heading, *rows = cells_of(book, name)
        put_cells(book, name, [["account", *heading[1:]], *(["A" + row[0], *row[1:]] for row in rows)])
    assert ledger.counts(ledger.take(book))["holdings"] == (32, 0, 0)


def test_only_some_files_are_enough_when_they_say_nothing_of_positions(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    for path in book.iterdir():
        if path.name not in ("terms.csv", "securities.csv"):
            path.unlink()
    assert not ledger.take(book)["changed"]
    set_cell(book, "securities", 3, "status", "suspended")
    report = ledger.take(book)
    assert ledger.counts(report) == {"security_terms": (0, 1, 0)} and report["day"] == FRIDAY.isoformat()


def test_a_larger_book_comes_in_several_batches(ledger: Ledger, tmp_path: Path) -> None:
    rows = write_book(tmp_path / "many", accounts=1_100, securities=40)
    report = ledger.take(tmp_path / "many")
    assert sum(each["rows"] for each in report["files"]) == rows == 1_100 * 9 + 80
    assert ledger.counts(report)["holdings"] == (4_400, 0, 0)
    assert not ledger.take(tmp_path / "many")["changed"]


def test_a_second_line_of_a_day_stands_beside_the_first(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    for amount in ("123.00", "124.00"):
        set_cell(book, "accounts", 2, "credit_line", amount)
        ledger.take(book)
    with ledger.context.transaction(writes=False) as session:
        lines = queries.credit_lines(session, "c0000000")
    assert [(row.n, str(row.amount)) for row in lines[:2]] == [(3, "124.0000"), (2, "123.0000")]
    assert not ledger.take(book)["changed"]


def test_a_line_of_a_past_day_changes_that_day_and_not_today(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    on_another_day(book, "2026-11-23")
    set_cell(book, "accounts", 2, "credit_line", "200.00")
    ledger.take(book)
    on_another_day(book, "2026-11-21")
    set_cell(book, "accounts", 2, "credit_line", "100.00")
    ledger.take(book, day=date(2026, 11, 21))
    written = {
        day: csv_rows(ledger.write(book.parent / f"out-{day}", date(2026, 11, day))["accounts.csv"])
        for day in (20, 21, 23)
    }
    before = cells_of(book, "accounts")[1][cells_of(book, "accounts")[0].index("credit_line")]
    lines = [written[day][0]["credit_line"] for day in (20, 21, 23)]
    assert before == "100.00" and lines[1:] == ["100.00", "200.00"] and lines[0] not in ("100.00", "200.00")
    with ledger.context.transaction(writes=False) as session:
        account = queries.account_of(session, "c0000000")
    assert account is not None and str(account.credit_line) == "200.0000"


def test_what_a_contract_said_before_the_book_changed_it_is_kept(ledger: Ledger, book: Path) -> None:
    ledger.take(book)
    number = cells_of(book, "contracts")[1][cells_of(book, "contracts")[0].index("contract")]
    on_another_day(book, "2026-11-21")
    set_cell(book, "contracts", 2, "due", "2027-12-31")
    assert ledger.counts(ledger.take(book))["contract_versions"] == (1, 0, 0)
    assert not ledger.take(book)["changed"]
    with ledger.context.transaction(writes=False) as session:
        (kept,) = session.execute(text("SELECT contract_id, until, due FROM contract_versions")).all()
    assert kept[0] == number and str(kept[1]) == "2026-11-21" and str(kept[2]) < "2027-12-31"
