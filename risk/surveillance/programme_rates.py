"""How fast an account sends orders and cancellations: the rates from which the exchanges count it as high-frequency.

Public since 2025-07-07 (程序化交易管理实施细则): 300 in one second or 20,000 in one day, orders and cancellations
together, for one account. Such an account reports more; nothing is wrong with it.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from risk.surveillance.grouping import by
from risk.surveillance.model import Alert, Look, Pattern, Request, Tape, refs
from risk.thresholds import Threshold, Thresholds
from risk.traced import given, traced

_FORMULA = ("笔数 = 申报笔数 + 撤单笔数", "count = orders + cancellations")
_RATES = (
    ("hft_orders_per_second", "per_second", "in one second", "一秒内"),
    ("hft_orders_per_day", "per_day", "in one day", "单日"),
)


def look(tape: Tape, limits: Thresholds) -> Look:
    """The busiest second and the busiest day of every account; nothing before the rates were in force."""
    known = {param: found for param, *_ in _RATES if (found := limits.find(param)) is not None}
    accounts = by(tape.requests, lambda each: each.account)
    alerts = (
        _alert(_busiest(requests, unit), known[param], unit, words, tape)
        for requests in accounts
        for param, unit, *words in _RATES
        if param in known and _count(_busiest(requests, unit)) >= known[param].value
    )
    return Look(len(accounts), tuple(alerts), tuple(param for param, *_ in _RATES if param not in known))


def _busiest(requests: Sequence[Request], unit: str) -> list[Request]:
    """The requests of the busiest calendar second or day."""
    groups = by(
        requests, lambda each: each.at.date() if unit == "per_day" else each.at.replace(microsecond=0)
    )
    return max(groups, key=_count)


def _count(requests: Sequence[Request]) -> int:
    return sum(each.count for each in requests)


def _alert(
    requests: Sequence[Request], rate: Threshold, unit: str, words: Sequence[str], tape: Tape
) -> Alert:
    first, count = requests[0], _count(requests)
    when = first.at.date() if unit == "per_day" else first.at.replace(microsecond=0)
    kinds = {kind: _count([each for each in requests if each.kind == kind]) for kind in ("order", "cancel")}
    inputs = (*(given(kind, n, "count", "requests", when) for kind, n in kinds.items()), rate.input())
    return Alert(
        PATTERN.code,
        "info",
        (first.account,),
        tuple(dict.fromkeys(chain((first.path,), (requests[-1].path,)))),
        traced(rate.row.param, Fraction(count), unit, _FORMULA, inputs, tape.as_of, rows=(rate.row,)),
        refs(rate.row),
        f"{count:,} orders and cancellations {words[0]} ({when}): the account counts as high-frequency.",
        f"{words[1]}申报、撤单合计 {count:,} 笔（{when}），达到高频交易认定标准。",
    )


PATTERN = Pattern("programme_rates", "programme-trading rates", "程序化交易速率", look)
