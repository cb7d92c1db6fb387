"""Every select of applications, facts and sittings, and the one update that moves an application."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from account_api.admission.tables import ApplicantFact, Application, ApplicationStep, Sitting
from account_api.auth.principal import Principal
from account_api.clients.access import among_visible
from account_api.clients.tables import Client

MOST = 100


def latest(session: Session, client_id: str) -> Application | None:
    """The newest application of a client, open or not."""
    statement = select(Application).where(Application.client_id == client_id)
    newest = statement.order_by(col(Application.opened_at).desc(), col(Application.id).desc())
    return session.exec(newest.limit(1)).first()


def approved(session: Session, client_id: str) -> Application | None:
    """The newest application of a client that was approved."""
    mine = select(Application).where(Application.client_id == client_id, Application.state == "approved")
    return session.exec(mine.order_by(col(Application.decided_at).desc()).limit(1)).first()


def one(session: Session, application_id: str) -> Application | None:
    """The application of that number."""
    return session.get(Application, application_id)


def queue(
    session: Session, principal: Principal, states: Collection[str]
) -> list[tuple[Application, Client]]:
    """Applications in these states of the clients a principal may see, the oldest first, at most `MOST`."""
    visible = among_visible(principal, col(Application.client_id), col(Client.group))
    joined = select(Application, Client).join(Client, col(Client.client_id) == col(Application.client_id))
    statement = joined.where(visible, col(Application.state).in_(states))
    return list(session.exec(statement.order_by(col(Application.opened_at), col(Application.id)).limit(MOST)))


def move(session: Session, row: Application, begins: Collection[str], **values: Any) -> bool:
    """Changes an application that is in one of these states; False where it is in none of them by now."""
    mine = update(Application).where(col(Application.id) == row.id, col(Application.state).in_(begins))
    moved = session.scalar(mine.values(**values).returning(col(Application.id))) is not None
    session.refresh(row)
    return moved


def steps(session: Session, application_id: str) -> list[ApplicationStep]:
    """The steps of an application, the first one first."""
    statement = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    return list(session.exec(statement.order_by(col(ApplicationStep.number))))


def step_count(session: Session, application_id: str) -> int:
    """How many steps an application has taken."""
    statement = select(func.count()).where(ApplicationStep.application_id == application_id)
    return session.exec(statement).one()


def facts(session: Session, client_id: str) -> dict[str, ApplicantFact]:
    """The newest version of each fact of a client, by name."""
    statement = select(ApplicantFact).where(ApplicantFact.client_id == client_id)
    rows = session.exec(statement.order_by(col(ApplicantFact.version)))
    return {row.name: row for row in rows}


def locked_fact(session: Session, client_id: str, name: str) -> ApplicantFact | None:
    """The newest version of one fact, held still until the transaction ends."""
    statement = select(ApplicantFact).where(ApplicantFact.client_id == client_id, ApplicantFact.name == name)
    newest = statement.order_by(col(ApplicantFact.version).desc()).limit(1).with_for_update()
    return session.exec(newest.execution_options(populate_existing=True)).first()


def open_sitting(session: Session, client_id: str) -> Sitting | None:
    """The sitting a client is in."""
    return session.exec(
        select(Sitting).where(Sitting.client_id == client_id, Sitting.state == "open")
    ).first()


def locked_sitting(session: Session, client_id: str) -> Sitting | None:
    """The same, held still until the transaction ends."""
    statement = select(Sitting).where(Sitting.client_id == client_id, Sitting.state == "open")
    return session.exec(statement.with_for_update().execution_options(populate_existing=True)).first()


def finished(session: Session, client_id: str) -> Sitting | None:
    """The newest sitting that was finished."""
    statement = select(Sitting).where(Sitting.client_id == client_id, Sitting.state == "done")
    return session.exec(statement.order_by(col(Sitting.id).desc()).limit(1)).first()


def finished_since(session: Session, client_id: str, day: date) -> list[date]:
    """The days after `day` on which a client finished a sitting, the oldest first."""
    statement = select(Sitting).where(Sitting.client_id == client_id, col(Sitting.finished_on) > day)
    return sorted(row.finished_on for row in session.exec(statement) if row.finished_on is not None)
