"""Whole accounts with known answers: the call with three different cures, the two-legged account, published ratios."""

import pytest

from risk.evaluation import evaluate
from risk.rulebook import CN
from tests.risk.books import Book, book, called, financing, holding, short, snapshot, two_legged


def test_the_called_account_needs_three_different_amounts() -> None:
    figures = evaluate(snapshot(called()), CN).figures
    shown = {name: figure.display for name, figure in figures.items()}
    assert shown["total_assets"] == "1,280,000.00"
    assert shown["total_liabilities"] == "1,000,000.00"
    assert shown["maintenance_ratio"] == "128.00%"
    assert shown["shortfall_to_restore"] == "120,000.00"
    assert shown["cure_repay_outside_cash"] == "85,714.29"
    assert shown["cure_add_collateral"] == "120,000.00"
    assert shown["cure_sell_to_repay"] == "300,000.00"


def test_the_called_account_is_in_band_call_with_the_value_as_text() -> None:
    evaluation = evaluate(snapshot(called()), CN)
    assert evaluation.band == "call"
    assert evaluation.figures["maintenance_ratio"].as_json()["value"] == "1.28"


def test_the_two_legged_account_counts_short_proceeds_as_cash_and_the_short_at_its_price() -> None:
    figures = evaluate(snapshot(two_legged()), CN).figures
    assert figures["total_assets"].display == "1,500,000.00"
    assert figures["total_liabilities"].display == "904,200.00"
    assert figures["maintenance_ratio"].display == "165.89%"
    assert figures["accrued_interest"].display == "4,200.00"


@pytest.mark.parametrize(
    ("fee_basis", "liabilities", "ratio"),
    [("proceeds", "920,991.66", "154.18%"), ("market_value", "921,027.08", "154.17%")],
)
def test_ten_days_and_two_moves_later_the_fee_basis_moves_the_ratio_in_the_third_decimal(
    fee_basis: str, liabilities: str, ratio: str
) -> None:
    raw = two_legged()
    raw["financing"] = [
        financing(quantity=50_000, price="18.40", amount="600000.00", interest=None, opened="2026-11-10")
    ]
    raw["shorts"] = [
        short(
            quantity=10_000,
            price="31.50",
            proceeds="300000.00",
            interest=None,
            opened="2026-11-10",
            fee_basis=fee_basis,
        )
    ]
    raw["fees"] = "4200.00"
    figures = evaluate(snapshot(raw), CN).figures
    assert figures["total_assets"].display == "1,420,000.00"
    assert figures["total_liabilities"].display == liabilities
    assert figures["maintenance_ratio"].display == ratio


def _published(assets: str, debt: str) -> Book:
    return book(cash=assets, financing=[financing(quantity=0, amount=debt)])


@pytest.mark.parametrize(
    ("assets", "debt", "display"),
    [
        ("2000000", "1000000", "200.00%"),
        ("1500000", "1000000", "150.00%"),
        ("1300000", "1000000", "130.00%"),
        ("4000000", "3000000", "133.33%"),
        ("1300000", "300000", "433.33%"),
    ],
)
def test_published_ratios_come_out_of_a_book(assets: str, debt: str, display: str) -> None:
    assert evaluate(snapshot(_published(assets, debt)), CN).figures["maintenance_ratio"].display == display


def test_a_short_against_collateral_has_300_percent_not_200_without_its_proceeds() -> None:
    raw = book(
        cash="500000",
        collateral=[holding(quantity=1000, price="1000")],
        shorts=[short(quantity=10_000, price="50", proceeds="500000")],
    )
    assert evaluate(snapshot(raw), CN).figures["maintenance_ratio"].display == "300.00%"


def test_the_lower_rate_of_the_firm_governs_not_the_cap() -> None:
    raw = book(cash="0", collateral=[holding(quantity=10_000, price="20", haircut="0.5")])
    assert evaluate(snapshot(raw), CN).figures["available_margin"].display == "100,000.00"


def test_restoring_12_over_10_to_150_percent_takes_3_from_outside_or_6_from_inside() -> None:
    raw = _published("120000", "100000")
    raw["terms"] |= {"restore_line": "1.50", "warning_line": "1.50"}
    figures = evaluate(snapshot(raw), CN).figures
    assert figures["cure_add_collateral"].display == "30,000.00"
    assert figures["cure_sell_to_repay"].display == "60,000.00"
