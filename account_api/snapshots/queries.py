"""Every select of frozen snapshots."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from account_api.snapshots.tables import FrozenSnapshot


def frozen(session: Session, snapshot_id: str) -> FrozenSnapshot | None:
    """One snapshot; None for an unknown id."""
    return session.get(FrozenSnapshot, snapshot_id)


def among(session: Session, ids: Collection[str]) -> dict[str, FrozenSnapshot]:
    """Those of these ids that there are."""
    found = session.exec(select(FrozenSnapshot).where(col(FrozenSnapshot.id).in_(ids)))
    return {row.id: row for row in found}


def known(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Which of these ids there are."""
    return frozenset(session.exec(select(FrozenSnapshot.id).where(col(FrozenSnapshot.id).in_(ids))))


def of_client(session: Session, client_id: str) -> list[FrozenSnapshot]:
    """The snapshots of one client, oldest first."""
    statement = select(FrozenSnapshot).where(FrozenSnapshot.client_id == client_id)
    return list(session.exec(statement.order_by(col(FrozenSnapshot.at), col(FrozenSnapshot.id))))
