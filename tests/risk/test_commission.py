"""Commission on settled trades beside a rate, each trade rounded to the fen by itself."""

from datetime import date
from fractions import Fraction

import pytest

from risk.commission import Charge, commission_difference, read_rate
from risk.fields import BookError
from risk.money import AmountError

TODAY = date(2026, 11, 20)


def test_each_trade_is_rounded_by_itself_half_up() -> None:
    """0.0003 × 16.65 = 0.004995 → 0.00; × 16.67 = 0.005001 → 0.01; × 50 = 0.015 → 0.02."""
    charges = [
        Charge(str(n), Fraction(amount), Fraction(5)) for n, amount in enumerate(("16.65", "16.67", "50"))
    ]
    figures = commission_difference(charges, Fraction("0.0003"), TODAY).figures
    assert figures["commission_at_rate"].value == Fraction("0.03")
    assert figures["commission_charged"].value == 15
    assert figures["commission_difference"].value == Fraction("14.97")


def test_a_difference_may_be_in_the_clients_favour_and_is_nothing_without_trades() -> None:
    cheap = commission_difference([Charge("a", Fraction(10_000), Fraction(1))], Fraction("0.0003"), TODAY)
    assert cheap.figures["commission_difference"].value == -2
    none = commission_difference([], Fraction("0.0003"), TODAY)
    assert {each.value for each in none.figures.values()} == {0}
    assert (
        none.as_json()["trace_id"]
        == commission_difference([], Fraction("0.0003"), TODAY).as_json()["trace_id"]
    )


@pytest.mark.parametrize(("text", "code"), [("-0.1", "negative"), ("1.1", "out_of_range")])
def test_a_rate_is_a_part_of_the_amount(text: str, code: str) -> None:
    with pytest.raises(BookError) as caught:
        read_rate(text)
    assert [(each.field, each.code) for each in caught.value.errors] == [("rate", code)]
    assert read_rate("0.0003") == Fraction(3, 10_000)
    with pytest.raises(AmountError):
        read_rate("3‱")
