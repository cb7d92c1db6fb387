"""Each kind of event, line by line: what it adds to an account, and nothing else."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.account_api.feed.sending import BUY, event, lines, send, whole

OPEN = {"security": "600900.SH", "quantity": 1000, **BUY, "price": "27.00", "fee": "10"}
KINDS: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
    ("cash_in", {"amount": "100"}, {"cash": "100"}),
    ("cash_out", {"amount": "100"}, {"cash": "-100"}),
    ("fee", {"amount": "3.5"}, {"fees": "3.5"}),
    ("other_in", {"amount": "900"}, {"other": "900"}),
    ("collateral_in", {"security": "600900.SH", "quantity": 50}, {"holding 600900.SH": "50"}),
    ("collateral_out", {"security": "600519.SH", "quantity": 100}, {"holding 600519.SH": "-100"}),
    (
        "buy",
        {"security": "600900.SH", "quantity": 100, "price": "27.00", "fee": "5"},
        {"cash": "-2705", "holding 600900.SH": "100"},
    ),
    (
        "sell",
        {"security": "000858.SZ", "quantity": 400, "price": "100.00", "fee": "40"},
        {"cash": "39960", "holding 000858.SZ": "-400"},
    ),
    (
        "margin_buy",
        {"contract": "NEW-F", **OPEN},
        {"cash": "-10", "quantity NEW-F": "1000", "amount NEW-F": "27000"},
    ),
    (
        "margin_buy",
        {"contract": "NEW-F", **OPEN, "amount": "27010"},
        {"quantity NEW-F": "1000", "amount NEW-F": "27010"},
    ),
    (
        "short_sell",
        {"contract": "NEW-S", **OPEN},
        {"cash": "26990", "quantity NEW-S": "1000", "amount NEW-S": "27000"},
    ),
    ("interest", {"contract": "CALL-F1", "amount": "12.34"}, {"interest CALL-F1": "12.34"}),
    ("interest", {"contract": "CALL-F1", "owed": "11000"}, {"interest CALL-F1": "708.33"}),
    (
        "repay",
        {"contract": "CALL-F1", "amount": "291.67"},
        {"cash": "-291.67", "interest CALL-F1": "-291.67"},
    ),
    (
        "repay",
        {"contract": "CALL-F1", "amount": "20291.67"},
        {"cash": "-20291.67", "interest CALL-F1": "-10291.67", "amount CALL-F1": "-10000"},
    ),
    (
        "sell_to_repay",
        {"contract": "CALL-F1", "quantity": 1000, "price": "40.00", "fee": "8.33"},
        {"quantity CALL-F1": "-1000", "interest CALL-F1": "-10291.67", "amount CALL-F1": "-29700"},
    ),
    (
        "sell_to_repay",
        {
            "contract": "CALL-F2",
            "sold": "holding",
            "security": "600519.SH",
            "quantity": 100,
            "price": "1500.00",
        },
        {"holding 600519.SH": "-100", "interest CALL-F2": "-2725.01", "amount CALL-F2": "-147274.99"},
    ),
    (
        "corporate_action",
        {"security": "600519.SH", "amount": "30", "quantity": 10},
        {"cash": "30", "holding 600519.SH": "10"},
    ),
)


@pytest.mark.parametrize(("kind", "fields", "adds"), KINDS)
async def test_an_event_adds_to_its_lines_alone(
    firm: Any, kind: str, fields: dict[str, Any], adds: dict[str, str]
) -> None:
    before = lines(firm)
    answer = await send(firm, event(1, kind, **fields))
    assert answer["applied"] == ["demo-call-1"], answer["refused"]
    after = lines(firm)
    moved = {name: after.get(name, 0) - before.get(name, 0) for name in {*before, *after}}
    assert {name: delta for name, delta in moved.items() if delta} == {
        name: Decimal(delta) for name, delta in adds.items()
    }
    assert whole(firm)


async def test_a_loan_that_is_paid_back_leaves_its_shares_among_the_collateral(firm: Any) -> None:
    before = lines(firm)
    owed = before["amount CALL-F2"] + before["interest CALL-F2"]
    answer = await send(
        firm,
        event(1, "cash_in", amount="500000"),
        event(2, "repay", contract="CALL-F2", amount=f"{owed:f}"),
    )
    assert answer["applied"] == ["demo-call-1", "demo-call-2"]
    after = lines(firm)
    assert after["holding 300750.SZ"] == before["quantity CALL-F2"] == 1500
    assert not [name for name in after if "CALL-F2" in name] and whole(firm)


async def test_a_short_contract_bought_back_in_part_keeps_its_proceeds_in_proportion(firm: Any) -> None:
    before = lines(firm, "demo-short")
    back = {"contract": "SHORT-S1", "quantity": 2500, "price": "28.00", "fee": "20"}
    await send(firm, event(1, "buy_to_return", client="demo-short", **back))
    after = lines(firm, "demo-short")
    assert after["cash"] == before["cash"] - 70_020
    assert after["quantity SHORT-S1"] == before["quantity SHORT-S1"] - 2500
    assert after["amount SHORT-S1"] == before["amount SHORT-S1"] * 3 / 4
    assert after["interest SHORT-S1"] == before["interest SHORT-S1"]
    rest = {"contract": "SHORT-S1", "quantity": 7500}
    owned = event(2, "collateral_in", client="demo-short", security="600030.SH", quantity=7500)
    await send(firm, owned, event(3, "return_securities", client="demo-short", **rest))
    closed = lines(firm, "demo-short")
    assert "quantity SHORT-S1" not in closed and "amount SHORT-S1" not in closed
    fee = closed["interest SHORT-S1"]
    await send(firm, event(4, "repay", client="demo-short", contract="SHORT-S1", amount=f"{fee:f}"))
    assert "interest SHORT-S1" not in lines(firm, "demo-short") and whole(firm)


async def test_a_statement_sets_the_ledger_to_what_the_source_says(either: Any) -> None:
    stated = {
        "cash": "1000.00",
        "holdings": [{"security": "600900.SH", "quantity": 300}],
        "contracts": [
            {
                "contract": "CALL-F1",
                "kind": "financing",
                "security": "600036.SH",
                "quantity": 15000,
                "amount": "500000",
                "interest": "9.99",
                "opened": "2026-08-17",
                "annual_rate": "0.065",
                "margin_ratio": "1.00",
            }
        ],
    }
    await send(either, event(1, "statement", **stated))
    assert lines(either) == {
        "cash": 1000,
        "holding 600900.SH": 300,
        "quantity CALL-F1": 15000,
        "amount CALL-F1": 500000,
        "interest CALL-F1": Decimal("9.99"),
    }
    assert lines(either, day=date(2026, 11, 19))["cash"] == 46000 and whole(either)
