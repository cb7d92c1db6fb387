"""A file that was written before a decision of the same day does not undo it in silence."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from account_api.accounts.tables import Contract, ContractVersion, CreditAccount
from account_api.books.errors import BookRefused
from account_api.client import AccountError
from account_api.market.tables import SecurityTerms
from tests.account_api.agreements.making import APPLICANT, admit, as_if_read, unbroken
from tests.account_api.books.conftest import cells_of, put_cells, without_column
from tests.account_api.books.test_over_events import FRIDAY, exported, taken, zipped
from tests.account_api.policy.making import CODE, EFFECTIVE, Desk, cut

BEFORE, AFTER = date(2027, 3, 19), date(2027, 9, 19)


async def extended_and_granted(firm: Any) -> tuple[str, str]:
    """Two decisions about demo-safe; their numbers."""
    me, risk = await firm.signed_in("demo-safe"), await firm.signed_in("demo-risk")
    (extension,) = await me.extensions("demo-safe")
    line = await me.ask_credit_line("k", "demo-safe", "1900000", "降低额度")
    await risk.approve(extension["id"], "账户状况良好")
    await risk.approve(line["id"], "与测算一致")
    return extension["id"], line["id"]


def standing(firm: Any) -> tuple[date | None, list[str], str]:
    with firm.context.transaction(writes=False) as session:
        contract = session.get_one(Contract, "SAFE-F1")
        line = session.get_one(CreditAccount, "demo-safe-credit").credit_line
    return contract.due, contract.extended, f"{line:.0f}"


def only(directory: Path, *names: str) -> Path:
    """The book with these files alone."""
    for path in directory.iterdir():
        if path.stem not in names:
            path.unlink()
    return directory


def refused_rows(refused: Any) -> list[tuple[str, str | None, str | None]]:
    return [(each.column, each.code, each.value) for each in refused.value.errors]


async def test_an_older_file_is_refused_with_the_number_of_each_decision(either: Any, tmp_path: Path) -> None:
    book = exported(either, tmp_path / "book")
    extension, line = await extended_and_granted(either)
    for dry_run in (True, False):
        with pytest.raises(BookRefused) as refused:
            taken(either, book, dry_run=dry_run)
        assert sorted(refused_rows(refused)) == [
            ("credit_line", "decided", f"demo-safe {line}"),
            ("due", "decided", f"SAFE-F1 {extension}"),
        ]
    assert all("--keep-decisions" in each.text and each.text_zh for each in refused.value.errors)
    assert standing(either) == (AFTER, ["2026-11-20"], "1900000")


async def test_decisions_that_are_kept_are_named_and_the_rest_is_taken_over(
    either: Any, tmp_path: Path
) -> None:
    book = exported(either, tmp_path / "book")
    extension, line = await extended_and_granted(either)
    rows = cells_of(book, "contracts")
    due = rows[0].index("due")
    other = next(row for row in rows if row[rows[0].index("contract")] == "SAFE-S1" or row[0] == "demo-watch")
    other[due] = "2027-01-05"
    put_cells(book, "contracts", rows)
    report = taken(either, book, decisions="keep")
    assert report["changed"] and report["kept_rows"] == 2
    assert sorted(each["value"] for each in report["kept"]) == [f"SAFE-F1 {extension}", f"demo-safe {line}"]
    assert standing(either) == (AFTER, ["2026-11-20"], "1900000")
    with either.context.transaction(writes=False) as session:
        number = other[rows[0].index("contract")]
        assert session.get_one(Contract, number).due == date(2027, 1, 5)
        assert session.get_one(ContractVersion, ("SAFE-F1", FRIDAY)).due == BEFORE
    assert not taken(either, book, decisions="keep")["changed"]
    before = (await (await either.signed_in("demo-safe")).contract_changes("demo-safe"))["loans"]
    (loan,) = [each for each in before if each["contract"] == "SAFE-F1"]
    assert (loan["until"], loan["due"], loan["margin_ratio"]) == ("2026-11-20", "2027-03-19", "1")
    assert unbroken(either)


async def test_a_file_that_is_right_goes_over_decisions_where_that_is_said(
    own_firm: Any, tmp_path: Path
) -> None:
    book = exported(own_firm, tmp_path / "book")
    await extended_and_granted(own_firm)
    report = taken(own_firm, book, decisions="over")
    assert report["changed"] and report["kept"] == []
    assert standing(own_firm) == (BEFORE, [], "2000000")


async def test_a_file_that_says_what_was_decided_is_taken_as_it_is(own_firm: Any, tmp_path: Path) -> None:
    await extended_and_granted(own_firm)
    assert not taken(own_firm, exported(own_firm, tmp_path / "book"))["changed"]


async def test_a_decision_of_an_earlier_day_does_not_stand_against_a_newer_file(
    own_firm: Any, tmp_path: Path
) -> None:
    book = only(exported(own_firm, tmp_path / "book"), "accounts", "holdings", "contracts")
    await extended_and_granted(own_firm)
    without_column(book, "accounts", "as_of")
    without_column(book, "accounts", "taken_at")
    assert taken(own_firm, book, day=date(2026, 11, 23))["changed"]
    assert standing(own_firm) == (BEFORE, [], "2000000")


async def test_a_decision_of_a_later_day_stands_against_a_book_of_a_past_one(
    own_firm: Any, tmp_path: Path
) -> None:
    """The line of the past day is a matter of that day alone; the contract has only one due day."""
    book = only(exported(own_firm, tmp_path / "book"), "accounts", "holdings", "contracts")
    extension, _ = await extended_and_granted(own_firm)
    without_column(book, "accounts", "as_of")
    with pytest.raises(BookRefused) as refused:
        taken(own_firm, book, day=date(2026, 11, 19), over_events=True)
    assert refused_rows(refused) == [("due", "decided", f"SAFE-F1 {extension}")]


async def test_over_http_decisions_are_kept_or_the_book_is_refused(own_firm: Any, tmp_path: Path) -> None:
    book = exported(own_firm, tmp_path / "book")
    await extended_and_granted(own_firm)
    feeder = await own_firm.signed_in("demo-feeder")
    with pytest.raises(AccountError) as refused:
        await feeder.import_book("a", zipped(book))
    assert {each["code"] for each in refused.value.problem["errors"]} >= {"decided", "two_people"}
    report = await feeder.import_book("b", zipped(book), keep_decisions=True)
    assert (report["changed"], report["kept_rows"]) == (False, 2)
    assert standing(own_firm) == (AFTER, ["2026-11-20"], "1900000")


async def test_terms_that_a_client_signed_today_are_a_decision(own_firm: Any, tmp_path: Path) -> None:
    admit(own_firm)
    me = await own_firm.signed_in(APPLICANT)
    read = await as_if_read(own_firm, me)
    signed = await me.sign_agreement("k", APPLICANT, read["id"], read["sha256"])
    book = only(exported(own_firm, tmp_path / "book"), "terms")
    rows = cells_of(book, "terms")
    mine = next(row for row in rows if row[0] == APPLICANT)
    mine[rows[0].index("warning_line")] = "1.99"
    put_cells(book, "terms", [rows[0], mine])
    with pytest.raises(BookRefused) as refused:
        taken(own_firm, book)
    assert refused_rows(refused) == [("valid_from", "decided", f"{APPLICANT}-credit {signed['id']}")]
    assert not taken(own_firm, book, decisions="keep")["changed"]


async def test_a_haircut_of_the_policy_desk_is_a_decision(own_firm: Any, tmp_path: Path) -> None:
    book = only(exported(own_firm, tmp_path / "book"), "securities")
    without_column(book, "securities", "valid_from")
    made = await (await Desk.of(own_firm)).announced(cut("0.50"))
    day = date.fromisoformat(EFFECTIVE)
    with pytest.raises(BookRefused) as refused:
        taken(own_firm, book, day=day)
    assert ("haircut", "decided", f"{CODE} {made['id']}") in refused_rows(refused)
    kept = taken(own_firm, book, day=day, decisions="keep")["kept"]
    assert [each["value"] for each in kept] == [value for _, _, value in refused_rows(refused)]
    with own_firm.context.transaction(writes=False) as session:
        assert f"{session.get_one(SecurityTerms, (CODE, day)).conversion_rate:.2f}" == "0.50"
