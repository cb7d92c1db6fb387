"""Every mainland account at once, in as many selects as there are tables and position days, not as there are accounts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Subquery, func, true
from sqlmodel import Session, col, select

from account_api.accounts import queries, snapshot
from account_api.accounts.past import past
from account_api.accounts.snapshot import Market, Rows
from account_api.accounts.tables import (
    AccountDay,
    Contract,
    ContractDay,
    ContractTerms,
    CreditAccount,
    Holding,
)
from account_api.accounts.view import View
from account_api.clients.tables import Client
from account_api.market import queries as market
from risk.account import Snapshot

PLACE = "CN"


def views(
    session: Session,
    until: date,
    as_of: date | None = None,
    clients: Collection[str] | None = None,
) -> list[View]:
    """The accounts of all clients, or of these, by client, each from its newest position not after `until`.

    With `as_of`, a later day, they are judged by the contracts, the rules and the terms of securities of that day; prices
    and positions stay those of the position's day.
    """
    seen_on = as_of or until
    terms = {row.account_id: row for row in _terms(session, seen_on, clients)}
    days, held, owed = _positions(session, until, clients)
    codes = {row.security for rows in held.values() for row in rows}
    codes |= {contract.security for rows in owed.values() for contract, _ in rows}
    known = _markets(session, {day.day for day in days.values()}, codes, as_of)
    then = past(session, seen_on, clients)
    found = []
    for account, client in _accounts(session, clients):
        mine, day = terms.get(account.account_id), days.get(account.account_id)
        taken = None
        if mine is not None and day is not None:
            key = account.account_id
            rows = Rows(client, account, mine, day, held[key], owed[key], then)
            taken = snapshot.of_rows(rows, known[day.day], seen_on)
        found.append(View(client, account, seen_on, mine, taken))
    return found


def backwards(
    session: Session, seen: Collection[View], enough: Callable[[View, Snapshot], bool]
) -> dict[str, list[Snapshot]]:
    """The positions of accounts by client, each of a day under the terms and rules of that day; newest first, up to the first
    that is `enough`. The accounts are read side by side, a day of each at a time.
    """
    found: dict[str, list[Snapshot]] = {view.client.client_id: [] for view in seen}
    going = {view.account.account_id: (view, view.as_of + timedelta(days=1)) for view in seen}
    while going:
        earlier: dict[str, tuple[View, date]] = {}
        for day, group in _next_days(session, going).items():
            for view, position in _positions_on(session, day, group):
                if position is not None:
                    found[view.client.client_id].append(position)
                if position is None or not enough(view, position):
                    earlier[view.account.account_id] = view, day
        going = earlier
    return found


def _next_days(session: Session, going: Mapping[str, tuple[View, date]]) -> Mapping[date, list[View]]:
    """The accounts by the newest position day of each before the one that it has come to."""
    come_to: defaultdict[date, list[str]] = defaultdict(list)
    for account, (_, before) in going.items():
        come_to[before].append(account)
    found: defaultdict[date, list[View]] = defaultdict(list)
    for before, accounts in come_to.items():
        for account, day in queries.newest_days(session, accounts, before).items():
            found[day].append(going[account][0])
    return found


def _positions_on(
    session: Session, day: date, seen: Sequence[View]
) -> Iterator[tuple[View, Snapshot | None]]:
    """The position of each account on a day that it has one of; that of the view itself was read with it."""
    rest: dict[str, View] = {}
    for view in seen:
        if view.as_of == day and view.snapshot is not None:
            yield view, view.snapshot
        else:
            rest[view.client.client_id] = view
    for read in views(session, day, clients=rest) if rest else ():
        yield rest[read.client.client_id], read.snapshot


def _accounts(session: Session, clients: Collection[str] | None) -> list[tuple[CreditAccount, Client]]:
    statement = (
        select(CreditAccount, Client)
        .join(Client, col(Client.client_id) == col(CreditAccount.client_id))
        .where(CreditAccount.jurisdiction == PLACE, _of(clients))
        .order_by(CreditAccount.client_id)
    )
    return [(account, client) for account, client in session.exec(statement)]


def _terms(session: Session, as_of: date, clients: Collection[str] | None) -> list[ContractTerms]:
    """Every version that has begun, the newest of an account last."""
    statement = (
        select(ContractTerms)
        .join(CreditAccount, col(CreditAccount.account_id) == col(ContractTerms.account_id))
        .where(ContractTerms.valid_from <= as_of, _of(clients))
        .order_by(col(ContractTerms.valid_from))
    )
    return list(session.exec(statement))


def _positions(
    session: Session, until: date, clients: Collection[str] | None
) -> tuple[
    Mapping[str, AccountDay],
    Mapping[str, list[Holding]],
    Mapping[str, list[tuple[Contract, ContractDay]]],
]:
    """The newest day of each account, and what was held and owed on it."""
    newest = _newest(until, clients)
    days = session.exec(
        select(AccountDay).join(
            newest,
            (col(AccountDay.account_id) == newest.c.account_id) & (col(AccountDay.day) == newest.c.day),
        )
    )
    held: defaultdict[str, list[Holding]] = defaultdict(list)
    for row in session.exec(
        select(Holding)
        .join(newest, (col(Holding.account_id) == newest.c.account_id) & (col(Holding.day) == newest.c.day))
        .order_by(Holding.security)
    ):
        held[row.account_id].append(row)
    owed: defaultdict[str, list[tuple[Contract, ContractDay]]] = defaultdict(list)
    for contract, state in session.exec(
        select(Contract, ContractDay)
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .join(
            newest, (col(Contract.account_id) == newest.c.account_id) & (col(ContractDay.day) == newest.c.day)
        )
        .order_by(col(Contract.opened), col(Contract.contract_id))
    ):
        owed[contract.account_id].append((contract, state))
    return {day.account_id: day for day in days}, held, owed


def _newest(until: date, clients: Collection[str] | None) -> Subquery:
    return (
        select(AccountDay.account_id, func.max(AccountDay.day).label("day"))
        .join(CreditAccount, col(CreditAccount.account_id) == col(AccountDay.account_id))
        .where(AccountDay.day <= until, _of(clients))
        .group_by(AccountDay.account_id)
        .subquery()
    )


def _markets(
    session: Session, days: Collection[date], codes: set[str], as_of: date | None
) -> dict[date, Market]:
    """What is known of these securities on each position day, with the terms of `as_of` where that is given."""
    later = None if as_of is None else market.terms(session, as_of, codes)
    known = {day: snapshot.market_of(session, day, codes) for day in days}
    return known if later is None else {day: replace(each, terms=later) for day, each in known.items()}


def _of(clients: Collection[str] | None) -> ColumnElement[bool]:
    return true() if clients is None else col(CreditAccount.client_id).in_(set(clients))
