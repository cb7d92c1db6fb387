"""What a question takes for granted: the parameter and the value it names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.claims import Claim, claimed, goes_beyond, is_denied, is_plain, looked_for, without_hearsay

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


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("听说融券不能过夜,对吗?", "融券不能过夜"),
        ("客户经理说强平要先通知,是真的吗", "强平要先通知"),
        ("is it true that interest runs daily?", "interest runs daily?"),
        ("融资利率是多少", "融资利率是多少"),
        ("对吗", "对吗"),
    ],
)
def test_who_said_so_and_the_nod_asked_for_are_no_part_of_a_claim(text: str, bare: str) -> None:
    assert without_hearsay(text) == bare


def test_a_denial_is_looked_for_as_what_it_denies() -> None:
    assert looked_for("听说合约不能展期,对吗") == "合约能展期"
    assert looked_for("哪些人不能融券") == "哪些人不能融券"


@pytest.mark.parametrize(
    "text", ["保证金比例不能更高,对吗", "保证金比例不是80%了,对吗", "it does not apply, right?"]
)
def test_a_denial_is_told_from_a_claim(text: str) -> None:
    assert is_denied(text)


@pytest.mark.parametrize("text", ["保证金比例不是50%吗", "保证金比例不得低于100%,对吗", "最长6个月吧"])
def test_a_limit_or_a_figure_of_speech_is_no_denial(text: str) -> None:
    assert not is_denied(text)


@pytest.mark.parametrize(
    ("text", "force", "plain"),
    [
        ("保证金比例是100%,对吗", "floor", True),
        ("保证金比例至少100%,对吗", "floor", True),
        ("保证金比例最多100%,对吗", "floor", False),
        ("合约最长6个月,对吗", "cap", True),
        ("合约至少6个月,对吗", "cap", False),
        ("任何人都是100%,对吗", "floor", False),
        ("50万的开户门槛取消了,对吗", "floor", False),
        ("保证金比例不到100%,对吗", "floor", False),
        ("保证金比例可以低于100%,对吗", "floor", False),
        ("保证金比例不得低于100%,对吗", "floor", True),
        ("超过300%才能取钱,对吗", "floor", True),
        ("合约可以超过6个月,对吗", "cap", False),
        ("is the margin ratio less than 100%?", "floor", False),
        ("50万的开户门槛按家庭算,对吗", "floor", False),
        ("50万是法律规定的开户门槛吗", "floor", True),
        ("is the financing margin ratio 100%?", "floor", True),
        ("最多1倍杠杆,对吗", "floor", True),
    ],
)
def test_a_value_settles_a_claim_only_where_it_covers_all_of_it(text: str, force: str, plain: bool) -> None:
    assert is_plain(text, force) is plain


def test_more_than_a_value_goes_beyond_it() -> None:
    assert goes_beyond("券商可以要更高的保证金比例吧") and not goes_beyond("保证金比例是100%吧")
