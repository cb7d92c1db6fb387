"""Terms: characters and pairs for Han, words for the rest, toneless pinyin as a second view."""

from __future__ import annotations

import pytest

from knowledge.tokens import pinyin_terms, terms, typed_pinyin_terms


def test_han_gives_characters_and_pairs_and_latin_gives_words() -> None:
    assert terms("平仓线130% t+1 margin calls") == [
        "平",
        "仓",
        "线",
        "平仓",
        "仓线",
        "130%",
        "t+1",
        "margin",
        "call",
    ]


def test_function_words_of_english_are_left_out() -> None:
    assert terms("what is the liquidation line") == ["liquidation", "line"]


def test_homophones_share_their_pinyin() -> None:
    assert pinyin_terms("担保比例") == pinyin_terms("单保比例") == ["dan-bao", "bao-bi", "bi-li"]


@pytest.mark.parametrize("typed", ["pingcangxian", "ping cang xian", "pingcang xian"])
def test_typed_pinyin_finds_the_same_pairs(typed: str) -> None:
    assert typed_pinyin_terms(typed) == pinyin_terms("平仓线")


def test_english_is_not_taken_for_pinyin() -> None:
    assert typed_pinyin_terms("what is the margin ratio of this account") == []
