"""Every select of requests for a line, and of what would freeze or cut one."""

from sqlmodel import Session, col, select

from account_api.accounts.tables import CreditAccount
from account_api.clients.tables import Client
from account_api.credit_lines.tables import CreditLineTrigger
from account_api.proposals.tables import Proposal


def requests(session: Session, client_id: str, kind: str) -> list[Proposal]:
    """Every request of a client, the newest first."""
    statement = select(Proposal).where(Proposal.kind == kind, Proposal.client_id == client_id)
    return list(session.exec(statement.order_by(col(Proposal.made_at).desc(), col(Proposal.id).desc())))


def held_account(session: Session, client_id: str) -> CreditAccount | None:
    """The client's account as it stands now, held still until the transaction ends."""
    statement = select(CreditAccount).where(CreditAccount.client_id == client_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def triggers(session: Session, client_id: str) -> list[CreditLineTrigger]:
    """What was noticed about a client's line, the newest first."""
    statement = select(CreditLineTrigger).where(CreditLineTrigger.client_id == client_id)
    return list(session.exec(statement.order_by(col(CreditLineTrigger.id).desc())))


def with_line(session: Session) -> list[Client]:
    """Every client of the mainland to whom a line was granted, by id."""
    statement = (
        select(Client)
        .join(CreditAccount, col(CreditAccount.client_id) == col(Client.client_id))
        .where(col(CreditAccount.credit_line).is_not(None), CreditAccount.jurisdiction == "CN")
    )
    return list(session.exec(statement.order_by(Client.client_id)))
