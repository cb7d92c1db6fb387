"""Every select of alerts."""

from sqlmodel import Session, col, select

from account_api.alerts.tables import Alert
from account_api.auth.principal import Principal
from account_api.clients.access import among_visible


def visible(session: Session, principal: Principal) -> list[Alert]:
    """The alerts this principal may see, newest first; one without a client is its group's."""
    mine = among_visible(principal, col(Alert.client_id), col(Alert.assigned_group))
    newest_first = select(Alert).where(mine).order_by(col(Alert.raised_at).desc(), col(Alert.id).desc())
    return list(session.exec(newest_first))
