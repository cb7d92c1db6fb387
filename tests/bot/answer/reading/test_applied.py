"""A number of the asker's own, held against the row in force."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.answer.reading.applied import OwnNumber, outcome, own_number


def row(value: str, force: str = "floor", confidence: str = "seen-exch") -> dict[str, Any]:
    return {"value": value, "unit": "ratio", "force": force, "confidence": confidence}


@pytest.mark.parametrize(
    ("text", "param", "value", "under"),
    [
        ("我日均资产48万够不够开户", "admission_average_assets", "480000", False),
        ("我20日日均49.8万,能通融一下吗", "admission_average_assets", "498000", False),
        ("炒股两年了能开两融吗", "admission_experience", "24", False),
        ("我没有半年交易经验能开户吗", "admission_experience", "6", True),
        ("i have five months of trading experience, can i open", "admission_experience", "5", False),
        ("我维持担保比例260%能提现吗", "withdrawal_line", "2.6", False),
        ("融资保证金比例可以低于100%吗", "financing_margin_ratio", "1", True),
        ("etf折算率92%可以吗", "conversion_rate_cap", "0.92", False),
    ],
)
def test_a_number_of_ones_own_is_read_with_what_it_is_of(
    text: str, param: str, value: str, under: bool
) -> None:
    assert own_number(text) == OwnNumber(param, Decimal(value), under)


@pytest.mark.parametrize(
    "text",
    [
        "融资保证金比例是多少",
        "机构开户要50万吗",
        "开户需要50万吗",
        "借钱凑50万开户可以吗",
        "科创板权限日均48万能开吗",
        "老合约保证金比例90%可以吗",
        "日均从48万到60万能开户吗",
        "维持担保比例120%会追保吗,能提取吗",
        "what is the short margin ratio. you just said my ratio is 275.94%, right?",
        "融资保证金比例是多少,你刚说我的比例是160%对吧",
    ],
)
def test_what_is_no_number_of_ones_own_for_that_rule_is_left_alone(text: str) -> None:
    assert own_number(text) is None


@pytest.mark.parametrize(
    ("own", "held", "stands"),
    [
        (OwnNumber("admission_average_assets", Decimal(480000)), row("500000"), "below"),
        (OwnNumber("admission_average_assets", Decimal(500000)), row("500000"), "meets"),
        (OwnNumber("withdrawal_line", Decimal("3")), row("3.00"), "too_low"),
        (OwnNumber("withdrawal_line", Decimal("3.05")), row("3.00"), "meets"),
        (OwnNumber("financing_margin_ratio", Decimal("0.8")), row("1.00"), "too_low"),
        (OwnNumber("financing_margin_ratio", Decimal(1), under=True), row("1.00"), "may_not"),
        (OwnNumber("financing_margin_ratio", Decimal(2), under=True), row("1.00"), None),
        (OwnNumber("conversion_rate_cap", Decimal("0.92")), row("0.90", "cap"), "above"),
        (OwnNumber("conversion_rate_cap", Decimal("0.9")), row("0.90", "cap"), "within"),
        (OwnNumber("conversion_rate_cap", Decimal("0.9")), row("0.90", "cap", "unverified"), None),
    ],
)
def test_it_stands_above_or_below_the_row(own: OwnNumber, held: dict[str, Any], stands: str | None) -> None:
    assert outcome(own, held) == stands
