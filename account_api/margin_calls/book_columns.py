"""The whole book read into columns: one prepared select for each table, integers as they stand in the database.

Every account is taken at its newest position day and under its terms then, priced at that very day, as the account of one
client is: `risk.book` makes of it what `risk.evaluation` would make of each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Date, TextClause, bindparam, text
from sqlmodel import Session

from account_api.accounts import whole_book
from account_api.market.quotes import quotes_of_days
from risk.account import Snapshot
from risk.book.frame import UNKNOWN, Column, Frame, Lines, Longs, Owed, Quotes, assemble, offsets_of
from risk.calls.signals import REMINDER

OF_SOME = "AND client_id IN :clients"
RATES = text(
    "SELECT code, valid_from, conversion_rate FROM security_terms WHERE valid_from <= :until ORDER BY valid_from"
).bindparams(bindparam("until", type_=Date()))


@dataclass(frozen=True, slots=True)
class Statements:
    """The prepared select for each table."""

    accounts: TextClause
    holdings: TextClause
    contracts: TextClause


def _prepared(of: str) -> Statements:
    """The selects of all mainland accounts, or of those for which `of` says so."""
    mine = f"SELECT account_id, client_id FROM credit_accounts WHERE jurisdiction = 'CN' {of}"
    newest = f"""
        SELECT d.account_id, a.client_id, MAX(d.day) AS day FROM ({mine}) a
        JOIN account_days d ON d.account_id = a.account_id AND d.day <= :until GROUP BY d.account_id, a.client_id
    """
    terms = f"""
        SELECT t.account_id, MAX(t.valid_from) AS valid_from FROM ({mine}) a
        JOIN contract_terms t ON t.account_id = a.account_id AND t.valid_from <= :until GROUP BY t.account_id
    """
    given = [bindparam("until", type_=Date()), *([bindparam("clients", expanding=True)] if of else [])]
    selects = (
        f"""
        SELECT n.account_id, n.client_id, d.cash, d.other_collateral, d.fees,
               t.warning_line, t.liquidation_line, t.restore_line, t.minimum_line
        FROM ({newest}) n
        JOIN account_days d ON d.account_id = n.account_id AND d.day = n.day
        JOIN ({terms}) v ON v.account_id = n.account_id
        JOIN contract_terms t ON t.account_id = n.account_id AND t.valid_from = v.valid_from
        ORDER BY n.account_id
        """,
        f"""
        SELECT h.account_id, h.security, h.day, h.quantity
        FROM ({newest}) n JOIN holdings h ON h.account_id = n.account_id AND h.day = n.day
        ORDER BY h.account_id, h.security
        """,
        f"""
        SELECT c.account_id, c.security, s.day, s.quantity, s.amount, s.interest, c.margin_ratio, c.contract_id,
               c.due, c.kind
        FROM ({newest}) n
        JOIN contracts c ON c.account_id = n.account_id
        JOIN contract_days s ON s.contract_id = c.contract_id AND s.day = n.day
        ORDER BY c.account_id, c.opened, c.contract_id
        """,
    )
    return Statements(*(text(each).bindparams(*given) for each in selects))


WHOLE, SOME = _prepared(""), _prepared(OF_SOME)

Rows = Iterable[Sequence[Any]]
AT_ONCE = 10_000
"""Rows that are held at a time: of a whole book, only its columns are ever held together."""
LONG = np.dtype([(name, np.int64) for name in ("account", "quote", "quantity")])
OWED = np.dtype([*LONG.descr, *((name, np.int64) for name in ("amount", "interest", "margin", "short"))])
Table = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Book:
    """The frame, whose ids are clients; the account of each; and the places with a contract that is due soon or was."""

    frame: Frame
    accounts: tuple[str, ...]
    due: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Quoted:
    """The quotes of securities by the day a position is of, each with its place."""

    places: dict[tuple[str, str], int]

    def place(self, code: str, day: object) -> int:
        """The place of the quote of a security on a day."""
        return self.places.setdefault((code, str(day)), len(self.places))


def read_book(session: Session, until: date, clients: Sequence[str] | None = None) -> Book:
    """Every mainland account with terms and a position by `until`, or those of these clients; in the order of their account ids."""
    selects = WHOLE if clients is None else SOME
    given: dict[str, object] = {"until": until} if clients is None else {"until": until, "clients": clients}
    accounts = list(_rows(session, selects.accounts, given))
    index = {row[0]: i for i, row in enumerate(accounts)}
    quoted = _Quoted({})
    longs = _longs(_rows(session, selects.holdings, given), index, quoted)
    financing, shorts, due = _owed(
        _rows(session, selects.contracts, given), index, quoted, str(until + REMINDER)
    )
    own = np.array([_numbers(row[2:]) for row in accounts], np.int64).reshape(-1, 7).T
    frame = Frame(
        ids=[row[1] for row in accounts],
        cash=own[0],
        other=own[1],
        fees=own[2],
        lines=Lines(own[3], own[4], own[5], own[6]),
        longs=longs,
        financing=financing,
        shorts=shorts,
        quotes=_quotes(session, until, quoted.places),
        beyond={},
    )
    whole = assemble(frame, lambda i: _snapshot(session, until, accounts[i][1]))
    return Book(whole, tuple(row[0] for row in accounts), due)


def _snapshot(session: Session, until: date, client_id: str) -> Snapshot:
    taken = whole_book.views(session, until, clients=[client_id])[0].snapshot
    assert taken is not None
    return taken


def _rows(session: Session, statement: TextClause, given: Mapping[str, object]) -> Rows:
    return session.connection().execute(statement, given, execution_options={"yield_per": AT_ONCE})


def _longs(rows: Rows, index: Mapping[str, int], quoted: _Quoted) -> Longs:
    """Collateral; an account without terms is in no book."""
    table = np.fromiter(
        (
            (index[account], quoted.place(code, day), quantity)
            for account, code, day, quantity in rows
            if account in index
        ),
        LONG,
    )
    return Longs(_offsets(table, index), _column(table, "quote"), _column(table, "quantity"))


def _owed(
    rows: Rows, index: Mapping[str, int], quoted: _Quoted, soon: str
) -> tuple[Owed, Owed, frozenset[int]]:
    """Open contracts, financing and shorts apart, and the places of the accounts with one that is due by `soon`."""
    names: list[str] = []
    near: set[int] = set()

    def numbers() -> Iterator[tuple[int, ...]]:
        for account, code, day, quantity, amount, interest, margin, name, due, kind in rows:
            i = index.get(account)
            if i is not None:
                names.append(name)
                if due is not None and str(due) <= soon:
                    near.add(i)
                yield i, quoted.place(code, day), quantity, amount, interest, margin, kind == "short"

    table = np.fromiter(numbers(), OWED)
    short = table["short"] == 1
    financing, shorts = (
        _of_kind(table[mask], list(compress(names, mask.tolist())), index) for mask in (~short, short)
    )
    return financing, shorts, frozenset(near)


def _of_kind(table: Table, names: Sequence[str], index: Mapping[str, int]) -> Owed:
    return Owed(
        offsets=_offsets(table, index),
        quote=_column(table, "quote"),
        quantity=_column(table, "quantity"),
        amount=_column(table, "amount"),
        interest=_column(table, "interest"),
        margin=_column(table, "margin"),
        names=names,
    )


def _offsets(table: Table, index: Mapping[str, int]) -> Column:
    return offsets_of(_column(table, "account"), len(index))


def _column(table: Table, name: str) -> Column:
    return np.ascontiguousarray(table[name])


def _numbers(row: Iterable[int | None]) -> list[int]:
    return [UNKNOWN if number is None else number for number in row]


def _quotes(session: Session, until: date, places: Mapping[tuple[str, str], int]) -> Quotes:
    """What each security counts at on each day, and its conversion rate; unknown where it has none."""
    days = sorted({day for _, day in places})
    wanted: defaultdict[date, set[str]] = defaultdict(set)
    for code, day in places:
        wanted[date.fromisoformat(day)].add(code)
    prices = {
        (code, day.isoformat()): int(quote.price.scaleb(4))
        for day, quotes in quotes_of_days(session, wanted).items()
        for code, quote in quotes.items()
    }
    rates = _rates(_rows(session, RATES, {"until": until}), days)
    keys = list(places)
    return Quotes(
        [code for code, _ in keys],
        np.array([prices.get(key, UNKNOWN) for key in keys], np.int64),
        np.array([rates.get(key, UNKNOWN) for key in keys], np.int64),
    )


def _rates(rows: Rows, days: Sequence[str]) -> dict[tuple[str, str], int]:
    """The newest rate of each security not after each day; rows are in the order of their days."""
    return {(code, day): rate for code, since, rate in rows for day in days if str(since) <= day}
