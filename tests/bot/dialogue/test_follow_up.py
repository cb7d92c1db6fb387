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
        ("私募的呢", "融券保证金比例是多少?", "私募融券保证金比例是多少?"),
        ("创业板呢", "科创板一手多少股", "创业板一手多少股"),
        ("那去年呢", "现在融资保证金比例是多少?", "去年融资保证金比例是多少?"),
        ("2014年呢", "去年融资保证金比例是多少?", "2014年融资保证金比例是多少?"),
        ("现在呢", "2014年融资保证金比例是多少?", "现在融资保证金比例是多少?"),
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
