"""Patterns in orders, readings and logins by hand: rates, cancellations, jumps, shared devices."""

from typing import Any

import pytest

from tests.risk.surveillance.tapes import alerts, look, only, request, tape


def test_three_hundred_in_one_second_is_high_frequency() -> None:
    """200 orders and 100 cancellations within 10:00:00 are 300."""
    raw = tape(requests=[request("10:00:00", count=200), request("10:00:00.900", "cancel", 100)])
    alert = only(raw, "programme_rates")
    assert (alert.figure.value, alert.severity) == (300, "info")
    assert alert.thresholds[0].confidence == "seen-exch"
    assert [each.value for each in alert.figure.inputs] == [200, 100, 300]


def test_one_less_or_a_second_later_is_not() -> None:
    slow = [request("10:00:00", count=200), request("10:00:01", "cancel", 100)]
    for requests in ([request("10:00:00", count=299)], slow):
        assert look(tape(requests=requests), "programme_rates").alerts == ()


@pytest.mark.parametrize(("seconds", "seen"), [(100, True), (99, False)])
def test_twenty_thousand_in_one_day_is_high_frequency(seconds: int, seen: bool) -> None:
    """100 seconds of 200 requests are 20,000; 99 of them 19,800."""
    requests = [request(f"10:{i // 60:02d}:{i % 60:02d}", count=200) for i in range(seconds)]
    found = alerts(tape(requests=requests), "programme_rates")
    assert [each.figure.name for each in found] == (["hft_orders_per_day"] if seen else [])


def test_before_the_rates_were_in_force_nothing_is_measured_by_them() -> None:
    raw = tape(requests=[request("10:00:00", count=500)]) | {"as_of": "2025-07-06"}
    seen = look(raw, "programme_rates")
    assert seen.alerts == () and seen.missing == ("hft_orders_per_second", "hft_orders_per_day")


def _cancelled(orders: int, ordered: int, cancelled: int) -> list[dict[str, Any]]:
    return [
        request("10:00:00", count=orders, quantity=ordered),
        request("10:01:00", "cancel", quantity=cancelled),
    ]


def test_half_of_what_was_ordered_cancelled_is_seen() -> None:
    """6,000 of 12,000 shares are exactly 50 %."""
    alert = only(tape(requests=_cancelled(10, 12_000, 6_000)), "cancelled_orders")
    assert alert.figure.display == "50.00%"
    assert {each.confidence for each in alert.thresholds} == {"seen-exch", "firm-set", "seen-law"}


def test_less_or_too_few_orders_are_not() -> None:
    assert look(tape(requests=_cancelled(10, 12_000, 5_999)), "cancelled_orders").looked_at == 1
    assert alerts(tape(requests=_cancelled(10, 12_000, 5_999)), "cancelled_orders") == ()
    assert look(tape(requests=_cancelled(9, 12_000, 12_000)), "cancelled_orders").looked_at == 0


def test_before_the_public_text_was_read_cancellations_are_not_looked_at() -> None:
    assert look({"as_of": "2023-08-29"}, "cancelled_orders").missing == ("cancelled_share",)


def _readings(*pairs: tuple[str, str], **more: Any) -> list[dict[str, Any]]:
    return [{"day": f"2026-11-{day}", "account": "a1", "value": value, **more} for day, value in pairs]


@pytest.mark.parametrize(
    ("pairs", "rise"),
    [
        ((("16", "0.25"), ("17", "0.20"), ("19", "0.45")), "0.25"),
        ((("12", "0.20"), ("19", "0.40")), "0.20"),
        ((("11", "0.20"), ("19", "0.45")), None),
        ((("16", "0.45"), ("19", "0.20")), None),
        ((("19", "0.45"),), None),
    ],
    ids=["from the lowest", "exactly 20 points in 7 days", "8 days", "a fall", "one reading"],
)
def test_a_share_that_grew_fast_is_seen(pairs: tuple[tuple[str, str], ...], rise: str | None) -> None:
    raw = tape(concentrations=_readings(*pairs, security="600519.SH"))
    found = alerts(raw, "concentration_jump")
    assert [str(float(each.figure.value or 0)) for each in found] == ([str(float(rise))] if rise else [])
    assert look(raw, "concentration_jump").looked_at == 1


def test_leverage_that_grew_fast_is_seen() -> None:
    alert = only(tape(leverages=_readings(("16", "1.2"), ("19", "1.8"))), "leverage_jump")
    assert alert.figure.display == "0.60" and alert.evidence == ("leverages[0]", "leverages[1]")
    assert alerts(tape(leverages=_readings(("16", "1.2"), ("19", "1.69"))), "leverage_jump") == ()


def _logins(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"at": f"2026-11-20T09:{i:02d}", "account": account, "device": device}
        for i, (account, device) in enumerate(pairs)
    ]


def test_three_accounts_from_one_device_are_a_sign() -> None:
    alert = only(tape(logins=_logins(("a1", "d1"), ("a2", "d1"), ("a3", "d1"))), "account_lending")
    assert (alert.figure.name, alert.figure.value) == ("accounts_per_device", 3)
    assert (alert.severity, alert.accounts) == ("info", ("a1", "a2", "a3"))
    assert "第五十八条" in {each.article for each in alert.thresholds}


def test_four_devices_of_one_account_are_a_sign_and_fewer_are_none() -> None:
    alert = only(tape(logins=_logins(*(("a1", f"d{i}") for i in range(4)))), "account_lending")
    assert (alert.figure.name, alert.figure.value) == ("devices_per_account", 4)
    few = _logins(("a1", "d1"), ("a1", "d1"), ("a1", "d2"), ("a2", "d1"), ("a1", "d3"))
    assert alerts(tape(logins=few), "account_lending") == ()
