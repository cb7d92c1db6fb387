"""Orders most of which were cancelled, in one security on one day.

Public (SZSE main board, SSE STAR): cancelled orders of 50 % of what was ordered or more, seen together with others that
are not published; fewer orders than the firm-set least are not looked at. Example: 12 orders over 12,000 shares,
cancelled for 9,000: 75 %.
"""

from collections.abc import Sequence
from fractions import Fraction

from risk.money import display_ratio
from risk.rulebook.row import Row
from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Look, Pattern, Request, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = ("撤单占比 = 撤销数量 ÷ 申报数量", "share cancelled = shares cancelled ÷ shares ordered")


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every account, security and day with enough orders."""
    share, least = limits.find("cancelled_share"), limits.need("least_orders")
    if share is None:
        return Look(0, missing=("cancelled_share",))
    law = limits.row("orders_not_to_trade")
    groups = by(tape.requests, lambda each: (each.account, each.security, each.at.date()))
    enough = [each for each in groups if _count(each) >= least.value]
    alerts = (
        _alert(each, share, least, law, tape)
        for each in enough
        if _shares(each, "cancel") >= share.value * _shares(each, "order")
    )
    return Look(len(enough), tuple(alerts))


def _count(requests: Sequence[Request]) -> int:
    return sum(each.count for each in requests if each.kind == "order")


def _shares(requests: Sequence[Request], kind: str) -> Fraction:
    return Fraction(sum(each.quantity for each in requests if each.kind == kind))


def _alert(
    requests: Sequence[Request], share: Threshold, least: Threshold, law: Row | None, tape: Tape
) -> Alert:
    first, day = requests[0], requests[0].at.date()
    ordered, cancelled = _shares(requests, "order"), _shares(requests, "cancel")
    part = cancelled / ordered
    inputs = (
        given("cancelled", cancelled, "shares", "requests", day),
        given("ordered", ordered, "shares", "requests", day),
        share.input(),
    )
    rows = (share.row, least.row, *((law,) if law else ()))
    shown = display_ratio(part, "down")
    return Alert(
        PATTERN.code,
        "warning",
        (first.account,),
        tuple(each.path for each in requests),
        traced("cancelled_share", part, "ratio", _FORMULA, inputs, tape.as_of, rows=rows),
        refs(*rows),
        f"On {day} {shown} of the shares ordered in {first.security} were cancelled.",
        f"{day}，{first.security} 撤销数量占申报数量的 {shown}。",
    )


PATTERN = Pattern("cancelled_orders", "orders cancelled for the most part", "申报后大部分撤销", look)
