"""A number is read with what it counts, and a rule's value is brought to the scale of a text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.guard.numerals import fold
from bot.library.quantities import quantities, scaled, sort_of


@pytest.mark.parametrize(
    ("text", "sort", "value"),
    [
        ("不低于100%", "ratio", "1"),
        ("超过三成", "ratio", "0.3"),
        ("二百八十个百分点", "ratio", "2.8"),
        ("满半年", "months", "6"),
        ("6个月", "months", "6"),
        ("at most six months", "months", "6"),
        ("二十年", "years", "20"),
        ("最近20个交易日", "trading_days", "20"),
        ("the last 20 trading days", "trading_days", "20"),
        ("5个营业日", "business_days", "5"),
        ("50万元", "cny", "500000"),
        ("CNY 50 million", "cny", "50000000"),
        ("流通市值5亿元", "cny", "500000000"),
        ("1亿股", "shares", "100000000"),
        ("4,000户", "persons", "4000"),
        ("300倍", "times", "300"),
        ("每秒300笔", "per_second", "300"),
        ("单日合计20000笔", "per_day", "20000"),
        ("2,000美元", "usd", "2000"),
        ("$2,000", "usd", "2000"),
    ],
)
def test_a_quantity_is_read_with_its_sort(text: str, sort: str, value: str) -> None:
    found = [(each.sort, each.value) for each in quantities(fold(text))]
    assert found == [(sort, Decimal(value))]


def test_the_next_trading_day_counts_nothing() -> None:
    assert list(quantities(fold("下一交易日起可以卖出"))) == []


def test_units_of_the_rulebook_are_brought_to_the_scale_of_a_text() -> None:
    assert (sort_of("CNY100m"), scaled("5", "CNY100m")) == ("cny", Decimal(500_000_000))
    assert (sort_of("shares100m"), scaled("2", "shares100m")) == ("shares", Decimal(200_000_000))
    assert (sort_of("ratio"), scaled("0.80", "ratio")) == ("ratio", Decimal("0.80"))
    assert sort_of("text") == ""
