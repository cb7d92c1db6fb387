"""A liquidation that runs: fills come in once each, never more than was ordered, and enter the ledger as they come.

What the market has done is booked whatever the call has come to: a fill that was not needed any more is put before a person.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from account_api.audit import Event
from account_api.context import Context
from account_api.db import insert_if_absent
from account_api.errors import Conflict, NotFound, Problem, StateChanged
from account_api.margin_calls import acting, queries
from account_api.margin_calls.cases import ask, noted
from account_api.margin_calls.contract import FillCreate, FillRefusedPublic, FillsPublic
from account_api.margin_calls.fill_events import booked
from account_api.margin_calls.following import follow
from account_api.margin_calls.tables import LiquidationFill, LiquidationOrder, LiquidationRun, MarginCase
from account_api.texts import plain


def take_fills(
    ctx: Context, session: Session, user: str, liquidation_id: str, fills: Sequence[FillCreate]
) -> FillsPublic:
    """Works a batch of fills in, each exactly once; one that is refused leaves nothing but its name in the audit trail, the others
    go on. Those of a run that has ended count too: they were on their way when it was stopped.
    """
    run, case = found(session, liquidation_id)
    queries.locked(session, [run.client_id])
    orders = {row.id: row for row in queries.orders(session, run.id)}
    applied: list[str] = []
    known: list[str] = []
    refused: list[FillRefusedPublic] = []
    for each in fills:
        try:
            with session.begin_nested():
                new = _one(ctx, session, run, case, orders, each)
            (applied if new else known).append(each.id)
        except Problem as problem:
            session.expire_all()
            refused.append(FillRefusedPublic(id=each.id, problem=problem.as_json()))
    if refused:
        named = [each.id for each in refused]
        ctx.record(session, Event("liquidation.refused", user, run.client_id, {"id": run.id, "fills": named}))
    if applied:
        ctx.record(session, Event("liquidation.fills", user, run.client_id, {"id": run.id, "fills": applied}))
        follow(ctx, session, acting.view_of(ctx, session, case), "intraday")
    return FillsPublic(applied=applied, known=known, refused=refused)


def _one(
    ctx: Context,
    session: Session,
    run: LiquidationRun,
    case: MarginCase,
    orders: Mapping[str, LiquidationOrder],
    fill: FillCreate,
) -> bool:
    """Whether the fill is new. Raises Conflict for another one of that id, StateChanged for more than was ordered."""
    row = LiquidationFill.of(
        id=fill.id,
        order_id=fill.order,
        at=_of_the_run(run, fill.at),
        quantity=fill.quantity,
        price=fill.price,
        costs=fill.costs,
    )
    order = orders.get(fill.order)
    if order is None:
        raise NotFound("There is no such order in this liquidation.", "该次处分没有这一委托。")
    if not run.started_at <= row.at <= ctx.clock.now():
        raise StateChanged(
            "A fill is of after its order and not of the future.",
            "成交时间不能早于委托，也不能晚于当前时间。",
        )
    if not insert_if_absent(session, LiquidationFill, row.model_dump()):
        _check_same(session, row)
        return False
    if order.filled + fill.quantity > order.quantity:
        left = order.quantity - order.filled
        raise StateChanged(f"The order has {left} shares left.", f"该委托仅剩 {left} 股未成交。")
    order.filled += fill.quantity
    session.flush()
    needed = booked(ctx, session, case, order, row)
    amount = row.price * row.quantity - row.costs
    act, refusal = acting.sale(ctx, session, case, row.at, max(amount, Decimal(0)), f"{run.id}/{row.id}")
    if refusal is not None or run.statement is not None or not needed:
        ask(session, case, f"sold_too_much/{run.id}", "sold_too_much", ctx.clock.now())
    said = {"liquidation": run.id, "order": order.id, "quantity": row.quantity, "price": plain(row.price)}
    said |= {"security": order.security, "side": order.side, "costs": plain(row.costs)}
    said |= {} if refusal is None else {"not_needed": refusal}
    noted(session, case, f"fill/{row.id}", "fill", row.at, run.proposal_id, act.snapshot_id, **said)
    return True


def _of_the_run(run: LiquidationRun, at: datetime) -> datetime:
    """When a fill was; one of the second in which the run began is of after that, where the market counts in seconds."""
    return max(at, run.started_at) if at >= run.started_at.replace(microsecond=0) else at


def _check_same(session: Session, row: LiquidationFill) -> None:
    first = queries.fill(session, row.id)
    if first is None or first.model_dump() != row.model_dump():
        raise Conflict("Another fill has this id.", "该成交编号已用于另一笔成交。")


def found(session: Session, liquidation_id: str) -> tuple[LiquidationRun, MarginCase]:
    """A liquidation with its case. Raises NotFound."""
    run = queries.liquidation(session, liquidation_id)
    if run is None:
        raise NotFound("There is no such liquidation.", "没有该次处分。")
    case = queries.case(session, run.call_id)
    assert case is not None
    return run, case


def stated_not_yet(session: Session, liquidation_id: str) -> tuple[LiquidationRun, MarginCase]:
    """A liquidation without its statement, with its case. Raises NotFound and StateChanged."""
    run, case = found(session, liquidation_id)
    if run.statement is not None:
        raise StateChanged("This liquidation has ended.", "该次处分已结束。")
    return run, case
