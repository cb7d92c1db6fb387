"""Every select of kept figures."""

from datetime import datetime

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from account_api.snapshots.tables import FrozenSnapshot
from account_api.traces.tables import KeptFigure


def kept(session: Session, trace_id: str) -> list[KeptFigure]:
    """Where a figure with this trace left, in what order it did."""
    statement = select(KeptFigure).where(KeptFigure.trace_id == trace_id)
    return list(session.exec(statement.order_by(col(KeptFigure.at), col(KeptFigure.left_in))))


def of_client(session: Session, client_id: str, since: datetime, before: datetime) -> list[KeptFigure]:
    """The figures of a client that left in a period, oldest first."""
    statement = select(KeptFigure).where(
        KeptFigure.client_id == client_id, KeptFigure.at >= since, KeptFigure.at < before
    )
    return list(session.exec(statement.order_by(col(KeptFigure.at), col(KeptFigure.trace_id))))


def frozen_with(session: Session, trace_id: str) -> list[FrozenSnapshot]:
    """The frozen snapshots that had a figure with this trace, oldest first: for one that was not kept, or whose row is gone.

    This reads every snapshot; it is the way back, not the way.
    """
    text = cast(col(FrozenSnapshot.figures), String)
    statement = select(FrozenSnapshot).where(text.contains(trace_id, autoescape=True))
    found = session.exec(statement.order_by(col(FrozenSnapshot.at), col(FrozenSnapshot.id)))
    return [row for row in found if trace_id in row.figures.values()]
