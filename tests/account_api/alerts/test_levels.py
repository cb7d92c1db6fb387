"""When an alert has crossed its level, and when it is back: exactly, with calm around the level."""

from fractions import Fraction
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from account_api.alerts.levels import read
from account_api.alerts.tables import What
from tests.scale import trying

VALUES = st.fractions(min_value=0, max_value=1000)


def test_a_value_on_the_level_has_not_crossed_it_but_so_many_days_left_have() -> None:
    level = Fraction(3, 2)
    assert not read("ratio_below", level, level).crossed
    assert not read("price_above", level, level).crossed
    assert not read("price_below", level, level).crossed
    assert read("days_to_due", Fraction(3), Fraction(3)).crossed
    assert read("ratio_below", level, level - Fraction(1, 10**9)).crossed


def test_it_is_back_only_beyond_the_margin() -> None:
    level = Fraction(3, 2)
    assert not read("ratio_below", level, Fraction("1.5199")).back
    assert read("ratio_below", level, Fraction("1.52")).back
    assert read("price_above", Fraction(100), Fraction(99)).back
    assert not read("price_below", Fraction(100), Fraction("100.99")).back


@given(what=st.sampled_from(get_args(What)), level=VALUES.filter(bool), value=VALUES)
@trying(200)
def test_nothing_is_crossed_and_back_at_once(what: What, level: Fraction, value: Fraction) -> None:
    found = read(what, level, value)
    assert not (found.crossed and found.back)
