"""One rule in three languages: the same figures, the same days, the same document."""

from __future__ import annotations

import re

import pytest

from bot.answer.script import traditional
from bot.wiring import Product
from tests.bot.answer.asking import ask, head

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES = (
    ("融资保证金比例是多少？", "What is the financing margin ratio?"),
    ("融券保证金比例是多少？", "What is the short margin ratio?"),
    ("私募融券保证金比例是多少？", "What is the short margin ratio for private funds?"),
    ("融资合约最长多久？", "What is the longest contract term?"),
    ("卖股票的印花税是多少？", "What is the stamp duty on a sale?"),
    ("ST股票的涨跌幅是多少？", "What is the price limit of ST shares?"),
    ("创业板的涨跌幅是多少？", "What is the price limit of ChiNext shares?"),
    ("ETF折算率最高多少？", "What is the highest conversion rate of ETFs?"),
    ("成份股折算率最高多少？", "What is the highest conversion rate of index constituents?"),
    ("提取线是多少？", "What is the withdrawal line?"),
    ("开户要多少交易经验？", "How much trading experience is required?"),
    ("开户资产门槛是多少？", "What is the minimum asset requirement?"),
    ("科创板一手多少股？", "How many shares are in a lot on the STAR market?"),
    ("融资保证金比例是50%吧", "Is it true that the financing margin ratio is 50%?"),
    ("融资保证金比例是80%吧", "Is it true that the financing margin ratio is 80%?"),
    ("融券保证金比例是50%吧", "Is it true that the short margin ratio is 50%?"),
    ("融资合约最长18个月吧", "Is it true that the contract term is 18 months?"),
    ("130%就能提现吧", "Is it true that I can withdraw at 130%?"),
    ("130%是法律规定吧", "Is it true that 130% is set by law?"),
    ("融资保证金比例有什么变化？", "How has the financing margin ratio changed?"),
    ("融券保证金比例有什么变化？", "How has the short margin ratio changed?"),
)
DATED = (
    ("2014年融资保证金比例是多少？", "What was the financing margin ratio in 2014?"),
    ("2015年11月22日融资保证金比例是多少？", "What was the financing margin ratio on 22 November 2015?"),
    ("2015年11月23日融资保证金比例是多少？", "What was the financing margin ratio on 23 November 2015?"),
    ("2018年融资保证金比例是多少？", "What was the financing margin ratio in 2018?"),
    ("2023年9月10日融资保证金比例是多少？", "What was the financing margin ratio on 10 September 2023?"),
    ("2023年9月11日融资保证金比例是多少？", "What was the financing margin ratio on 11 September 2023?"),
    ("2025年3月融资保证金比例是多少？", "What was the financing margin ratio in March 2025?"),
    ("去年融资保证金比例是多少？", "What was the financing margin ratio last year?"),
    ("2026年1月18日融资保证金比例是多少？", "What was the financing margin ratio on January 18, 2026?"),
    ("2026年1月19日融资保证金比例是多少？", "What was the financing margin ratio on January 19, 2026?"),
    ("2023年10月29日融券保证金比例是多少？", "What was the short margin ratio on 29 October 2023?"),
    ("2023年10月30日融券保证金比例是多少？", "What was the short margin ratio on 30 October 2023?"),
    ("2024年7月21日融券保证金比例是多少？", "What was the short margin ratio on 21 July 2024?"),
    ("2024年7月22日融券保证金比例是多少？", "What was the short margin ratio on 22 July 2024?"),
    ("2019年之前融资保证金比例是多少？", "What was the financing margin ratio before 2019?"),
    ("2018年最低维持担保比例是多少？", "What was the minimum maintenance ratio in 2018?"),
    ("2026年7月5日ST股涨跌幅是多少？", "What was the price limit of ST shares on 5 July 2026?"),
    ("明年融资保证金比例是多少？", "What will the financing margin ratio be next year?"),
    ("2024年私募融券保证金比例是多少？", "What was the short margin ratio for private funds in 2024?"),
)
_FIGURE = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?%|\d[\d,]*\d|\d")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_MONTH = re.compile(r"\b[A-Z][a-z]+ \d{4}\b")  # a day that stands there in figures, too


def figures(text: str) -> list[str]:
    """The different numbers of a text, days as whole, without what stands in brackets: languages place them differently."""
    while _ASIDE.search(text):
        text = _ASIDE.sub("", text)
    return sorted(set(_FIGURE.findall(_MONTH.sub("", text).replace(" %", "%"))))


def documents(reply: dict[str, object]) -> set[str]:
    return {str(c["document"]) for c in reply["citations"]}  # type: ignore[attr-defined, index]


@pytest.mark.parametrize(("chinese", "english"), [*RULES, *DATED])
async def test_a_rule_has_the_same_figures_in_every_language(
    product: Product, chinese: str, english: str
) -> None:
    zh, hant, en = (
        await ask(product, chinese),
        await ask(product, traditional(chinese)),
        await ask(product, english),
    )
    assert (zh["lang"], hant["lang"], en["lang"]) == ("zh", "zh-Hant", "en") or traditional(
        chinese
    ) == chinese
    assert zh["rules_as_of"] == hant["rules_as_of"] == en["rules_as_of"]
    assert figures(head(zh)) == figures(head(hant)) == figures(head(en)), (head(zh), head(en))
    assert zh["action"] == hant["action"] == en["action"] == "answer"
    assert documents(zh) and documents(hant) == documents(zh)
    assert documents(en) & documents(zh) or {c["effective_from"] for c in en["citations"]}


async def test_every_language_was_asked_of_forty_rules() -> None:
    assert len([*RULES, *DATED]) >= 40
