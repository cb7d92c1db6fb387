"""Every select of the alerts that clients have set."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from account_api.accounts.tables import AccountDay, Contract, ContractDay, CreditAccount
from account_api.alerts.levels import TOLD
from account_api.alerts.tables import OwnAlert
from account_api.jobs.tables import Reminder
from account_api.market.tables import Price

_LIVE = col(OwnAlert.removed_at).is_(None)


def of_client(session: Session, client_id: str) -> list[OwnAlert]:
    """The client's alerts that were not removed, in the order they were set."""
    statement = select(OwnAlert).where(OwnAlert.client_id == client_id, _LIVE)
    return list(session.exec(statement.order_by(col(OwnAlert.created_at), col(OwnAlert.id))))


def of_client_one(session: Session, client_id: str, alert_id: str) -> OwnAlert | None:
    """The alert of that id, if it is this client's and was not removed; held still until the transaction ends."""
    statement = select(OwnAlert).where(OwnAlert.id == alert_id, OwnAlert.client_id == client_id, _LIVE)
    return session.exec(statement.with_for_update()).first()


def every(session: Session) -> list[OwnAlert]:
    """Every alert that was not removed."""
    return list(session.exec(select(OwnAlert).where(_LIVE).order_by(OwnAlert.client_id, OwnAlert.id)))


def contracts_watched(session: Session, today: date) -> list[tuple[OwnAlert, str, date]]:
    """Every alert about days to due with each open contract from today on that it is about, and when that comes due."""
    newest = (
        select(func.max(col(AccountDay.day)))
        .where(AccountDay.account_id == CreditAccount.account_id, AccountDay.day <= today)
        .correlate(CreditAccount)
        .scalar_subquery()
    )
    statement = (
        select(OwnAlert, col(Contract.contract_id), col(Contract.due))
        .join(CreditAccount, col(CreditAccount.client_id) == col(OwnAlert.client_id))
        .join(Contract, col(Contract.account_id) == col(CreditAccount.account_id))
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .where(_LIVE, OwnAlert.what == "days_to_due", ContractDay.day == newest, col(Contract.due) >= today)
        .where(col(OwnAlert.contract_id).is_(None) | (col(OwnAlert.contract_id) == Contract.contract_id))
    )
    return [(alert, contract, due) for alert, contract, due in session.exec(statement) if due]


def told_of_contracts(session: Session) -> set[tuple[str, str, date]]:
    """What alerts have told of contracts: the client, what it is kept as, and the due day."""
    statement = select(col(Reminder.client_id), col(Reminder.what), col(Reminder.day))
    return set(session.exec(statement.where(col(Reminder.what).startswith(TOLD))))


def disarm(session: Session, alert_id: str, at: datetime) -> bool:
    """Whether the alert was armed until now: of two who ask at once, one is told so."""
    fired = update(OwnAlert).where(col(OwnAlert.id) == alert_id, col(OwnAlert.armed), _LIVE)
    changed = fired.values(armed=False, fired_at=at, firings=OwnAlert.firings + 1)
    return session.scalar(changed.returning(col(OwnAlert.id))) is not None


def fired(session: Session, alert_id: str, at: datetime) -> None:
    """Counts a telling of an alert that stays armed."""
    one = update(OwnAlert).where(col(OwnAlert.id) == alert_id, _LIVE)
    session.execute(one.values(fired_at=at, firings=OwnAlert.firings + 1))


def reminded(session: Session, row: Reminder) -> bool:
    """Whether the client was told of it."""
    return session.get(Reminder, (row.client_id, row.what, row.day)) is not None


def arm(session: Session, alert_ids: Sequence[str]) -> int:
    """Arms these alerts again; how many were not."""
    resting = update(OwnAlert).where(col(OwnAlert.id).in_(alert_ids), ~col(OwnAlert.armed), _LIVE)
    return len(session.scalars(resting.values(armed=True).returning(col(OwnAlert.id))).all())


def price(session: Session, code: str, today: date) -> Price | None:
    """The newest price of a security by today."""
    statement = select(Price).where(Price.code == code, Price.day <= today)
    return session.exec(statement.order_by(col(Price.day).desc()).limit(1)).first()


def due(session: Session, client_id: str, contract_id: str | None, today: date) -> Contract | None:
    """The open contract that comes due first from today on; of one contract where it is named."""
    statement = _open(client_id, today)
    if contract_id is not None:
        statement = statement.where(Contract.contract_id == contract_id)
    return session.exec(statement.limit(1)).first()


def coming_due(session: Session, client_id: str, today: date, last: date) -> list[Contract]:
    """The open contracts that come due from today to that day, the first in front."""
    return list(session.exec(_open(client_id, today).where(col(Contract.due) <= last)))


def _open(client_id: str, today: date) -> SelectOfScalar[Contract]:
    newest = (
        select(col(AccountDay.day))
        .join(CreditAccount, col(CreditAccount.account_id) == col(AccountDay.account_id))
        .where(CreditAccount.client_id == client_id, AccountDay.day <= today)
        .order_by(col(AccountDay.day).desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Contract)
        .join(CreditAccount, col(CreditAccount.account_id) == col(Contract.account_id))
        .join(ContractDay, col(ContractDay.contract_id) == col(Contract.contract_id))
        .where(CreditAccount.client_id == client_id, ContractDay.day == newest, col(Contract.due) >= today)
    )
    return statement.order_by(col(Contract.due), col(Contract.contract_id))


def is_contract_of(session: Session, account_id: str, contract_id: str) -> bool:
    """Whether the contract is one of this account."""
    found = session.get(Contract, contract_id)
    return found is not None and found.account_id == account_id
