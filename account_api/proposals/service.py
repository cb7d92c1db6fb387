"""Making a proposal and ending it: approved, refused, withdrawn or run out.

The one who made it never decides it. The effect of an approval happens in the transaction that notes it, so there is
neither an approval without its effect nor an effect without its approval.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.auth.principal import Principal
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import NotAllowed, StateChanged
from account_api.proposals import queries
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal, State
from account_api.traces.service import keep_content

LOG = logging.getLogger(__name__)
WORKER = "worker"
"""Who makes a proposal that nobody's hand made: the service itself."""


def make(
    ctx: Context,
    session: Session,
    kind: Kind,
    by: Principal | str,
    client_id: str | None,
    content: Mapping[str, Any],
    explanation: Mapping[str, Any],
    valid_until: datetime | None = None,
) -> Proposal:
    """A new open proposal. `by` is a principal, or `WORKER`. Raises NotAllowed for a role that may not make this kind.

    `explanation`: {"summary": {"zh", "en"}, "points": [{"zh", "en"}], "figures": [Figure as JSON]}.
    """
    user = by if isinstance(by, str) else by.user
    if isinstance(by, Principal) and by.role not in kind.makes:
        raise NotAllowed(
            f"Your role may not propose: {kind.title_en}.",
            f"当前角色不能提出：{kind.title_zh}。",
            trace=Event("proposal.denied", user, client_id, {"kind": kind.name}),
        )
    today = ctx.clock.today()
    row = Proposal.of(
        id=f"P{today:%Y%m%d}-{next_number(session, f'proposal:{today}'):04d}",
        kind=kind.name,
        client_id=client_id,
        content=dict(content),
        explanation=dict(explanation),
        made_by=user,
        made_at=ctx.clock.now(),
        valid_until=valid_until,
    )
    session.add(row)
    session.flush()
    if client_id is not None:
        keep_content(
            ctx, session, client_id, explanation.get("figures", ()), f"proposal {row.id}", row.made_at
        )
    ctx.record(session, Event("proposal.made", user, client_id, {"id": row.id, "kind": kind.name}))
    return row


def decide(
    ctx: Context, session: Session, kind: Kind, by: Principal, proposal_id: str, approve: bool, reason: str
) -> Proposal:
    """Approves or refuses, with its effect. Raises NotAllowed for the maker and for a role that may not decide,
    StateChanged where it has ended or run out, and whatever the effect raises; then nothing has happened.
    """
    row = _open(session, proposal_id)
    _may_decide(kind, by, row)
    now = ctx.clock.now()
    if row.valid_until is not None and row.valid_until < now:
        until = row.valid_until.astimezone(BOOKING_ZONE)
        raise StateChanged(
            f"It could be decided until {until:%Y-%m-%d %H:%M}.",
            f"该提议的决定期限为 {until:%Y-%m-%d %H:%M}，已过。",
        )
    ended = _end(ctx, session, row, "approved" if approve else "refused", by.user, reason)
    (kind.apply if approve else kind.refused)(ctx, session, ended)
    return ended


def withdraw(
    ctx: Context, session: Session, kind: Kind, by: Principal, proposal_id: str, reason: str
) -> Proposal:
    """Takes one's own proposal back. Raises NotAllowed for anybody else's, StateChanged where it has ended."""
    row = _open(session, proposal_id)
    if row.made_by != by.user:
        raise NotAllowed(
            "Only the one who made a proposal may take it back.",
            "只有提出人可以撤回提议。",
            trace=Event("proposal.denied", by.user, row.client_id, {"id": row.id}),
        )
    ended = _end(ctx, session, row, "withdrawn", by.user, reason)
    kind.lapsed(ctx, session, ended)
    return ended


def expire(
    ctx: Context, session: Session, kinds: Mapping[str, Kind], now: datetime, client_id: str | None = None
) -> int:
    """Ends the proposals of these kinds, of one client where it is named, that nobody decided in time; how many. One that cannot be
    ended is logged and keeps no other back. Whoever asks whether one waits already calls this first.
    """
    done = 0
    for number, kind in [
        (row.id, kinds[row.kind]) for row in queries.run_out(session, now, kinds, client_id)
    ]:
        try:
            with session.begin_nested():
                ended = _end(ctx, session, _open(session, number), "expired", WORKER, "")
                kind.lapsed(ctx, session, ended)
            done += 1
        except Exception:
            session.expire_all()
            LOG.exception("proposal %s has run out and could not be ended", number)
    return done


def _open(session: Session, proposal_id: str) -> Proposal:
    row = queries.proposal(session, proposal_id)
    if row is None or row.state != "proposed":
        raise _has_ended()
    return row


def _has_ended() -> StateChanged:
    return StateChanged("This proposal has been decided or taken back.", "该提议已有决定或已撤回。")


def _may_decide(kind: Kind, by: Principal, row: Proposal) -> None:
    trace = Event("proposal.denied", by.user, row.client_id, {"id": row.id, "kind": kind.name})
    if by.role not in kind.decides:
        raise NotAllowed(
            f"Your role may not decide: {kind.title_en}.", f"当前角色不能审批：{kind.title_zh}。", trace=trace
        )
    if by.user == row.made_by:
        raise NotAllowed(
            "Somebody else decides what one has proposed.",
            "提出人不能审批自己的提议，须由另一人审批。",
            trace=trace,
        )


def _end(ctx: Context, session: Session, row: Proposal, state: State, by: str, reason: str) -> Proposal:
    if not queries.end(session, row.id, state, by, ctx.clock.now(), reason):
        raise _has_ended()
    session.refresh(row)
    detail = {"id": row.id, "kind": row.kind, "reason": reason}
    ctx.record(session, Event(f"proposal.{state}", by, row.client_id, detail))
    return row
