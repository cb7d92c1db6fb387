"""The firm's parameters as shown to clients."""

from sqlmodel import Session

from account_api.firm import queries
from account_api.firm.contract import FirmFactPublic


def facts(session: Session) -> dict[str, FirmFactPublic]:
    """What clients may know, by name, each marked firm-set."""
    return {
        parameter.name: FirmFactPublic(value=parameter.value, confidence="firm-set")
        for parameter in queries.shown(session)
    }
