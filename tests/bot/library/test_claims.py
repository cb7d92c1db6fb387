"""A number is held against the rule it is said of, at the time it is said of; what states no rule is excused."""

from __future__ import annotations

from datetime import date

import pytest

from bot.library.claims import stated
from tests.bot.library.shelves import rulebooks, saying

NOW = {"effective_from": date(2026, 1, 19)}


def verdicts(text: str, heading: str = "一节", **meta: object) -> list[str]:
    return [found.verdict for found in stated(saying(text, heading, **(NOW | meta)), rulebooks())]


@pytest.mark.parametrize(
    "text",
    [
        "融资保证金比例不得低于100%。",
        "融券保证金比例不得低于100%，私募证券投资基金不得低于120%。",
        "2015年11月23日起融资保证金比例不得低于100%，2023年9月11日起80%。",
        "融资保证金比例以前是50%。",
        "2026年1月19日起融资保证金比例由80%提到100%。",
        "合约最长不超过六个月，每次展期不超过6个月。",
        "证券交易经验满半年，最近20个交易日证券类资产日均不低于50万元。",
        "上证180成份股折算率最高70%，其他A股65%，ETF 90%。",
        "Extension: the term is at most 6 months each.",
        "The financing margin ratio is at least 100 % since 19 January 2026.",
        "融资保证金比例由80%提高到100%。",
        "维持担保比例超过3倍才可以提取。",
    ],
)
def test_what_the_rulebook_says_agrees(text: str) -> None:
    found = verdicts(text)
    assert found and set(found) == {"agrees"}


@pytest.mark.parametrize(
    "text",
    [
        "融资保证金比例不得低于80%。",
        "2015年11月23日起融资保证金比例不得低于80%。",
        "私募证券投资基金融券不得低于100%。",
        "折算率上限：其他A股70%。",
        "有负债的，维持担保比例超过130%就可以提取。",
        "合约最长不超过18个月。",
        "要有18个月交易经验。",
        "最近10个交易日日均资产不低于五十万元。",
        "The financing margin ratio is at least 50 %.",
        "Withdrawal needs a ratio above 140 %.",
        "维持担保比例超过三成才可以提取。",
        "维持担保比例超过2.8倍才可以提取。",
        "维持担保比例超过二百八十个百分点才可以提取。",
        "最近20个交易日日均资产不低于五十万美元。",
        "融资保证金比例通常不得低于50%。",
        "证券公司可以把融资保证金比例定为80%。",
        "融资保证金比例由90%提高到100%。",
        "融资保证金比例由80%提高到90%。",
    ],
)
def test_what_the_rulebook_does_not_say_contradicts_it(text: str) -> None:
    assert "contradicts" in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "例：100万元 ÷ 融资保证金比例120% = 83.33万元。",
        "假设融资保证金比例为125%。",
        "网上说的融资保证金比例50%是误传。",
        "有的公司把融资保证金比例定为110%。",
        "融资保证金比例与平仓线130%无关。",
        "证券公司可以把融资保证金比例定为120%。",
        "Your financing margin ratio is set by us at 110%.",
        "维持担保比例为280%的账户不能提取现金。",
        "账户维持担保比例260%，低于提取线，所以不能转出资产。",
        "截至10月底，融资余额占流通市值的2.5%。",
        "2026年上半年，提取业务占全部业务的12%。",
        "若客户以现金买入，融资保证金比例120%。",
        "交易经验不够（例如刚开户3个月）的还不能开通。",
    ],
)
def test_an_example_a_practice_a_hearsay_and_a_state_are_excused(text: str) -> None:
    assert set(verdicts(text)) == {"excused"}


def test_a_document_is_held_to_its_own_time_and_one_in_force_to_today() -> None:
    then = {"effective_from": date(2023, 9, 11), "declared_to": date(2026, 1, 19)}
    assert verdicts("融资保证金比例不得低于80%。", **then) == ["agrees"]
    assert verdicts("融资保证金比例不得低于100%。", **then) == ["contradicts"]
    assert verdicts("融资保证金比例不得低于80%。", effective_from=date(2023, 9, 11)) == ["contradicts"]


def test_a_day_without_a_year_is_of_the_year_named_before_it() -> None:
    text = "9月8日收市后融资保证金比例降到80%。"
    assert verdicts(text, "2023年改了什么") == ["agrees"]
    assert verdicts(text, "2020年改了什么") == ["contradicts"]


def test_a_rule_of_another_place_is_not_meant() -> None:
    text = "Regulation T: initial margin is 50 % of the purchase."
    assert verdicts(text, jurisdiction="US") == ["agrees"]
    assert verdicts(text) == []
