"""Questions about the own account are told by their words, in three languages; a rule or a largest order is none of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.dialogue.own_asked import asked, taken_apart
from bot.dialogue.state import State
from bot.nlu.model import Amount, Request, SecurityMention, Slots

MINE = State(client_id="demo-call", role="client")
FIGURES = (
    ("我想提点现金出来", "withdrawable"),
    ("把钱转得出来不", "withdrawable"),
    ("could i take some cash out this afternoon", "withdrawable"),
    ("我一共欠多少,按种类分开", "total_liabilities"),
    ("split my total debt up please", "total_liabilities"),
    ("截至今天利息欠多少息费", "accrued_interest"),
    ("interest so far on my account", "accrued_interest"),
)
ASPECTS = (
    ("我融券卖了多少股", "my_positions", "contracts"),
    ("what rate do i pay on what i sold short", "my_positions", "contracts"),
    ("我只好卖股票还债,要卖掉多少", "margin_call", "sell_to_repay"),
    ("how much do i need to sell to repay", "margin_call", "sell_to_repay"),
    ("错过了期限会怎么样", "margin_call", "consequence"),
    ("what happens if i miss the deadline", "margin_call", "consequence"),
    ("when is my deadline", "margin_call", "deadline"),
)
NOT_ASKED = (
    "提取现金的规则是什么",
    "维保到300才能取钱吗",
    "卖掉股票的钱能取出来吗",
    "融资借到的钱可以转出来吗",
    "我最多能融券多少股",
    "到期还清一共付多少利息",
    "融券费率的规定是什么",
    "我把钱转进来还款",
)


def _request(text: str, slots: Slots | None = None, intent: str = "oos", gate: str = "clarify") -> Request:
    return Request(text, intent, 0.5, gate, ((intent, 0.5),), slots or Slots(), "model")  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "measure"), FIGURES)
def test_a_figure_of_ones_own_is_named_by_what_is_asked(text: str, measure: str) -> None:
    found = asked(_request(text), MINE, text)
    assert found is not None and (found.intent, found.gate) == ("my_figures", "act")
    assert found.slots.measures == (measure,)


@pytest.mark.parametrize(("text", "intent", "aspect"), ASPECTS)
def test_the_aspect_is_the_one_asked_for(text: str, intent: str, aspect: str) -> None:
    found = asked(_request(text), MINE, text)
    assert found is not None and (found.intent, found.slots.aspect) == (intent, aspect)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_rule_a_largest_order_and_money_of_other_kinds_are_left_alone(text: str) -> None:
    assert asked(_request(text), MINE, text) is None


@pytest.mark.parametrize("text", [*(text for text, _ in FIGURES), *(text for text, *_ in ASPECTS)])
def test_nothing_is_taken_from_who_is_unknown_or_complains(text: str) -> None:
    assert asked(_request(text), State(), text) is None
    assert asked(_request(text, intent="complaint", gate="act"), MINE, text) is None


def test_that_it_is_missed_points_at_the_deadline_told_before() -> None:
    text = "and if i miss it?"
    assert asked(_request(text), MINE, text) is None
    found = asked(_request(text), replace(MINE, last_intent="margin_call"), text)
    assert found is not None and found.slots.aspect == "consequence"


def test_a_sum_to_be_withdrawn_is_a_supposition_and_no_figure() -> None:
    slots = Slots(amounts=(Amount(Decimal(50000), "yuan", "5万"),))
    assert asked(_request("能取5万现金出来吗", slots), MINE, "能取5万现金出来吗") is None


def test_whether_a_sum_may_be_borrowed_for_a_security_is_a_largest_order_and_whether_one_should_is_not() -> (
    None
):
    slots = Slots(securities=(SecurityMention("600036.SH", "招商银行", "name", "招行", 5, 7),))
    able, wise = "再借8万买招行可以吗", "该不该再借8万买招行,可以吗"
    found = asked(_request(able, slots), MINE, able)
    assert found is not None and found.intent == "my_order"
    assert asked(_request(wise, slots), MINE, wise) is None


@pytest.mark.parametrize("text", ["为什么我的授信额度被占用了", "why is part of my credit limit taken"])
def test_why_a_line_is_in_use_is_a_rule_for_everybody(text: str) -> None:
    for state in (State(), MINE):
        found = asked(_request(text), state, text)
        assert found is not None and found.intent == "rule_question"


def test_the_whole_debt_is_taken_apart_and_one_contract_is_not() -> None:
    assert taken_apart("我总负债由什么构成") and not taken_apart("那笔欠多少")
