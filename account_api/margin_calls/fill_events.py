"""What a liquidation does to the ledger, as events of the feed: sales and purchases that came back, and cash that repays.

Shares delivered as collateral go first, then those of the contracts, the oldest first; what a sale brings beyond the debt of
its contract repays the next contract that is due. Where it is about one contract that came due, that one goes first, and
nothing repays another. Shares bought that are owed no more, since the client returned them meanwhile, are collateral.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from account_api.accounts import queries as accounts
from account_api.accounts.tables import Contract, ContractDay, CreditAccount
from account_api.context import Context
from account_api.errors import StateChanged
from account_api.feed import queries as feed
from account_api.feed.contract import EventsCreate
from account_api.feed.service import take
from account_api.margin_calls.tables import LiquidationFill, LiquidationOrder, MarginCase
from account_api.texts import plain

SOURCE = "liquidation"
FEN = Decimal("0.01")
Body = dict[str, Any]


def booked(
    ctx: Context, session: Session, case: MarginCase, order: LiquidationOrder, fill: LiquidationFill
) -> bool:
    """Enters a fill, and what it brings repays; whether all of it was needed, or more was bought than is owed. Raises StateChanged
    where the ledger has not the shares, or not the money.
    """
    account = accounts.account_of(session, case.client_id)
    assert account is not None
    before = _cash(ctx, session, account)
    work = _sold if order.side == "sell" else _bought
    bodies = list(work(ctx, session, account, order, fill, case.contract_id))
    _take(ctx, session, case.client_id, fill.id, fill.at, bodies)
    left = _cash(ctx, session, account)
    brought = left - before if case.contract_id is None or order.side == "sell" else left
    if brought > 0:
        repaid(ctx, session, account, fill.id, fill.at, brought, case.contract_id)
    return all(each["kind"] != "buy" for each in bodies)


def repaid(
    ctx: Context,
    session: Session,
    account: CreditAccount,
    name: str,
    at: datetime,
    money: Decimal,
    only: str | None = None,
) -> None:
    """Cash of the account repays its loans, the nearest due day first, as far as the money reaches; or `only` one contract, of
    a short sale the fee.
    """
    bodies: list[Body] = []
    for contract, owed in _owing(ctx, session, account, only):
        paid = min(money, owed)
        if paid > 0:
            bodies.append({"kind": "repay", "contract": contract, "amount": plain(paid)})
            money -= paid
    _take(ctx, session, account.client_id, f"{name}-repaid", at, bodies)


def _sold(
    ctx: Context,
    session: Session,
    account: CreditAccount,
    order: LiquidationOrder,
    fill: LiquidationFill,
    first: str | None,
) -> Iterator[Body]:
    left, fee = fill.quantity, fill.costs
    own = (None, _collateral(ctx, session, account, order.security))
    financed = _financed(ctx, session, account, order.security)
    for contract, quantity in sorted((own, *financed), key=lambda each: first is None or each[0] != first):
        sold = min(left, quantity)
        if not sold:
            continue
        body: Body = {"quantity": sold, **_price(fill, fee)}
        if contract is None:
            yield {"kind": "sell", "security": order.security, **body}
        else:
            yield {"kind": "sell_to_repay", "contract": contract, "sold": "contract", **body}
        left, fee = left - sold, Decimal(0)
    if left:
        raise _not_there(order)


def _bought(
    ctx: Context,
    session: Session,
    account: CreditAccount,
    order: LiquidationOrder,
    fill: LiquidationFill,
    first: str | None,
) -> Iterator[Body]:
    left, fee = fill.quantity, fill.costs
    rows = [each for each in _contracts(ctx, session, account) if each[0].kind == "short"]
    for contract, state in sorted(rows, key=lambda each: each[0].contract_id != first):
        if contract.security == order.security and (n := min(left, state.quantity)):
            returned = {"contract": contract.contract_id, "quantity": n}
            yield {"kind": "buy_to_return", **returned, **_price(fill, fee)}
            left, fee = left - n, Decimal(0)
    if left:
        yield {"kind": "buy", "security": order.security, "quantity": left, **_price(fill, fee)}


def _price(fill: LiquidationFill, fee: Decimal) -> Body:
    return {"price": plain(fill.price), "fee": plain(fee)}


def _take(
    ctx: Context, session: Session, client_id: str, name: str, at: datetime, bodies: list[Body]
) -> None:
    """Has the feed work the events in; one that it refuses refuses everything."""
    if not bodies:
        return
    stream = feed.stream(session, SOURCE, client_id)
    last = 0 if stream is None else stream.last_sequence
    events: list[Mapping[str, Any]] = [
        {
            "id": f"{name}-{i}",
            "sequence": last + i,
            "client_id": client_id,
            "at": at.isoformat(),
            **body,
        }
        for i, body in enumerate(bodies, 1)
    ]
    taken = take(ctx, session, SOURCE, EventsCreate.model_validate({"source": SOURCE, "events": events}))
    if taken.refused:
        problem = taken.refused[0].problem
        raise StateChanged(
            f"The ledger does not take it: {problem['detail']}", f"账务无法入账：{problem['detail_zh']}"
        )


def _cash(ctx: Context, session: Session, account: CreditAccount) -> Decimal:
    days = accounts.days(session, account.account_id, ctx.clock.today(), limit=1)
    return days[0].cash if days else Decimal(0)


def _collateral(ctx: Context, session: Session, account: CreditAccount, code: str) -> int:
    days = accounts.days(session, account.account_id, ctx.clock.today(), limit=1)
    held = accounts.holdings(session, account.account_id, days[0].day) if days else []
    return next((row.quantity for row in held if row.security == code), 0)


def _contracts(ctx: Context, session: Session, account: CreditAccount) -> list[tuple[Contract, ContractDay]]:
    """What is outstanding now, the oldest contract first."""
    days = accounts.days(session, account.account_id, ctx.clock.today(), limit=1)
    return accounts.contracts(session, account.account_id, days[0].day) if days else []


def _financed(
    ctx: Context, session: Session, account: CreditAccount, code: str
) -> list[tuple[str | None, int]]:
    rows = _contracts(ctx, session, account)
    mine = [each for each in rows if each[0].kind == "financing" and each[0].security == code]
    return [(contract.contract_id, state.quantity) for contract, state in mine]


def _owing(
    ctx: Context, session: Session, account: CreditAccount, only: str | None
) -> list[tuple[str, Decimal]]:
    """What money can repay, the nearest due day first; of one contract where it is about that alone."""
    rows = _contracts(ctx, session, account)
    if only is not None:
        mine = [each for each in rows if each[0].contract_id == only]
        return [(row.contract_id, _owed(row, state)) for row, state in mine]
    loans = [each for each in rows if each[0].kind == "financing"]
    loans.sort(key=lambda each: (each[0].due is None, each[0].due or each[0].opened, each[0].opened))
    return [(row.contract_id, _owed(row, state)) for row, state in loans]


def _owed(row: Contract, state: ContractDay) -> Decimal:
    return state.interest if row.kind == "short" else state.amount + state.interest


def _not_there(order: LiquidationOrder) -> StateChanged:
    return StateChanged(
        f"The account has not that many shares of {order.security}.", f"账户没有这么多 {order.security}。"
    )
