"""The doors of money: what is read, what is refused, and which way each text is rounded."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis.strategies import fractions, integers, lists, sampled_from

from risk import money

F = Fraction


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", F(0)), ("12", F(12)), ("-12.50", F(-25, 2)), ("0.10", F(1, 10)), ("007.5", F(15, 2)), (42, F(42))],
)
def test_plain_decimals_are_read_exactly(text: str | int, value: Fraction) -> None:
    assert money.parse(text, "x") == value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (1.5, "float"),
        (float("nan"), "nan"),
        (float("inf"), "nan"),
        ("NaN", "nan"),
        ("-Infinity", "nan"),
        ("1e5", "exponent"),
        ("1.5E-3", "exponent"),
        ("1,000", "not_decimal"),
        (" 1", "not_decimal"),
        ("+1", "not_decimal"),
        (".5", "not_decimal"),
        ("5.", "not_decimal"),
        ("", "not_decimal"),
        ("１２", "not_decimal"),
        ("12\n", "not_decimal"),
        (True, "not_decimal"),
        (None, "not_decimal"),
        ([], "not_decimal"),
        ("9" * 41, "too_long"),
        (10**41, "too_long"),
    ],
)
def test_anything_else_is_refused_by_name(raw: object, code: str) -> None:
    with pytest.raises(money.AmountError) as refused:
        money.parse(raw, "cash")  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == ("cash", code)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(1280000), "1280000"),
        (F(32, 25), "1.28"),
        (F(1, 3), "0.3333333333"),
        (F(2, 3), "0.6666666667"),
        (F(-1, 4), "-0.25"),
        (F(1, 10**11), "0"),
        (F(-1, 10**11), "0"),
        (F(5, 10**11), "0"),
        (F(15, 10**11), "0.0000000002"),
    ],
)
def test_machine_text_is_exact_or_half_even_at_ten_places(value: Fraction, text: str) -> None:
    assert money.to_text(value) == text


@given(fractions(), integers(1, 41))
def test_a_text_is_the_nearest_decimal_and_has_no_more_digits_than_it_needs(
    value: Fraction, places: int
) -> None:
    text = money.to_text(value, places)
    assert 2 * abs(F(text) - value) <= F(1, 10**places)
    assert "." not in text or (text[-1] not in ".0" and len(text.partition(".")[2]) <= places)


@given(integers(-(10**12), 10**12), sampled_from([2, 5, 8, 16, 25, 100, 625, 10_000, 20_000]))
def test_what_ends_is_written_whole(above: int, below: int) -> None:
    assert F(money.to_text(F(above, below))) == F(above, below)


@given(lists(fractions()))
def test_a_total_is_the_sum(amounts: list[Fraction]) -> None:
    assert money.total(amounts) == sum(amounts, F(0))
    assert money.total(each for each in ()) == 0


@pytest.mark.parametrize(
    ("value", "fen"),
    [(F("0.005"), F("0.01")), (F("-0.005"), F("-0.01")), (F("1.0149"), F("1.01")), (F(0), F(0))],
)
def test_posted_money_is_rounded_half_away_from_zero(value: Fraction, fen: Fraction) -> None:
    assert money.round_fen(value) == fen


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [
        (F(600000, 7), "85,714.29", "85,714.28"),
        (F(-1, 3), "-0.33", "-0.34"),
        (F(120000), "120,000.00", "120,000.00"),
        (F(-5, 1000), "0.00", "-0.01"),
    ],
)
def test_amounts_are_shown_toward_the_side_asked_for(value: Fraction, up: str, down: str) -> None:
    assert (money.display_money(value, "up"), money.display_money(value, "down")) == (up, down)


def test_ratios_prices_and_counts_have_their_own_digits() -> None:
    assert money.display_ratio(F(1500000, 904200), "down") == "165.89%"
    assert money.display_price(F("13.94583"), "up") == "13.9459"
    assert money.display_count(F(12345), "down") == "12,345"
