"""Numbers as clients write them become exact values with their unit."""

from decimal import Decimal

import pytest

from bot.nlu.normal import Script, normalise
from bot.nlu.numbers import find_numbers, read_han

READ = [
    ("200万", "2000000", "yuan"),
    ("1.5亿", "150000000", "yuan"),
    ("1.5亿元", "150000000", "yuan"),
    ("10w", "100000", "yuan"),
    ("10W", "100000", "yuan"),
    ("500k", "500000", "yuan"),
    ("2 million", "2000000", "yuan"),
    ("1.2m", "1200000", "yuan"),
    ("两万三", "23000", "yuan"),
    ("两万三千块", "23000", "yuan"),
    ("五十万", "500000", "yuan"),
    ("廿万", "200000", "yuan"),
    ("伍拾万元整", "500000", "yuan"),
    ("兩萬", "20000", "yuan"),
    ("一点五亿", "150000000", "yuan"),
    ("１０万", "100000", "yuan"),
    ("1万5", "15000", "yuan"),
    ("1万5千", "15000", "yuan"),
    ("1,200,000元", "1200000", "yuan"),
    ("￥3000", "3000", "yuan"),
    ("12块3", "12.3", "yuan"),
    ("十块", "10", "yuan"),
    ("HK$200", "200", "hkd"),
    ("20万港币", "200000", "hkd"),
    ("300美元", "300", "usd"),
    ("130%", "1.3", "ratio"),
    ("１３０％", "1.3", "ratio"),
    ("百分之一百三十", "1.3", "ratio"),
    ("百分之五", "0.05", "ratio"),
    ("6个点", "0.06", "ratio"),
    ("三成", "0.3", "ratio"),
    ("三成半", "0.35", "ratio"),
    ("三成五", "0.35", "ratio"),
    ("6.5折", "0.65", "ratio"),
    ("七折", "0.7", "ratio"),
    ("65折", "0.65", "ratio"),
    ("10 percent", "0.1", "ratio"),
    ("5手", "5", "lots"),
    ("两手", "2", "lots"),
    ("300股", "300", "shares"),
    ("5万股", "50000", "shares"),
    ("200 shares", "200", "shares"),
    ("30天", "30", "days"),
    ("四十五天", "45", "days"),
    ("90 days", "90", "days"),
    ("3个月", "3", "months"),
    ("两年", "2", "years"),
    ("2倍", "2", "times"),
    ("一百三", "130", "plain"),
    ("一百五", "150", "plain"),
    ("一点三", "1.3", "plain"),
    ("0.65", "0.65", "plain"),
    ("120000", "120000", "plain"),
]

NOTHING = [
    "万一亏了",
    "千万别平",
    "两融",
    "十分感谢",
    "第二个",
    "几成",
    "一个",
    "几百万",
    "一直",
    "统一",
    "百姓",
    "二十多万",
    "三方存管",
    "t+1股",
]


@pytest.mark.parametrize(("said", "value", "unit"), READ)
def test_a_number_is_read_with_its_unit(said: str, value: str, unit: str, tables: Script) -> None:
    (number,) = find_numbers(normalise(said, tables))
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("said", NOTHING)
def test_words_with_numerals_in_them_and_vague_numbers_are_no_numbers(said: str, tables: Script) -> None:
    assert [n for n in find_numbers(normalise(said, tables)) if n.unit != "shares"] == []


def test_several_numbers_keep_their_order_and_places() -> None:
    text = "本金60万年化6%借45天"
    numbers = find_numbers(text)
    assert [(n.value, n.unit) for n in numbers] == [
        (600000, "yuan"),
        (Decimal("0.06"), "ratio"),
        (45, "days"),
    ]
    assert [text[n.start : n.end] for n in numbers] == [n.text for n in numbers]


def test_what_is_no_numeral_reads_as_none() -> None:
    assert read_han("股票") is None
    assert read_han("一点点") is None
    assert read_han("") is None


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("负债-100万", [-1000000]),
        ("负债 -100万", [-1000000]),
        ("负债是负100万", [-1000000]),
        ("50万-60万", [500000, 600000]),
        ("50-60万", [50, 600000]),
        ("资产150万-负债100万", [1500000, 1000000]),
    ],
)
def test_a_minus_before_a_number_is_kept_and_a_dash_is_none(
    said: str, values: list[int], tables: Script
) -> None:
    assert [number.value for number in find_numbers(normalise(said, tables))] == values
