"""The same question on different days: on the first and the last day of every era it finds the text of that era. The
questions are other words than the ways to ask that the texts name."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

import pytest

from knowledge.library import Library

from .conftest import TODAY
from .test_corpus import corpus, versions

ALMOST_ALL = 0.99
QUESTIONS_FLOOR = 150
ASKED = {
    "financing-margin-ratio": ("融资买入需要的保证金比例下限", "融资时保证金比例最少要多少", "融资保证金比例规定是多少呢"),
    "short-margin-ratio": ("融券卖出的保证金比例下限是多少", "做空股票的保证金比例最少多少", "融券保证金比例规定是多少呢"),
    "maintenance-lines": ("平仓线定在百分之多少", "最低的维持担保比例规定", "平仓线是百分之几"),
    "maintenance-ratio": ("维持担保比例的计算公式", "维持担保比例要怎么计算", "担保比例怎样算出来"),
    "contract-term": ("融资合约到期后能不能展期", "合约展期可以办几次", "合约最长期限是多久"),
    "short-selling-rules": ("融券卖出之后当天可不可以还券", "当天融券当天归还行吗", "融券能不能拿着过夜"),
    "records-retention": ("反洗钱的客户身份资料保存年限", "客户身份资料要保存几年", "交易记录和客户资料保存几年"),
    "programme-trading": ("高频交易按什么标准认定", "程序化交易需不需要报告", "每秒多少笔会被认定高频交易"),
    "price-limits": ("创业板股票涨跌幅限制是多少", "各板块每天涨跌幅限制多少", "科创板涨跌幅限制规定"),
    "short-supply": ("限售股能不能借出去做空", "限售股可以出借给别人融券吗", "限售股出借做空的规定"),
    "eligibility": ("开通融资融券需要什么条件", "申请开通两融的条件", "证券交易经验半年怎么算"),
}  # fmt: skip


DATES = (
    ("现行证券法是从哪天起生效的", "CN", "law-dates", "2020年3月1日"),
    ("新的反洗钱法哪天开始施行", "CN", "law-dates", "2025年1月1日"),
    ("程序化交易新规几时发布几时生效", "CN", "programme-trading", "2025年7月7日"),
    ("创业板涨跌幅改成20%的日期", "CN", "price-limits", "2020年8月24日"),
    ("主板新股头五天不设涨跌停自哪天起", "CN", "price-limits", "2023年4月10日"),
    ("战略投资者出借股份受限自哪天起", "CN", "short-supply", "2023年10月16日"),
    ("转融券约定申报次日才可用是哪天开始的", "CN", "short-supply", "2024年3月18日"),
    ("香港孖展指引的刊宪日期", "HK", "hk-firm-rules", "2019年4月4日"),
    ("典型日内交易者规则哪一天被取代", "US", "us-day-trading", "2026年6月4日"),
)  # fmt: skip


def days(window: tuple[date, date]) -> tuple[date, date]:
    """The first day of an era and its last, or today where it goes on."""
    start, end = window
    return start, TODAY if end == date.max else end - timedelta(days=1)


def test_a_question_finds_the_text_of_its_day(library: Library) -> None:
    asked = [
        (question, day, name, era.id)
        for name, questions in ASKED.items()
        for era in versions()[name, "zh"]
        for question in questions
        for day in days(era.window)
    ]
    missed = []
    for question, day, name, era in asked:
        hits = library.search(question, as_of=day).hits
        if not hits or (hits[0].passage.document_id, hits[0].passage.effective_from) != (name, _start(era)):
            missed.append(
                (question, day, era, [(h.passage.document_id, h.passage.section) for h in hits[:2]])
            )
    assert len(asked) >= QUESTIONS_FLOOR
    assert 1 - len(missed) / len(asked) >= ALMOST_ALL, missed


@pytest.mark.parametrize(("question", "jurisdiction", "document", "day"), DATES)
def test_since_when_is_answered_with_the_day(
    library: Library, question: str, jurisdiction: str, document: str, day: str
) -> None:
    result = library.search(question, as_of=TODAY, jurisdiction=jurisdiction)
    passage = result.hits[0].passage
    assert result.answerable
    assert passage.document_id == document
    assert day in passage.text


def test_the_questions_are_not_the_ways_to_ask_of_the_texts() -> None:
    known = {ask for document in corpus() for section in document.sections for ask in section.asks}
    questions = [*chain.from_iterable(ASKED.values()), *(question for question, *_ in DATES)]
    assert not known.intersection(questions)
    assert len(questions) >= 40


def _start(era: str) -> date:
    return next(document.window[0] for document in corpus() if document.id == era)
