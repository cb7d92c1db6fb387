"""What people decide about calls: to sell as proposed, to give more time, to waive; and what each decision does.

Every effect is asked of the state machine first: what the call may not undergo now refuses the decision.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from account_api import outbox
from account_api.accounts import queries as accounts
from account_api.audit import Event
from account_api.auth.roles import Role
from account_api.context import Context
from account_api.counters import next_number
from account_api.errors import StateChanged
from account_api.margin_calls import acting, queries
from account_api.margin_calls.cases import noted
from account_api.margin_calls.fill_events import repaid
from account_api.margin_calls.following import follow
from account_api.margin_calls.tables import LiquidationOrder, LiquidationRun, MarginCase
from account_api.proposals.model import Kind
from account_api.proposals.tables import Proposal
from risk.calls import REFUSALS
from risk.calls.model import EventName

ORDERS = "liquidation_orders"
"""The outbox message by which an order list leaves."""


def _start(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Begins the liquidation: cash repays, the order list leaves. Raises StateChanged where the call is not overdue any more,
    and where money has come in, or something was sold, since the list was worked out: it would sell too much.
    """
    case, content = _case(session, proposal), proposal.content
    follow(ctx, session, acting.view_of(ctx, session, case), "intraday")
    if paid_since(session, case, proposal):
        raise StateChanged(
            "A payment has come in since the order list was worked out: refuse it, and another is proposed.",
            "提议后已有款项到账，委托清单须重新测算：请驳回本提议，系统将另行提出。",
        )
    if _sold_since(session, case, proposal):
        raise StateChanged(
            "The account is being sold down, or was since the order list was worked out: refuse it, and another is proposed.",
            "该账户正在处分，或提议后已另行处分，委托清单须重新测算：请驳回本提议，系统将另行提出。",
        )
    acting.acted(ctx, session, case, "start_liquidation", _by(proposal))
    today, now = ctx.clock.today(), ctx.clock.now()
    run = LiquidationRun.of(
        id=f"L{today:%Y%m%d}-{next_number(session, f'liquidation:{today}'):04d}",
        call_id=case.id,
        proposal_id=proposal.id,
        client_id=case.client_id,
        snapshot_id=content["snapshot_id"],
        started_at=now,
        before=content["liquidation"]["before"],
    )
    session.add(run)
    session.flush()
    orders = [_order(run, each) for each in content["orders"]]
    session.add_all(orders)
    session.flush()
    listed = [{"id": row.id, **each} for row, each in zip(orders, content["orders"], strict=True)]
    told = {"liquidation": run.id, "call": case.id, "account": case.client_id, "orders": listed}
    outbox.put(session, ORDERS, told, f"{ORDERS}:{run.id}", ctx.clock.wall())
    noted(session, case, f"orders/{run.id}", "orders", now, _by(proposal), liquidation=run.id, orders=listed)
    ctx.record(
        session, Event("liquidation.started", _by(proposal), case.client_id, {"id": run.id, "call": case.id})
    )
    _repay_inside(ctx, session, case, run, content["repaid_inside"])


def _sold_since(session: Session, case: MarginCase, proposal: Proposal) -> bool:
    """Whether another call of the client is being sold for, or was after the proposal was made."""
    runs = queries.liquidations_of(session, case.client_id)
    return any(each.ended_at is None or each.started_at >= proposal.made_at for each in runs)


def paid_since(session: Session, case: MarginCase, proposal: Proposal) -> bool:
    """Whether a payment was noted after the proposal, by the feed or by a person."""
    events = sorted(queries.events(session, case.id), key=lambda each: each.id or 0)
    made = next((i for i, each in enumerate(events) if each.detail.get("proposal") == proposal.id), 0)
    return any("top_up" in (each.what, each.detail.get("act")) for each in events[made:])


def _order(run: LiquidationRun, order: dict[str, Any]) -> LiquidationOrder:
    return LiquidationOrder.of(
        id=f"{run.id}-{order['number']}",
        liquidation_id=run.id,
        **{name: order[name] for name in ("number", "side", "security", "quantity", "price")},
    )


def _repay_inside(
    ctx: Context, session: Session, case: MarginCase, run: LiquidationRun, rows: list[dict[str, Any]]
) -> None:
    """What the proposal says the account's own cash repays."""
    money = sum((Decimal(row["interest"]) + Decimal(row["principal"]) for row in rows), Decimal(0))
    account = accounts.account_of(session, case.client_id)
    if money and account is not None:
        now = ctx.clock.now()
        repaid(ctx, session, account, run.id, now, money.quantize(Decimal("0.01")), case.contract_id)
        _, refusal = acting.sale(ctx, session, case, now, money, f"{run.id}/cash")
        if refusal is not None:
            raise StateChanged(*REFUSALS[refusal])


def _extend(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Moves the deadline. Raises StateChanged where the call has ended, or the new deadline is not later."""
    _agreed(ctx, session, proposal, "extend")


def _waive(ctx: Context, session: Session, proposal: Proposal) -> None:
    """Waives the call until an instant. Raises StateChanged where it has ended."""
    _agreed(ctx, session, proposal, "waive")


def _agreed(ctx: Context, session: Session, proposal: Proposal, act: EventName) -> None:
    case, until = _case(session, proposal), datetime.fromisoformat(proposal.content["until"])
    acting.acted(ctx, session, case, act, _by(proposal), until=until, proposal=proposal.id)


def _case(session: Session, proposal: Proposal) -> MarginCase:
    case = queries.case(session, proposal.content["call_id"])
    if case is None or case.open_key is None:
        raise StateChanged("The margin call has ended.", "该笔追保已了结。")
    return case


def _by(proposal: Proposal) -> str:
    return proposal.decided_by or proposal.made_by


LIQUIDATION = Kind(
    "liquidation",
    "处分担保物",
    "selling collateral",
    makes=frozenset({Role.risk}),
    decides=frozenset({Role.risk}),
    apply=_start,
)
EXTENSION = Kind(
    "call_extension",
    "追保展期",
    "more time for a margin call",
    makes=frozenset({Role.risk}),
    decides=frozenset({Role.compliance, Role.supervisor}),
    apply=_extend,
    client_sees=True,
)
WAIVER = Kind(
    "call_waiver",
    "追保豁免",
    "waiving a margin call",
    makes=frozenset({Role.risk}),
    decides=frozenset({Role.compliance, Role.supervisor}),
    apply=_waive,
    client_sees=True,
)
KINDS = (LIQUIDATION, EXTENSION, WAIVER)
