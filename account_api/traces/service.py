"""Keeping the figures that leave, in the transaction they leave in, with the frozen snapshot they were computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.db import insert_all
from account_api.snapshots.tables import FrozenSnapshot
from account_api.traces.tables import KeptFigure

NO_SNAPSHOT = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Figures that left (their JSON, computed under the rules of now) in `left_in`, for instance `published` or
    `notice N20261120-0001`. `snapshot_id` names the account as it stood, NO_SNAPSHOT where they come from none.
    """

    client_id: str
    snapshot_id: str
    figures: Iterable[Mapping[str, Any]]
    left_in: str
    at: datetime


def keep_all(ctx: Context, session: Session, left: Iterable[Left]) -> None:
    """Keeps figures in the caller's transaction. Doing it again adds nothing."""
    edition = ctx.rulebooks.edition
    rows = [
        {
            "trace_id": figure["trace_id"],
            "snapshot_id": each.snapshot_id,
            "left_in": each.left_in,
            "client_id": each.client_id,
            "at": each.at,
            "edition": edition,
            "figure": dict(figure),
        }
        for each in left
        for figure in each.figures
    ]
    insert_all(session, KeptFigure, rows)


def keep(
    ctx: Context,
    session: Session,
    frozen: FrozenSnapshot,
    figures: Iterable[Mapping[str, Any]],
    left_in: str,
    at: datetime,
) -> None:
    """Keeps figures that were computed from one frozen account."""
    keep_all(ctx, session, [Left(frozen.client_id, frozen.id, figures, left_in, at)])


def keep_content(
    ctx: Context,
    session: Session,
    client_id: str,
    figures: Iterable[Mapping[str, Any]],
    left_in: str,
    at: datetime,
) -> None:
    """Keeps figures that come from no account as it stood, such as those of an application: what they say is all there
    is to compute them from.
    """
    keep_all(ctx, session, [Left(client_id, NO_SNAPSHOT, figures, left_in, at)])
