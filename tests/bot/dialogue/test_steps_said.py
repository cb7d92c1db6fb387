"""Every step of a message is read in order, or nothing of it is."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.supposing import Held, steps_of, supposed, told

HELD = (
    Held("600036.SH", ("招商银行", "招行", "China Merchants Bank"), price=Decimal(38)),
    Held("300750.SZ", ("宁德时代", "CATL"), price=Decimal(230)),
    Held("600030.SH", ("中信证券",), short=True, price=Decimal(26)),
    Held("600519.SH", ("贵州茅台", "茅台"), own=False),
)


def price(code: str, pct: str) -> dict[str, Any]:
    return {"op": "price", "security": code, "pct": pct}


def cash(amount: str) -> dict[str, Any]:
    return {"op": "cash", "amount": amount}


def trade(side: str, code: str, **more: str) -> dict[str, Any]:
    return {"op": "trade", "side": side, "security": code, **more}


SELLS = trade("sell_to_repay", "600036.SH", quantity="10000")
STEPS: tuple[tuple[str, list[dict[str, Any]]], ...] = (
    ("what if I deposit 60k and the market drops 3%", [cash("60000"), price("*", "-3")]),
    ("先卖10000股招行还款再转5万进来", [SELLS, cash("50000")]),
    ("存10万进去 大盘跌5%", [cash("100000"), price("*", "-5")]),
    ("招行跌10%再跌5%", [price("600036.SH", "-10"), price("600036.SH", "-5")]),
    ("招行跌10%,大盘再跌5%", [price("600036.SH", "-10"), price("*", "-5")]),
    ("招行和宁德都跌10%", [price("600036.SH", "-10"), price("300750.SZ", "-10")]),
    ("全部证券跌10%", [price("*", "-10")]),
    ("要是明天全跌10%我要补多少", [price("*", "-10")]),
    ("全市场跌20%", [price("*", "-20")]),
    ("转5万进来", [cash("50000")]),
    ("卖掉20万招行还款", [trade("sell_to_repay", "600036.SH", quantity="5200")]),
    ("我再融50万买宁德", [trade("margin_buy", "300750.SZ", quantity="2100")]),
    ("卖掉20万招行，按40元", [trade("sell", "600036.SH", quantity="5000", price="40")]),
    ("买券还券一半", [trade("buy_to_return", "600030.SH", share="0.5")]),
    ("卖掉一半招行,还款", [trade("sell_to_repay", "600036.SH", share="0.5")]),
)


@pytest.mark.parametrize(("text", "changes"), STEPS)
def test_the_steps_are_read_in_the_order_said(text: str, changes: list[dict[str, Any]]) -> None:
    assert [json.loads(each.change) for each in supposed(text, HELD)] == changes


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("转入100万现金再融资买50万茅台", "再融资买500000元茅台"),
        ("招行跌10%再卖20万招行", "再卖200000元招行"),
        ("招行跌5%,小米跌5%", "小米跌5%"),
        ("招行跌停再转5万进来", "跌停"),
    ],
)
def test_what_is_not_read_is_named_and_nothing_is_supposed(text: str, unread: str) -> None:
    found = told(text, HELD)
    assert (found.changes, found.unread) == ((), unread)


def test_a_move_of_nothing_in_particular_goes_on_about_the_last_security() -> None:
    (only,) = supposed("再涨20%", HELD, about="300750.SZ")
    assert json.loads(only.change) == price("300750.SZ", "20") and "宁德时代" in only.said
    (every,) = supposed("大盘再跌5%", HELD, about="300750.SZ")
    assert json.loads(every.change) == price("*", "-5")


def test_what_belongs_to_one_step_stays_together() -> None:
    assert len(steps_of("融券卖出500股招行，按40元")) == 1
    assert len(steps_of("从外面拿5万还掉,维保变多少")) == 1
    assert len(steps_of("卖掉一半招行,还款,再跌5%")) == 2
