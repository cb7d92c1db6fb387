"""A price of an earlier day that turns out to have been another: fees counted on it are counted again, on every later day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.feed import ledger, many_accounts, queries


def after_price(session: Session, code: str, day: date, before: Mapping[tuple[str, date], Fraction]) -> int:
    """Counts again what the price of `day`, which has just changed, was counted in; for how many accounts. `before` are the
    prices of the security as they were, from `day` on and the last one before it.
    """
    clients = many_accounts.counted_at(session, code, day)
    for account in queries.locked_accounts(session, clients).values():
        first = queries.days(session, account.account_id, day)[0]
        book = ledger.opened(session, account, first.day)
        others = {key: price for key, price in book.counting.prices.items() if key[0] != code}
        was = replace(book.counting, prices={**others, **before})
        ledger.book(session, first.taken_at, book, (), was)
    return len(clients)
