"""A small book over HTTP: by whom, once, within limits, and back again."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from account_api.accounts.tables import AccountDay
from account_api.books import archive, endpoints, service
from account_api.books.reading import arrow
from account_api.client import AccountError, NotAllowed
from account_api.clients.tables import Client
from account_api.clock import BOOKING_ZONE
from account_api.errors import Malformed
from account_api.market.tables import Price
from tests.account_api.books.conftest import cells_of, put_cells, set_cell


def zipped(directory: Path, **more: str) -> bytes:
    for name, text in more.items():
        (directory / f"{name}.yaml").write_text(text, "utf-8")
    return archive.pack(directory, sorted(path.name for path in directory.iterdir()))


def known(firm: Any, book: Path, cash: str = "1.00") -> None:
    """The book brought by the operator of the machine, and then otherwise in one cell that a feeder may bring."""
    service.import_book(firm.context, service.Asked(book, "operator"))
    set_cell(book, "accounts", 2, "cash", cash)


async def test_a_zip_is_taken_once_per_key_and_comes_back_as_it_was(either: Any, book: Path) -> None:
    known(either, book)
    system, officer = await either.signed_in("demo-feeder"), await either.signed_in("demo-risk")
    tried = await system.import_book("k0", zipped(book), dry_run=True)
    first = await system.import_book("k1", zipped(book))
    assert tried["changed"] and first == tried | {"dry_run": False}
    assert await system.import_book("k1", zipped(book)) == first
    assert (await system.import_book("k2", zipped(book)))["changed"] is False
    assert either.audit_actions().count("book.imported") == 2
    whole = await officer.export_book()
    assert await officer.export_book() == whole
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        assert len(found.namelist()) == 7
        assert b"c0000003,Ac0000003,2026-11-20" in found.read("accounts.csv")
    assert (await system.import_book("k3", whole))["changed"] is False
    assert either.audit_actions().count("book.exported") == 2
    assert (await officer.figures("c0000003"))["figures"]["total_assets"]["value"] is not None


async def test_no_text_of_an_export_for_a_spreadsheet_is_a_formula(own_firm: Any) -> None:
    with own_firm.context.transaction() as session:
        session.get_one(Client, "demo-call").name = '=HYPERLINK("http://x","张三")'
        session.get_one(AccountDay, ("demo-call-credit", date(2026, 11, 20))).cash = Decimal("-5")
    officer = await own_firm.signed_in("demo-risk")
    names, cash = [], []
    for spreadsheet in (False, True):
        with zipfile.ZipFile(io.BytesIO(await officer.export_book(spreadsheet=spreadsheet))) as found:
            for name, column, seen in (("clients", "name", names), ("accounts", "cash", cash)):
                rows = csv.DictReader(io.StringIO(found.read(f"{name}.csv").decode()))
                seen.append(next(row[column] for row in rows if row["id"] == "demo-call"))
    assert names == ['=HYPERLINK("http://x","张三")', '\'=HYPERLINK("http://x","张三")']
    assert cash == ["-5.00", "-5.00"]


async def test_a_small_parquet_file_of_very_many_rows_is_sent_to_the_command(
    own_firm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow, parquet = arrow("pyarrow"), arrow("pyarrow.parquet")
    small = tmp_path / "small"
    small.mkdir()
    rows = pyarrow.table({"security": ["600519.SH"] * 1_001, "price": ["1.00"] * 1_001})
    parquet.write_table(rows, small / "prices.parquet")
    monkeypatch.setattr(service, "MOST_ROWS", 1_000)
    with pytest.raises(AccountError) as refused:
        await (await own_firm.signed_in("demo-feeder")).import_book("k", zipped(small))
    assert refused.value.status == 413 and "1,000" in refused.value.problem["detail"]


async def test_mistakes_come_back_by_file_and_line(own_firm: Any, book: Path) -> None:
    known(own_firm, book)
    system = await own_firm.signed_in("demo-feeder")
    set_cell(book, "holdings", 5, "quantity", "-3")
    with pytest.raises(AccountError) as refused:
        await system.import_book("k", zipped(book))
    assert refused.value.status == 422 and refused.value.problem["type"] == "/problems/book-refused"
    (error,) = refused.value.problem["errors"]
    assert (error["file"], error["line"], error["column"]) == ("holdings.csv", 5, "quantity")
    assert (error["code"], error["value"]) == ("negative", "-3")
    set_cell(book, "holdings", 5, "quantity", "3")
    assert (await system.import_book("k", zipped(book)))["changed"]


async def test_a_mapping_may_come_along(own_firm: Any, book: Path) -> None:
    known(own_firm, book)
    system = await own_firm.signed_in("demo-feeder")
    text = (book / "prices.csv").read_text("utf-8").replace("security,price", "代码,现价")
    (book / "prices.csv").write_text(text, "utf-8")
    mapping = "files: {prices: {columns: {代码: security, 现价: price}}}"
    assert (await system.import_book("k", zipped(book, mapping=mapping)))["changed"]
    with pytest.raises(AccountError) as refused:
        await system.import_book("k2", zipped(book, mapping="files: {price: {}}"))
    assert refused.value.problem["errors"][0]["field"] == "files.price"


async def test_what_is_no_plain_zip_is_refused(own_firm: Any, tmp_path: Path) -> None:
    system = await own_firm.signed_in("demo-feeder")
    slip = io.BytesIO()
    with zipfile.ZipFile(slip, "w") as made:
        made.writestr("../accounts.csv", "id\n")
    for content, code in ((b"", "not_zip"), (b"PK\x03\x04rest", "not_zip"), (slip.getvalue(), "not_text")):
        with pytest.raises(AccountError) as refused:
            await system.import_book("k", content)
        assert refused.value.status == 422 and refused.value.problem["errors"][0]["code"] == code
    assert not (tmp_path / "accounts.csv").exists()


async def test_what_is_too_large_is_sent_to_the_command(
    own_firm: Any, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, officer = await own_firm.signed_in("demo-feeder"), await own_firm.signed_in("demo-risk")
    with pytest.raises(AccountError) as refused:
        await system.import_book("k", b"0" * (archive.MOST_BYTES + 1))
    assert refused.value.status == 413
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1_000)
    with pytest.raises(AccountError) as bomb:
        await system.import_book("k", zipped(book))
    assert bomb.value.status == 413 and "book import" in bomb.value.problem["detail"]
    monkeypatch.setattr(endpoints, "MOST_ACCOUNTS", 1)
    with pytest.raises(AccountError) as large:
        await officer.export_book()
    assert large.value.status == 413 and "book export" in large.value.problem["detail_zh"]


@pytest.mark.parametrize(
    ("file", "column", "value", "named"),
    [
        ("accounts", "credit_line", "99000000.00", "credit_line"),
        ("terms", "warning_line", "1.55", "valid_from"),
        ("securities", "haircut", "0.95", "haircut"),
        ("contracts", "due", "2027-12-31", "due"),
        ("contracts", "margin_ratio", "0.1", "due"),
    ],
)
async def test_what_takes_two_people_does_not_come_in_a_zip(
    either: Any, book: Path, file: str, column: str, value: str, named: str
) -> None:
    known(either, book)
    set_cell(book, file, 2, column, value)
    system = await either.signed_in("demo-feeder")
    for dry_run in (True, False):
        with pytest.raises(AccountError) as refused:
            await system.import_book("k", zipped(book), dry_run=dry_run)
        (error,) = [each for each in refused.value.problem["errors"] if each["code"] == "two_people"]
        assert (error["file"], error["line"], error["column"]) == (f"{file}.csv", 2, named)
    assert "book import" in error["text_zh"]
    assert either.audit_actions().count("book.imported") == 1


async def test_a_new_contract_and_a_new_holding_come_in_a_zip(own_firm: Any, book: Path) -> None:
    known(own_firm, book)
    for name in ("contracts", "holdings"):
        rows = cells_of(book, name)
        at = rows[0].index("contract" if name == "contracts" else "security")
        taken = {row[at] for row in rows[1:] if row[0] == rows[1][0]}
        other = "NEW-1" if name == "contracts" else next(r[at] for r in rows[1:] if r[at] not in taken)
        put_cells(book, name, [*rows, [*rows[1][:at], other, *rows[1][at + 1 :]]])
    report = await (await own_firm.signed_in("demo-feeder")).import_book("k", zipped(book))
    new = {each["table"]: each["new"] for each in report["tables"] if each["new"]}
    assert new == {"contracts": 1, "contract_days": 1, "holdings": 1}


@pytest.mark.parametrize("user", ["demo-call", "demo-agent", "demo-risk", "demo-compliance", "demo-admin"])
async def test_a_book_is_brought_by_the_firms_systems_alone(own_firm: Any, book: Path, user: str) -> None:
    somebody = await own_firm.signed_in(user)
    with pytest.raises(NotAllowed):
        await somebody.import_book("k", zipped(book))
    assert own_firm.audit_actions()[-1] == "right.denied"


@pytest.mark.parametrize("user", ["demo-call", "demo-agent", "demo-admin", "demo-feeder"])
async def test_a_book_is_handed_out_to_those_who_see_every_client(own_firm: Any, user: str) -> None:
    with pytest.raises(NotAllowed):
        await (await own_firm.signed_in(user)).export_book()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_zip_that_is_damaged_inside_is_refused(tmp_path: Path, method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("clients.csv", b"abcdefgh," * 5000)
    damaged = bytearray(out.getvalue())
    begin = damaged.find(b"clients.csv") + len("clients.csv")
    damaged[begin + 10 : begin + 30] = b"\xff" * 20
    with pytest.raises(Malformed) as caught:
        archive.unpack(bytes(damaged), tmp_path)
    assert [each.code for each in caught.value.errors] == ["not_zip"]


def test_a_name_longer_than_file_systems_take_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a" * 300, b"")
    with pytest.raises(Malformed) as caught:
        archive.unpack(out.getvalue(), tmp_path)
    assert [each.code for each in caught.value.errors] == ["not_text"] and not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("share", "suspect"), [("0.70", False), ("1.30", False), ("0.69", True), ("1.31", True)]
)
async def test_a_price_that_cannot_be_does_not_come_in_a_zip(
    either: Any, book: Path, share: str, suspect: bool
) -> None:
    """What is kept aside over the feed is no price of the day by another door; the operator of the machine may bring it."""
    service.import_book(either.context, service.Asked(book, "operator"))
    rows = cells_of(book, "prices")
    code, day = rows[1][rows[0].index("security")], date(2026, 11, 20)
    with either.context.transaction() as session:
        price = session.get_one(Price, (code, day)).price
        session.merge(Price.of(code=code, day=date(2026, 11, 19), price=price, at=at_close(19)))
    set_cell(book, "prices", 2, "price", f"{price * Decimal(share):.4f}")
    system = await either.signed_in("demo-feeder")
    if suspect:
        with pytest.raises(AccountError) as refused:
            await system.import_book("k", zipped(book))
        (error,) = refused.value.problem["errors"]
        assert (error["code"], error["value"]) == ("suspect", code)
        assert service.import_book(either.context, service.Asked(book, "operator"))["changed"]
    else:
        assert (await system.import_book("k", zipped(book)))["changed"]


def at_close(day: int) -> datetime:
    return datetime(2026, 11, day, 15, tzinfo=BOOKING_ZONE)
