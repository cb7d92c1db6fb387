"""Keeping the figures that leave, in the transaction they leave in, with the frozen snapshot they were computed from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.context import Context
from account_api.snapshots.tables import FrozenSnapshot
from account_api.traces import queries
from account_api.traces.tables import KeptFigure

NO_SNAPSHOT = ""


def keep(
    ctx: Context,
    session: Session,
    frozen: FrozenSnapshot,
    figures: Iterable[Mapping[str, Any]],
    left_in: str,
    at: datetime,
) -> None:
    """Keeps `figures` (their JSON, computed under the rules of now from `frozen`) as having left in `left_in`, for
    instance `published` or `notice N20261120-0001`. Doing it again adds nothing.
    """
    _keep(ctx, session, (frozen.client_id, frozen.id), figures, left_in, at)


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
    _keep(ctx, session, (client_id, NO_SNAPSHOT), figures, left_in, at)


def _keep(
    ctx: Context,
    session: Session,
    of: tuple[str, str],
    figures: Iterable[Mapping[str, Any]],
    left_in: str,
    at: datetime,
) -> None:
    client_id, snapshot_id = of
    edition = ctx.rulebooks.edition
    rows = [
        KeptFigure.of(
            trace_id=figure["trace_id"],
            snapshot_id=snapshot_id,
            left_in=left_in,
            client_id=client_id,
            at=at,
            edition=edition,
            figure=dict(figure),
        )
        for figure in figures
    ]
    queries.add(session, rows)
