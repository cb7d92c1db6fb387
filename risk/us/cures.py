"""The ways to meet a maintenance call: cash, securities, a sale, or buying a short back.

The call c is met by cash of c, by securities worth c ÷ (1 − m) and by a sale of c ÷ m, where m is what the
security is held to; buying a short back frees its requirement per share. Whole lots, at the snapshot's
price, without costs. Facts only: the client chooses.
"""

from collections.abc import Iterator
from fractions import Fraction

from risk.fields import BookError, refuse
from risk.figure import Figure, Input, RuleRef
from risk.money import to_text
from risk.reference import Reason, ReferenceCure, ReferenceCures, lots_up, of_contract
from risk.rulebook import Rulebook
from risk.us.account import ZERO, UsAccount, UsPosition
from risk.us.desk import Desk
from risk.us.requirements import Rate

_COUNTS_FOR_NOTHING: Reason = (
    "it must be paid in full, so depositing it frees nothing",
    "该证券须足额缴付，存入不能补足",
)
_TOO_FEW: Reason = ("not enough of it is held", "持有数量不足")


def cures(account: UsAccount, rules: Rulebook, target: Fraction | None = None) -> ReferenceCures:
    """The ways up to the maintenance requirement, or to equity of `target` of the positions where that is more.

    Raises `BookError` for a target that is no share of one. Empty where nothing is called; with one cure of
    unknown amount where something is missing.
    """
    if target is not None and not 0 < target < 1:
        raise BookError([refuse("target", "out_of_range", to_text(target))])
    desk = Desk.of(account, rules)
    need, equity = desk.maintenance(level=target), desk.equity
    if need.value is None or equity.value is None:
        missing = (*equity.missing, *need.missing)
        return ReferenceCures("US", target, (_cash(desk, None, target, missing),))
    call = need.value - equity.value
    if call <= 0:
        return ReferenceCures("US", target, ())
    ways = (_cash(desk, call, target), *_long(desk, call, target), *_short(desk, call, target))
    return ReferenceCures("US", target, ways)


def _cash(
    desk: Desk, call: Fraction | None, target: Fraction | None, missing: tuple[str, ...] = ()
) -> ReferenceCure:
    need = desk.maintenance(level=target)
    inputs = (*desk.inputs("equity"), desk.sheet.money("maintenance_requirement", need.value))
    amount = desk.sheet.figure(
        "cure_deposit_cash", call, "lower_safer", inputs, rule=(*need.rules, *_aim(target)), missing=missing
    )
    after = _after(desk, amount, deposited=call)
    return ReferenceCure("add_cash", None, None, amount, after)


def _long(desk: Desk, call: Fraction, target: Fraction | None) -> Iterator[ReferenceCure]:
    for row in _single(desk, desk.account.long):
        rate = desk.rate(row, level=target)
        if row.price and rate.value is not None:
            yield _added(desk, row, row.price, rate, call)
            yield _sold(desk, row, row.price, rate, call)


def _added(desk: Desk, row: UsPosition, price: Fraction, rate: Rate, call: Fraction) -> ReferenceCure:
    share = rate.value or ZERO
    needed = call / (1 - share) if share < 1 else None
    amount = _amount(desk, "cure_deposit_securities", row, rate, needed, call)
    quantity = None if needed is None else lots_up(needed, price, row.lot)
    after = _after(desk, amount, added=ZERO if quantity is None else quantity * price)
    reason = None if needed is not None else _COUNTS_FOR_NOTHING
    return ReferenceCure("add_security", row.security, quantity, amount, after, reason)


def _sold(desk: Desk, row: UsPosition, price: Fraction, rate: Rate, call: Fraction) -> ReferenceCure:
    needed = call / (rate.value or Fraction(1))
    quantity = lots_up(needed, price, row.lot)
    amount = _amount(desk, "cure_sale", row, rate, needed, call)
    after = _after(desk, amount, closed=min(quantity, row.quantity) * price)
    reason = _TOO_FEW if quantity > row.quantity else None
    return ReferenceCure("sell_to_repay", row.security, quantity, amount, after, reason)


def _short(desk: Desk, call: Fraction, target: Fraction | None) -> Iterator[ReferenceCure]:
    for row in _single(desk, desk.account.short):
        rate = desk.per_share(row, target)
        if not row.price or not rate.value:
            continue
        needed = call / rate.value * row.price
        quantity = lots_up(needed, row.price, row.lot)
        amount = _amount(desk, "cure_cover", row, rate, needed, call)
        after = _after(desk, amount, closed=min(quantity, row.quantity) * row.price)
        reason = _TOO_FEW if quantity > row.quantity else None
        yield ReferenceCure("buy_to_return", row.security, quantity, amount, after, reason)


def _single(desk: Desk, rows: tuple[UsPosition, ...]) -> Iterator[UsPosition]:
    codes = [row.security for row in (*desk.account.long, *desk.account.short)]
    return (row for row in rows if row.quantity and codes.count(row.security) == 1)


def _amount(
    desk: Desk, name: str, row: UsPosition, rate: Rate, value: Fraction | None, call: Fraction
) -> Figure:
    inputs = (
        desk.sheet.money("maintenance_call", call),
        Input("maintenance", rate.value, "ratio" if name != "cure_cover" else "price", "rule"),
        desk.sheet.money("price", row.price, "market"),
    )
    return desk.sheet.figure(f"{name}.{row.security}", value, "lower_safer", inputs, rule=rate.rules)


def _after(
    desk: Desk,
    amount: Figure,
    deposited: Fraction | None = ZERO,
    added: Fraction = ZERO,
    closed: Fraction = ZERO,
) -> Figure:
    """The equity ratio afterwards; closing a position leaves equity as it is."""
    equity, long, short = desk.equity.value, desk.long.value, desk.short.value
    value = None
    if equity is not None and long is not None and short is not None and deposited is not None:
        positions = long + short + added - closed
        value = (equity + deposited + added) / positions if positions > 0 else None
    inputs = (*desk.inputs("equity", "long_market_value", "short_market_value"), desk.sheet.of(amount))
    return desk.sheet.figure("after_cure", value, "higher_safer", inputs, unit="ratio")


def _aim(target: Fraction | None) -> tuple[RuleRef, ...]:
    return () if target is None else (of_contract("target", target),)
