"""Every select of extensions: the requests are proposals, the contracts those of the account."""

from sqlmodel import Session, col, select

from account_api.accounts.tables import Contract
from account_api.proposals.tables import Proposal


def contract(session: Session, account_id: str, contract_id: str) -> Contract | None:
    """A contract of that account, open or closed."""
    statement = select(Contract).where(Contract.contract_id == contract_id, Contract.account_id == account_id)
    return session.exec(statement).first()


def held_contract(session: Session, contract_id: str) -> Contract:
    """The contract as it stands now, held still until the transaction ends."""
    statement = select(Contract).where(Contract.contract_id == contract_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).one()


def requests(session: Session, client_id: str, kind: str) -> list[Proposal]:
    """Every request of a client, the newest first."""
    statement = select(Proposal).where(Proposal.kind == kind, Proposal.client_id == client_id)
    return list(session.exec(statement.order_by(col(Proposal.made_at).desc(), col(Proposal.id).desc())))
