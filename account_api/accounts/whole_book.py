"""Every mainland account at once, in as many selects as there are tables and position days, not as there are accounts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Subquery, func, true
from sqlmodel import Session, col, select

from account_api.accounts import snapshot
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
    found = []
    for account, client in _accounts(session, clients):
        mine, day = terms.get(account.account_id), days.get(account.account_id)
        taken = None
        if mine is not None and day is not None:
            key = account.account_id
            rows = Rows(client, account, mine, day, held[key], owed[key])
            taken = snapshot.of_rows(rows, known[day.day], seen_on)
        found.append(View(client, account, seen_on, mine, taken))
    return found


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
