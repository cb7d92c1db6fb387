"""Numbers in words are numbers; words that merely hold a numeral are not."""

from __future__ import annotations

import pytest

from bot.guard.numerals import fold, numerals


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("一百三十", "130", ""),
        ("百分之一百三十", "1.3", "ratio"),
        ("三成半。", "0.35", ""),
        ("八折，", "0.8", ""),
        ("一点三倍", "1.3", "ratio"),
        ("两倍", "2", "ratio"),
        ("一百二十八万元", "1280000", "cny"),
        ("一三〇", "130", ""),
        ("one hundred and thirty percent", "1.3", "ratio"),
        ("thirteen hundred shares", "1300", "shares"),
        ("two million five hundred thousand", "2500000", ""),
        ("five percent", "0.05", "ratio"),
        ("85,714.29 港元", "85714.29", "hkd"),
        ("CNY 12", "12", "cny"),
        ("3 days", "3", "days"),
    ],
)
def test_a_number_in_words_has_a_value_and_a_unit(text: str, value: str, unit: str) -> None:
    found = numerals(fold(text))
    assert [(each.kind, each.value, each.unit) for each in found] == [("number", value, unit)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("下午三点半", "15:30"), ("三点前", "03:00"), ("15点整", "15:00"), ("上午十点", "10:00")],
)
def test_a_time_of_day_in_words_is_a_time(text: str, value: str) -> None:
    assert [(each.kind, each.value) for each in numerals(fold(text))] == [("time", value)]


@pytest.mark.parametrize(
    "text",
    [
        "三种办法",
        "万一亏了",
        "一点也不急",
        "千万不要",
        "one of the three ways",
        "一成不变",
        "十分抱歉",
        "point out",
    ],
)
def test_a_word_with_a_numeral_in_it_is_a_word(text: str) -> None:
    assert numerals(fold(text)) == ()


def test_what_cannot_be_read_keeps_its_own_text_and_so_equals_no_fact() -> None:
    (found,) = numerals(fold("one point three percent"))
    assert found.value == "one point three percent"
