"""An overdue call put before a person: what would be sold, in which order and by which clause, on the account as it is frozen.

Nothing is sold by this. A proposal is good until the close of the next session, since prices move; while the call stays
overdue and none is open, the next sweep makes another on the account as it then stands; one that a person has refused is made
again in a new session, or once a payment has changed what would be sold.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from account_api.accounts.view import View
from account_api.auth.principal import Principal
from account_api.clock import BOOKING_ZONE
from account_api.context import Context
from account_api.decisions.call_events import CLOSE
from account_api.decisions.market_facts import volumes_of
from account_api.firm.closures import with_closures
from account_api.margin_calls import queries
from account_api.margin_calls.approval import LIQUIDATION, paid_since
from account_api.margin_calls.cases import noted
from account_api.margin_calls.tables import MarginCase
from account_api.margin_calls.words import ORDER, STAYS, said
from account_api.proposals import queries as proposals
from account_api.proposals.service import WORKER, expire, make
from account_api.snapshots.service import freeze
from risk.account import Snapshot
from risk.calls import CallFile, next_steps
from risk.contract_disposal import close_contract
from risk.fields import BookError
from risk.liquidation import Liquidation, LiquidationRequest, liquidate
from risk.money import to_text
from risk.rulebook.model import Rulebook
from risk.trading import Step

DECIDE = "decide"
SIDES = {"sell_to_repay": "sell", "buy_to_return": "buy"}


def propose_if_due(
    ctx: Context,
    session: Session,
    view: View,
    case: MarginCase,
    file: CallFile,
    by: Principal | str = WORKER,
) -> str | None:
    """Makes the proposal that the call is ripe for: a person has to decide, and none waits. Its number, or None."""
    ripe = file.state == "overdue" and next_steps(file)[0].code == DECIDE
    if not ripe or view.snapshot is None or _waits(ctx, session, case):
        return None
    if by == WORKER and _was_refused(ctx, session, case):
        return None
    run = worked_out(session, view.snapshot, ctx.rules, case.contract_id)
    orders = orders_of(run.steps) if run is not None else []
    if run is None or not (orders or run.steps):
        return None
    now = ctx.clock.now()
    kept = freeze(ctx, session, case.client_id, view.snapshot, "force", now)
    content = {
        "call_id": case.id,
        "snapshot_id": kept.id,
        "orders": orders,
        "repaid_inside": _inside(run.steps),
        "liquidation": run.as_json(),
    }
    until = _good_until(ctx, session)
    made = make(ctx, session, LIQUIDATION, by, case.client_id, content, _explained(case, run), until)
    noted(session, case, f"proposal/{made.id}", "proposal", now, made.made_by, kept.id, proposal=made.id)
    return made.id


def worked_out(
    session: Session, account: Snapshot, rules: Rulebook, contract: str | None
) -> Liquidation | None:
    """The run by the contract's own order, of a call at maturity for that contract alone; None where the order does not fit the
    account, or the contract is no more, which a person then settles.
    """
    volumes = volumes_of(session, account, account.as_of)
    try:
        if contract is None:
            return liquidate(account, rules, LiquidationRequest(volumes=volumes))
        row = next((each for _, each in account.contracts() if each.contract == contract), None)
        return None if row is None else close_contract(account, rules, row, volumes)
    except BookError:
        return None


def orders_of(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """The order list: one order for each security and side, in the order of the first step of each."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for step in steps:
        if step.security is None or not step.quantity or step.price is None:
            continue
        side = SIDES[step.kind]
        order = found.setdefault(
            (side, step.security),
            {"side": side, "security": step.security, "quantity": 0, "price": to_text(step.price, 4)},
        )
        order["quantity"] += step.quantity
    return [{"number": i, **order} for i, order in enumerate(found.values(), 1)]


def _inside(steps: tuple[Step, ...]) -> list[dict[str, str | None]]:
    """What the account's own cash repays before anything is sold, contract by contract."""
    return [each.as_json() for step in steps if step.kind == "repay_inside_cash" for each in step.repaid]


def _waits(ctx: Context, session: Session, case: MarginCase) -> bool:
    """Whether a proposal about the case is still to be decided, or the account is being sold down already. One that has run out
    keeps no other back until a job comes by.
    """
    expire(ctx, session, {LIQUIDATION.name: LIQUIDATION}, ctx.clock.now(), case.client_id)
    waiting = proposals.listed(session, [LIQUIDATION.name], "proposed", case.client_id)
    runs = queries.liquidations_of(session, case.client_id)
    mine = any(each.content.get("call_id") == case.id for each in waiting)
    return mine or any(each.ended_at is None for each in runs)


def _was_refused(ctx: Context, session: Session, case: MarginCase) -> bool:
    """Whether a person has refused to sell, no session has begun since, and no payment has changed what would be sold. Prices that
    move within the session do not undo a decision: whoever made it sees them, and may ask for another list.
    """
    refused = [
        each
        for each in proposals.listed(session, [LIQUIDATION.name], "refused", case.client_id)
        if each.content.get("call_id") == case.id
    ]
    last = max(refused, key=lambda each: each.made_at, default=None)
    if last is None or last.decided_at is None:
        return False
    decided = last.decided_at.astimezone(BOOKING_ZONE).date()
    next_session = with_closures(ctx.calendar, session).add_sessions(decided, 1).date
    return ctx.clock.today() < next_session and not paid_since(session, case, last)


def _good_until(ctx: Context, session: Session) -> datetime:
    day = with_closures(ctx.calendar, session).add_sessions(ctx.clock.today(), 1).date
    return datetime.combine(day, CLOSE, tzinfo=BOOKING_ZONE)


def _explained(case: MarginCase, run: Liquidation) -> Mapping[str, Any]:
    clause = next((each.article for each in run.rule if each.param == "liquidation_order"), None)
    order = [said(ORDER, name) for name in run.order]
    named = "、".join(each["zh"] for each in order), ", ".join(each["en"] for each in order)
    by = (f"（合同第{clause}条）", f" (clause {clause})") if clause else ("", "")
    points = [
        {"zh": f"处分顺序：{named[0]}{by[0]}", "en": f"Order: {named[1]}{by[1]}"},
        *(_unsold(each.security, each.quantity, each.reasons) for each in run.unsold),
    ]
    return {
        "summary": _summary(case),
        "points": points,
        "figures": [run.before.as_json(), *(each.as_json() for each in run.figures.values())],
    }


def _summary(case: MarginCase) -> dict[str, str]:
    if case.contract_id is not None:
        return {
            "zh": f"合约 {case.contract_id} 到期未还（{case.id}），建议处分担保物偿还该合约。",
            "en": f"Contract {case.contract_id} was not repaid when due ({case.id}): sell, or buy back, to repay it.",
        }
    return {
        "zh": f"追保 {case.id} 已逾期，建议按合同顺序处分担保物至补足线。",
        "en": f"Call {case.id} is overdue: sell collateral in the contract's order to the restore line.",
    }


def _unsold(security: str, quantity: int, reasons: tuple[str, ...]) -> dict[str, str]:
    why = [said(STAYS, name) for name in reasons]
    zh, en = "、".join(each["zh"] for each in why), ", ".join(each["en"] for each in why)
    return {
        "zh": f"{security} 保留 {quantity} 股（{zh}）",
        "en": f"{security}: {quantity} shares stay ({en})",
    }
