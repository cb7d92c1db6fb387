"""What applied on a day, what could be known on a day, and the day a firm chose to go over."""

from datetime import date

import pytest

from risk.rulebook import CN, US, Rulebook, RulebookError
from tests.risk.rulebook.rows import TODAY, row


@pytest.mark.parametrize(
    ("known_on", "in_force"),
    [("2026-01-13", "0.80"), ("2026-01-14", "1.00"), ("2026-11-20", "1.00")],
)
def test_before_a_change_is_announced_the_old_value_seems_to_last(known_on: str, in_force: str) -> None:
    then = CN.known_on(date.fromisoformat(known_on))
    row = then.in_force("financing_margin_ratio", date(2026, 2, 2))
    assert row is not None and row.value == in_force
    assert (row.valid_to is None) and then.jurisdiction == "CN"


def test_what_is_not_announced_is_not_in_the_standing() -> None:
    day = date(2026, 1, 15)
    assert CN.standing("financing_margin_ratio", day).next is not None
    assert CN.known_on(date(2026, 1, 10)).standing("financing_margin_ratio", day).next is None
    assert CN.known_on(date(1990, 1, 1)).params() == ()


def test_an_end_without_a_successor_is_known_from_its_repeal() -> None:
    july = date(2026, 7, 1)
    assert US.known_on(date(2026, 4, 13)).number("pattern_day_trader_equity", july) == 25_000
    assert US.known_on(date(2026, 4, 14)).number("pattern_day_trader_equity", july) is None


@pytest.mark.parametrize(
    ("day", "rule", "equity", "intraday"),
    [
        ("2026-06-03", "pattern_day_trader", 25_000, False),
        ("2026-06-04", "intraday_margin", None, True),
        ("2026-11-20", "intraday_margin", None, True),
    ],
)
def test_without_a_day_of_its_own_the_new_rule_begins_with_the_window(
    day: str, rule: str, equity: int | None, intraday: bool
) -> None:
    as_of = date.fromisoformat(day)
    standing = US.in_force("day_trading_rule", as_of)
    assert standing is not None and standing.value == rule
    assert US.number("pattern_day_trader_equity", as_of) == equity
    assert (US.number("intraday_maintenance", as_of) is not None) is intraday


@pytest.mark.parametrize("chosen", ["2026-06-04", "2027-01-04", "2027-10-20"])
def test_a_firm_goes_over_on_its_own_day_inside_the_window(chosen: str) -> None:
    day = date.fromisoformat(chosen)
    ours = US.cut_over("intraday_margin", day)
    before = ours.in_force("day_trading_rule", date.fromordinal(day.toordinal() - 1))
    assert before is not None and before.value == "pattern_day_trader"
    assert ours.in_force("day_trading_rule", day).value == "intraday_margin"  # type: ignore[union-attr]
    assert ours.number("pattern_day_trader_equity", day) is None


@pytest.mark.parametrize(
    ("window", "day"),
    [("intraday_margin", "2026-06-03"), ("intraday_margin", "2027-10-21"), ("other", "2026-07-01")],
)
def test_a_day_outside_the_window_is_refused(window: str, day: str) -> None:
    with pytest.raises(RulebookError, match="not a day of a window"):
        US.cut_over(window, date.fromisoformat(day))


def test_a_firms_row_takes_the_place_of_a_packaged_one_of_the_firm() -> None:
    packaged = row(layer="firm", unit="text", value="as it comes", force="condition")
    ours = row(layer="firm", unit="text", value="ours", force="condition")
    rules = Rulebook([packaged, row(param="q")]).with_firm_rows([ours])
    assert rules.rows("p") == (ours,) and rules.params() == ("p", "q")
    assert rules.in_force("p", TODAY) == ours


def test_a_bound_may_be_asked_for_by_what_it_is() -> None:
    assert CN.canonical("financing_margin_ratio_min") == "financing_margin_ratio"
    assert CN.canonical("contract_term_max") == "contract_term"
    assert CN.canonical("contract_term_min") is None and CN.canonical("nonsense") is None
