"""The ways to meet a Hong Kong call: cash, securities, or a sale, each back to the target line.

Cash lowers the loan; securities raise what counts for lending, and do nothing for a credit limit; a sale
lowers both sides, so it helps only where the target line times the lending ratio is below one. Sales are in
whole lots, at the snapshot's price, without costs. Facts only: the client chooses.
"""

from collections.abc import Iterator
from fractions import Fraction

from risk.fields import BookError, refuse
from risk.figure import Figure, Input
from risk.hk.account import ZERO, HkAccount, HkHolding
from risk.hk.desk import Desk
from risk.hk.valuation import Sum
from risk.money import to_text
from risk.reference import Reason, ReferenceCure, ReferenceCures, lots_up
from risk.rulebook import Rulebook

_LIMIT: Reason = (
    "the loan is above the credit limit, which securities do not lower",
    "贷款高于信贷限额，存入证券不能降低贷款",
)
_NO_HELP: Reason = (
    "selling it lowers what counts for lending as much as the loan",
    "卖出所减少的可按揭值不少于所还贷款，比率不会改善",
)
_NOT_LENT: Reason = ("it does not count for lending", "该证券不可按揭")
_TOO_FEW: Reason = ("not enough of it is held", "持有数量不足")


def cures(account: HkAccount, rules: Rulebook, target: Fraction | None = None) -> ReferenceCures:
    """The ways down to `target` (the target line when None); raises `BookError` for a target of 0 or less.

    Empty where nothing is above it; with one cure of unknown amount where something is missing.
    """
    if target is not None and target <= 0:
        raise BookError([refuse("target", "not_positive", to_text(target))])
    desk = Desk.of(account, rules)
    goal = target or account.terms.target_line
    short = desk.shortfall(target)
    if account.loan == 0 or short.value == 0:
        return ReferenceCures("HK", goal, ())
    if goal is None or short.value is None:
        return ReferenceCures("HK", goal, (_cash(desk, short, target),))
    return ReferenceCures("HK", goal, (_cash(desk, short, target), *_in_securities(desk, goal)))


def _cash(desk: Desk, short: Sum, target: Fraction | None) -> ReferenceCure:
    amount = desk.lined("cure_deposit_cash", short, target=target)
    loan = None if short.value is None else desk.account.loan - short.value
    after = _after(desk, "after_deposit_cash", loan, desk.marginable.value, desk.sheet.of(amount))
    return ReferenceCure("repay_outside_cash", None, None, amount, after)


def _in_securities(desk: Desk, goal: Fraction) -> Iterator[ReferenceCure]:
    codes = [row.security for row in desk.account.collateral]
    for row in desk.account.collateral:
        if codes.count(row.security) == 1 and row.price and row.lending_ratio is not None:
            yield _added(desk, row, row.price, row.lending_ratio, goal)
            if row.quantity:
                yield _sold(desk, row, row.price, row.lending_ratio, goal)


def _added(desk: Desk, row: HkHolding, price: Fraction, rate: Fraction, goal: Fraction) -> ReferenceCure:
    loan, worth, limit = desk.account.loan, desk.marginable.value or ZERO, desk.account.credit_limit
    reason = _NOT_LENT if rate == 0 else _LIMIT if limit is not None and loan > limit else None
    needed = None if rate == 0 else max(ZERO, loan - goal * worth) / (goal * rate)
    quantity = None if needed is None else lots_up(needed, price, row.lot)
    amount = _amount(desk, "cure_deposit_securities", row, rate, needed, goal)
    more = ZERO if quantity is None else quantity * price * rate
    after = _after(desk, "after_deposit_securities", loan, worth + more, desk.sheet.of(amount))
    return ReferenceCure("add_security", row.security, quantity, amount, after, reason)


def _sold(desk: Desk, row: HkHolding, price: Fraction, rate: Fraction, goal: Fraction) -> ReferenceCure:
    loan, worth, limit = desk.account.loan, desk.marginable.value or ZERO, desk.account.credit_limit
    gains = 1 - goal * rate
    over = max(ZERO, loan - goal * worth)
    if gains <= 0 and over > 0:
        amount = _amount(desk, "cure_sale", row, rate, None, goal)
        after = _after(desk, "after_sale", loan, worth, desk.sheet.of(amount))
        return ReferenceCure("sell_to_repay", row.security, None, amount, after, _NO_HELP)
    by_line = over / gains if over else ZERO
    needed = max(by_line, ZERO if limit is None else loan - limit)
    quantity = lots_up(needed, price, row.lot)
    amount = _amount(desk, "cure_sale", row, rate, needed, goal)
    sold = min(quantity, row.quantity) * price
    after = _after(desk, "after_sale", max(ZERO, loan - sold), worth - sold * rate, desk.sheet.of(amount))
    reason = _TOO_FEW if quantity > row.quantity else None
    return ReferenceCure("sell_to_repay", row.security, quantity, amount, after, reason)


def _amount(
    desk: Desk, name: str, row: HkHolding, rate: Fraction, value: Fraction | None, goal: Fraction
) -> Figure:
    more = (desk.sheet.ratio("lending_ratio", rate), desk.sheet.money("price", row.price, "market"))
    return desk.lined(f"{name}.{row.security}", Sum(value), *more, target=goal)


def _after(desk: Desk, name: str, loan: Fraction | None, worth: Fraction | None, amount: Input) -> Figure:
    value = loan / worth if loan is not None and worth else None
    inputs = (
        desk.sheet.money("loan", desk.account.loan),
        desk.sheet.money("marginable_value", worth),
        amount,
    )
    return desk.sheet.figure(name, value, "lower_safer", inputs, unit="ratio")
