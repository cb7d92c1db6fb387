"""Every select of the firm's parameters."""

from typing import Any

from sqlmodel import Session, col, select

from account_api.errors import Unavailable
from account_api.firm.tables import FirmParameter


def shown(session: Session) -> list[FirmParameter]:
    """The parameters meant for clients, by name."""
    statement = select(FirmParameter).where(col(FirmParameter.shown)).order_by(FirmParameter.name)
    return list(session.exec(statement))


def whole_number(session: Session, name: str) -> int:
    """A count the firm has set, such as business days. Raises Unavailable where it has not."""
    return int(_value(session, name))


def text_value(session: Session, name: str) -> str:
    """A word the firm has set, such as a group's name. Raises Unavailable where it has not."""
    return str(_value(session, name))


def table_value(session: Session, name: str) -> dict[str, Any]:
    """A parameter of several parts. Raises Unavailable where the firm has not set it."""
    return dict(_value(session, name))


def if_set(session: Session, name: str) -> Any:
    """A parameter of any shape, or None where the firm has not set it."""
    found = session.get(FirmParameter, name)
    return None if found is None else found.value


def _value(session: Session, name: str) -> Any:
    """Nothing is made up in the place of a parameter that is not set."""
    value = if_set(session, name)
    if value is None:
        raise Unavailable(f"The firm has not set {name}.", f"公司尚未设置参数 {name}。")
    return value
