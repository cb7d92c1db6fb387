"""What a message supposes about one's own account, read as changes; nothing is read into what is not held."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.dialogue.supposing import Held, mentions_change, supposed

HELD = (
    Held("601166.SH", ("兴业银行", "Industrial Bank")),
    Held("600030.SH", ("中信证券", "CITIC Securities")),
    Held("600519.SH", ("贵州茅台", "Kweichow Moutai", "茅台")),
)
DEBTS = ({"contract": "F1", "amount": "60000"}, {"contract": "F2", "amount": "90000"})


def move(code: str, pct: str) -> dict[str, Any]:
    return {"op": "price", "security": code, "pct": pct}


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
    ("如果茅台又被调出担保物范围呢？", [{"op": "haircut", "security": "600519.SH", "to": "0"}]),
    ("合同改成按市值计融券费呢", [{"op": "terms", "fee_basis": "market_value"}]),
    ("转入3w", [{"op": "cash", "amount": "30000"}]),
    (
        "如果我还10万呢",
        [
            {"op": "repay", "contract": "F1", "amount": "60000"},
            {"op": "repay", "contract": "F2", "amount": "40000"},
        ],
    ),
)


@pytest.mark.parametrize(("text", "changes"), CASES)
def test_what_is_supposed_is_read_in_order(text: str, changes: list[dict[str, Any]]) -> None:
    assert mentions_change(text)
    assert [json.loads(each.change) for each in supposed(text, HELD, DEBTS)] == changes


@pytest.mark.parametrize(
    "text", ["如果宁德时代跌10%", "小米跌5%、兴业银行跌8%", "if Tesla falls 10%", "某某跌到12块"]
)
def test_a_move_of_what_is_not_held_is_not_read_as_one_of_everything(text: str) -> None:
    assert supposed(text, HELD, DEBTS) == ()


@pytest.mark.parametrize(
    "text", ["我的维持担保比例是多少", "再跌多少到130", "跌停规则是什么", "利息怎么算", "how far can it fall"]
)
def test_a_question_that_supposes_nothing_is_left_alone(text: str) -> None:
    assert not mentions_change(text)


def test_two_names_that_share_characters_are_told_apart() -> None:
    banks = (Held("601166.SH", ("兴业银行",)), Held("600036.SH", ("招商银行",)))
    assert json.loads(supposed("招商跌3%", banks)[0].change)["security"] == "600036.SH"
    assert supposed("银行跌3%", banks) == ()


def test_the_digits_of_a_name_are_not_found_in_a_price() -> None:
    held = (Held("510300.SH", ("沪深300ETF", "CSI 300 ETF")), Held("600519.SH", ("贵州茅台",)))
    (only,) = supposed("茅台停牌了按1000元估值呢", held)
    assert json.loads(only.change)["security"] == "600519.SH"
    assert supposed("停牌按3000元估值", held) == ()
