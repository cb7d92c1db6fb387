"""What a question takes for granted: the parameter and the value it names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.claims import Claim, claimed

CLAIMS = (
    ("130%是法律规定吧", "statutory_minimum_maintenance_ratio", "1.3"),
    ("一百三是不是全国统一的平仓线", "statutory_minimum_maintenance_ratio", "1.3"),
    (
        "is it true that the liquidation line of 130% is set by law?",
        "statutory_minimum_maintenance_ratio",
        "1.3",
    ),
    ("融资保证金比例不是50%吗", "financing_margin_ratio", "0.5"),
    ("最多2倍杠杆吧", "financing_margin_ratio", "0.5"),
    ("isn't the margin ratio 50%?", "financing_margin_ratio", "0.5"),
    ("融券保证金比例是150%对吗", "short_margin_ratio", "1.5"),
    ("130%就能提现吧", "withdrawal_line", "1.3"),
    ("最长18个月吧", "contract_term", "18"),
    ("合约最长一年半对吧", "contract_term", "18"),
    ("开两融要18个月经验对吗", "admission_experience", "18"),
    ("半年经验就行吧", "admission_experience", "6"),
    ("只能展期一次", "extension_count", "1"),
    ("a contract can be extended only once, right?", "extension_count", "1"),
    ("追保期限是2个交易日吧", "call_period", "2"),
    ("印花税是0.1%吧", "stamp_duty_on_sale", "0.001"),
    ("客户身份资料只要保存5年对吗", "identity_record_retention", "5"),
)


@pytest.mark.parametrize(("text", "param", "value"), CLAIMS)
def test_a_claim_names_a_parameter_and_its_value(text: str, param: str, value: str) -> None:
    assert claimed(text) == Claim(param, Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "融资保证金比例是多少",
        "150%能提现吗",
        "折算率影响维保比例吧",
        "我的比例是130%",
        "2026年1月19日之前是多少",
        "展期要什么条件",
        "what is the margin ratio?",
        "",
    ],
)
def test_a_plain_question_claims_nothing(text: str) -> None:
    assert claimed(text) is None
