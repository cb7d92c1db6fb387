"""Bought and sold again, several times in one security on one day.

Example: an account sells 1,000 own shares and buys them back on margin, three times over, in one session. The
counted trip is a buy followed by a sale. How often is too often no exchange publishes: firm-set.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Fill, Look, Pattern, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = (
    "往返次数 = 同日同一证券买入后又卖出的次数",
    "round trips = buys of a security followed by a sale on one day",
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """Every account, security and day that traded."""
    least = limits.need("round_trips")
    groups = by(tape.fills, lambda each: (each.account, each.security, each.at.date()))
    alerts = (_alert(fills, least, tape) for fills in groups if trips(fills) >= least.value)
    return Look(len(groups), tuple(alerts))


def trips(fills: Sequence[Fill]) -> int:
    """How often a buy was followed by a sale; several buys in a row are one."""
    sides = [each.side for each in fills]
    return sum(a == "buy" and b == "sell" for a, b in pairwise(sides))


def _alert(fills: Sequence[Fill], least: Threshold, tape: Tape) -> Alert:
    first, count = fills[0], trips(fills)
    day = first.at.date()
    inputs = (*(given(each.path, each.quantity, "shares", each.side, day) for each in fills), least.input())
    figure = traced("round_trips", Fraction(count), "count", _FORMULA, inputs, tape.as_of, rows=(least.row,))
    return Alert(
        PATTERN.code,
        "warning",
        (first.account,),
        tuple(each.path for each in fills),
        figure,
        refs(least.row),
        f"On {day} {first.security} was bought and sold again {count} times.",
        f"{day}，{first.security} 买入后又卖出 {count} 次。",
    )


PATTERN = Pattern("round_trips", "same-stock round trips", "同一证券当日往返", look)
