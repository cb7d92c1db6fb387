"""Hypotheticals are computed by the engine, marked as such, and ask for what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.dialogue.effects import Calculate
from bot.nlu.model import Calculation, Slots
from risk.calculators import CALCULATORS, calculate
from risk.rulebook import CN
from tests.bot.dialogue.conversation import Conversation

ASKED = {
    "maintenance_ratio": ({"assets": "1280000", "liabilities": "1000000"}, ("128.00%",)),
    "topup": (
        {"assets": "1280000", "liabilities": "1000000", "target": "1.4"},
        ("85,714.29", "120,000.00", "300,000.00"),
    ),
    "drop_to_line": ({"securities": "1500000", "liabilities": "1000000", "line": "1.3"}, ("13.33%", "130万元")),
    "interest": ({"principal": "500000", "annual_rate": "0.06", "days": "30"}, ("2,500.00", "2,465.75", "360", "365")),
    "max_margin_purchase": (
        {"cash": "100000", "securities": "1000000", "conversion_rate": "0.65", "margin_ratio": "0.8"},
        ("93.75万元", "75万元", "100%"),
    ),
    "margin_total": ({"cash": "600000", "securities": "1000000", "conversion_rate": "0.6"}, ("120万元",)),
    "margin_used": ({"quantity": "50000", "price": "10", "margin_ratio": "1"}, ("50万元",)),
    "concentration": ({"security_value": "800000", "total_assets": "2000000"}, ("40.00%",)),
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
