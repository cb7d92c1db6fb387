"""Rising buys or falling sales of one account over which the price moved by 4 % within three minutes.

Public (SZSE main board): the three minutes and the 4 %; how much is "large" and which share is "high" are not
published, so that the least number of trades is firm-set. Example: five buys from 10.00 to 10.40 in two minutes.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from risk.money import display_ratio
from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Fill, Look, Pattern, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = (
    "价格变动 = 窗口内末笔成交价 ÷ 首笔成交价 − 1（卖出取相反数）",
    "move = last price ÷ first price in the window − 1, its negative for sales",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """The trades of each account in one security, side and day; one alert for the largest move."""
    move, minutes, least = limits.find("push_move"), limits.find("push_minutes"), limits.need("push_trades")
    if move is None or minutes is None:
        return Look(0, missing=("push_move", "push_minutes"))
    groups = by(tape.fills, lambda each: (each.account, each.security, each.side, each.at.date()))
    span = timedelta(minutes=int(minutes.value))
    found = (_window(fills, span, int(least.value)) for fills in groups)
    alerts = (
        _alert(fills, (move, minutes, least), tape)
        for fills in found
        if fills and _moved(fills) >= move.value
    )
    return Look(len(groups), tuple(alerts))


def _window(fills: Sequence[Fill], span: timedelta, least: int) -> Sequence[Fill]:
    """The run of at least `least` trades within `span` over which the price moved most; empty when there is none."""
    times = [each.at for each in fills]
    ends = (
        (i, j)
        for i, first in enumerate(fills)
        for j in range(i + least - 1, bisect_right(times, first.at + span))
    )
    best = max(ends, key=lambda run: _move(fills[run[0]], fills[run[1]]), default=None)
    return () if best is None else fills[best[0] : best[1] + 1]


def _moved(fills: Sequence[Fill]) -> Fraction:
    return _move(fills[0], fills[-1])


def _move(first: Fill, last: Fill) -> Fraction:
    move = last.price / first.price - 1
    return move if first.side == "buy" else -move


def _alert(fills: Sequence[Fill], measures: tuple[Threshold, Threshold, Threshold], tape: Tape) -> Alert:
    first, last = fills[0], fills[-1]
    rows = tuple(each.row for each in measures)
    inputs = tuple(given(each.path, each.price, "price", "fills", each.at) for each in (first, last))
    figure = traced(
        "price_push",
        _moved(fills),
        "ratio",
        _FORMULA,
        (*inputs, *(each.input() for each in measures)),
        tape.as_of,
        rows=rows,
    )
    move = display_ratio(_moved(fills), "down")
    return Alert(
        PATTERN.code,
        "warning",
        (first.account,),
        tuple(each.path for each in fills),
        figure,
        refs(*rows),
        f"{len(fills)} trades in {first.security} from {first.at} to {last.at}: the price moved by {move}.",
        f"{first.security} 自 {first.at} 至 {last.at} 成交 {len(fills)} 笔，期间价格变动 {move}。",
    )


PATTERN = Pattern("price_push", "price moved within minutes", "短时间价格变动", look)
