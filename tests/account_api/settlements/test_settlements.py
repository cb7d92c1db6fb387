"""Settled trades and the commission on them, by hand: 448,100 traded at 0.18 % against 0.03 %."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from account_api.client import AccountError
from risk.figure import trace


async def test_trades_are_listed_with_the_rate_they_were_charged_at(either: Any) -> None:
    rows = await (await either.signed_in("demo-safe")).settlements("demo-safe")
    assert [(each["day"], each["side"], each["commission"]) for each in rows] == [
        ("2026-09-21", "buy", "573.48"),
        ("2026-10-15", "sell", "148.32"),
        ("2026-11-05", "buy", "84.78"),
    ]
    assert {each["rate"] for each in rows} == {"0.0018"}
    assert (rows[0]["name"], rows[0]["name_en"]) == ("中国平安", "Ping An Insurance")
    assert all(Decimal(each["price"]) * each["quantity"] == Decimal(each["amount"]) for each in rows)


async def test_the_difference_is_what_was_charged_less_what_the_rate_makes_of_each_trade(
    shared_firm: Any,
) -> None:
    """95.58 + 24.72 + 14.13 = 134.43; 573.48 + 148.32 + 84.78 = 806.58; 806.58 − 134.43 = 672.15."""
    found = await (await shared_firm.signed_in("demo-safe")).commission_difference("demo-safe", "0.0003")
    assert {name: each["value"] for name, each in found["figures"].items()} == {
        "commission_charged": "806.58",
        "commission_at_rate": "134.43",
        "commission_difference": "672.15",
    }
    assert (found["rate"], len(found["rows"]), found["as_of"]) == ("0.0003", 3, "2026-11-20")
    for figure in found["figures"].values():
        content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
        assert trace(content) == figure["trace_id"]


async def test_a_period_counts_both_its_ends(shared_firm: Any) -> None:
    client = await shared_firm.signed_in("demo-safe")
    both = await client.settlements("demo-safe", date(2026, 9, 21), date(2026, 10, 15))
    assert len(both) == 2
    one = await client.commission_difference("demo-safe", "0.0003", date(2026, 10, 15), date(2026, 10, 15))
    assert one["figures"]["commission_difference"]["value"] == "123.6"
    none = await client.commission_difference("demo-safe", "0.0003", date(2026, 10, 16), date(2026, 10, 15))
    assert (none["rows"], none["figures"]["commission_difference"]["value"]) == ([], "0")


@pytest.mark.parametrize(
    ("rate", "code"),
    [("-0.1", "negative"), ("1.5", "out_of_range"), ("0,03%", "not_decimal"), ("NaN", "nan")],
)
async def test_a_rate_that_is_none_is_refused(shared_firm: Any, rate: str, code: str) -> None:
    client = await shared_firm.signed_in("demo-safe")
    with pytest.raises(AccountError) as caught:
        await client.commission_difference("demo-safe", rate)
    assert [(each["field"], each["code"]) for each in caught.value.problem["errors"]] == [("rate", code)]
