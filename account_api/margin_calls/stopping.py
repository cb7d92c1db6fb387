"""A liquidation stopped: what was ordered and is not executed is taken back by a message to whoever executes it."""

from collections.abc import Collection

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.context import Context
from account_api.margin_calls import queries
from account_api.margin_calls.tables import LiquidationRun
from account_api.proposals.service import WORKER

CANCEL = "liquidation_cancelled"
"""The outbox message by which orders are taken back."""


def stop(ctx: Context, session: Session, run: LiquidationRun) -> None:
    """Ends the selling; nothing where it has ended. The orders that are not filled are taken back."""
    if run.ended_at is not None:
        return
    run.ended_at = ctx.clock.now()
    open_still = [
        {"id": row.id, "side": row.side, "security": row.security, "quantity": row.quantity - row.filled}
        for row in queries.orders(session, run.id)
        if row.filled < row.quantity
    ]
    if open_still:
        told = {"liquidation": run.id, "call": run.call_id, "account": run.client_id, "orders": open_still}
        outbox.put(session, CANCEL, told, f"{CANCEL}:{run.id}", ctx.clock.wall())


def stop_all(ctx: Context, session: Session, calls: Collection[str]) -> None:
    """Ends the selling for calls that are over; who executes it may have sold more by then, which comes back as fills."""
    for run in queries.liquidations_running(session, calls):
        stop(ctx, session, run)
        about = {"id": run.id, "call": run.call_id}
        ctx.record(session, Event("liquidation.stopped", WORKER, run.client_id, about))
