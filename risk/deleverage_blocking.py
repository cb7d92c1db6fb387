"""Why no plan reaches a target: the conditions of which taking away one is enough, or a smallest set that is.

Conditions are taken away one at a time. Where no single one is enough but all together are, they are put back one
after the other, and those that cannot be put back are the ones in the way. Where even without all of them nothing
reaches the target, the account itself is the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from risk.account import ZERO
from risk.cure_limits import UNDER_WATER, Obstacle, repayable, sellable
from risk.deleverage_model import Task, feasible
from risk.deleverage_set import Blocking
from risk.disposal import BARS, Stock

_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "excluded": ("securities the client will not sell", "客户指定不卖出的证券"),
        "t_plus_one": (
            "bought or sold short the same day, tradable from the next session",
            "当日买入或融券卖出，自次一交易日起才可卖出或偿还",
        ),
        "limit_down": ("locked at the lower price limit", "跌停，难以卖出"),
        "suspended": ("not trading", "停牌或未在交易"),
        "liquidity": ("more than the allowed share of a day's volume", "超过可成交的日均成交量比例"),
        "lots": ("whole lots", "须为整手"),
        "orders": ("the most orders allowed", "委托笔数上限"),
        "outside_cash": ("no more money from outside", "账户外资金上限"),
    }
)


def blocking(task: Task, *, cash_counts: bool) -> tuple[Blocking, ...]:
    """What is in the way of a task that no orders solve; `cash_counts` where more money from outside is an answer."""
    names = tuple(_present(task, cash_counts))
    single = tuple(name for name in names if feasible(_without(task, (name,))))
    if single:
        return tuple(_named(task, name, alone=True) for name in single)
    if not feasible(_without(task, names)):
        return (_of_account(task),)
    in_the_way = names
    for name in names:
        rest = tuple(each for each in in_the_way if each != name)
        if feasible(_without(task, rest)):
            in_the_way = rest
    return tuple(_named(task, name, alone=False) for name in in_the_way)


def _present(task: Task, cash_counts: bool) -> Iterator[str]:
    """The conditions that keep something of this task from being done."""
    found = {bar for stock in (*task.sells, *task.buys) for bar in stock.binding}
    yield from (bar for bar in BARS if bar in found or bar == "lots")
    if task.orders is not None:
        yield "orders"
    if cash_counts:
        yield "outside_cash"


def _without(task: Task, names: tuple[str, ...]) -> Task:
    return replace(
        task,
        relaxed=frozenset(names),
        orders=None if "orders" in names else task.orders,
        outside=None if "outside_cash" in names else task.outside,
    )


def _named(task: Task, name: str, *, alone: bool) -> Blocking:
    kept = (each.security for each in (*task.sells, *task.buys) if name in each.binding)
    codes = tuple(dict.fromkeys(kept))
    text, text_zh = _SAID[name]
    listed = f" ({', '.join(codes)})" if codes else ""
    return Blocking(name, alone, codes, text + listed, text_zh + (f"（{'、'.join(codes)}）" if codes else ""))


def _of_account(task: Task) -> Blocking:
    why = _obstacle(task)
    return Blocking(why.code, False, (), why.text, why.text_zh)


def _obstacle(task: Task) -> Obstacle:
    if task.assets < task.debts:
        return UNDER_WATER
    worth = _worth(task.sells) + task.own_cash
    return repayable(task.cash_debt) if worth >= task.cash_debt else sellable(_worth(task.sells))


def _worth(stocks: tuple[Stock, ...]) -> Fraction:
    return sum((each.price * (each.settled + each.unsettled) for each in stocks), ZERO)
