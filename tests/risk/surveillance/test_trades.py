"""Patterns in trades by hand: round trips, matched trades, a price pushed, margin money off the list."""

from typing import Any

import pytest

from tests.risk.surveillance.tapes import alerts, fill, look, only, tape


def _trips(n: int) -> list[dict[str, Any]]:
    return [fill(f"10:{2 * i + j:02d}", side) for i in range(n) for j, side in enumerate(("buy", "sell"))]


def test_three_round_trips_in_one_security_on_one_day_are_seen() -> None:
    alert = only(tape(fills=_trips(3)), "round_trips")
    assert (alert.figure.value, alert.accounts, len(alert.evidence)) == (3, ("a1",), 6)
    assert alert.thresholds[0].confidence == "firm-set"


def test_two_round_trips_or_three_on_different_days_or_in_different_securities_are_not() -> None:
    days = [each | {"at": each["at"].replace("20T", f"{18 + i // 2}T")} for i, each in enumerate(_trips(3))]
    codes = [each | {"security": f"60000{i // 2}.SH"} for i, each in enumerate(_trips(3))]
    for fills in (_trips(2), days, codes):
        seen = look(tape(fills=fills), "round_trips")
        assert seen.alerts == () and seen.looked_at > 0


def test_buys_in_a_row_are_one_side_of_a_trip() -> None:
    fills = [
        fill(f"10:{i:02d}", side) for i, side in enumerate(("buy", "buy", "sell", "sell", "buy", "sell"))
    ]
    assert alerts(tape(fills=fills), "round_trips") == ()


@pytest.mark.parametrize(
    ("other", "seen"), [("a1", 1), ("a2", 1), ("a3", 0)], ids=["itself", "its group", "somebody else"]
)
def test_a_trade_whose_sides_are_under_one_control_is_seen(other: str, seen: int) -> None:
    raw = tape(fills=[fill("10:00", counterparty=other)], linked=[["a1", "a2"], ["a3", "a4"]])
    found = alerts(raw, "matched_trades")
    assert len(found) == seen
    assert [each.severity for each in found] == ["info"] * seen


def test_both_sides_of_one_trade_are_counted_once() -> None:
    fills = [fill("10:00", counterparty="a2"), fill("10:00", "sell", account="a2", counterparty="a1")]
    alert = only(tape(fills=fills, linked=[["a1", "a2"]]), "matched_trades")
    assert (alert.figure.value, alert.accounts) == (1, ("a1", "a2"))
    assert "第五十五条" in {each.article for each in alert.thresholds}


def test_a_trade_that_only_its_seller_recorded_is_seen_too() -> None:
    """A purchase in two parts that the seller recorded as well: two trades; a sale of another size is a third."""
    parts = [fill("10:00", counterparty="a2")] * 2
    sales = [fill("10:00", "sell", account="a2", counterparty="a1")] * 2
    third = fill("10:01", "sell", account="a2", counterparty="a1", quantity=300)
    alert = only(tape(fills=[*parts, *sales, third], linked=[["a1", "a2"]]), "matched_trades")
    assert alert.figure.value == 3


def test_five_such_trades_are_told_more_severely() -> None:
    fills = [fill(f"10:0{i}", counterparty="a1") for i in range(5)]
    assert only(tape(fills=fills), "matched_trades").severity == "warning"


def test_without_counterparties_matched_trades_cannot_be_looked_for() -> None:
    assert look(tape(fills=[fill("10:00")]), "matched_trades").missing == ("fills.counterparty",)
    assert look(tape(), "matched_trades").missing == ()


def _push(side: str, *prices: str, step: int = 45) -> list[dict[str, Any]]:
    return [
        fill(f"10:{i * step // 60:02d}:{i * step % 60:02d}", side, price=price)
        for i, price in enumerate(prices)
    ]


def test_five_rising_buys_over_four_per_cent_within_three_minutes_are_seen() -> None:
    """Five trades 45 seconds apart span exactly three minutes; 10.40 ÷ 10.00 − 1 = 4 %."""
    alert = only(tape(fills=_push("buy", "10.00", "10.10", "10.20", "10.30", "10.40")), "price_push")
    assert alert.figure.display == "4.00%"
    assert {each.confidence for each in alert.thresholds} == {"seen-exch", "firm-set"}


def test_falling_sales_are_seen_alike() -> None:
    assert only(tape(fills=_push("sell", "10.00", "9.90", "9.80", "9.70", "9.60")), "price_push")


@pytest.mark.parametrize(
    "fills",
    [
        _push("buy", "10.00", "10.10", "10.20", "10.30", "10.39"),
        _push("buy", "10.00", "10.10", "10.20", "10.30", "10.40", step=46),
        _push("buy", "10.00", "10.10", "10.20", "10.40"),
        _push("sell", "10.00", "10.10", "10.20", "10.30", "10.40"),
    ],
    ids=["less than 4 %", "longer than three minutes", "four trades", "against its side"],
)
def test_less_or_slower_or_the_other_way_is_not(fills: list[dict[str, Any]]) -> None:
    seen = look(tape(fills=fills), "price_push")
    assert (seen.looked_at, seen.alerts) == (1, ())


def test_before_the_public_text_was_read_a_push_is_not_looked_for() -> None:
    raw = {"as_of": "2023-08-29", "fills": []}
    assert look(raw, "price_push").missing == ("push_move", "push_minutes")


def _routed(bought: int, sold: int, spent: int, **last: Any) -> list[dict[str, Any]]:
    """Shares at 10.00: bought on margin, own ones sold, and a security off the list bought."""
    return [
        fill("10:00", kind="financed", quantity=bought),
        fill("10:30", "sell", quantity=sold),
        fill("11:00", security="830799.BJ", quantity=spent) | last,
    ]


def test_bought_on_margin_own_shares_sold_and_spent_off_the_list() -> None:
    """800,000, 780,000 and 760,000: the smallest leg is 760,000."""
    alert = only(tape(fills=_routed(80_000, 78_000, 76_000), eligible=["600519.SH"]), "routed_purchase")
    assert alert.figure.value == 760_000 and alert.evidence == ("fills[0]", "fills[1]", "fills[2]")


@pytest.mark.parametrize(
    ("fills", "eligible"),
    [
        (_routed(80_000, 78_000, 49_999), ["600519.SH"]),
        (_routed(80_000, 78_000, 76_000), ["600519.SH", "830799.BJ"]),
        (_routed(80_000, 78_000, 76_000, at="2026-11-20T10:20"), ["600519.SH"]),
        (_routed(80_000, 78_000, 76_000, at="2026-11-23T10:01"), ["600519.SH"]),
        (_routed(80_000, 78_000, 76_000)[1:], ["600519.SH"]),
        (_routed(80_000, 78_000, 76_000)[::2], ["600519.SH"]),
    ],
    ids=["little", "on the list", "before the sale", "days later", "nothing financed", "nothing sold"],
)
def test_a_leg_that_lacks_is_no_pattern(fills: list[dict[str, Any]], eligible: list[str]) -> None:
    assert alerts(tape(fills=fills, eligible=eligible), "routed_purchase") == ()


def test_a_withdrawal_counts_as_spent_and_without_a_list_only_it_does() -> None:
    out = [{"at": "2026-11-20T15:30", "account": "a1", "amount": "600000"}]
    raw = tape(fills=_routed(80_000, 78_000, 1), withdrawals=out)
    assert only(raw, "routed_purchase").figure.value == 600_000
    assert look(raw, "routed_purchase").missing == ("eligible",)
    assert alerts(tape(fills=_routed(80_000, 78_000, 76_000)), "routed_purchase") == ()


def test_a_window_that_was_told_is_not_told_again_but_the_next_one_is() -> None:
    again = [fill("10:05", kind="financed", quantity=80_000)]
    later = [each | {"at": each["at"].replace("-20T", "-27T")} for each in _routed(80_000, 78_000, 76_000)]
    raw = tape(fills=_routed(80_000, 78_000, 76_000) + again + later, eligible=["600519.SH"])
    assert len(alerts(raw | {"as_of": "2026-11-27"}, "routed_purchase")) == 2
