"""Hypotheticals are computed by the engine, marked as such, and ask for what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.effects import Calculate
from bot.nlu.model import Amount, Calculation, Slots
from risk.calculators import CALCULATORS, calculate
from risk.rulebook import CN
from tests.bot.dialogue.conversation import Conversation

_HELD = {"assets": "1500000", "liabilities": "1000000"}
ASKED = {
    "maintenance_ratio": (
        {**_HELD, "line": "1.3"},
        ("维持担保比例是 150%", "= 150.00%", "不低于 130.00% 的线"),
    ),
    "ratio_after": (
        {**_HELD, "fall": "0.1"},
        ("变动后的维持担保比例是 135%", "变动前的维持担保比例是 150%"),
    ),
    "price_effect": ({**_HELD, "fall": "0.1"}, ("-150,000.00", "-30%")),
    "topup": (
        {"assets": "1280000", "liabilities": "1000000", "target": "1.4"},
        ("目标比例 140%", "85,714.29", "120,000.00", "300,000.00"),
    ),
    "drop_to_line": (
        {"securities": "1500000", "liabilities": "1000000", "line": "1.3", "quantity": "100000"},
        ("13.33%", "130万元", "触线价格是 13.00 元"),
    ),
    "leverage": ({"own_assets": "1000000", "liabilities": "500000"}, ("1.5 倍",)),
    "withdrawable": (
        {"assets": "4000000", "cash": "800000", "liabilities": "1000000"},
        ("最多可取 800,000.00 元", "保证金可用余额（未给出）"),
    ),
    "interest": (
        {"principal": "500000", "annual_rate": "0.06", "months": "1"},
        ("2,500.00", "2,465.75", "360", "365", "一个月按 30 天计"),
    ),
    "max_margin_purchase": (
        {
            "cash": "100000",
            "securities": "1000000",
            "conversion_rate": "0.65",
            "margin_ratio": "0.8",
            "price": "25",
        },
        ("93.75万元", "75万元", "100%", "37,500 股", "30,000 股", "375 手"),
    ),
    "margin_total": ({"cash": "600000", "securities": "1000000", "conversion_rate": "0.6"}, ("120万元",)),
    "margin_used": ({"quantity": "50000", "price": "10"}, ("50万元", "下限")),
    "available_margin": ({"cash": "300000", "amount": "100000", "margin_ratio": "1"}, ("20万元",)),
    "stamp_duty": ({"amount": "200000"}, ("卖出印花税 100.00 元", "买入、基金和债券不收")),
    "concentration": ({"security_value": "800000", "assets": "2000000"}, ("40.00%",)),
    "floating_effect": (
        {"amount": "500000", "market_value": "450000", "conversion_rate": "0.6"},
        ("-50,000.00", "全额"),
    ),
}


def engine(effect: Calculate) -> dict[str, Any]:
    """The engine itself in place of the service: what it says is what is said."""
    return calculate(effect.kind, dict(effect.inputs), CN, date(2026, 11, 20)).as_json()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(CALCULATORS))
def test_every_calculator_is_said_and_passes_the_guard(kind: str, lang: str) -> None:
    inputs, parts = ASKED[kind]
    talk = Conversation({"Calculate": engine})
    outcome = talk.say("…", "calculation", Slots(calculation=Calculation(kind, inputs)), lang=lang)
    assert outcome.issues == () and outcome.reply.action == "answer"
    assert outcome.reply.text.startswith("【假设】" if lang == "zh" else "[Hypothetical]")
    if lang == "zh":
        for part in parts:
            assert part in outcome.reply.text


def test_a_missing_number_is_asked_for_by_name() -> None:
    slots = Slots(calculation=Calculation("drop_to_line", {"securities": "1"}, ("liabilities", "line")))
    outcome = Conversation({"Calculate": engine}).say("…", "calculation", slots)
    assert outcome.reply.action == "ask" and "负债、平仓线" in outcome.reply.text


def test_a_number_without_a_place_is_asked_about_and_nothing_computed() -> None:
    slots = Slots(calculation=Calculation("maintenance_ratio", dict(_HELD), unused=("5000元",)))
    talk = Conversation({"Calculate": engine})
    outcome = talk.say("…", "calculation", slots)
    assert outcome.reply.action == "ask" and "5000元" in outcome.reply.text
    assert talk.asked() == [] and outcome.issues == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("first", "amount"),
    [
        ("cure_sell_to_repay", "300,000.00"),
        ("cure_repay_outside_cash", "85,714.29"),
        ("cure_add_collateral", "120,000.00"),
    ],
)
def test_the_way_asked_for_is_said_first_and_the_others_after_it(first: str, amount: str, lang: str) -> None:
    inputs, amounts = ASKED["topup"]
    slots = Slots(calculation=Calculation("topup", inputs, first=first))
    outcome = Conversation({"Calculate": engine}).say("…", "calculation", slots, lang=lang)
    text = outcome.reply.text
    assert outcome.issues == ()
    assert all(text.index(amount) <= text.index(other) for other in amounts[1:])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("kind", "inputs", "zh", "en"),
    [
        (
            "drop_to_line",
            {"securities": "1", "cash": "500", "liabilities": "100", "line": "1.3"},
            "不会触线",
            "on or above the line",
        ),
        ("maintenance_ratio", {"assets": "1", "liabilities": "0"}, "没有负债", "nothing is owed"),
        ("leverage", {"assets": "100", "liabilities": "100"}, "净资产不为正", "is its owner's"),
    ],
)
def test_where_there_is_no_number_the_reason_is_said(
    kind: str, inputs: dict[str, str], zh: str, en: str, lang: str
) -> None:
    slots = Slots(calculation=Calculation(kind, inputs))
    outcome = Conversation({"Calculate": engine}).say("…", "calculation", slots, lang=lang)
    assert outcome.issues == () and (en if lang == "en" else zh) in outcome.reply.text


def test_sums_in_another_currency_are_not_taken_for_yuan() -> None:
    slots = Slots(
        amounts=(Amount(Decimal(1_000_000), "hkd", "100万港元"),),
        calculation=Calculation("maintenance_ratio", {"assets": "1000000", "liabilities": "500000"}),
    )
    talk = Conversation({"Calculate": engine})
    outcome = talk.say("…", "calculation", slots)
    assert (
        outcome.reply.action == "ask" and "Calculate" not in talk.asked() and "人民币" in outcome.reply.text
    )
