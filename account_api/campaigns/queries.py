"""Every select of campaigns."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from account_api.campaigns.tables import Campaign, Send
from account_api.clients.tables import Client

OVER = ("done", "cancelled")


def every(session: Session) -> list[Campaign]:
    """All campaigns, newest first."""
    return list(session.exec(select(Campaign).order_by(col(Campaign.id).desc())))


def one(session: Session, campaign_id: str) -> Campaign | None:
    """The campaign of that id."""
    return session.get(Campaign, campaign_id)


def locked(session: Session, campaign_id: str) -> Campaign | None:
    """The same, held still until the transaction ends, as it stands now."""
    statement = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def held_or_unfinished(session: Session) -> list[Campaign]:
    """What is held, and what is not over, newest first."""
    statement = select(Campaign).where(col(Campaign.state).not_in(OVER))
    return list(session.exec(statement.order_by(col(Campaign.id).desc())))


def clients(session: Session) -> list[Client]:
    """Everybody an audience may be chosen from."""
    return list(session.exec(select(Client).order_by(Client.client_id)))


def sends(session: Session, campaign_id: str) -> list[Send]:
    """What became of each message of a campaign."""
    return list(session.exec(select(Send).where(Send.campaign == campaign_id)))


def waiting(session: Session, campaign_id: str) -> int:
    """How many messages of a campaign have not been settled."""
    statement = select(func.count()).where(Send.campaign == campaign_id, Send.state == "waiting")
    return session.exec(statement).one()
