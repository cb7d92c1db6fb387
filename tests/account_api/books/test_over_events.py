"""A book does not undo in silence what was fed on its day: each event is named, and undone only where that is said."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from account_api.books import exporting, service
from account_api.books.errors import BookRefused
from account_api.client import AccountError
from tests.account_api.books.conftest import cells_of, put_cells, set_cell
from tests.account_api.feed.sending import event, lines, send

FRIDAY = date(2026, 11, 20)


def exported(firm: Any, directory: Path) -> Path:
    with firm.context.transaction(writes=False) as session:
        exporting.export_book(session.connection(), directory, FRIDAY)
    return directory


def zipped(directory: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for path in sorted(directory.iterdir()):
            made.writestr(path.name, path.read_bytes())
    return out.getvalue()


def taken(firm: Any, directory: Path, **asked: Any) -> dict[str, Any]:
    return service.import_book(firm.context, service.Asked(directory, "operator", **asked))


async def test_an_event_of_the_day_is_named_and_undone_only_where_that_is_said(
    either: Any, tmp_path: Path
) -> None:
    book = exported(either, tmp_path / "book")
    before = lines(either)["cash"]
    await send(either, event(1, "cash_in", amount="50000.00"))
    feeder = await either.signed_in("demo-feeder")
    for dry_run in (True, False):
        with pytest.raises(AccountError) as refused:
            await feeder.import_book("k", zipped(book), dry_run=dry_run)
        (error,) = refused.value.problem["errors"]
        assert (error["code"], error["value"]) == ("fed", "demo-call core demo-call-1")
        assert "over_events" in error["text"] and "over_events" in error["text_zh"]
    assert lines(either)["cash"] == before + 50_000
    report = await feeder.import_book("k", zipped(book), over_events=True)
    assert report["changed"] and lines(either)["cash"] == before


async def test_a_book_that_says_what_was_fed_is_taken_as_it_is(own_firm: Any, tmp_path: Path) -> None:
    await send(own_firm, event(1, "cash_in", amount="50000.00"))
    book = exported(own_firm, tmp_path / "book")
    assert not taken(own_firm, book)["changed"]
    at = cells_of(book, "accounts")[0].index("cash")
    safe = next(n for n, row in enumerate(cells_of(book, "accounts"), 1) if row[0] == "demo-safe")
    set_cell(book, "accounts", safe, "cash", "7.00")
    assert at > 0 and taken(own_firm, book)["changed"]


@pytest.mark.parametrize("name", ["holdings", "contracts"])
async def test_what_the_book_has_no_more_or_otherwise_counts_as_undone(
    own_firm: Any, tmp_path: Path, name: str
) -> None:
    await send(own_firm, event(1, "collateral_in", security="601318.SH", quantity=100))
    book = exported(own_firm, tmp_path / "book")
    rows = cells_of(book, name)
    gone = next(n for n, row in enumerate(rows) if row[0] == "demo-call")
    put_cells(book, name, [row for n, row in enumerate(rows) if n != gone])
    with pytest.raises(BookRefused) as refused:
        taken(own_firm, book)
    assert [each.code for each in refused.value.errors] == ["fed"]
    assert taken(own_firm, book, over_events=True)["changed"]
