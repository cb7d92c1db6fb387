"""A sale to repay that names no security: spread over all that is owned, reaching the sum from above by less than one share."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot.dialogue.held import Held
from bot.dialogue.supposing import supposed
from bot.dialogue.supposing_sale import is_spread

BANK = Held("600036.SH", ("招商银行", "CMB"), price=Decimal(38), worth=Decimal(570000))
LIQUOR = Held("000858.SZ", ("五粮液", "Wuliangye"), price=Decimal(120), worth=Decimal(48000))
FUND = Held("510300.SH", ("沪深300ETF",), price=Decimal("4.1"), worth=Decimal(123000))
SHORT = Held("600030.SH", ("中信证券",), short=True, price=Decimal(30))
OWN = (BANK, LIQUOR, FUND, SHORT)
PRICES = {each.code: each.price for each in OWN}


def _sold(text: str, lang: str = "zh", held: tuple[Held, ...] = OWN) -> dict[str, int]:
    changes = [json.loads(each.change) for each in supposed(text, held, lang)]
    assert all(change["side"] == "sell_to_repay" for change in changes)
    return {change["security"]: int(change["quantity"]) for change in changes}


@pytest.mark.parametrize(
    ("text", "lang", "worth"),
    [
        ("卖10万股票还债会怎么样", "zh", 100000),
        ("要是卖掉20万的持仓还款呢", "zh", 200000),
        ("卖20万股票去还融资", "zh", 200000),
        ("sell 100,000 worth of shares to repay", "en", 100000),
        ("what if I sell 200,000 of my stocks and repay", "en", 200000),
    ],
)
def test_each_security_gives_its_part_of_the_sum(text: str, lang: str, worth: int) -> None:
    sold = _sold(text, lang)
    total = sum(number * (PRICES[code] or 0) for code, number in sold.items())
    assert list(sold) == ["600036.SH", "000858.SZ", "510300.SH"]
    assert 0 <= total - worth < Decimal("4.1")
    assert sold["600036.SH"] == int(Decimal(worth) * 570000 / 741000 / 38)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("卖100万股票还债", OWN),
        ("卖10万宁德时代还债", OWN),
        ("卖10万股票还债", (BANK, Held("000858.SZ", ("五粮液",)))),
    ],
)
def test_more_than_there_is_or_an_unknown_worth_or_name_is_not_spread(
    text: str, held: tuple[Held, ...]
) -> None:
    assert supposed(text, held) == ()


def test_one_security_by_its_name_is_sold_in_whole_lots() -> None:
    assert _sold("卖10万招商银行还债") == {"600036.SH": 2600}


def test_only_what_nobody_named_counts_as_spread() -> None:
    named = supposed("卖1000股招商银行还款，再卖100股五粮液还款", OWN)
    assert is_spread(supposed("卖10万股票还债", OWN), 1) and not is_spread(named, 2)
