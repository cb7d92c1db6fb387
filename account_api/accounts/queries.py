"""Every select of accounts, their days, holdings, contracts and terms."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func
from sqlmodel import Session, col, select

from account_api.accounts.tables import (
    AccountDay,
    CallAct,
    Contract,
    ContractDay,
    ContractTerms,
    ContractVersion,
    CreditAccount,
    CreditLine,
    Holding,
    ReferenceBook,
)
from account_api.clock import BOOKING_ZONE


def account_of(session: Session, client_id: str) -> CreditAccount | None:
    """The client's one credit account; None where none was opened."""
    return session.exec(select(CreditAccount).where(CreditAccount.client_id == client_id)).first()


def terms(session: Session, account_id: str, as_of: date) -> ContractTerms | None:
    """The terms in force on `as_of`; before the first row, none."""
    statement = (
        select(ContractTerms)
        .where(ContractTerms.account_id == account_id, ContractTerms.valid_from <= as_of)
        .order_by(col(ContractTerms.valid_from).desc())
    )
    return session.exec(statement).first()


def days(session: Session, account_id: str, as_of: date, limit: int | None) -> list[AccountDay]:
    """The newest days not after `as_of`, newest first; all of them without a limit."""
    statement = (
        select(AccountDay)
        .where(AccountDay.account_id == account_id, AccountDay.day <= as_of)
        .order_by(col(AccountDay.day).desc())
        .limit(limit)
    )
    return list(session.exec(statement))


def reference_books(session: Session, account_id: str, as_of: date, limit: int | None) -> list[ReferenceBook]:
    """The newest books of an account of another place not after `as_of`, newest first."""
    statement = (
        select(ReferenceBook)
        .where(ReferenceBook.account_id == account_id, ReferenceBook.day <= as_of)
        .order_by(col(ReferenceBook.day).desc())
        .limit(limit)
    )
    return list(session.exec(statement))


def holdings(session: Session, account_id: str, day: date) -> list[Holding]:
    """The collateral at the close of `day`, by security."""
    statement = select(Holding).where(Holding.account_id == account_id, Holding.day == day)
    return list(session.exec(statement.order_by(Holding.security)))


def contracts(session: Session, account_id: str, day: date) -> list[tuple[Contract, ContractDay]]:
    """Contracts outstanding on `day`, oldest first."""
    statement = (
        select(Contract, ContractDay)
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .where(Contract.account_id == account_id, ContractDay.day == day)
        .order_by(col(Contract.opened), col(Contract.contract_id))
    )
    return [(contract, state) for contract, state in session.exec(statement)]


def due_days(session: Session, contracts: Collection[str | None]) -> dict[str, date | None]:
    """When these contracts come due."""
    if not contracts:
        return {}
    statement = select(Contract).where(col(Contract.contract_id).in_(contracts))
    return {contract.contract_id: contract.due for contract in session.exec(statement)}


def versions(session: Session, account_id: str) -> list[ContractTerms]:
    """The contract over time, the oldest version first."""
    statement = select(ContractTerms).where(ContractTerms.account_id == account_id)
    return list(session.exec(statement.order_by(col(ContractTerms.valid_from))))


def credit_lines(session: Session, client_id: str) -> list[CreditLine]:
    """The credit line over time, the newest first."""
    statement = select(CreditLine).where(CreditLine.client_id == client_id)
    return list(session.exec(statement.order_by(col(CreditLine.valid_from).desc(), col(CreditLine.n).desc())))


def lines_over_time(session: Session, clients: Collection[str] | None) -> Iterable[tuple[str, date, Decimal]]:
    """Client, first day and amount of every credit line of all clients, or of these; of a client the oldest first."""
    columns = col(CreditLine.client_id), col(CreditLine.valid_from), col(CreditLine.amount)
    statement = select(*columns)
    if clients is not None:
        statement = statement.where(col(CreditLine.client_id).in_(set(clients)))
    rows = session.exec(statement.order_by(col(CreditLine.valid_from), col(CreditLine.n)))
    return ((client_id, valid_from, amount) for client_id, valid_from, amount in rows)


def versions_after(
    session: Session, as_of: date, clients: Collection[str] | None
) -> Iterable[ContractVersion]:
    """What contracts of all clients, or of these, said before they were changed after a day; the latest change first."""
    statement = select(ContractVersion).where(ContractVersion.until > as_of)
    if clients is not None:
        of = select(Contract.contract_id).join(
            CreditAccount, col(CreditAccount.account_id) == col(Contract.account_id)
        )
        mine = of.where(col(CreditAccount.client_id).in_(set(clients)))
        statement = statement.where(col(ContractVersion.contract_id).in_(mine))
    return session.exec(statement.order_by(col(ContractVersion.until).desc()))


def call_acts(session: Session, clients: Collection[str]) -> dict[str, list[CallAct]]:
    """What was done about the calls of each of these clients; oldest first."""
    found: defaultdict[str, list[CallAct]] = defaultdict(list)
    statement = select(CallAct).where(col(CallAct.client_id).in_(clients))
    for row in session.exec(statement.order_by(col(CallAct.at), col(CallAct.id))):
        found[row.client_id].append(row)
    return found


def newest_days(session: Session, accounts: Collection[str], before: date) -> dict[str, date]:
    """The newest position day of each of these accounts before a day."""
    statement = select(AccountDay.account_id, func.max(AccountDay.day)).where(
        col(AccountDay.account_id).in_(accounts), AccountDay.day < before
    )
    return dict(session.exec(statement.group_by(col(AccountDay.account_id))).all())


def residual_debts(session: Session, as_of: date) -> dict[str, Fraction]:
    """What remained owed when the latest liquidations of each client were finished, where anything did.

    The latest of each kind counts, at maturity of each contract: a liquidation that ends with nothing owed says nothing of
    what another left.
    """
    midnight = datetime.combine(as_of + timedelta(days=1), time(), tzinfo=BOOKING_ZONE)
    statement = select(CallAct).where(CallAct.act == "finish", CallAct.at < midnight)
    owed: dict[str, dict[tuple[str, str | None], Fraction]] = {}
    for act in session.exec(statement.order_by(col(CallAct.at), col(CallAct.id))):
        if act.amount is not None:
            owed.setdefault(act.client_id, {})[act.kind, act.contract_id] = Fraction(act.amount)
    sums = ((client, sum(each.values(), Fraction())) for client, each in owed.items())
    return {client: amount for client, amount in sums if amount}
