"""Nothing is supposed from words that are not certain; they are given back to be asked about."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.supposing import Held, other_account, supposed, told

HELD = (
    Held("600519.SH", ("贵州茅台", "茅台", "Kweichow Moutai", "Moutai"), price=Decimal(1400)),
    Held("600036.SH", ("招商银行", "招行", "China Merchants Bank"), price=Decimal(38)),
    Held("000858.SZ", ("五粮液", "Wuliangye"), price=Decimal(120)),
)


def move(code: str, pct: str) -> dict[str, Any]:
    return {"op": "price", "security": code, "pct": pct}


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("招行没有跌8%会怎样", "没有跌8%"),
        ("招行沒有跌8%會怎樣", "没有跌8%"),
        ("招行不会跌8%呢", "不会跌8%"),
        ("What if Moutai doesn't fall 10%", "doesn't fall 10%"),
        ("what if I don't add 50,000 yuan", "don't add 50000元"),
        ("不补5万会怎样", "不补50000元"),
        ("不補5萬會怎樣", "不补50000元"),
        ("不卖100股茅台呢", "不卖100股"),
        ("没钱还5万呢", "没钱还50000元"),
        ("不是跌8%，是跌10%", "不是跌8%"),
    ],
)
def test_what_is_denied_is_not_supposed(text: str, unread: str) -> None:
    found = told(text, HELD)
    assert (found.changes, found.unread) == ((), unread)


@pytest.mark.parametrize(
    "text",
    [
        "除了茅台都跌10%",
        "除茅台以外全部跌10%",
        "everything except Moutai falls 10%",
        "跌5%到10%会怎样",
        "跌5-10%會怎樣",
        "if it falls between 5% and 10%",
        "if the market falls 5% to 10%",
        "补3万还是补5万",
        "補3萬還是補5萬",
        "茅台跌10%或者招行跌5%",
        "if Moutai falls 10% or Wuliangye falls 5%",
        "茅台或招行跌10%",
        "小米和招行都跌10%",
        "茅台和大盘都跌10%",
        "茅台和招行都跌到30元",
        "每天还5000，过20天",
        "每天還5000，過20天",
        "repay 5000 every day",
        "过1.5天",
        "after 1.5 days",
    ],
)
def test_exceptions_alternatives_ranges_and_habits_are_asked_about(text: str) -> None:
    found = told(text, HELD)
    assert found.changes == () and found.unread


@pytest.mark.parametrize(
    "text",
    [
        "茅台折算率下调5%",
        "茅台折算率調低20個百分點",
        "茅台折算率降20个点",
        "lower the Moutai haircut by 5%",
        "预警线提高10%",
        "平仓线降5%",
        "平倉線降5%",
        "the warning line rises by 10%",
        "融资保证金比例提高20个点",
        "授信额度降50万",
        "授信额度增加50万",
        "授信額度增加50萬",
        "增加50万授信额度",
        "add 500,000 to the credit line",
        "再加10万融资",
        "add another 100,000 of margin debt",
        "平仓线改成500%",
        "预警线改成5%",
        "茅台折算率改成150%",
        "茅台折算率改成5",
        "融资保证金比例按20%呢",
    ],
)
def test_by_so_much_is_not_to_so_much_and_no_contract_has_such_a_rate(text: str) -> None:
    assert supposed(text, HELD) == ()


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("茅台和招行都跌10%", [move("600519.SH", "-10"), move("600036.SH", "-10")]),
        ("茅台，招行都跌10%", [move("600519.SH", "-10"), move("600036.SH", "-10")]),
        ("if Moutai and Wuliangye both fall 10%", [move("600519.SH", "-10"), move("000858.SZ", "-10")]),
        ("我有茅台和招行，招行跌10%", [move("600036.SH", "-10")]),
        ("会不会跌8%", [move("*", "-8")]),
        ("要不要补5万", [{"op": "cash", "amount": "50000"}]),
        ("跌8%还是会到130%以下吗", [move("*", "-8")]),
        ("茅台折算率下调到50%", [{"op": "haircut", "security": "600519.SH", "to": "0.5"}]),
        ("平仓线提高到135%", [{"op": "line", "line": "liquidation_line", "to": "1.35"}]),
        ("授信額度降到50萬", [{"op": "line", "line": "credit_line", "to": "500000"}]),
    ],
)
def test_what_is_certain_is_still_read(text: str, changes: list[dict[str, Any]]) -> None:
    assert [json.loads(each.change) for each in supposed(text, HELD)] == changes


SELLS = {"op": "trade", "side": "sell", "security": "600519.SH", "quantity": "100"}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("我拿10万补仓还差多少", [{"op": "cash", "amount": "100000"}]),
        ("我拿10萬補倉還差多少", [{"op": "cash", "amount": "100000"}]),
        ("拿5万补仓还来得及吗", [{"op": "cash", "amount": "50000"}]),
        ("从外面拿5万还掉", [{"op": "repay", "amount": "50000"}]),
        ("卖掉100股茅台还差多少", [SELLS]),
        ("賣掉100股茅台還剩多少", [SELLS]),
        (
            "卖出100股茅台，再买入200股五粮液",
            [SELLS, {"op": "trade", "side": "buy", "security": "000858.SZ", "quantity": "200"}],
        ),
        ("还5万再还3万", [{"op": "repay", "amount": "50000"}, {"op": "repay", "amount": "30000"}]),
    ],
)
def test_still_is_not_repaying_and_two_deeds_stay_two(text: str, changes: list[dict[str, Any]]) -> None:
    assert [json.loads(each.change) for each in supposed(text, HELD)] == changes


@pytest.mark.parametrize(
    "text",
    [
        "sell 100 Wuliangye and buy 200 Moutai",
        "sell 100 Wuliangye and buy 200 shares of Moutai",
        "卖掉融资买入的100股茅台",
        "賣掉一半茅台和招行",
        "卖掉100股茅台买五粮液",
        "卖掉100股茅台还5万",
    ],
)
def test_a_blend_of_two_deeds_or_securities_is_asked_about(text: str) -> None:
    assert supposed(text, HELD) == ()


@pytest.mark.parametrize(
    "text",
    [
        "假设我有3只股票欠50万",
        "按我有2个账户、欠100万算",
        "假設我有2個帳戶欠100萬",
        "suppose I have 3 stocks and owe 500,000",
    ],
)
def test_a_count_is_no_sum_of_money(text: str) -> None:
    assert other_account(text) is None
    assert other_account("就按我账户150万、欠100万算") is not None
