"""What is supposed next takes the place of a step before or comes on top of all, by its words and by its kind."""

from __future__ import annotations

import json

import pytest

from bot.dialogue.supposing_on import replaced

PAID = {"op": "repay", "amount": "50000"}
CASH = {"op": "cash", "amount": "30000"}
OUT = {"op": "cash", "amount": "-30000"}
FALL = {"op": "price", "security": "600036.SH", "pct": "-10"}
OTHER_FALL = {"op": "price", "security": "000858.SZ", "pct": "-10"}
ALL_FALL = {"op": "price", "security": "*", "pct": "-5"}
DAYS = {"op": "days", "n": 10}
SALE = {"op": "trade", "side": "sell_to_repay", "security": "600036.SH", "quantity": "1000"}
BUY = {"op": "trade", "side": "buy", "security": "600036.SH", "quantity": "1000"}


def _steps(*changes: dict[str, object]) -> tuple[str, ...]:
    return tuple(json.dumps([change]) for change in changes)


@pytest.mark.parametrize(
    ("text", "steps", "now", "at"),
    [
        ("那还八万呢", (PAID,), PAID, 0),
        ("还8万的话呢", (PAID,), PAID, 0),
        ("and if i repay 80,000?", (PAID,), PAID, 0),
        ("还8万呢", (PAID, FALL), PAID, 0),
        ("再还8万呢", (PAID,), PAID, None),
        ("另外还8万", (PAID,), PAID, None),
        ("还要还8万", (PAID,), PAID, None),
        ("仲要还8万", (PAID,), PAID, None),
        ("同时还8万", (PAID,), PAID, None),
        ("加上还8万", (PAID,), PAID, None),
        ("在这基础上还8万", (PAID,), PAID, None),
        ("多还8万", (PAID,), PAID, None),
        ("and repay 80,000 on top", (PAID,), PAID, None),
        ("and another 80,000 repaid", (PAID,), PAID, None),
        ("what if i also repay 80,000", (PAID,), PAID, None),
        ("再试试还8万", (PAID,), PAID, 0),
        ("那转入现金10万呢", (PAID,), CASH, 0),
        ("那卖1000股招行还款呢", (PAID, FALL), SALE, 0),
        ("再转入现金10万呢", (PAID,), CASH, None),
        ("那取出3万呢", (CASH,), OUT, None),
        ("那买1000股招行呢", (PAID,), BUY, None),
        ("那要是茅台再跌5%", (PAID,), OTHER_FALL, None),
        ("那五粮液跌10%", (FALL,), OTHER_FALL, None),
        ("那全部都跌5%呢", (FALL,), ALL_FALL, 0),
        ("那全部都跌5%呢", (PAID,), ALL_FALL, None),
        ("过10天呢", (DAYS, PAID), DAYS, 0),
        ("不对，是五粮液跌10%", (PAID, FALL), OTHER_FALL, 1),
    ],
)
def test_the_step_whose_place_is_taken(
    text: str, steps: tuple[dict[str, object], ...], now: dict[str, object], at: int | None
) -> None:
    assert replaced(text, _steps(*steps), [json.dumps(now)]) == at


def test_what_takes_the_last_one_back_takes_its_place_whatever_it_is() -> None:
    assert replaced("五粮液跌10%", _steps(PAID, FALL), [json.dumps(OTHER_FALL)], corrects=True) == 1


def test_where_nothing_was_supposed_nothing_is_replaced() -> None:
    assert replaced("那还八万呢", (), [json.dumps(PAID)]) is None


def test_sales_of_several_securities_are_an_alternative_to_a_payment() -> None:
    sales = [json.dumps(SALE), json.dumps({**SALE, "security": "000858.SZ"})]
    assert replaced("卖20万股票还债呢", _steps(PAID), sales) == 0
