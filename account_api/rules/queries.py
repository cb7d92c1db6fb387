"""Every select of a firm's imported rows."""

from sqlmodel import Session, col, select

from account_api.rules.tables import RuleImport


def newest(session: Session, jurisdiction: str) -> RuleImport | None:
    """The import that applies; None where the firm has brought nothing."""
    statement = select(RuleImport).where(RuleImport.jurisdiction == jurisdiction)
    return session.exec(statement.order_by(col(RuleImport.id).desc())).first()


def imports(session: Session) -> list[RuleImport]:
    """Every import, oldest first."""
    return list(session.exec(select(RuleImport).order_by(col(RuleImport.id))))
