"""One account evaluated: bands on their lines, available margin term by term, withdrawable cash, what is unknown."""

import time
from dataclasses import replace
from fractions import Fraction

import pytest

from risk.evaluation import Evaluation, evaluate
from risk.rulebook import CN
from tests.risk.books import Book, book, called, financing, holding, random_book, short, snapshot, two_legged


def _evaluate(raw: Book) -> Evaluation:
    return evaluate(snapshot(raw), CN)


def _value(raw: Book, name: str) -> Fraction | None:
    return _evaluate(raw).figures[name].value


def _owing(assets: str, debt: str = "1000000") -> Book:
    return book(cash=assets, financing=[financing(quantity=0, amount=debt)])


@pytest.mark.parametrize(
    ("assets", "band"),
    [
        ("1400000", "safe"),
        ("1399999.99", "warning"),
        ("1300000", "warning"),
        ("1299999.99", "call"),
        ("0", "call"),
    ],
)
def test_an_account_on_a_line_is_in_the_better_band(assets: str, band: str) -> None:
    assert _evaluate(_owing(assets)).band == band


def test_a_third_of_a_fen_below_a_line_is_below_it() -> None:
    raw = _owing("0")
    raw["collateral"] = [holding(quantity=3, price="433333.3333333333")]
    assert _evaluate(raw).band == "call"


def test_without_debt_the_ratio_is_undefined_and_all_cash_may_leave() -> None:
    evaluation = _evaluate(book(cash="100", collateral=[holding(price=None)]))
    assert evaluation.band == "no_debt"
    assert evaluation.figures["withdrawable"].display == "100.00"
    assert evaluation.figures["total_assets"].missing == ("600519.SH.price",)
    ratio = _evaluate(book(cash="100")).figures["maintenance_ratio"]
    assert (ratio.value, ratio.missing, ratio.display) == (None, (), "—")


def test_available_margin_shows_every_term_with_its_sign_and_the_terms_add_up() -> None:
    raw = book(
        cash="412500.00",
        other_collateral="99999",
        fees="10",
        collateral=[holding()],
        financing=[
            financing(),
            financing(
                contract="F2", price="30.00", margin_ratio="0.80", opened="2025-12-01", interest="55.5"
            ),
        ],
        shorts=[short(), short(contract="S2", price="13.00", opened="2026-11-01")],
    )
    figure = _evaluate(raw).figures["available_margin"]
    terms = {each.name: each.value for each in figure.inputs}
    assert terms == {
        "cash": 412_500,
        "collateral[0].credited": 105_000,
        "financing[0].floating_loss": 0,
        "financing[0].margin": -350_000,
        "financing[0].interest": 0,
        "financing[1].floating_loss": -50_000,
        "financing[1].margin": -280_000,
        "financing[1].interest": Fraction("-55.5"),
        "shorts[0].floating_gain": 350,
        "shorts[0].proceeds": -12_500,
        "shorts[0].margin": -12_000,
        "shorts[0].interest": 0,
        "shorts[1].floating_loss": -500,
        "shorts[1].proceeds": -12_500,
        "shorts[1].margin": -13_000,
        "shorts[1].interest": 0,
        "fees": -10,
    }
    assert figure.value == sum(value for value in terms.values() if value is not None)


def test_available_margin_cites_the_floor_of_each_contract() -> None:
    raw = book(financing=[financing(), financing(contract="F2", opened="2025-12-01")])
    rules = _evaluate(raw).figures["available_margin"].rule
    floors = [(rule.value, str(rule.valid_from)) for rule in rules if rule.param == "financing_margin_ratio"]
    assert floors == [("1.00", "2026-01-19"), ("0.80", "2023-09-11")]


def test_a_contract_without_a_margin_ratio_takes_its_floor_and_says_so() -> None:
    raw = book(
        cash="500000", financing=[financing(margin_ratio=None, opened="2025-12-01", extended=["2026-05-20"])]
    )
    evaluation = _evaluate(raw)
    assert evaluation.figures["available_margin"].value == 500_000 - 280_000
    assert [finding.code for finding in evaluation.findings] == ["floor_used"]


def test_other_collateral_lifts_the_ratio_and_not_the_available_margin() -> None:
    plain, backed = _owing("1300000"), _owing("1300000") | {"other_collateral": "100000"}
    assert _value(backed, "maintenance_ratio") == Fraction(14, 10)
    assert _value(backed, "available_margin") == _value(plain, "available_margin")


@pytest.mark.parametrize(
    ("cash", "other", "withdrawable"),
    [
        ("3000000", "0", "0.00"),
        ("3000000.01", "0", "0.01"),
        ("3500000", "0", "500,000.00"),
        ("3500000", "400000", "500,000.00"),
        ("2900000", "400000", "0.00"),
    ],
)
def test_cash_leaves_only_above_the_withdrawal_line_and_not_below_it_afterwards(
    cash: str, other: str, withdrawable: str
) -> None:
    raw = _owing(cash) | {"other_collateral": other}
    assert _evaluate(raw).figures["withdrawable"].display == withdrawable


def test_withdrawable_is_bounded_by_available_margin_and_by_cash_without_short_proceeds() -> None:
    tight = book(
        cash="500000",
        collateral=[holding(quantity=1000, price="1000", haircut="0")],
        financing=[financing(quantity=0, amount="300000")],
    )
    assert _evaluate(tight).figures["available_margin"].value == -100_000
    assert _value(tight, "withdrawable") == 0
    proceeds = book(
        cash="120000",
        collateral=[holding(quantity=1000, price="1000")],
        shorts=[short(quantity=1000, price="100", proceeds="100000")],
    )
    assert _value(proceeds, "withdrawable") == 20_000


def test_withdrawable_without_a_line_in_the_contract_takes_the_exchanges_line() -> None:
    raw = _owing("3500000")
    del raw["terms"]["withdrawal_line"]
    figure = _evaluate(raw).figures["withdrawable"]
    assert figure.value == 500_000
    assert [rule.param for rule in figure.rule] == ["withdrawal_line", "withdrawal_counts_other_collateral"]


def test_withdrawable_is_unknown_where_neither_contract_nor_rule_names_a_line() -> None:
    raw = _owing("3500000") | {"as_of": "2012-06-01"}
    raw["financing"][0] |= {"opened": "2012-05-02"}
    del raw["terms"]["withdrawal_line"]
    assert _evaluate(raw).figures["withdrawable"].missing == ("withdrawal_line",)


def test_a_missing_price_is_indeterminate_and_named_and_never_safe() -> None:
    raw = _owing("9000000")
    raw["collateral"] = [holding(price=None)]
    evaluation = _evaluate(raw)
    assert evaluation.band == "indeterminate"
    for name in ("total_assets", "net_assets", "maintenance_ratio", "leverage", "withdrawable"):
        assert evaluation.figures[name].value is None
        assert evaluation.figures[name].missing == ("600519.SH.price",)
    assert evaluation.figures["total_liabilities"].value == 1_000_000
    assert evaluation.figures["cure_add_collateral"].value is None
    assert [finding.code for finding in evaluation.findings] == ["missing"]


def test_a_missing_rate_leaves_the_ratio_alone() -> None:
    raw = called()
    raw["collateral"] = [holding(quantity=300, price="1600.00", haircut=None)]
    figures = _evaluate(raw).figures
    assert figures["maintenance_ratio"].display == "128.00%"
    assert figures["available_margin"].missing == ("600519.SH.conversion_rate",)


def test_a_gain_needs_a_conversion_rate_and_a_loss_does_not() -> None:
    gained = book(cash="9000000", financing=[financing(price="36.00", haircut=None)])
    figures = _evaluate(gained).figures
    assert figures["available_margin"].missing == ("F1.conversion_rate",)
    assert figures["withdrawable"].missing == ("F1.conversion_rate",)
    lost = book(financing=[financing(price="34.00", haircut=None)])
    assert _evaluate(lost).figures["available_margin"].missing == ()


def test_a_debit_balance_without_debt_leaves_nothing_to_withdraw() -> None:
    overdrawn = replace(snapshot(book()), cash=Fraction(-5))
    assert evaluate(overdrawn, CN).figures["withdrawable"].value == 0


def test_a_contract_from_before_every_rule_has_no_floor_to_take() -> None:
    raw = book(
        as_of="2005-02-01", cash="900000", financing=[financing(opened="2005-01-04", margin_ratio=None)]
    )
    evaluation = _evaluate(raw)
    assert evaluation.figures["available_margin"].missing == ("F1.margin_ratio",)
    assert evaluation.findings == ()


def test_a_fee_on_market_value_needs_the_price_and_a_rate_needs_a_day_basis() -> None:
    raw = book(shorts=[short(price=None, interest=None, fee_basis="market_value")])
    assert _evaluate(raw).figures["accrued_interest"].missing == ("S1.interest",)
    raw = book(financing=[financing(interest=None)])
    del raw["terms"]["day_basis"]
    assert _evaluate(raw).figures["total_liabilities"].missing == ("F1.interest",)


@pytest.mark.parametrize(
    ("opened", "as_of", "interest"),
    [
        ("2026-11-19", "2026-11-20", "63.19"),
        ("2026-11-20", "2026-11-20", "0.00"),
        ("2026-10-08", "2026-11-20", "2,717.36"),
    ],
)
def test_interest_counts_the_opening_day_and_not_the_day_asked_about(
    opened: str, as_of: str, interest: str
) -> None:
    raw = book(as_of=as_of, financing=[financing(opened=opened, interest=None)])
    assert _evaluate(raw).figures["accrued_interest"].display == interest


def test_concentration_adds_up_the_rows_of_one_security() -> None:
    raw = book(
        cash="0",
        collateral=[holding(security="600036.SH", quantity=10_000, price="35.00"), holding(quantity=200)],
        financing=[financing()],
    )
    figures = _evaluate(raw).figures
    assert figures["concentration.600036.SH"].display == "70.00%"
    assert figures["concentration.600519.SH"].display == "30.00%"


def test_leverage_is_undefined_when_nothing_is_the_clients_own() -> None:
    assert _value(_owing("1000000"), "leverage") is None
    assert _evaluate(called()).figures["leverage"].display == "457.15%"


def test_the_same_book_has_the_same_trace_and_another_figure_another() -> None:
    assert _evaluate(called()).trace_id == _evaluate(called()).trace_id
    changed = called() | {"cash": "100000.01"}
    assert _evaluate(changed).trace_id != _evaluate(called()).trace_id


def test_an_evaluation_as_json_has_every_named_figure() -> None:
    output = _evaluate(two_legged()).as_json()
    assert set(output) == {"id", "figures", "band", "findings", "trace_id"}
    assert set(output["figures"]) == {  # type: ignore[call-overload]
        "total_assets",
        "total_liabilities",
        "net_assets",
        "maintenance_ratio",
        "available_margin",
        "withdrawable",
        "shortfall_to_restore",
        "leverage",
        "accrued_interest",
        "concentration.600036.SH",
        "cure_repay_outside_cash",
        "cure_add_collateral",
        "cure_sell_to_repay",
    }


def test_a_book_of_ten_positions_is_evaluated_in_milliseconds() -> None:
    raw = random_book(0) | {
        "collateral": [holding(security=f"60000{i}.SH") for i in range(5)],
        "financing": [financing(contract=f"F{i}", security=f"60100{i}.SH") for i in range(4)],
        "shorts": [short()],
    }
    account = snapshot(raw)
    best = min(_seconds(lambda: evaluate(account, CN)) for _ in range(30))
    assert best < 0.005


def _seconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start
