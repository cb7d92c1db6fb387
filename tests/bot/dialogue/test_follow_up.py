"""A fragment that goes on from the last question about the rules."""

from __future__ import annotations

import pytest

from bot.dialogue.follow_up import carried

RATIO, EN = "融资保证金比例是多少?", "what is the financing margin ratio?"


@pytest.mark.parametrize(
    ("said", "topic", "whole"),
    [
        ("融券的呢", RATIO, "融券保证金比例是多少?"),
        ("那融资呢?", "融券保证金比例是多少?", "融资保证金比例是多少?"),
        ("私募的呢", "融券保证金比例是多少?", "私募基金融券保证金比例是多少?"),
        ("创业板呢", "科创板一手多少股", "创业板一手多少股"),
        ("那去年呢", "现在融资保证金比例是多少?", "去年融资保证金比例是多少?"),
        ("2014年呢", "去年融资保证金比例是多少?", "2014年融资保证金比例是多少?"),
        ("现在呢", "2014年融资保证金比例是多少?", "现在融资保证金比例是多少?"),
        ("那普通散户呢", "私募基金融券保证金比例是多少?", "个人客户融券保证金比例是多少?"),
        ("国债呢", "etf折算率上限是多少", "国债折算率上限是多少"),
        ("st呢", "国债折算率上限是多少", "ST股票折算率上限是多少"),
        ("北交所的呢", "涨跌幅限制是多少", "北交所涨跌幅限制是多少"),
        ("那今天新开的呢", "2024年融资保证金比例是多少?", "现在新开的合约融资保证金比例是多少?"),
        ("老合约呢", RATIO, "老合约融资保证金比例按哪个规定"),
        ("为什么", RATIO, "为什么融资保证金比例这样规定"),
        ("点解", RATIO, "为什么融资保证金比例这样规定"),
        ("依据呢", RATIO, RATIO),
        ("原文给我看看", RATIO, RATIO),
        ("show me the source", EN, EN),
        ("why?", EN, "why is the financing margin ratio set like that?"),
        ("and for individuals?", f"{EN[:-1]} for private funds?", f"{EN[:-1]} for individuals?"),
        ("and for shorting?", EN, "what is the short margin ratio?"),
        (
            "what about private funds?",
            "what is the short margin ratio?",
            "what is the short margin ratio for private funds?",
        ),
        ("and in 2014?", EN, "what is the financing margin ratio in 2014?"),
        (
            "and last year?",
            "what is the financing margin ratio in 2014?",
            "what is the financing margin ratio last year?",
        ),
    ],
)
def test_what_narrows_the_last_question_is_completed_from_it(said: str, topic: str, whole: str) -> None:
    assert carried(said, topic) == whole


@pytest.mark.parametrize(
    "said",
    ["利率多少", "那期限呢", "转人工", "谢谢", "什么是维持担保比例呢", "and then?", "我的持仓呢", "融" * 60],
)
def test_everything_else_stands_by_itself(said: str) -> None:
    assert carried(said, RATIO) is None and carried(said, EN) is None


def test_without_a_last_question_nothing_is_completed() -> None:
    assert carried("融券的呢", None) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("那去年呢", "what is the margin ratio for short selling?"),
        ("and for shorting?", "融资保证金比例最低多少"),
        ("why?", "融资保证金比例最低多少"),
        ("那融券呢", "what is the financing margin ratio now?"),
        ("为什么", "what is the financing margin ratio now?"),
    ],
)
def test_two_languages_are_never_glued_together(text: str, topic: str) -> None:
    assert carried(text, topic) is None
