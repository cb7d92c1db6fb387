"""Every select of the feed over many accounts at once: who is behind a day, what they owe and hold, how their interest is counted."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Date, Subquery, func, insert, literal, union
from sqlmodel import Session, col, select

from account_api.accounts.tables import (
    AccountDay,
    Contract,
    ContractDay,
    ContractTerms,
    CreditAccount,
    Holding,
)


def ending_before(session: Session, accounts: Collection[str], day: date) -> list[AccountDay]:
    """The newest day of each of these accounts whose ledger ends before `day`."""
    newest = (
        select(AccountDay.account_id, func.max(AccountDay.day).label("day"))
        .where(col(AccountDay.account_id).in_(accounts))
        .group_by(col(AccountDay.account_id))
        .having(func.max(AccountDay.day) < day)
        .subquery()
    )
    same = (col(AccountDay.account_id) == newest.c.account_id) & (col(AccountDay.day) == newest.c.day)
    return list(session.exec(select(AccountDay).join(newest, same).order_by(AccountDay.account_id)))


def outstanding(session: Session, accounts: Collection[str], day: date) -> list[tuple[Contract, ContractDay]]:
    """What these accounts owe on their newest day before `day`."""
    newest = _newest_before(accounts, day)
    statement = (
        select(Contract, ContractDay)
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .join(
            newest, (newest.c.account_id == col(Contract.account_id)) & (newest.c.day == col(ContractDay.day))
        )
        .order_by(col(Contract.contract_id))
    )
    return [(contract, state) for contract, state in session.exec(statement)]


def copy_holdings(session: Session, accounts: Collection[str], day: date) -> None:
    """Writes what these accounts held on their newest day before `day` as of `day`, inside the database."""
    newest = _newest_before(accounts, day)
    held = (
        select(col(Holding.account_id), literal(day, Date()), col(Holding.security), col(Holding.quantity))
        .join(newest, (newest.c.account_id == col(Holding.account_id)) & (newest.c.day == col(Holding.day)))
        .where(col(Holding.quantity) > 0)
    )
    names = ["account_id", "day", "security", "quantity"]
    session.connection().execute(insert(Holding).from_select(names, held))


def _newest_before(accounts: Collection[str], day: date) -> Subquery:
    return (
        select(AccountDay.account_id, func.max(AccountDay.day).label("day"))
        .where(col(AccountDay.account_id).in_(accounts), AccountDay.day < day)
        .group_by(col(AccountDay.account_id))
        .subquery()
    )


def day_bases(session: Session, accounts: Collection[str]) -> dict[str, list[tuple[date, int]]]:
    """The day basis of every version of these accounts' contracts and since when it counts, oldest first."""
    statement = select(
        col(ContractTerms.account_id), col(ContractTerms.valid_from), col(ContractTerms.day_basis)
    ).where(col(ContractTerms.account_id).in_(accounts))
    found: dict[str, list[tuple[date, int]]] = {}
    for account_id, since, basis in session.exec(statement.order_by(col(ContractTerms.valid_from))):
        found.setdefault(account_id, []).append((since, basis))
    return found


def counted_at(session: Session, code: str, after: date) -> list[str]:
    """The clients with a fee counted on the market value of this security on some day after `after`."""
    statement = (
        select(CreditAccount.client_id)
        .join(Contract, col(Contract.account_id) == col(CreditAccount.account_id))
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .where(Contract.security == code, Contract.fee_basis == "market_value", ContractDay.day > after)
    )
    return list(session.exec(statement.distinct().order_by(CreditAccount.client_id)))


def behind(session: Session, day: date, codes: Collection[str], limit: int) -> list[str]:
    """The clients of mainland accounts whose newest day is before `day`, and that hold or owe one of `codes` on it."""
    newest = (
        select(AccountDay.account_id, func.max(AccountDay.day).label("day"))
        .group_by(AccountDay.account_id)
        .having(func.max(AccountDay.day) < day)
        .subquery()
    )
    held = select(col(Holding.account_id), col(Holding.day)).where(col(Holding.security).in_(set(codes)))
    owed = (
        select(col(Contract.account_id), col(ContractDay.day))
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .where(col(Contract.security).in_(set(codes)))
    )
    these = union(held, owed).subquery()
    statement = (
        select(CreditAccount.client_id)
        .join(newest, col(CreditAccount.account_id) == newest.c.account_id)
        .join(these, (these.c.account_id == newest.c.account_id) & (these.c.day == newest.c.day))
        .where(CreditAccount.jurisdiction == "CN")
    )
    return list(session.exec(statement.distinct().order_by(CreditAccount.client_id).limit(limit)))
