"""What may leave: the 300 % line and the available margin both hold, in whole shares."""

import json
from fractions import Fraction
from typing import Any

import pytest

from risk.rulebook import CN, Rulebook
from risk.withdrawals import Withdrawals, withdrawals
from tests.risk.books import Book, book, financing, holding, snapshot


def _owing(*rows: Book, amount: str = "100000", cash: str = "200000", **changes: Any) -> Book:
    """So much cash and collateral against a debt that nothing was bought with."""
    debt = financing(quantity=0, amount=amount, margin_ratio="0")
    return book(cash=cash, collateral=list(rows), financing=[debt], **changes)


def _shares(raw: Book, rules: Rulebook = CN) -> list[Fraction | None]:
    return [each.shares.value for each in withdrawals(snapshot(raw), rules).holdings]


def test_above_the_line_as_much_may_leave_as_stays_on_it() -> None:
    assert _shares(_owing(holding(quantity=10_000, price="30.00"))) == [6_666]
    assert _shares(_owing(holding(quantity=10_000, price="10.00", haircut="0"))) == [0]
    assert _shares(_owing(holding(quantity=10_000, price="10.001", haircut="0"))) == [0]
    assert _shares(_owing(holding(quantity=10_000, price="20.00", haircut="0"), cash="100001")) == [0]


def test_the_available_margin_binds_where_it_is_less() -> None:
    raw = _owing(holding(quantity=10_000, price="100.00", haircut="0.5"), cash="0")
    raw["financing"][0]["margin_ratio"] = "4.00"
    assert _shares(raw) == [0]  # 500,000 − 100,000 loss − 400,000 margin = 0
    raw["financing"][0]["margin_ratio"] = "3.50"
    assert _shares(raw) == [1_000]
    raw["financing"][0]["margin_ratio"] = "4.01"
    assert _shares(raw) == [0]


def test_each_row_stands_for_itself_and_only_its_settled_shares_may_leave() -> None:
    rows = (
        holding(quantity=1_000, price="600.00", sellable=300),
        holding(quantity=100, price="600.00", status="suspended"),
        holding(security="600036.SH", quantity=50, price="0", haircut="0.7"),
    )
    assert _shares(_owing(*rows)) == [300, 100, 50]


def test_other_collateral_does_not_hold_the_line() -> None:
    raw = _owing(holding(quantity=10_000, price="10.00"), other_collateral="50000")
    assert _shares(raw) == [0]
    assert _shares(raw | {"cash": "150000"}) == [0]
    assert _shares(raw | {"cash": "210000"}) == [1_000]


def test_without_debt_everything_settled_may_leave_at_any_price() -> None:
    raw = book(collateral=[holding(quantity=250, sellable=150, price=None)])
    assert _shares(raw) == [150]


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ({"price": None}, ("600519.SH.price",)),
        ({"haircut": None}, ("600519.SH.conversion_rate",)),
    ],
)
def test_what_is_missing_is_named(row: Book, missing: tuple[str, ...]) -> None:
    found = withdrawals(snapshot(_owing(holding(quantity=1_000, **row), cash="900000")), CN)
    assert (found.holdings[0].shares.value, found.holdings[0].shares.missing) == (None, missing)


def test_a_line_that_nobody_named_leaves_it_open() -> None:
    raw = _owing(holding(quantity=1_000))
    raw["terms"].pop("withdrawal_line")
    assert _shares(raw) == [933]
    rules = Rulebook(row for row in CN.every() if row.param != "withdrawal_line")
    found = withdrawals(snapshot(raw), rules)
    assert found.holdings[0].shares.missing == found.cash.missing == ("withdrawal_line",)


def test_below_the_line_nothing_may_leave() -> None:
    assert _shares(_owing(holding(quantity=100, price="100.00"))) == [0]


def test_the_answer_is_json_and_names_rule_and_inputs() -> None:
    found: Withdrawals = withdrawals(snapshot(_owing(holding(quantity=10_000, price="30.00"))), CN)
    shown = json.loads(json.dumps(found.as_json()))
    assert shown["cash"]["name"] == "withdrawable"
    row = shown["securities"][0]
    assert (row["path"], row["security"], row["shares"]["display"]) == ("collateral[0]", "600519.SH", "6,666")
    assert row["shares"]["name"] == "withdrawable_shares.600519.SH"
    assert [ref["param"] for ref in row["shares"]["rule"]] == [
        "withdrawal_line",
        "withdrawal_counts_other_collateral",
        "withdrawal_line",
    ]
    assert {each["name"] for each in row["shares"]["inputs"]} >= {"sellable", "price", "conversion_rate"}
