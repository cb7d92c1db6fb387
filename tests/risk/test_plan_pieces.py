"""What plans and liquidations are made of: boards and order sizes, costs, repayment in order, what can be traded."""

from datetime import date
from fractions import Fraction

import pytest

from risk.boards import OrderSize, board_of, order_size
from risk.disposal import Market, owed, stocks
from risk.integer_program import IntegerProgram, plus, times
from risk.repayment import repay
from risk.rulebook import CN
from risk.trade_costs import Costs, Tariff
from risk.trading import Trading, own_cash
from risk.valuation import value
from tests.risk.books import book, called, financing, holding, short, snapshot, two_legged

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("code", "board"),
    [
        ("600519.SH", "main"),
        ("000001.SZ", "main"),
        ("300750.SZ", "chinext"),
        ("688981.SH", "star"),
        ("920001.BJ", "bse"),
        ("510300.SH", None),
    ],
)
def test_a_share_tells_its_board_by_its_code(code: str, board: str | None) -> None:
    assert board_of(code) == board


def test_an_order_is_lots_on_most_boards_and_single_shares_from_a_minimum_on_star() -> None:
    lots, star = order_size("600519.SH"), order_size("688981.SH")
    assert [lots.within(n) for n in (99, 100, 250)] == [0, 100, 200]
    assert [lots.at_least(n) for n in (1, 100, 101)] == [100, 100, 200]
    assert [star.within(n) for n in (199, 200, 250)] == [0, 200, 250]
    assert [star.at_least(n) for n in (1, 201)] == [200, 201]
    assert order_size("688981.SH", 10) == OrderSize(10, 10)


def test_duty_is_that_of_the_day_and_funds_bear_none() -> None:
    tariff = Tariff.on(DAY, CN)
    assert (
        tariff.of_sale("600519.SH", Fraction(100_000)),
        tariff.of_sale("510300.SH", Fraction(100_000)),
    ) == (50, 0)
    assert tariff.rule[0].value == "0.0005"
    before = Tariff.on(date(2015, 1, 5), CN)
    assert (before.of_sale("600519.SH", Fraction(100_000)), before.rule) == (0, ())
    agreed = Tariff.on(
        DAY, CN, Costs(Fraction("0.00025"), Fraction(5), Fraction("0.00001"), Fraction("0.001"))
    )
    assert agreed.of_sale("600519.SH", Fraction(100_000)) == 25 + 1 + 100
    assert agreed.of_purchase(Fraction(100)) == 5


def test_money_goes_to_fees_then_contract_by_contract_to_interest_and_principal() -> None:
    """500.00: 20.00 of fees, 30.00 and 40.00 of interest, 410.00 of principal."""
    raw = book(
        fees="20.00",
        financing=[
            financing(amount="400.00", interest="30.00", due="2027-03-01", annual_rate="0.05"),
            financing(contract="F2", amount="300.00", interest="0", due="2027-02-01", annual_rate="0.08"),
        ],
        shorts=[short(interest="40.00", annual_rate="0.09")],
    )
    s = snapshot(raw)
    after, paid = repay(s, Fraction(500))
    assert [(each.contract, each.interest, each.principal) for each in paid] == [
        (None, 20, 0),
        ("F2", 0, 300),
        ("F1", 30, 150),
    ]
    assert (after.fees, after.financing[0].amount, after.financing[0].interest) == (0, 250, 0)
    assert [each.contract for each in repay(s, Fraction(500), ("rate",))[1]] == [None, "S1", "F2", "F1"]
    assert [each.contract for each in repay(s, Fraction(500), ("opened",))[1]] == [None, "F1", "F2"]
    assert [each.contract for each in repay(s, Fraction(500), ("S1", "book"))[1]] == [None, "S1", "F1", "F2"]
    assert paid[0].as_json() == {"contract": None, "interest": "20", "principal": "0"}
    assert repay(s, Fraction(0))[1] == ()


def test_shares_of_one_security_in_several_rows_are_one_stock() -> None:
    """100 settled of 150 own shares and 200 bought on margin earlier; 300 bought that day wait."""
    raw = book(
        collateral=[holding(quantity=150, sellable=100, price="10.00"), holding(quantity=70, price="0")],
        financing=[
            financing(security="600519.SH", quantity=200, price="10.00"),
            financing(contract="F2", security="600519.SH", quantity=300, price="10.00", opened="2026-11-20"),
        ],
    )
    (stock,) = stocks(value(snapshot(raw)), Market(DAY))
    assert (stock.settled, stock.unsettled, stock.binding) == (300, 350, ("t_plus_one",))
    assert (stock.shares(), stock.shares({"t_plus_one"}), stock.largest()) == (300, 650, 300)
    assert (stock.at_least(150), stock.at_least(301)) == (200, 300)
    capped = stocks(value(snapshot(raw)), Market(DAY, volumes={"600519.SH": 2_500}, share=Fraction(1, 10)))[0]
    assert (capped.shares(), capped.largest(), capped.binding) == (250, 200, ("t_plus_one", "liquidity"))
    assert capped.whole() == 0 and capped.sized({"lots"}) == OrderSize(1, 1)


def test_shorts_without_a_price_or_of_the_same_day_cannot_be_returned() -> None:
    raw = book(
        collateral=[holding(security="000001.SZ", status="suspended")],
        shorts=[
            short(quantity=100),
            short(contract="S2", quantity=200, opened="2026-11-20"),
            short(contract="S3", security="000002.SZ", price="0"),
        ],
    )
    (stock,) = owed(value(snapshot(raw)), Market(DAY))
    assert (stock.settled, stock.unsettled, stock.bars) == (100, 200, frozenset({"suspended"}))
    assert stock.binding == ("t_plus_one", "suspended") and stock.shares() == 0


def test_a_sale_takes_settled_own_shares_first_and_never_those_of_the_day() -> None:
    raw = called()
    raw["collateral"] = [
        holding(security="600036.SH", quantity=300, sellable=100, price="35.00"),
        holding(quantity=100, price="35.00"),
    ]
    raw["financing"] = [
        financing(contract="F0", quantity=50, opened="2026-11-20", amount="10.00"),
        financing(quantity=200, amount="100.00"),
    ]
    s = snapshot(raw)
    (stock,) = [each for each in stocks(value(s), Market(DAY)) if each.security == "600036.SH"]
    step = Trading(CN, Tariff.on(DAY, CN), DAY).sale(s, stock, 200)
    after = step.state
    assert (after.collateral[0].quantity, after.collateral[0].sellable) == (200, 0)
    assert after.collateral[1].quantity == 100
    assert [row.quantity for row in after.financing] == [50, 100]
    assert after.cash == s.cash + 7_000 - Fraction("3.50") - 110
    assert step.as_json()["costs"] is not None


def test_a_buy_back_takes_the_contracts_in_order_and_own_cash_leaves_the_proceeds_out() -> None:
    raw = two_legged()
    raw["shorts"].append(short(contract="S2", quantity=500, price="30.00", proceeds="15000.00"))
    s = snapshot(raw)
    (stock,) = owed(value(s), Market(DAY))
    after = Trading(CN, Tariff.on(DAY, CN), DAY).purchase(s, stock, 10_200).state
    assert [(row.quantity, row.amount) for row in after.shorts] == [(0, 0), (300, 9_000)]
    assert own_cash(s) == 185_000


def test_a_program_without_an_answer_has_none_and_terms_add_up() -> None:
    program = IntegerProgram()
    x = program.variable(5, whole=True)
    program.row({x: 2.0}, low=7)
    found = program.minimise({x: 3.0}, 10)
    assert found is not None and (found.values, found.total) == ((4.0,), 12.0)
    program.row({x: 1.0}, high=3)
    assert program.minimise({x: 3.0}, 10) is None
    assert plus({0: 1.0}, times(2, {0: 1.0, 1: 3.0})) == {0: 3.0, 1: 6.0}


def test_a_search_that_ends_without_knowing_goes_on() -> None:
    """Two sums of twelve odd weights that no choice of them halves: one node does not tell, some hundred do."""
    weights = (
        (17, 72, 97, 8, 32, 15, 63, 97, 57, 60, 83, 48),
        (26, 12, 62, 3, 49, 55, 77, 97, 98, 0, 89, 57),
    )
    program = IntegerProgram()
    chosen = [program.variable(1, whole=True) for _ in weights[0]]
    for row in weights:
        half = sum(row) // 2
        program.row({x: float(weight) for x, weight in zip(chosen, row, strict=True)}, low=half, high=half)
    assert program.minimise({}, 1) is None
