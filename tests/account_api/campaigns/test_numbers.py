"""What counts as a number somebody typed, and what is only a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from account_api.campaigns.numbers import free_numbers
from account_api.campaigns.template import PLACEHOLDERS, fill, problems, used

NUMBERS = (
    "130%", "１３０％", "1,280,000.50", "2026-11-20", "百分之五十", "千分之一", "三成", "五万元", "两天内", "三个交易日", "两个月",
    "三分之一", "一半", "翻倍", "百分百", "一百三十", "壹佰", "玖拾元", "二零二六", "〇", "廿天", "第三条", "㈢", "③", "Ⅳ", "½", "²",
    "৫০", "٣", "3\u200b0", "fifty percent", "Fifty Per Cent", "three days", "one hundred", "twenty", "ten-fold", "half of it",
    "doubled", "a dozen",
)  # fmt: skip
WORDS = (
    "一起学习两融", "一定要看，千万不要慌，万一跌了也知道怎么办", "十分重要", "下一步", "两融入门：从一节课开始", "第一课", "三条线",
    "几个问题", "四种补法", "一次学会，一点就通", "随时都可以", "one of the lessons", "someone", "one lesson", "tension, often, weight",
    "The threshold of attention", "Learn to read your ratio", "",
)  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_in_any_script_is_found(text: str) -> None:
    assert free_numbers(f"学习{text}，学习") or free_numbers(f"learn {text} now")


@pytest.mark.parametrize("text", WORDS)
def test_a_word_is_no_number(text: str) -> None:
    assert free_numbers(text) == ()


@given(st.text(st.characters(categories=("Nd", "Nl", "No")), min_size=1))
def test_no_digit_of_any_script_passes(digits: str) -> None:
    assert free_numbers(f"看 {digits} 看")


def test_only_listed_placeholders_may_be_used_and_all_of_them_may() -> None:
    everything = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert used(everything) == set(PLACEHOLDERS)
    assert problems("text", everything) == []
    for bad in ("{ratio1}", "{}", "{ratio", "ratio}", "{{ratio}}", "{ ratio }"):
        assert {error.code for error in problems("text", bad)} == {"unknown_placeholder"}, bad


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert fill("{name}/{link}", {"name": "{link}", "link": "x"}) == "{link}/x"
