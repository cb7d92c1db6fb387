"""Every mainland account of the firm as one `risk.credit` book: positions, what is overdue, turnover where known.

What remained owed after earlier liquidations stands in the acts of calls that were finished with a debt.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries
from account_api.accounts.view import View, look
from account_api.clients.queries import every
from account_api.context import Context
from account_api.decisions.call_acts import owed_under
from account_api.decisions.contract import CreditRiskPublic
from account_api.decisions.market_facts import volumes_of
from account_api.decisions.people import known_from
from account_api.errors import NoCreditAccount
from risk.account import Snapshot
from risk.credit import Overdue, book_risk
from risk.credit.model import CreditBook


def credit_risk(ctx: Context, session: Session, as_of: date) -> CreditRiskPublic:
    """The credit risk of the firm's book on a day, for those who watch it."""
    known_from(as_of)
    views = list(_views(session, as_of))
    accounts = tuple(view.snapshot for view in views if view.snapshot is not None)
    turnover: dict[str, Fraction] = {}
    for account in accounts:
        day = account.taken_at.date() if account.taken_at else as_of
        turnover |= {code: Fraction(n) for code, n in volumes_of(session, account, day).items() if n}
    book = CreditBook(
        as_of,
        accounts,
        tuple(each for account in accounts for each in _overdue(account, as_of)),
        queries.residual_debts(session, as_of),
        turnover,
    )
    found = book_risk(book, ctx.rules)
    return CreditRiskPublic.model_validate({**found.as_json(), "as_of": as_of, "accounts": len(accounts)})


def _views(session: Session, as_of: date) -> Iterator[View]:
    for client in every(session):
        try:
            view = look(session, client, as_of)
        except NoCreditAccount:
            continue
        if not view.abroad:
            yield view


def _overdue(account: Snapshot, as_of: date) -> Iterator[Overdue]:
    """What is owed under each contract that came due before the day; one without a price is not counted."""
    for _, contract in account.contracts():
        owed = owed_under(account, contract.contract)
        if contract.due is not None and contract.due < as_of and owed:
            yield Overdue(account.id or "", owed, contract.due)
