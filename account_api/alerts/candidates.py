"""Whose alerts may have something to tell: all of them seen at once, in a few selects, before any client is looked at closely.

Ratios are worked out in columns, exactly as one by one; prices and due days are read as they stand. Where no value has crossed
a level or come back, no client is looked at, however much else has changed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from sqlmodel import Session

from account_api.alerts import queries
from account_api.alerts.levels import Reading, of_each, read, told_as
from account_api.alerts.tables import OwnAlert
from account_api.context import Context
from account_api.margin_calls.book_columns import read_book
from account_api.market import queries as market
from risk.book.engine import Account, evaluate

AT_ONCE = 1_000
FAR = Reading(crossed=False, back=True)
"""Where nothing is owed, every level of a ratio is far."""


def candidates(ctx: Context, session: Session) -> list[str]:
    """The clients with an alert that has crossed its level and is armed, that is back and is not, or that is about a contract
    which has come near its due day and was not told of.
    """
    today, alerts = ctx.clock.today(), queries.every(session)
    stirring = {
        alert.client_id
        for readings in (_ratios(ctx, session, alerts, today), _prices(session, alerts, today))
        for alert, its in readings
        if (its.crossed if alert.armed else its.back)
    }
    return sorted(stirring | set(_near(session, today)))


def _ratios(
    ctx: Context, session: Session, alerts: Sequence[OwnAlert], today: date
) -> Iterator[tuple[OwnAlert, Reading]]:
    mine = [each for each in alerts if each.what == "ratio_below"]
    clients = sorted({each.client_id for each in mine})
    found: dict[str, Account] = {}
    for first in range(0, len(clients), AT_ONCE):
        frame = read_book(session, today, clients[first : first + AT_ONCE]).frame
        result = evaluate(frame, ctx.rules)
        found |= {client: result.of(i) for i, client in enumerate(frame.ids)}
    for alert in mine:
        its = _of_account(alert, found.get(alert.client_id))
        if its is not None:
            yield alert, its


def _of_account(alert: OwnAlert, account: Account | None) -> Reading | None:
    """What an account is to an alert about its ratio; None where that is unknown."""
    if account is None:
        return None
    if account.band == "no_debt":
        return FAR
    if account.assets is None or account.liabilities is None or account.liabilities <= 0:
        return None
    return read(alert.what, Fraction(alert.level), account.assets / account.liabilities)


def _prices(session: Session, alerts: Sequence[OwnAlert], today: date) -> Iterator[tuple[OwnAlert, Reading]]:
    codes = {each.security for each in alerts if each.security is not None}
    known = market.last_before(session, today + timedelta(days=1), codes)
    for alert in alerts:
        price = None if alert.security is None else known.get(alert.security)
        if price is not None:
            yield alert, read(alert.what, Fraction(alert.level), Fraction(price.price))


def _near(session: Session, today: date) -> Iterator[str]:
    """The clients with something to tell about a contract, or an alert to arm again, by the days that are left."""
    told = queries.told_of_contracts(session)
    for alert, contract, due in queries.contracts_watched(session, today):
        its = read(alert.what, Fraction(alert.level), Fraction((due - today).days))
        if of_each(alert):
            stirs = its.crossed and (alert.client_id, told_as(alert.id, contract), due) not in told
        else:
            stirs = its.crossed if alert.armed else its.back
        if stirs:
            yield alert.client_id
