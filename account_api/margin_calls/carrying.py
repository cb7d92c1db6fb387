"""Order lists and their withdrawals handed to whoever executes them, where the firm has named a way; what came of it is audited.

A list never leaves once its liquidation has ended, and its withdrawal never overtakes one that is leaving. It does not wait for
the next try of a list of which nobody knows whether it arrived: that would be hours in which what is not owed is sold.
"""

from datetime import timedelta
from functools import partial

from sqlmodel import Session

from account_api import outbox
from account_api.audit import Event
from account_api.context import Context
from account_api.gateways.executor import Executor
from account_api.margin_calls.approval import ORDERS
from account_api.margin_calls.stopping import CANCEL
from account_api.margin_calls.tables import LiquidationRun
from account_api.proposals.service import WORKER
from account_api.relay import Deliver, Handler, Later, Outcome, Payload, Refused, Sends

AGAIN = timedelta(seconds=10)
UNDER_WAY = ("waiting", "sending")


def handlers(ctx: Context, executor: Executor | None) -> dict[str, Handler]:
    """What carries order lists; nothing where the firm has named no way, and they wait to be read."""
    if executor is None:
        return {}
    ready: dict[str, Deliver] = {ORDERS: lambda _payload: None, CANCEL: partial(_after_the_orders, ctx)}
    return {
        kind: Sends(
            send=partial(_send, ctx, executor, kind),
            told=partial(_told, ctx, kind),
            knows_repetition=executor.knows_repetition,
            ready=ready[kind],
        )
        for kind in (ORDERS, CANCEL)
    }


def _send(ctx: Context, executor: Executor, kind: str, payload: Payload) -> None:
    """Raises Refused for a list whose liquidation has ended meanwhile."""
    with ctx.transaction(writes=False) as session:
        run = session.get_one(LiquidationRun, payload["liquidation"])
    if kind == ORDERS and run.ended_at is not None:
        raise Refused("the liquidation ended before its orders went out")
    executor.send(f"{run.id}-{'orders' if kind == ORDERS else 'cancelled'}", kind, payload)


def _after_the_orders(ctx: Context, payload: Payload) -> None:
    """Raises Later while the list may be leaving: what was claimed before the end is over when a lease has passed since."""
    with ctx.transaction(writes=False) as session:
        orders, mine = (
            outbox.of_key(session, f"{kind}:{payload['liquidation']}") for kind in (ORDERS, CANCEL)
        )
    leaving = mine is not None and ctx.clock.wall() < mine.created_at + outbox.LEASE
    if leaving and orders is not None and orders.state in UNDER_WAY:
        raise Later(AGAIN)


def _told(ctx: Context, kind: str, session: Session, payload: Payload, outcome: Outcome) -> None:
    about = {"id": payload["liquidation"], "message": kind, "n": outcome.n, "error": outcome.error}
    said = "liquidation.handed" if outcome.error is None else "liquidation.tried"
    ctx.record(session, Event(said, WORKER, payload["account"], about))
