"""Margin money that may have reached what cannot be bought on margin (绕标): bought on margin, own shares sold, spent.

The three legs: a margin purchase of an eligible security; then a sale of own collateral; then, with the cash, a purchase
of securities that are not eligible, or a withdrawal. What was routed is at most the smallest leg. Example: 800,000
bought on margin, 780,000 of own shares of the same code sold the same day, 760,000 of a security off the list bought
the next: 760,000. Amount and days are firm-set.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from risk.account import ZERO
from risk.money import display_money
from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Fill, Look, Pattern, Tape, Withdrawal, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

Row = Fill | Withdrawal
Legs = tuple[list[Row], list[Row], list[Row]]
_FORMULA = (
    "金额 = min(融资买入, 其后卖出自有担保证券, 其后买入非标的证券或转出)",
    "amount = min(bought on margin, own collateral sold after it, spent on securities off the list or withdrawn after)",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every account that bought on margin, from each purchase on; a window that alerted is not counted again."""
    least, days = limits.need("routed_amount"), limits.need("routed_days")
    rows: list[Row] = [*tape.fills, *tape.withdrawals]
    accounts = [each for each in by(rows, lambda each: each.account) if any(map(_financed, each))]
    alerts = [
        _alert(legs, least, days, tape)
        for each in accounts
        for legs in _windows(each, tape.eligible, timedelta(days=int(days.value)), least.value)
    ]
    return Look(len(accounts), tuple(alerts), () if tape.eligible is not None else ("eligible",))


def _windows(
    rows: Sequence[Row], eligible: frozenset[str] | None, span: timedelta, least: Fraction
) -> list[Legs]:
    found: list[Legs] = []
    times = [row.at for row in rows]
    for i, row in enumerate(rows):
        taken = bool(found) and row.at <= found[-1][2][-1].at
        if taken or not _financed(row):
            continue
        legs = _legs(rows[i : bisect_right(times, row.at + span)], eligible)
        if all(legs) and routed(legs) >= least:
            found.append(legs)
    return found


def _legs(rows: Sequence[Row], eligible: frozenset[str] | None) -> Legs:
    """The three legs in their order: a sale counts after the first purchase, a use after the first sale."""
    financed = [each for each in rows if _financed(each)]
    sold = [each for each in rows if _own(each, "sell")]
    spent = [each for each in rows if sold and each.at >= sold[0].at and _spends(each, eligible)]
    return financed, sold, spent


def routed(legs: Legs) -> Fraction:
    """The smallest of the three sums."""
    return min(sum((each.amount for each in leg), ZERO) for leg in legs)


def _financed(row: Row) -> bool:
    return isinstance(row, Fill) and row.kind == "financed" and row.side == "buy"


def _own(row: Row, side: str) -> bool:
    return isinstance(row, Fill) and row.kind == "collateral" and row.side == side


def _spends(row: Row, eligible: frozenset[str] | None) -> bool:
    if isinstance(row, Withdrawal):
        return True
    return eligible is not None and _own(row, "buy") and row.security not in eligible


def _alert(legs: Legs, least: Threshold, days: Threshold, tape: Tape) -> Alert:
    names = ("financed", "sold", "spent")
    inputs = tuple(
        given(name, sum((each.amount for each in leg), ZERO), "CNY", ", ".join(each.path for each in leg))
        for name, leg in zip(names, legs, strict=True)
    )
    amount, rows = routed(legs), (least.row, days.row)
    first, shown = legs[0][0], display_money(amount, "down")
    return Alert(
        PATTERN.code,
        "warning",
        (first.account,),
        tuple(each.path for leg in legs for each in leg),
        traced("routed_amount", amount, "CNY", _FORMULA, (*inputs, least.input()), tape.as_of, rows=rows),
        refs(*rows),
        f"From {first.at.date()} on: bought on margin, own shares sold, and {shown} spent off the list or withdrawn.",
        f"自 {first.at.date()} 起：融资买入、卖出自有证券，并有 {shown} 元用于非标的证券或转出。",
    )


PATTERN = Pattern("routed_purchase", "margin money off the list", "绕标迹象", look)
