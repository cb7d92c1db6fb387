"""The ways out of a margin call: amounts, lots, what stands against each, and when each would count."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from risk.arrival import Arrival
from risk.book_file import BookError
from risk.cures import Cure, cures
from risk.margin_calls import CHINA
from risk.rulebook import CN
from risk.sessions import cn_calendar
from tests.risk.books import Book, book, called, financing, holding, short, snapshot

_AT_CLOSE = datetime(2026, 11, 20, 15, tzinfo=CHINA)


def _cures(raw: Book, target: str | None = None) -> dict[tuple[str, str | None], Cure]:
    found = cures(snapshot(raw), CN, None if target is None else Fraction(target))
    return {(cure.kind, cure.security): cure for cure in found.cures}


def _timed(now: datetime, raw: Book | None = None) -> dict[str, Cure]:
    found = cures(snapshot(raw or called()), CN, None, now, cn_calendar(), Arrival())
    return {cure.kind: cure for cure in found.cures if cure.security is None}


def test_the_called_account_has_six_ways_with_their_own_amounts() -> None:
    shown = {key: cure.amount.display for key, cure in _cures(called()).items()}
    assert shown == {
        ("repay_outside_cash", None): "85,714.29",
        ("add_cash", None): "120,000.00",
        ("add_security", None): "120,000.00",
        ("sell_to_repay", None): "300,000.00",
        ("sell_to_repay", "600519.SH"): "320,000.00",
        ("sell_to_repay", "600036.SH"): "301,000.00",
        ("repay_inside_cash", None): "300,000.00",
    }


def test_selling_one_security_takes_whole_lots() -> None:
    cure = _cures(called())["sell_to_repay", "600036.SH"]
    assert (cure.quantity, cure.after.display) == (8_600, "140.05%")
    assert cure.feasible


@pytest.mark.parametrize(("target", "amount"), [("1.50", "146,666.67"), ("1.28", "0.00"), ("1.20", "0.00")])
def test_another_target_takes_another_amount_and_never_less_than_nothing(target: str, amount: str) -> None:
    assert _cures(called(), target)["repay_outside_cash", None].amount.display == amount


@pytest.mark.parametrize("target", ["1", "0.9"])
def test_a_target_that_selling_cannot_move_toward_is_refused(target: str) -> None:
    with pytest.raises(BookError) as refused:
        _cures(called(), target)
    assert [(error.field, error.code) for error in refused.value.errors] == [("target", "out_of_range")]


def test_cash_inside_that_does_not_reach_is_infeasible_with_its_reason() -> None:
    cure = _cures(called())["repay_inside_cash", None]
    assert not cure.feasible
    assert cure.as_json()["reason"] == "not enough: cash without short proceeds is 100,000.00"
    assert cure.as_json()["reason_zh"] == "不足以达到目标：扣除融券卖出金额后的现金为 100,000.00"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "suspended"}, "600519.SH does not trade"),
        ({"limit_down": True}, "600519.SH is locked at its lower limit"),
        ({"sellable": 100}, "200 shares would be needed and there are 100"),
    ],
)
def test_a_security_that_cannot_be_sold_says_why(changes: Book, reason: str) -> None:
    raw = called()
    raw["collateral"][0] |= changes
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert cure.reason is not None and cure.reason[0] == reason


def test_an_odd_remainder_may_be_sold_whole() -> None:
    raw = book(
        cash="0",
        collateral=[holding(quantity=150, price="1600")],
        financing=[financing(quantity=0, amount="178000")],
    )
    raw["terms"] |= {"restore_line": "1.90", "warning_line": "1.90"}
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert (cure.quantity, cure.feasible) == (100, True)
    raw["financing"][0] |= {"amount": "210000"}
    cure = _cures(raw)["sell_to_repay", "600519.SH"]
    assert (cure.quantity, cure.feasible) == (150, True)


def _short_only(**changes: object) -> Book:
    return book(cash="390000", shorts=[short(quantity=10_000, price="30.00", proceeds="290000", **changes)])


def test_securities_owed_are_bought_back_with_cash_not_repaid_with_money() -> None:
    found = _cures(_short_only())
    assert found["repay_outside_cash", None].reason is not None
    assert found["buy_to_return", None].feasible
    back = found["buy_to_return", "000001.SZ"]
    assert (back.quantity, back.amount.display, back.feasible) == (2_500, "75,000.00", True)
    assert back.after.display == "140.00%"


def test_buying_back_more_than_the_cash_allows_is_infeasible() -> None:
    raw = _short_only() | {"cash": "50000", "collateral": [holding(quantity=200, price="1700")]}
    assert _cures(raw)["buy_to_return", None].reason == (
        "not enough: cash is 50,000.00 and the shorts are worth 300,000.00",
        "不足以达到目标：账户现金 50,000.00，融券市值 300,000.00",
    )


def test_an_insolvent_account_cannot_be_cured_from_inside() -> None:
    raw = book(
        cash="0", collateral=[holding(quantity=50)], financing=[financing(quantity=0, amount="100000")]
    )
    found = _cures(raw)
    assert not found["sell_to_repay", None].feasible
    assert found["add_cash", None].feasible


def test_nothing_owed_needs_no_cure() -> None:
    assert cures(snapshot(book()), CN).as_json() == {"target": "1.4", "cures": []}


def test_a_missing_price_leaves_every_cure_undetermined() -> None:
    raw = called()
    raw["collateral"][0] |= {"price": None}
    found = _cures(raw)
    assert len(found) == 7
    for cure in found.values():
        assert cure.amount.value is None and cure.amount.missing
        assert cure.after.value is None and not cure.feasible
        assert cure.reason == ("cannot be determined: something is missing", "资料不全，无法确定")


def test_without_a_clock_no_times_are_claimed() -> None:
    cure = _cures(called())["add_cash", None]
    assert (cure.as_json()["counts_from"], cure.as_json()["last_start"]) == (None, None)


def test_at_the_close_of_the_day_everything_can_still_count_by_the_deadline() -> None:
    timed = _timed(_AT_CLOSE)
    assert timed["add_cash"].timing.counts_from == date(2026, 11, 20)
    assert timed["add_cash"].as_json()["last_start"] == "2026-11-23T15:00:00+08:00"
    assert timed["add_security"].timing.counts_from == date(2026, 11, 23)
    assert timed["add_security"].as_json()["last_start"] == "2026-11-20T15:00:00+08:00"
    assert timed["add_security"].feasible


def test_securities_sent_too_late_no_longer_count_by_the_deadline() -> None:
    timed = _timed(datetime(2026, 11, 20, 16, 30, tzinfo=CHINA))
    assert timed["add_security"].timing.counts_from == date(2026, 11, 24)
    assert timed["add_security"].reason == ("no longer counts by the deadline", "已来不及在截止时刻前计入")
    assert timed["add_cash"].feasible


def test_the_deadline_of_an_earlier_call_may_be_given() -> None:
    earlier = datetime(2026, 11, 19, 15, tzinfo=CHINA)
    found = cures(snapshot(called()), CN, None, _AT_CLOSE, cn_calendar(), Arrival(), earlier)
    assert all(not cure.feasible for cure in found.cures)


def test_an_account_that_is_not_called_has_no_deadline() -> None:
    raw = called() | {"cash": "150000.00"}
    timed = _timed(_AT_CLOSE, raw)
    assert timed["add_cash"].timing.counts_from == date(2026, 11, 20)
    assert timed["add_cash"].timing.last_start is None


def test_before_the_first_known_session_no_times_are_claimed() -> None:
    raw = called() | {"as_of": "2012-06-01"}
    raw["financing"][0] |= {"opened": "2012-05-02", "due": None}
    timed = _timed(datetime(2012, 6, 1, 15, tzinfo=CHINA), raw)
    assert timed["add_cash"].timing.counts_from is None


def test_one_security_in_two_rows_is_sold_as_one() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600036.SH", quantity=1_000, price="35.00"))
    raw["cash"] = "65000.00"
    assert _cures(raw)["sell_to_repay", "600036.SH"].quantity == 8_600
    raw["collateral"][1] |= {"limit_down": True}
    assert not _cures(raw)["sell_to_repay", "600036.SH"].feasible


def test_a_worthless_security_is_no_way_out() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600001.SH", price="0"))
    assert ("sell_to_repay", "600001.SH") not in _cures(raw)
