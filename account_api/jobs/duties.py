"""Jobs that other features do already, as functions of the context and an instant."""

from datetime import datetime

from account_api.context import Context
from account_api.delivery import deliver, handlers_of
from account_api.feed.actions import apply_due
from account_api.proposals import service as proposals_service
from account_api.proposals.kinds import KINDS
from account_api.tickets.escalation import escalate_overdue


def relay(ctx: Context, _now: datetime) -> int:
    """Delivers until nothing more is due, by what this firm has; how many messages went out."""
    handlers, delivered = handlers_of(ctx), 0
    while some := deliver(ctx, handlers):
        delivered += some
    return delivered


def tickets(ctx: Context, _now: datetime) -> int:
    """Escalates overdue tickets; how many."""
    return escalate_overdue(ctx)


def proposals(ctx: Context, now: datetime) -> int:
    """Ends the proposals that nobody decided in time; how many."""
    with ctx.transaction() as session:
        return proposals_service.expire(ctx, session, KINDS, now)


def closing_calls(ctx: Context, now: datetime) -> int:
    """Sweeps the book for margin calls after the close; how many were made."""
    from account_api.margin_calls import sweep

    return sweep.closing_sweep(ctx, now)


def session_calls(ctx: Context, now: datetime) -> int:
    """Sweeps the book within a session; how many calls were made."""
    from account_api.margin_calls import sweep

    return sweep.intraday_sweep(ctx, now)


def call_clock(ctx: Context, now: datetime) -> int:
    """Brings margin calls to where time has brought them; how much that was."""
    from account_api.margin_calls import sweep

    return sweep.run_clock(ctx, now)


def actions(ctx: Context, _now: datetime) -> int:
    """Works in the corporate actions that count by today; how many."""
    with ctx.transaction() as session:
        return apply_due(ctx, session)
