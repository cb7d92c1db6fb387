"""The book in columns says of every client what the client's own account says."""

from fractions import Fraction

from sqlalchemy import text

from account_api.accounts.view import look
from account_api.accounts.whole_book import views
from account_api.clients import queries as clients
from account_api.margin_calls.book_columns import read_book
from risk.book.engine import BANDS, evaluate
from risk.evaluation import evaluate as one_by_one
from tests.account_api.conftest import Firm


def compared(firm: Firm) -> tuple[int, list[str]]:
    """How many accounts there are, and which of them stand otherwise in the columns."""
    ctx, found = firm.context, []
    with ctx.transaction(writes=False) as session:
        book = read_book(session, ctx.clock.today())
        result = evaluate(book.frame, ctx.rules)
        for i, client_id in enumerate(book.frame.ids):
            client = clients.client(session, client_id)
            assert client is not None
            snapshot = look(session, client, ctx.clock.today()).snapshot
            assert snapshot is not None
            alone, told = one_by_one(snapshot, ctx.rules), result.of(i)
            same = (
                alone.band == told.band
                and alone.figures["total_assets"].value == told.assets
                and alone.figures["total_liabilities"].value == told.liabilities
                and alone.figures["available_margin"].value == told.available
                and alone.figures["shortfall_to_restore"].value == told.shortfall
            )
            if not same:
                found.append(client_id)
    return len(book.frame), found


def test_every_account_of_the_firm_stands_as_it_does_alone(either: Firm) -> None:
    with either.context.transaction(writes=False) as session:
        mainland = [
            each for each in views(session, either.context.clock.today()) if each.snapshot is not None
        ]
    assert compared(either) == (len(mainland), [])
    assert len(mainland) >= 8


def test_so_it_does_with_a_rate_too_fine_for_the_columns_and_a_price_that_is_not_there(firm: Firm) -> None:
    with firm.context.transaction() as session:
        session.execute(text("UPDATE security_terms SET conversion_rate = 65000001 WHERE code = '600519.SH'"))
        session.execute(text("DELETE FROM prices WHERE code = '600036.SH' AND day = '2026-11-20'"))
    accounts, otherwise = compared(firm)
    assert accounts >= 8 and otherwise == []
    with firm.context.transaction(writes=False) as session:
        book = read_book(session, firm.context.clock.today())
    assert book.frame.beyond
    assert "indeterminate" in {BANDS[code] for code in evaluate(book.frame, firm.context.rules).band}


def test_a_contract_due_soon_is_named(firm: Firm) -> None:
    with firm.context.transaction(writes=False) as session:
        book = read_book(session, firm.context.clock.today())
    assert "demo-overdue" in {book.frame.ids[i] for i in book.due}
    assert book.accounts[book.frame.ids.index("demo-overdue")] == "demo-overdue-credit"
    assert evaluate(book.frame, firm.context.rules).of(book.frame.ids.index("demo-call")).assets == Fraction(
        1280000
    )
