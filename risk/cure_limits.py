"""Why a way out of a margin call may not be open: what can be repaid, sold or bought back at most.

Each function answers None when the amount is possible, or a reason in English and Chinese.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from risk.account import ZERO, Contract
from risk.money import display_money
from risk.valuation import PricedHolding, Valuation

Reason = tuple[str, str]

UNKNOWN: Reason = ("cannot be determined: something is missing", "资料不全，无法确定")
TOO_LATE: Reason = ("no longer counts by the deadline", "已来不及在截止时刻前计入")
_LOT = 100


@dataclass(frozen=True, slots=True)
class Tradable:
    """One security that could be sold or bought back: how many shares, at what price, and what stands against it."""

    security: str
    price: Fraction | None
    quantity: int
    lot: int = _LOT
    blocked: Reason | None = None

    @property
    def worth(self) -> Fraction:
        """What trading all of it moves; nothing when it is blocked or has no price."""
        return ZERO if self.blocked or self.price is None else self.price * self.quantity

    def order(self, needed: Fraction) -> int | None:
        """Shares worth at least `needed`, up to the lot; an odd remainder may go whole. None without a price."""
        if self.price is None:
            return None
        quantity = (needed / (self.price * self.lot)).__ceil__() * self.lot
        return (
            self.quantity if quantity > self.quantity and self.price * self.quantity >= needed else quantity
        )


def sellables(valuation: Valuation) -> tuple[Tradable, ...]:
    """Everything owned, by security: collateral and what was bought on margin together."""
    rows = (
        _holding(row) if isinstance(row, PricedHolding) else _of_contract(row.contract)
        for row in valuation.longs
    )
    return _merged(rows)


def shorts(valuation: Valuation) -> tuple[Tradable, ...]:
    """Everything owed, by security."""
    return _merged(_of_contract(row.contract) for row in valuation.shorts)


def _merged(rows: Iterable[Tradable]) -> tuple[Tradable, ...]:
    """One entry a security, at the first price seen; what is worth nothing moves nothing and is left out."""
    merged: dict[str, Tradable] = {}
    for row in rows:
        known = merged.get(row.security)
        merged[row.security] = row if known is None else _joined(known, row)
    return tuple(each for each in merged.values() if each.price != 0)


def _joined(old: Tradable, new: Tradable) -> Tradable:
    price = old.price if old.price is not None else new.price
    quantity = old.quantity + new.quantity
    return Tradable(old.security, price, quantity, old.lot, old.blocked or new.blocked)


def _of_contract(contract: Contract) -> Tradable:
    return Tradable(contract.security, contract.price, contract.quantity)


def _holding(row: PricedHolding) -> Tradable:
    holding, blocked = row.holding, None
    if holding.status in ("suspended", "delisting"):
        blocked = (f"{holding.security} does not trade", f"{holding.security} 未在交易")
    elif holding.limit_down:
        blocked = (f"{holding.security} is locked at its lower limit", f"{holding.security} 跌停，难以卖出")
    return Tradable(holding.security, row.price, holding.settled, holding.lot, blocked)


def repayment(valuation: Valuation, amount: Fraction) -> Reason | None:
    """Money repays amounts financed, interest and fees; securities owed must be returned."""
    debt = valuation.cash_debt
    if debt is None:
        return UNKNOWN
    if amount <= debt:
        return None
    shown = display_money(debt, "down")
    return (
        f"money can repay only {shown}; the rest is securities owed",
        f"可用现金偿还的负债只有 {shown}，其余为应还证券",
    )


def sale(valuation: Valuation, amount: Fraction) -> Reason | None:
    """Own securities that trade, sold to repay."""
    most = sum((each.worth for each in sellables(valuation)), ZERO)
    if amount > most:
        shown = display_money(most, "down")
        return f"only {shown} could be sold", f"可卖出的证券市值只有 {shown}"
    return repayment(valuation, amount)


def buy_back(valuation: Valuation, amount: Fraction) -> Reason | None:
    """Cash inside the account, short proceeds included, buys back what is owed."""
    owed, cash = sum((each.worth for each in shorts(valuation)), ZERO), valuation.snapshot.cash
    if amount <= min(owed, cash):
        return None
    shown, owed_shown = display_money(cash, "down"), display_money(owed, "down")
    return (
        f"not enough: cash is {shown} and the shorts are worth {owed_shown}",
        f"不足以达到目标：账户现金 {shown}，融券市值 {owed_shown}",
    )


def inside_cash(valuation: Valuation, amount: Fraction) -> Reason | None:
    """Cash inside the account without short proceeds, which may not repay financing."""
    own = max(ZERO, valuation.snapshot.cash - valuation.short_proceeds)
    if amount <= own:
        return repayment(valuation, amount)
    shown = display_money(own, "down")
    return (
        f"not enough: cash without short proceeds is {shown}",
        f"不足以达到目标：扣除融券卖出金额后的现金为 {shown}",
    )


def order(each: Tradable, quantity: int) -> Reason | None:
    """One security traded alone."""
    if each.blocked:
        return each.blocked
    if quantity <= each.quantity:
        return None
    return (
        f"{quantity:,} shares would be needed and there are {each.quantity:,}",
        f"需要 {quantity:,} 股，而只有 {each.quantity:,} 股",
    )
