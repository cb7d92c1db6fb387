"""The end of a liquidation: a statement of what was sold, what it cost, what it repaid and what remains, told to the client;
then, once that has arrived, the case wound up, with a debt that is left as a case of its own.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from account_api.audit import Event
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.margin_calls import acting, queries
from account_api.margin_calls.cases import noted
from account_api.margin_calls.executing import stated_not_yet
from account_api.margin_calls.repayments import repaid_by
from account_api.margin_calls.stopping import stop
from account_api.margin_calls.tables import LiquidationFill, LiquidationOrder, LiquidationRun, MarginCase
from account_api.margin_calls.telling import firm_name
from account_api.notices.service import send
from account_api.notices.tables import Kind
from account_api.notices.texts import write
from account_api.snapshots.service import freeze
from account_api.texts import plain
from risk.account import ZERO, Snapshot
from risk.figure import Figure
from risk.margin import maintenance_ratio, net_assets, total_assets, total_liabilities
from risk.money import to_text
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.traced import Formula, given, traced
from risk.valuation import value

SOLD: Formula = ("成交金额 = Σ 成交价 × 数量", "sold = Σ price × quantity of the fills")
COSTS: Formula = ("费用 = Σ各笔成交费用", "costs = Σ of the costs of the fills")
RESIDUAL: Formula = (
    "剩余欠款 = max(0, 总负债 − 总资产)",
    "residual debt = max(0, total liabilities − total assets)",
)
FEN = Decimal("0.01")


def draw_up(ctx: Context, session: Session, user: str, liquidation_id: str) -> LiquidationRun:
    """Ends the selling and draws up the statement, which the client is sent. Raises StateChanged where that was done already."""
    run, case = stated_not_yet(session, liquidation_id)
    account, now = _account(ctx, session, case), ctx.clock.now()
    figures = _figures(session, run, account, ctx.rules)
    stop(ctx, session, run)
    run.statement = _statement(session, run, figures)
    kept = freeze(ctx, session, case.client_id, account, "force", now)
    clause = account.terms.clauses.get("liquidation_order")
    told = _told(ctx, session, case, "liquidation", "liquidation", figures, clause)
    noted(
        session,
        case,
        f"statement/{run.id}",
        "statement",
        now,
        user,
        kept.id,
        liquidation=run.id,
        notices=told,
    )
    ctx.record(session, Event("liquidation.ended", user, run.client_id, {"id": run.id, "call": case.id}))
    session.flush()
    return run


def wind_up(ctx: Context, session: Session, user: str, case: MarginCase, reason: str) -> None:
    """Closes a case whose liquidation is over; a debt that is left is told and given to a person.

    Raises StateChanged where there is no statement yet, or it has not reached the client.
    """
    runs = queries.liquidations(session, case.id)
    if not runs or runs[-1].statement is None:
        raise StateChanged("The statement is not drawn up yet.", "处分结果尚未出具。")
    account = _account(ctx, session, case)
    residual = _residual(Sheet(value(account), ctx.rules))
    owed = Decimal(to_text(residual.value or ZERO)).quantize(FEN, ROUND_UP)
    acting.acted(ctx, session, case, "finish", user, amount=owed, reason=reason)
    if owed:
        clause = account.terms.clauses.get("liquidation_order")
        told = _told(
            ctx, session, case, "residual_debt", "residual_debt", {"residual_debt": residual}, clause
        )
        noted(
            session,
            case,
            "notice/residual_debt",
            "notice",
            ctx.clock.now(),
            user,
            code="residual_debt",
            notices=told,
        )


def _figures(
    session: Session, run: LiquidationRun, account: Snapshot, rules: Rulebook
) -> Mapping[str, Figure]:
    """Of the fills, and of the account afterwards, by name."""
    fills, orders = queries.fills(session, run.id), queries.orders(session, run.id)
    sold = [(row.id, row.price * row.quantity) for row in fills if _order(orders, row).side == "sell"]
    sheet = Sheet(value(account), rules)
    made = (
        _total("sold", sold, SOLD, account),
        _total("costs", [(row.id, row.costs) for row in fills], COSTS, account),
        *repaid_by(session, run, fills, account),
        total_assets(sheet),
        total_liabilities(sheet),
        net_assets(sheet),
        maintenance_ratio(sheet),
        _residual(sheet),
    )
    return {each.name: each for each in made}


def _residual(sheet: Sheet) -> Figure:
    ratio, account = sheet.ratio, sheet.snapshot
    lacking = None if ratio is None else max(ZERO, ratio.denominator - ratio.numerator)
    sides, missing = (sheet.assets(), sheet.liabilities()), sheet.valuation.missing
    return traced(
        "residual_debt",
        lacking,
        account.currency,
        RESIDUAL,
        sides,
        account.as_of,
        direction="lower_safer",
        missing=missing,
    )


def _total(name: str, parts: Sequence[tuple[str, Decimal]], formula: Formula, account: Snapshot) -> Figure:
    inputs = [given(fill, Fraction(amount), account.currency, fill) for fill, amount in parts]
    total = sum((each.value or ZERO for each in inputs), ZERO)
    return traced(name, total, account.currency, formula, inputs, account.as_of)


def _statement(session: Session, run: LiquidationRun, figures: Mapping[str, Figure]) -> dict[str, Any]:
    orders = queries.orders(session, run.id)
    return {
        "before": run.before,
        "figures": {name: each.as_json() for name, each in figures.items()},
        "fills": [fill_shown(row, _order(orders, row)) for row in queries.fills(session, run.id)],
        "unfilled": [
            {"order": row.id, "security": row.security, "quantity": row.quantity - row.filled}
            for row in orders
            if row.filled < row.quantity
        ],
    }


def fill_shown(row: LiquidationFill, order: LiquidationOrder) -> dict[str, Any]:
    """A fill as it is shown."""
    shown = {"id": row.id, "order": order.id, "side": order.side, "security": order.security}
    return shown | {"quantity": row.quantity, "price": plain(row.price), "costs": plain(row.costs)}


def _order(orders: Sequence[LiquidationOrder], row: LiquidationFill) -> LiquidationOrder:
    return next(each for each in orders if each.id == row.order_id)


def _told(
    ctx: Context,
    session: Session,
    case: MarginCase,
    kind: Kind,
    template: str,
    figures: Mapping[str, Figure],
    clause: str | None,
) -> list[str]:
    """Sends what was drawn up; the ids of the notices."""
    names = {"ratio": "maintenance_ratio", "sold": "sold", "repaid": "repaid", "amount": "residual_debt"}
    shown = {name: figures[figure] for name, figure in names.items() if figure in figures}
    text = write(template, firm_name(session), shown, clause=clause)
    return [row.id for row in send(ctx, session, case.client_id, kind, text, case=case.id, clause=clause)]


def _account(ctx: Context, session: Session, case: MarginCase) -> Snapshot:
    """The account as it stands. Raises StateChanged where it has no position."""
    account = acting.view_of(ctx, session, case).snapshot
    if account is None:
        raise StateChanged("There is no position to state.", "没有可用的持仓数据。")
    return account
