"""One contract that came due: cash, the shares bought under it, then other collateral; other debts are left alone."""

from fractions import Fraction

from risk.contract_disposal import close_contract
from risk.liquidation_run import Liquidation
from risk.rulebook import CN
from tests.risk.books import Book, book, financing, holding, short, snapshot

A, B, OWN = "600036.SH", "601318.SH", "600519.SH"


def _closed(raw: Book, contract: str) -> Liquidation:
    s = snapshot(raw)
    row = next(each for _, each in s.contracts() if each.contract == contract)
    return close_contract(s, CN, row, {})


def _traded(run: Liquidation) -> list[tuple[str, str | None, int | None]]:
    return [(step.kind, step.security, step.quantity) for step in run.steps]


def two_loans() -> Book:
    """F1 owes 351,000 on A, F2 owes 500,000 on B; 11,000 cash."""
    return book(
        cash="11000.00",
        fees="250.00",
        collateral=[holding(security=OWN, quantity=100, price="1500.00")],
        financing=[
            financing(interest="1000.00"),
            financing(contract="F2", security=B, quantity=10_000, price="50.00", amount="500000.00"),
        ],
    )


def test_cash_repays_then_the_contracts_own_shares_and_no_other_debt() -> None:
    """11,000 of cash leave 340,000 of 351,000; 9,800 shares at 35.00 less 0.05 % duty bring 342,828.50."""
    run = _closed(two_loans(), "F1")
    assert _traded(run) == [("repay_inside_cash", None, None), ("sell_to_repay", A, 9_800)]
    assert {each.contract for step in run.steps for each in step.repaid} == {"F1"}
    assert (run.outcome, run.figures["residual_debt"].value) == ("debt_gone", 0)
    assert set(run.figures) == {"plan_traded", "plan_costs", "residual_debt"}


def test_what_lacks_comes_from_other_collateral_and_never_from_another_loans_shares() -> None:
    raw = two_loans() | {"cash": "0"}
    raw["financing"][0] |= {"price": "30.00"}
    run = _closed(raw, "F1")
    assert _traded(run) == [("sell_to_repay", A, 10_000), ("sell_to_repay", OWN, 100)]
    raw["collateral"] = []
    short_of = _closed(raw, "F1")
    assert short_of.outcome == "not_restored" and short_of.figures["residual_debt"].value == 51_150


def test_the_ratio_before_is_that_of_the_whole_account() -> None:
    """11,000 + 150,000 + 350,000 + 500,000 over 851,250."""
    assert _closed(two_loans(), "F1").before.value == Fraction(1_011_000, 851_250)


def test_the_proceeds_of_a_short_repay_no_loan_and_buy_it_back() -> None:
    raw = two_loans() | {"cash": "210000.00", "shorts": [short(interest="120.00")]}
    raw["shorts"][0] |= {
        "contract": "S1",
        "security": OWN,
        "quantity": 100,
        "price": "1500.00",
        "proceeds": "199000.00",
    }
    loan = _closed(raw, "F1")
    assert loan.steps[0].amount.value == 11_000
    bought = _closed(raw, "S1")
    assert _traded(bought) == [("buy_to_return", OWN, 100), ("repay_inside_cash", None, None)]
    assert bought.outcome == "debt_gone"


def test_a_short_beyond_the_cash_is_bought_back_once_collateral_is_sold() -> None:
    raw = book(cash="1000.00", collateral=[holding(security=B, quantity=2_000, price="50.00")])
    raw["terms"] |= {"liquidation_order": ["cash", B, "shorts", "000001.SZ"]}
    raw["shorts"] = [
        short(interest="0") | {"contract": "S1", "security": A, "quantity": 1_000, "price": "35.00"}
    ]
    kinds = [kind for kind, *_ in _traded(_closed(raw, "S1"))]
    assert kinds.index("sell_to_repay") < len(kinds) - 1 and kinds[-1] == "buy_to_return"


def test_an_unknown_price_proposes_nothing() -> None:
    raw = two_loans()
    raw["financing"][0] |= {"price": None}
    run = _closed(raw, "F1")
    assert (run.outcome, run.steps) == ("indeterminate", ())
    assert dict(run.figures) == {}
