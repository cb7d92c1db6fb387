"""Trades an account made with itself, or with an account under the same control.

Example: account a sells 500 shares and account b, of the same group, buys them. The law names such trades (证券法
Art. 55); the exchanges' "often" is not published, so that how many make an alert is firm-set.
"""

from collections.abc import Sequence
from fractions import Fraction

from risk.rulebook.row import Row
from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Fill, Look, Pattern, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = (
    "笔数 = 买卖双方属同一控制的成交笔数，双方各有记录的只计一次",
    "count = trades whose two sides are under one control; one that both sides recorded is counted once",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every trade whose counterparty is known, by pair of accounts, security and day."""
    least, often = limits.need("matched_trades"), limits.need("matched_trades_often")
    law = limits.row("own_account_trades")
    known = [each for each in tape.fills if each.counterparty is not None]
    own = [each for each in known if tape.same_control(each.account, each.counterparty or "")]
    groups = by(_once(own), lambda each: (_pair(each), each.security, each.at.date()))
    alerts = (_alert(fills, least, often, law, tape) for fills in groups if len(fills) >= least.value)
    missing = () if known or not tape.fills else ("fills.counterparty",)
    return Look(len(known), tuple(alerts), missing)


def _pair(fill: Fill) -> frozenset[str]:
    return frozenset((fill.account, fill.counterparty or ""))


def _once(fills: Sequence[Fill]) -> list[Fill]:
    """Each trade once: of what both sides recorded alike, the side that recorded more."""
    trades = by(fills, lambda each: (each.at, each.security, each.quantity, each.price, _pair(each)))
    return [fill for trade in trades for fill in max(_sides(trade), key=len)]


def _sides(trade: Sequence[Fill]) -> tuple[list[Fill], list[Fill]]:
    return [each for each in trade if each.side == "buy"], [each for each in trade if each.side == "sell"]


def _alert(fills: Sequence[Fill], least: Threshold, often: Threshold, law: Row | None, tape: Tape) -> Alert:
    first, count = fills[0], len(fills)
    day, rows = first.at.date(), (least.row, often.row, *((law,) if law else ()))
    inputs = (*(given(each.path, each.quantity, "shares", "fills", day) for each in fills), least.input())
    return Alert(
        PATTERN.code,
        "warning" if count >= often.value else "info",
        tuple(sorted(_pair(first))),
        tuple(each.path for each in fills),
        traced("matched_trades", Fraction(count), "count", _FORMULA, inputs, tape.as_of, rows=rows),
        refs(*rows),
        f"On {day} {count} trades in {first.security} had both sides under one control.",
        f"{day}，{first.security} 有 {count} 笔成交的买卖双方属同一控制。",
    )


PATTERN = Pattern("matched_trades", "self-trades and matched trades", "自买自卖与互为对手方", look)
