"""The days of one account as lines, read from the ledger's rows and written back, and the step of booking onto them.

A day that is not there yet is rolled forward from the one before it: the same lines with interest counted on. Prices are
never rolled: a day has those that were reported for it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.accounts.tables import AccountDay, Contract, ContractDay, CreditAccount, Holding
from account_api.feed import queries, refusals
from account_api.feed.lines import (
    ZERO,
    Bond,
    Counting,
    DayLines,
    Line,
    Lines,
    Posting,
    beyond,
    rolled,
    shortage,
    worked_in,
)
from account_api.market import queries as market

DAY_BASIS = 360
"""Counts where no contract terms are in force yet; firm-set."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The ledger's own rows of one account from a day on."""

    days: Sequence[AccountDay]
    holdings: Sequence[Holding]
    contracts: Sequence[ContractDay]


@dataclass(frozen=True, slots=True)
class Book:
    """An account's days from one day on, oldest first, what interest is counted with, and the rows they were read from."""

    account: CreditAccount
    days: tuple[DayLines, ...]
    counting: Counting
    rows: Rows


def opened(session: Session, account: CreditAccount, day: date) -> Book:
    """The account from `day` on; a day that is missing is rolled forward, or is empty where the ledger begins with it.

    Raises EventRefused for a day before the ledger begins.
    """
    before = queries.day_before(session, account.account_id, day)
    since = day if before is None else before.day
    rows = _rows(session, account.account_id, since)
    counting = counting_of(session, account, since)
    known = _days(rows)
    if day in (each.day for each in known):
        return Book(account, tuple(each for each in known if each.day >= day), counting, rows)
    later = tuple(each for each in known if each.day > day)
    if before is None:
        if later or day < account.opened:
            raise refusals.before_the_ledger(day.isoformat())
        return Book(account, (DayLines(day, {}),), counting, rows)
    start = DayLines(day, rolled(known[0], day, counting))
    return Book(account, (start, *later), counting, rows)


def book(
    session: Session,
    at: datetime,
    opened_book: Book,
    postings: Sequence[Posting],
    was: Counting | None = None,
) -> tuple[DayLines, ...]:
    """Adds the postings to the first day of the book and to every later one, and writes what has changed. `was` is what
    interest of the days had been counted with, where that was something else.

    Raises EventRefused where a line would fall below zero or grow too large; nothing is written then.
    """
    days = worked_in(opened_book.days, postings, opened_book.counting, was)
    short = shortage(opened_book.days, days)
    if short is not None:
        raise refusals.lacking(short)
    large = beyond(days)
    if large is not None:
        raise refusals.too_much(large)
    _write(session, opened_book, days, at)
    return days


def lines_on(session: Session, account: CreditAccount, day: date) -> Lines:
    """The lines at the close of the newest day not after `day`; none before the ledger begins."""
    found = accounts.days(session, account.account_id, day, limit=1)
    return _days(_rows(session, account.account_id, found[0].day))[0].lines if found else {}


def whole(session: Session, account: CreditAccount) -> tuple[DayLines, ...]:
    """Every day of the account, oldest first."""
    return _days(_rows(session, account.account_id, date.min))


def counting_of(session: Session, account: CreditAccount, since: date) -> Counting:
    """What interest of the account is counted with from a day on."""
    terms = accounts.terms(session, account.account_id, since)
    bonds = {row.contract_id: bond_of(row) for row in queries.contracts(session, account.account_id)}
    valued = {bond.security for bond in bonds.values() if bond.fee_basis == "market_value"}
    basis = DAY_BASIS if terms is None else terms.day_basis
    return Counting(bonds, basis, prices_since(session, valued, since))


def prices_since(session: Session, codes: Collection[str], since: date) -> dict[tuple[str, date], Fraction]:
    """The prices of these securities from a day on, and the last one known before it, by security and day."""
    if not codes:
        return {}
    earlier = {(row.code, row.day): row for row in market.last_before(session, since, codes).values()}
    known = {**earlier, **queries.prices(session, codes, since)}
    return {key: Fraction(price.price) for key, price in known.items()}


def bond_of(row: Contract) -> Bond:
    """What of a contract never changes."""
    return Bond(row.contract_id, row.kind, row.security, row.opened, Fraction(row.annual_rate), row.fee_basis)


def _rows(session: Session, account_id: str, since: date) -> Rows:
    return Rows(
        queries.days(session, account_id, since),
        queries.holdings(session, account_id, since),
        queries.contract_days(session, account_id, since),
    )


def _days(rows: Rows) -> tuple[DayLines, ...]:
    """The rows as lines, oldest first."""
    found: dict[date, dict[Line, Decimal]] = {
        row.day: {Line("cash"): row.cash, Line("fees"): row.fees, Line("other"): row.other_collateral}
        for row in rows.days
    }
    for held in rows.holdings:
        if held.day in found:
            found[held.day][Line("holding", held.security)] = Decimal(held.quantity)
    for owed in rows.contracts:
        if owed.day in found:
            found[owed.day][Line("quantity", owed.contract_id)] = Decimal(owed.quantity)
            found[owed.day][Line("amount", owed.contract_id)] = owed.amount
            found[owed.day][Line("interest", owed.contract_id)] = owed.interest
    return tuple(
        DayLines(day, {line: amount for line, amount in lines.items() if amount})
        for day, lines in sorted(found.items())
    )


def _write(session: Session, book: Book, days: Sequence[DayLines], at: datetime) -> None:
    """The rows of these days, made to say what the lines say; the first is of the event, taken at its instant."""
    account_id, first = book.account.account_id, days[0].day
    rows = {row.day: row for row in book.rows.days}
    for each in days:
        said = {
            "cash": each.lines.get(Line("cash"), ZERO),
            "fees": each.lines.get(Line("fees"), ZERO),
            "other_collateral": each.lines.get(Line("other"), ZERO),
        }
        row = rows.get(each.day)
        if row is None:
            session.add(AccountDay.of(account_id=account_id, day=each.day, taken_at=at, **said))
            session.flush()  # holdings refer to it
            continue
        for name, amount in said.items():
            setattr(row, name, amount)
        if each.day == first:
            row.taken_at = max(row.taken_at, at)
    _write_holdings(session, account_id, days, [row for row in book.rows.holdings if row.day >= first])
    _write_contracts(session, days, [row for row in book.rows.contracts if row.day >= first])
    session.flush()


def _write_holdings(
    session: Session, account_id: str, days: Sequence[DayLines], rows: Sequence[Holding]
) -> None:
    there = {(row.day, row.security): row for row in rows}
    wanted = {
        (each.day, line.key): int(amount)
        for each in days
        for line, amount in each.lines.items()
        if line.kind == "holding"
    }
    for key, row in there.items():
        if key in wanted:
            row.quantity = wanted[key]
        else:
            session.delete(row)
    for (day, code), quantity in wanted.items():
        if (day, code) not in there:
            session.add(Holding.of(account_id=account_id, day=day, security=code, quantity=quantity))


def _write_contracts(session: Session, days: Sequence[DayLines], rows: Sequence[ContractDay]) -> None:
    there = {(row.day, row.contract_id): row for row in rows}
    wanted: dict[tuple[date, str], dict[str, Decimal]] = {}
    for each in days:
        for line, amount in each.lines.items():
            if line.kind in ("quantity", "amount", "interest"):
                wanted.setdefault((each.day, line.key), {})[line.kind] = amount
    for key, row in there.items():
        if key not in wanted:
            session.delete(row)
    for (day, contract), said in wanted.items():
        full = {
            "quantity": int(said.get("quantity", ZERO)),
            "amount": said.get("amount", ZERO),
            "interest": said.get("interest", ZERO),
        }
        row_there = there.get((day, contract))
        if row_there is None:
            session.add(ContractDay.of(contract_id=contract, day=day, **full))
        else:
            for name, value in full.items():
                setattr(row_there, name, value)
