"""What a request asks for, and that no text breaks the reader."""

from datetime import date
from decimal import Decimal

import pytest

from bot.nlu.understand import Understander

TODAY = date(2026, 11, 20)

MEASURES = [
    ("我的维持担保比例是多少", ("maintenance_ratio",)),
    ("我的总资产是多少", ("total_assets",)),
    ("我总共欠多少钱", ("total_liabilities",)),
    ("我的可用保证金有多少", ("available_margin",)),
    ("我能取多少钱", ("withdrawable",)),
    ("我的杠杆是几倍", ("leverage",)),
    ("我的授信额度还剩多少", ("credit_line",)),
    ("我的净资产多少", ("net_assets",)),
    ("我累计产生了多少利息", ("accrued_interest",)),
    ("我的茅台集中度是多少", ("concentration",)),
    ("我还能融资买多少", ("max_margin_purchase",)),
    ("我的理财为什么没到账", ("other",)),
    ("我的账户为什么被冻结了", ("other",)),
    ("我的维保比例和总资产、总负债分别是多少", ("maintenance_ratio", "total_assets", "total_liabilities")),
    ("帮我看看我的信用账户", ()),
    ("how much can i withdraw", ("withdrawable",)),
    ("how much do i owe", ("total_liabilities",)),
]
ASPECTS = [
    ("我收到追保短信了什么意思", "margin_call", "meaning"),
    ("我被追保了要补多少", "margin_call", "amount"),
    ("要补多少?", "margin_call", "amount"),
    ("我只有6万够不够补", "margin_call", "amount"),
    ("最晚几点前补", "margin_call", "deadline"),
    ("不补会怎么样", "margin_call", "consequence"),
    ("卖股还款和加钱哪个划算", "margin_call", "compare"),
    ("卖掉多少股票可以解除追保", "margin_call", "sell_to_repay"),
    ("how much do i need to top up", "margin_call", "amount"),
    ("我的合约什么时候到期", "my_positions", "due"),
    ("我的合约能展期吗", "my_positions", "extension"),
    ("我有哪些股票", "my_positions", "holdings"),
    ("我的融资合约有哪些", "my_positions", "contracts"),
    ("我茅台那笔利息多少", "my_positions", "interest"),
]
PARAMS = [
    ("现在融资保证金比例最低是多少?", "financing_margin_ratio"),
    ("融券保证金比例是多少", "short_margin_ratio"),
    ("维持担保比例超过多少才能提现", "withdrawal_line"),
    ("合约最长期限是多久", "contract_term"),
    ("ETF折算率最高多少", "conversion_rate_cap"),
    ("开两融要多少资产", "admission_average_assets"),
    ("两融要多久交易经验", "admission_experience"),
    ("印花税现在是多少", "stamp_duty_on_sale"),
    ("现在最多能加几倍杠杆", "financing_margin_ratio"),
    ("维持担保比例最低不能低于多少", "statutory_minimum_maintenance_ratio"),
    ("提现要维保超过多少", "withdrawal_line"),
    ("what is the minimum margin ratio now", "financing_margin_ratio"),
    ("融資保證金比例現在多少", "financing_margin_ratio"),
]
NO_BARE_VALUE = [
    "香港孖展的保证金比例是多少",
    "美股融资的初始保证金比例是多少",
    "what is the initial margin requirement in the US",
    "融资保证金比例怎么规定的",
    "为什么要提高融资保证金比例",
    "融资保证金比例和维持担保比例有什么区别",
    "提高保证金比例对老合约有影响吗",
]
PAIRS = [
    ("我的维持担保比例是多少", "my_ratio"),
    ("维持担保比例怎么算", "rule_question"),
    ("我被追保了要补多少", "margin_call"),
    ("追保是什么意思", "rule_question"),
    ("我收到追保短信了什么意思", "margin_call"),
    ("我才交易了3个月股票，能开两融吗", "rule_question"),
    ("炒股刚三个月", "rule_question"),
    ("机构客户开两融要50万吗", "rule_question"),
    ("开两融要50万吗", "rule_value"),
    ("担保物可以用房子抵押吗", "rule_question"),
    ("征信会上报吗", "rule_question"),
    ("科创板一手多少股", "rule_value"),
    ("你们公司佣金多少", "rule_question"),
    ("我的佣金是多少", "my_figures"),
    ("征信怎么查", "oos"),
    ("期货保证金怎么算", "oos"),
    ("外汇怎么开户", "oos"),
    ("帮我写首诗", "oos"),
    ("银行卡丢了怎么补办", "oos"),
]
HOSTILE = [
    "", " \n\t", "😀😀🎉", "!!!???", "\u200b\u202e", "\x00\x01\x02", "a" * 100_000, "我" * 100_000, "1" * 100_000, "是" * 50_000, "一二三万亿点" * 5_000,
    "好的 " * 20_000, "?" * 50_000, "1." * 20_000, "𠮷野家", "\ud800", "' OR '1'='1", "((((((" * 3000, "第" * 5000, "9999999999年99月99日", "¥" * 3000, "年底" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(("said", "measures"), MEASURES)
def test_the_figures_asked_for(said: str, measures: tuple[str, ...], understand: Understander) -> None:
    (request,) = understand.understand(said).requests
    assert request.gate == "act"
    assert request.slots.measures == measures


@pytest.mark.parametrize(("said", "intent", "aspect"), ASPECTS)
def test_the_aspect_asked_about(said: str, intent: str, aspect: str, understand: Understander) -> None:
    (request,) = understand.understand(said).requests
    assert (request.intent, request.slots.aspect) == (intent, aspect)


@pytest.mark.parametrize(("said", "param"), PARAMS)
def test_the_rulebook_parameter_asked_for(said: str, param: str, understand: Understander) -> None:
    (request,) = understand.understand(said).requests
    assert (request.intent, request.slots.param) == ("rule_value", param)


@pytest.mark.parametrize("said", NO_BARE_VALUE)
def test_other_markets_and_the_why_and_how_of_a_rule_are_no_bare_value(
    said: str, understand: Understander
) -> None:
    (request,) = understand.understand(said).requests
    assert (request.intent, request.slots.param) == ("rule_question", None)


@pytest.mark.parametrize(("said", "intent"), PAIRS)
def test_neighbouring_meanings_are_told_apart(said: str, intent: str, understand: Understander) -> None:
    assert understand.understand(said).requests[0].intent == intent


@pytest.mark.parametrize("said", ["多少", "那个比例", "为什么?", "how much?", "怎么办"])
def test_a_bare_fragment_is_asked_back(said: str, understand: Understander) -> None:
    assert understand.understand(said).requests[0].gate == "clarify"


def test_dates_are_read_only_against_a_given_day(understand: Understander) -> None:
    said = "我11月3号的维持担保比例是多少"
    assert understand.understand(said).requests[0].slots.dates == ()
    (day,) = understand.understand(said, today=TODAY).requests[0].slots.dates
    assert day.start == day.end == date(2026, 11, 3)


def test_amounts_quantities_and_rates_have_their_slots(understand: Understander) -> None:
    slots = understand.understand("茅台1500元买5手,年利率6%,持有30天").requests[0].slots
    assert [(a.value, a.unit) for a in slots.amounts] == [(Decimal(1500), "yuan")]
    assert [(q.shares, q.unit) for q in slots.quantities] == [(Decimal(500), "手")]
    assert (slots.prices, slots.rates, slots.days) == ((Decimal(1500),), (Decimal("0.06"),), (30,))


def test_a_bare_code_is_looked_up(understand: Understander) -> None:
    (request,) = understand.understand("600519").requests
    assert (request.intent, request.gate) == ("security_lookup", "act")


@pytest.mark.parametrize(
    "said", ["茅台可以融资买入吗", "601318可以融资买入吗", "601319可以融资买入吗", "601319能融券吗"]
)
def test_eligibility_of_a_security_is_looked_up_by_name_and_by_any_code(
    said: str, understand: Understander
) -> None:
    (request,) = understand.understand(said).requests
    assert (request.intent, request.gate) == ("security_lookup", "act")


def test_a_given_language_is_kept_and_an_unknown_one_detected(understand: Understander) -> None:
    assert understand.understand("hello", "zh-Hant").lang == "zh-Hant"
    assert understand.understand("hello", "xx").lang == "en"


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_gives_a_request(said: str, understand: Understander) -> None:
    understanding = understand.understand(said, today=TODAY)
    assert understanding.text == said
    assert len(understanding.requests) >= 1
