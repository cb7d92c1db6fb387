"""Every select of an inspection pack that no feature has of its own: the rows of one client in a period, oldest first."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import or_
from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import Session, col, select

from account_api.audit import AuditRow
from account_api.auth.tables import User
from account_api.columns import Row
from account_api.snapshots.tables import FrozenSnapshot

T = TypeVar("T", bound=Row)


def between(
    session: Session,
    table: type[T],
    at: InstrumentedAttribute[Any] | Any,
    client_id: str,
    period: tuple[datetime, datetime],
) -> list[T]:
    """The rows of `client_id` whose `at` is in the period, its end not included."""
    owner = table.__table__.c["client_id"]  # type: ignore[attr-defined]
    statement = select(table).where(owner == client_id, col(at) >= period[0], col(at) < period[1])
    return list(session.exec(statement.order_by(col(at))))


def audited(
    session: Session, pseudonyms: Collection[str], period: tuple[datetime, datetime]
) -> list[AuditRow]:
    """The audit rows about these people, or by them."""
    about = or_(col(AuditRow.subject).in_(pseudonyms), col(AuditRow.actor).in_(pseudonyms))
    statement = select(AuditRow).where(about, AuditRow.at >= period[0], AuditRow.at < period[1])
    return list(session.exec(statement.order_by(col(AuditRow.seq))))


def users_of(session: Session, client_id: str) -> list[str]:
    """The names under which a client signs in."""
    return list(session.exec(select(User.username).where(User.client_id == client_id)))


def snapshots(session: Session, ids: Collection[str]) -> list[FrozenSnapshot]:
    """The frozen snapshots of these ids, oldest first."""
    statement = select(FrozenSnapshot).where(col(FrozenSnapshot.id).in_(ids))
    return list(session.exec(statement.order_by(col(FrozenSnapshot.at), col(FrozenSnapshot.id))))
