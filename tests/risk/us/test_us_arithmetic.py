"""Small published sums: day trades, funds of a cash account."""

from fractions import Fraction

import pytest

from risk.us.arithmetic import day_trades, paid_by_funds


@pytest.mark.parametrize(
    ("sides", "count"),
    [("", 0), ("bb", 0), ("bbs", 1), ("bsbs", 2), ("sbs", 1), ("bss", 1)],
)
def test_a_day_trade_is_a_turn_from_buying_to_selling(sides: str, count: int) -> None:
    names = {"b": "buy", "s": "sell"}
    assert day_trades(names[side] for side in sides) == count


def test_money_is_set_aside_once() -> None:
    assert paid_by_funds(Fraction(10), (Fraction(11), Fraction(6), Fraction(6))) == (False, True, False)
