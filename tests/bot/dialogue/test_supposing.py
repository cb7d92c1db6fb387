"""What a message supposes about one's own account, read as changes; nothing is read into what is not held."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.dialogue.supposing import Held, mentions_change, other_account, supposed

HELD = (
    Held("601166.SH", ("兴业银行", "Industrial Bank")),
    Held("600030.SH", ("中信证券", "CITIC Securities")),
    Held("600519.SH", ("贵州茅台", "Kweichow Moutai", "茅台")),
    Held("600036.SH", ("招商银行", "招行"), own=False),
)
TWO = (Held("601166.SH", ("兴业银行",)), Held("600030.SH", ("中信证券",), short=True))


def move(code: str, pct: str) -> dict[str, Any]:
    return {"op": "price", "security": code, "pct": pct}


def trade(side: str, code: str, **more: str) -> dict[str, Any]:
    return {"op": "trade", "side": side, "security": code, **more}


CASES: tuple[tuple[str, list[dict[str, Any]]], ...] = (
    (
        "兴业银行跌8%、中信证券涨5%、过10天，我的比例变多少",
        [move("601166.SH", "-8"), move("600030.SH", "5"), {"op": "days", "n": 10}],
    ),
    ("再跌10%", [move("*", "-10")]),
    ("要是大盘跌5%我会被平仓吗", [move("*", "-5")]),
    ("如果我的持仓全部下跌 12.5 个点", [move("*", "-12.5")]),
    ("兴业跌３％呢", [move("601166.SH", "-3")]),
    ("600519跌15个点", [move("600519.SH", "-15")]),
    ("if Kweichow Moutai falls 20%", [move("600519.SH", "-20")]),
    ("what if the market drops by 7%", [move("*", "-7")]),
    ("茅台跌到1200块", [{"op": "price", "security": "600519.SH", "to": "1200"}]),
    ("我的茅台折算率调成0，会强平吗", [{"op": "haircut", "security": "600519.SH", "to": "0"}]),
    ("茅台折算率下调到50%", [{"op": "haircut", "security": "600519.SH", "to": "0.5"}]),
    ("茅台停牌按1000元估值", [{"op": "suspend", "security": "600519.SH", "fair_value": "1000"}]),
    ("如果茅台又被调出担保物范围呢？", [{"op": "remove", "security": "600519.SH"}]),
    ("合同改成按市值计融券费呢", [{"op": "terms", "fee_basis": "market_value"}]),
    ("转入3w", [{"op": "cash", "amount": "30000"}]),
    ("如果我还10万呢", [{"op": "repay", "amount": "100000"}]),
    ("从外面拿5万还掉,维保变多少", [{"op": "repay", "amount": "50000"}]),
    ("那再补五万呢", [{"op": "cash", "amount": "50000"}]),
    ("If I add 200,000 cash", [{"op": "cash", "amount": "200000"}]),
    ("卖掉一半茅台还款呢", [trade("sell_to_repay", "600519.SH", share="0.5")]),
    ("茅台全卖了还债", [trade("sell_to_repay", "600519.SH", share="1")]),
    ("卖三手茅台", [trade("sell", "600519.SH", quantity="300")]),
    ("再融资买1000股招行", [trade("margin_buy", "600036.SH", quantity="1000")]),
    ("融券卖出500股招行，按40元", [trade("short", "600036.SH", quantity="500", price="40")]),
    ("sell half of my CITIC Securities to repay", [trade("sell_to_repay", "600030.SH", share="0.5")]),
    ("转入1000股招行", [{"op": "transfer", "security": "600036.SH", "quantity": "1000"}]),
    ("再转出200股茅台", [{"op": "transfer", "security": "600519.SH", "quantity": "-200"}]),
    ("平仓线改成125%呢", [{"op": "line", "line": "liquidation_line", "to": "1.25"}]),
    ("授信额度提到200万呢", [{"op": "line", "line": "credit_line", "to": "2000000"}]),
    ("融资保证金比例按100%呢", [{"op": "rules", "param": "financing_margin_ratio", "to": "1"}]),
    ("按2015年的规则呢", [{"op": "rules", "day": "2015-12-31"}]),
    ("茅台停牌了呢", [{"op": "suspend", "security": "600519.SH"}]),
    ("总资产再缩水10%", [move("*", "-10")]),
    ("再跌一成", [move("*", "-10")]),
)


@pytest.mark.parametrize(("text", "changes"), CASES)
def test_what_is_supposed_is_read_in_order(text: str, changes: list[dict[str, Any]]) -> None:
    assert mentions_change(text)
    assert [json.loads(each.change) for each in supposed(text, HELD)] == changes


@pytest.mark.parametrize(
    "text", ["如果宁德时代跌10%", "小米跌5%、兴业银行跌8%", "if Tesla falls 10%", "某某跌到12块"]
)
def test_a_move_of_what_is_not_held_is_not_read_as_one_of_everything(text: str) -> None:
    assert supposed(text, HELD) == ()


@pytest.mark.parametrize(
    "text", ["我的维持担保比例是多少", "再跌多少到130", "跌停规则是什么", "利息怎么算", "how far can it fall"]
)
def test_a_question_that_supposes_nothing_is_left_alone(text: str) -> None:
    assert not mentions_change(text)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("A跌8%、B涨5%", [move("601166.SH", "-8"), move("600030.SH", "5")]),
        ("融券那只从30涨到33", [{"op": "price", "security": "600030.SH", "to": "33"}]),
        ("我那5万股从20跌到18", [{"op": "price", "security": "601166.SH", "to": "18"}]),
        ("那只票折算率调成0", [{"op": "haircut", "security": "601166.SH", "to": "0"}]),
    ],
)
def test_one_of_two_is_known_by_its_letter_or_its_side(text: str, changes: list[dict[str, Any]]) -> None:
    assert [json.loads(each.change) for each in supposed(text, TWO)] == changes


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("你就按我账户150万、欠100万算", {"op": "account", "assets": "1500000", "liabilities": "1000000"}),
        (
            "suppose my account has 1,500,000 and I owe 1,000,000",
            {"op": "account", "assets": "1500000", "liabilities": "1000000"},
        ),
        (
            "假设总资产一百五十万，负债一百万，其中现金30万",
            {"op": "account", "assets": "1500000", "liabilities": "1000000", "cash": "300000"},
        ),
    ],
)
def test_another_account_is_told_by_what_it_has_and_owes(text: str, change: dict[str, str]) -> None:
    found = other_account(text)
    assert found is not None and json.loads(found.change) == change


@pytest.mark.parametrize("text", ["我账户150万、欠100万", "按我账户150万算", "假设跌10%"])
def test_no_other_account_is_told_without_both_sums_and_the_wish_to_reckon_with_it(text: str) -> None:
    assert other_account(text) is None


def test_two_names_that_share_characters_are_told_apart() -> None:
    banks = (Held("601166.SH", ("兴业银行",)), Held("600036.SH", ("招商银行",)))
    assert json.loads(supposed("招商跌3%", banks)[0].change)["security"] == "600036.SH"
    assert supposed("银行跌3%", banks) == ()


def test_the_digits_of_a_name_are_not_found_in_a_price() -> None:
    held = (Held("510300.SH", ("沪深300ETF", "CSI 300 ETF")), Held("600519.SH", ("贵州茅台",)))
    (only,) = supposed("茅台停牌了按1000元估值呢", held)
    assert json.loads(only.change)["security"] == "600519.SH"
    assert supposed("停牌按3000元估值", held) == ()
