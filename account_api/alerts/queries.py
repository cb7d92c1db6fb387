"""Every select of alerts."""

from sqlmodel import Session, col, select

from account_api.alerts.tables import Alert
from account_api.auth.principal import Principal
from account_api.auth.roles import SEES_OWN_GROUP


def visible(session: Session, principal: Principal) -> list[Alert]:
    """Newest first; an agent sees those of its own group."""
    statement = select(Alert).order_by(col(Alert.raised_at).desc(), col(Alert.id).desc())
    if principal.role in SEES_OWN_GROUP:
        statement = statement.where(Alert.assigned_group == principal.group)
    return list(session.exec(statement))
