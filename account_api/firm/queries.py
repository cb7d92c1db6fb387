"""Every select of the firm's parameters."""

from typing import Any

from sqlmodel import Session, col, select

from account_api.errors import Unavailable
from account_api.firm.tables import FirmParameter


def shown(session: Session) -> list[FirmParameter]:
    statement = select(FirmParameter).where(col(FirmParameter.shown)).order_by(FirmParameter.name)
    return list(session.exec(statement))


def whole_number(session: Session, name: str) -> int:
    return int(_value(session, name))


def text_value(session: Session, name: str) -> str:
    return str(_value(session, name))


def table_value(session: Session, name: str) -> dict[str, Any]:
    return dict(_value(session, name))


def _value(session: Session, name: str) -> Any:
    """Raises Unavailable for a parameter this firm has not set: nothing is made up in its place."""
    found = session.get(FirmParameter, name)
    if found is None:
        raise Unavailable(f"The firm has not set {name}.", f"公司尚未设置参数 {name}。")
    return found.value
