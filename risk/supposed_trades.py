"""Trades and transfers that are only supposed, and another account altogether: what each leaves of an account.

Costs are not counted, and whether an order would be taken is not asked here: `risk.preview` looks at one before it is
placed. A sale takes own shares first, then those bought on margin, whose proceeds must repay: only `sell_to_repay` may
sell them. Buying back may spend all cash, short proceeds included; a contract bought back in part keeps its proceeds in
proportion.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from risk.account import ZERO, Contract, ContractKind, Holding, Snapshot
from risk.change_kinds import OtherAccount, Trade, Transfer
from risk.fields import BookError, refuse
from risk.money import to_text
from risk.repayment import repay

SUPPOSED = "supposed"
"""The security that stands for all securities of another account."""

_LOT = 100


def traded(s: Snapshot, change: Trade, path: str) -> Snapshot:
    """The account after a trade. Raises `BookError` for more than there is, and for a price that nobody knows."""
    price = _known(s, change.security, "price") if change.price is None else change.price
    if price is None:
        raise BookError([refuse(f"{path}.price", "missing")])
    quantity = _part(s, change, path) if change.quantity is None else change.quantity
    amount = price * quantity
    match change.side:
        case "buy":
            return _bought(s, change, quantity, price, path)
        case "sell":
            rest = _without(s, change.security, quantity, path, own=True)
            return replace(rest, cash=rest.cash + amount)
        case "sell_to_repay":
            rest = _without(s, change.security, quantity, path)
            money = min(amount, money_owed(s))
            return repay(replace(rest, cash=rest.cash + amount - money), money)[0]
        case "buy_to_return":
            return _returned(s, change.security, quantity, amount, path)
        case "margin_buy":
            return replace(s, financing=(*s.financing, _opened(s, change, quantity, price, "financing")))
        case _:
            opened = _opened(s, change, quantity, price, "short")
            return replace(s, cash=s.cash + amount, shorts=(*s.shorts, opened))


def transferred(s: Snapshot, change: Transfer, path: str) -> Snapshot:
    """The account once securities have come in, or left. Raises `BookError` for more than there is."""
    if change.quantity < 0:
        return _without(s, change.security, -change.quantity, path, own=True)
    price = _known(s, change.security, "price") if change.price is None else change.price
    return _with(s, change, change.quantity, price)


def another(s: Snapshot, change: OtherAccount) -> Snapshot:
    """An account of those sums under the contract of `s`; what it owes is due at any time and bears no interest."""
    worth = change.assets - change.cash
    held = (Holding(SUPPOSED, 1, worth, None, lot=1),) if worth else ()
    return replace(
        s,
        cash=change.cash,
        collateral=held,
        financing=(),
        shorts=(),
        other_collateral=ZERO,
        fees=change.liabilities,
        incoming=(),
        credit_line=None,
    )


def money_owed(s: Snapshot) -> Fraction:
    """What money can repay: fees, interest so far as it is known, and amounts financed."""
    interest = sum((row.interest or ZERO for _, row in s.contracts()), ZERO)
    return s.fees + interest + sum((row.amount for row in s.financing), ZERO)


def _part(s: Snapshot, change: Trade, path: str) -> int:
    """A share of what there is of a security to sell or return, down to the lot; all of it for 1."""
    own = [row for row in s.collateral if row.security == change.security]
    sides = {"sell": (), "sell_to_repay": s.financing, "buy_to_return": s.shorts}
    rows = [row for row in sides[change.side] if row.security == change.security]
    closing = change.side != "buy_to_return"
    there = sum(row.quantity for row in rows) + (sum(row.quantity for row in own) if closing else 0)
    if change.share == 1:
        quantity = there
    else:
        lot = own[0].lot if own and closing else _LOT
        quantity = int(there * (change.share or ZERO) / lot) * lot
    if not quantity:
        raise BookError([refuse(f"{path}.share", "out_of_range", there)])
    return quantity


def _bought(s: Snapshot, change: Trade, quantity: int, price: Fraction, path: str) -> Snapshot:
    """Own cash, without short proceeds, becomes a holding."""
    own = s.cash - sum((row.amount for row in s.shorts), ZERO)
    if price * quantity > own:
        raise BookError([refuse(f"{path}.quantity", "out_of_range", quantity)])
    return replace(_with(s, change, quantity, price), cash=s.cash - price * quantity)


def _with(s: Snapshot, change: Trade | Transfer, quantity: int, price: Fraction | None) -> Snapshot:
    """The account with one more row of collateral."""
    held = Holding(change.security, quantity, price, _rate(s, change))
    return replace(s, collateral=(*s.collateral, held))


def _opened(s: Snapshot, change: Trade, quantity: int, price: Fraction, kind: ContractKind) -> Contract:
    """The contract that a margin purchase or a short sale opens, at its own price and the floor of its day."""
    rows = s.financing if kind == "financing" else s.shorts
    rates = {row.annual_rate for row in rows}
    same = next(iter(rates)) if len(rates) == 1 else None
    return Contract(
        contract=f"new-{sum(1 for _ in s.contracts()) + 1}",
        kind=kind,
        security=change.security,
        quantity=quantity,
        price=price,
        amount=price * quantity,
        conversion_rate=_rate(s, change),
        margin_ratio=None,
        opened=s.as_of,
        annual_rate=same if change.annual_rate is None else change.annual_rate,
        interest=ZERO,
    )


def _rate(s: Snapshot, change: Trade | Transfer) -> Fraction | None:
    return _known(s, change.security, "conversion_rate") if change.haircut is None else change.haircut


def _known(s: Snapshot, security: str, name: str) -> Fraction | None:
    """The first value that the account has of a security under that name."""
    rows: Iterable[Holding | Contract] = (*s.collateral, *s.financing, *s.shorts)
    values = (getattr(row, name) for row in rows if row.security == security)
    return next((each for each in values if each is not None), None)


def _without(s: Snapshot, security: str, quantity: int, path: str, own: bool = False) -> Snapshot:
    """The account without so many shares: own rows first, then, unless only `own` may go, those bought on margin."""
    left = quantity
    kept: list[Holding] = []
    for row in s.collateral:
        taken = min(left, row.quantity) if row.security == security else 0
        left -= taken
        sellable = None if row.sellable is None else max(0, row.sellable - taken)
        kept.append(replace(row, quantity=row.quantity - taken, sellable=sellable) if taken else row)
    financed = s.financing
    if not own:
        financed, left = _less(s.financing, security, left)
    if left:
        raise BookError([refuse(f"{path}.quantity", "out_of_range", quantity)])
    return replace(s, collateral=tuple(kept), financing=financed)


def _less(rows: tuple[Contract, ...], security: str, left: int) -> tuple[tuple[Contract, ...], int]:
    """Contracts with so many shares less in their order, and how many could not be taken."""
    kept: list[Contract] = []
    for row in rows:
        taken = min(left, row.quantity) if row.security == security else 0
        left -= taken
        if taken and row.kind == "short":
            share = Fraction(row.quantity - taken, row.quantity)
            row = replace(row, amount=row.amount * share)
        kept.append(replace(row, quantity=row.quantity - taken) if taken else row)
    return tuple(kept), left


def _returned(s: Snapshot, security: str, quantity: int, amount: Fraction, path: str) -> Snapshot:
    """The account once shares sold short have been bought back and returned."""
    if amount > s.cash:
        raise BookError([refuse(f"{path}.price", "out_of_range", to_text(amount))])
    shorts, left = _less(s.shorts, security, quantity)
    if left:
        raise BookError([refuse(f"{path}.quantity", "out_of_range", quantity)])
    return replace(s, cash=s.cash - amount, shorts=shorts)
