"""Every select of templates, agreements, their steps and signatures, and amendments."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from account_api.agreements.tables import (
    Agreement,
    AgreementAmendment,
    AgreementSignature,
    AgreementStep,
    AgreementTemplate,
)
from account_api.clients.tables import Client


def templates(session: Session) -> list[AgreementTemplate]:
    """Every version of every template, the newest first."""
    order = (col(AgreementTemplate.template), col(AgreementTemplate.version).desc())
    return list(session.exec(select(AgreementTemplate).order_by(*order)))


def template(session: Session, name: str, version: int) -> AgreementTemplate | None:
    """One version of one template."""
    return session.get(AgreementTemplate, (name, version))


def locked_template(session: Session, name: str, version: int) -> AgreementTemplate | None:
    """The same as it stands now, while no other transaction publishes or replaces a version of the template."""
    statement = select(AgreementTemplate).where(AgreementTemplate.template == name)
    ordered = statement.order_by(col(AgreementTemplate.version)).with_for_update()
    rows = session.exec(ordered.execution_options(populate_existing=True))
    return next((row for row in list(rows) if row.version == version), None)


def hold_template(session: Session, name: str, version: int) -> None:
    """Keeps a version from being replaced until the transaction ends; others may hold it too."""
    statement = select(AgreementTemplate.version).where(
        AgreementTemplate.template == name, AgreementTemplate.version == version
    )
    session.exec(statement.with_for_update(read=True)).all()


def last_version(session: Session, name: str) -> int:
    """The number of the newest version; 0 where there is none."""
    newest = select(func.max(AgreementTemplate.version)).where(AgreementTemplate.template == name)
    return session.exec(newest).one() or 0


def published(session: Session, name: str) -> AgreementTemplate | None:
    """The version that is offered now."""
    statement = select(AgreementTemplate).where(
        AgreementTemplate.template == name, AgreementTemplate.state == "published"
    )
    return session.exec(statement.order_by(col(AgreementTemplate.version).desc())).first()


def hold_client(session: Session, client_id: str) -> None:
    """Lets nobody else open, sign or amend for this client until the transaction ends."""
    session.exec(select(Client.client_id).where(Client.client_id == client_id).with_for_update()).all()


def agreements(session: Session, client_id: str) -> list[Agreement]:
    """Every agreement of a client, the newest first."""
    statement = select(Agreement).where(Agreement.client_id == client_id)
    return list(session.exec(statement.order_by(col(Agreement.id).desc())))


def agreement(session: Session, client_id: str, agreement_id: str) -> Agreement | None:
    """That agreement where it is this client's, as it stands now."""
    statement = select(Agreement).where(Agreement.id == agreement_id, Agreement.client_id == client_id)
    return session.exec(statement.execution_options(populate_existing=True)).first()


def in_force(session: Session, client_id: str, day: date) -> Agreement | None:
    """The agreement that holds on a day: one that was accepted for a later day leaves the one before in force until then."""
    statement = select(Agreement).where(
        Agreement.client_id == client_id,
        Agreement.state != "reading",
        col(Agreement.effective_from) <= day,
        or_(col(Agreement.ended_on).is_(None), col(Agreement.ended_on) > day),
    )
    newest = statement.order_by(col(Agreement.effective_from).desc(), col(Agreement.id).desc())
    return session.exec(newest).first()


def last_signed(session: Session, client_id: str) -> Agreement | None:
    """The signed agreement that nothing is to replace, whether its day has come or not: what another amendment amends."""
    statement = select(Agreement).where(Agreement.client_id == client_id, Agreement.state == "signed")
    return session.exec(statement.order_by(col(Agreement.id).desc())).first()


def steps(session: Session, agreement_id: str) -> list[AgreementStep]:
    """What was acknowledged, in order."""
    statement = select(AgreementStep).where(AgreementStep.agreement_id == agreement_id)
    return list(session.exec(statement.order_by(col(AgreementStep.n))))


def signature(session: Session, agreement_id: str) -> AgreementSignature | None:
    """The signature under an agreement."""
    return session.get(AgreementSignature, agreement_id)


def amendments(session: Session, client_id: str) -> list[AgreementAmendment]:
    """Every amendment of a client, the newest first."""
    statement = select(AgreementAmendment).where(AgreementAmendment.client_id == client_id)
    return list(session.exec(statement.order_by(col(AgreementAmendment.id).desc())))


def amendment(session: Session, client_id: str, amendment_id: str) -> AgreementAmendment | None:
    """That amendment where it is this client's, as it stands now."""
    statement = select(AgreementAmendment).where(
        AgreementAmendment.id == amendment_id, AgreementAmendment.client_id == client_id
    )
    return session.exec(statement.execution_options(populate_existing=True)).first()


def amendment_of_proposal(session: Session, proposal_id: str) -> AgreementAmendment:
    """The amendment that a proposal is about; there always is one."""
    statement = select(AgreementAmendment).where(AgreementAmendment.proposal_id == proposal_id)
    return session.exec(statement.execution_options(populate_existing=True)).one()


def unanswered(session: Session, before: date) -> list[AgreementAmendment]:
    """Open amendments whose day to answer has gone by on `before`."""
    statement = select(AgreementAmendment).where(
        AgreementAmendment.state == "open", AgreementAmendment.answer_by < before
    )
    return list(session.exec(statement.order_by(col(AgreementAmendment.id))))


def pending(session: Session, client_id: str, states: Collection[str]) -> list[AgreementAmendment]:
    """A client's amendments in one of these states."""
    statement = select(AgreementAmendment).where(
        AgreementAmendment.client_id == client_id, col(AgreementAmendment.state).in_(states)
    )
    return list(session.exec(statement))
