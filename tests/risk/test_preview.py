"""An order looked at before it is placed: the most that is possible, what stops it, before and after."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from risk.account import ClientClass
from risk.concentration import concentration, limit_at, short_concentration, table
from risk.evaluation import evaluate
from risk.fields import BookError
from risk.figure import trace
from risk.market import Listing
from risk.orders import Order, OrderKind
from risk.preview import Preview, preview
from risk.ratio import Ratio
from risk.rulebook import CN, Rulebook
from risk.sheet import Sheet
from risk.valuation import value
from tests.risk.books import Book, book, financing, holding, short, snapshot

CODE = "600036.SH"
KNOWN = Listing(
    CODE,
    conversion_rate=Fraction("0.7"),
    eligible_financing=True,
    eligible_short=True,
    last=Fraction(10),
    previous_close=Fraction(10),
    board="main",
    lendable=10**6,
)


def _rich(**changes: Any) -> Book:
    """100,000 in cash and nothing else, with a credit line that does not bind."""
    return book(**({"cash": "100000", "credit_line": "10000000"} | changes))


def _look(
    raw: Book,
    kind: OrderKind = "margin_purchase",
    quantity: int | None = None,
    price: str = "10",
    rules: Rulebook = CN,
    **known: Any,
) -> Preview:
    order = Order(kind, CODE, Fraction(price), quantity)
    return preview(snapshot(raw), order, replace(KNOWN, **known), rules)


def test_the_margin_allows_what_it_covers_at_the_ratio_in_force_down_to_the_lot() -> None:
    found = _look(_rich(cash="100999"))
    assert (found.largest.name, found.largest.value, found.binding) == (
        f"max_margin_purchase.{CODE}",
        10_000,
        "available_margin",
    )
    assert found.largest.unit == "shares" and found.feasible and found.quantity == 10_000
    assert found.before["available_margin"].value == 100_999
    assert found.after["available_margin"].value == 999
    assert found.after["maintenance_ratio"].display == "200.99%"
    assert found.before["maintenance_ratio"].value is None
    assert found.after[f"concentration.{CODE}"].display == "49.76%"


def test_what_is_asked_beyond_it_is_refused_and_names_everything_it_runs_into() -> None:
    found = _look(_rich(credit_line="50000"), quantity=10_050)
    assert (found.feasible, found.stopped_by) == (False, ("lot", "available_margin", "credit_line"))
    assert (found.largest.value, found.binding) == (5_000, "credit_line")
    assert found.after["total_liabilities"].value == 100_500
    fits = _look(_rich(), quantity=100)
    assert (fits.feasible, fits.stopped_by, fits.quantity) == (True, (), 100)


@pytest.mark.parametrize(
    ("kind", "known", "bar"),
    [
        ("margin_purchase", {"status": "suspended"}, "trading"),
        ("collateral_purchase", {"status": "delisting"}, "trading"),
        ("margin_purchase", {"eligible_financing": False}, "eligibility"),
        ("short_sale", {"eligible_short": False}, "eligibility"),
        ("margin_purchase", {"previous_close": Fraction("9.08")}, "price_limit"),
        ("margin_purchase", {"previous_close": Fraction("11.12")}, "price_limit"),
        ("short_sale", {"last": Fraction("10.01")}, "uptick"),
    ],
)
def test_a_bar_leaves_nothing_whatever_the_margin(kind: OrderKind, known: dict[str, Any], bar: str) -> None:
    found = _look(_rich(), kind, 100, **known)
    assert (found.largest.value, found.binding, found.feasible) == (0, bar, False)
    assert found.stopped_by == (bar,)
    standing = next(each for each in found.bars if each.name == bar)
    assert standing.verdict == "bars" and standing.text and standing.text_zh
    assert _look(_rich(), kind, **known).feasible is False


def test_a_price_on_its_limit_and_a_short_at_the_last_price_are_taken() -> None:
    assert _look(_rich(), previous_close=Fraction("9.09")).largest.value == 10_000
    assert _look(_rich(), "short_sale", last=Fraction(10)).largest.value == 10_000


def test_what_is_not_known_is_listed_as_not_checked_and_never_called_free() -> None:
    raw = _rich()
    del raw["credit_line"]
    found = preview(snapshot(raw), Order("short_sale", CODE, Fraction(10)), Listing(CODE), CN)
    assert {bar.name: bar.verdict for bar in found.bars} == {
        "trading": "free",
        "eligibility": "not_checked",
        "price_limit": "not_checked",
        "uptick": "not_checked",
    }
    assert [(each.code, each.path) for each in found.findings] == [
        ("not_checked", f"{CODE}.{name}")
        for name in ("eligibility", "price_limit", "uptick", "credit_line", "inventory")
    ]
    assert found.largest.value == 10_000
    assert found.before["credit_line_left"].missing == ("credit_line",)


def test_a_missing_price_leaves_the_largest_order_open_and_names_it() -> None:
    found = _look(_rich(collateral=[holding(price=None)]))
    assert (found.largest.value, found.quantity, found.binding, found.feasible) == (None, None, None, None)
    assert found.largest.missing == ("600519.SH.price",)
    assert found.after == {}
    barred = _look(_rich(collateral=[holding(price=None)]), eligible_financing=False)
    assert (barred.largest.value, barred.binding) == (0, "eligibility")
    own = _look(_rich(collateral=[holding(security=CODE, price=None)]), quantity=100)
    assert own.largest.missing == (f"{CODE}.price",) and own.feasible is None


def test_nothing_is_possible_where_the_available_margin_is_negative() -> None:
    found = _look(_rich(financing=[financing(amount="2000000")]))
    assert (found.largest.value, found.binding, found.feasible) == (0, "available_margin", False)


def test_a_private_fund_and_the_firms_formula_need_more_margin() -> None:
    assert _look(_rich(client_class="private_fund"), "short_sale").binding == "available_margin"
    assert _look(_rich(client_class="private_fund"), "short_sale").largest.value == 8_300
    row = next(row for row in CN.rows("financing_margin_ratio_formula"))
    rules = Rulebook([*(each for each in CN.every() if each is not row), replace(row, value="1.00+(1-rate)")])
    assert _look(_rich(), rules=rules, conversion_rate=Fraction("0.6")).largest.value == 7_100
    blind = _look(_rich(), rules=rules, conversion_rate=None)
    assert blind.largest.missing == (f"{CODE}.conversion_rate",)


def test_without_any_known_ratio_the_margin_cannot_be_told() -> None:
    rules = Rulebook(row for row in CN.every() if row.param != "financing_margin_ratio")
    found = _look(_rich(), rules=rules)
    assert (found.largest.value, found.largest.missing) == (None, ("margin_ratio",))


def test_what_can_be_borrowed_limits_a_short() -> None:
    found = _look(_rich(), "short_sale", lendable=1_250)
    assert (found.largest.name, found.largest.value, found.binding) == (
        f"max_short_sale.{CODE}",
        1_200,
        "inventory",
    )
    assert found.after["total_assets"].value == 112_000
    assert found.after[f"short_concentration.{CODE}"].display == "10.72%"


def test_collateral_is_bought_with_own_cash_and_not_with_short_proceeds() -> None:
    raw = _rich(shorts=[short(quantity=3_000, price="20.00", proceeds="60000.00")])
    found = _look(raw, "collateral_purchase")
    assert (found.largest.name, found.binding) == (f"max_collateral_purchase.{CODE}", "usable_cash")
    assert found.largest.value == 4_000
    assert found.after["total_assets"].value == found.before["total_assets"].value
    assert [each.name for each in found.limits] == ["usable_cash", "concentration"]


def test_cash_buys_no_more_of_a_security_than_its_band_allows() -> None:
    raw = book(
        cash="50000", financing=[financing(security="601318.SH", quantity=5_000, price="10", amount="60000")]
    )
    found = _look(raw, "collateral_purchase")
    assert found.before["maintenance_ratio"].display == "166.66%"
    assert (found.binding, found.largest.value) == ("usable_cash", 5_000)
    held = book(cash="50000", collateral=[holding(security=CODE, quantity=4_000, price="10")])
    held["financing"] = [financing(security="601318.SH", quantity=1_000, price="10", amount="60000")]
    found = _look(held, "collateral_purchase")
    assert (found.binding, found.largest.value) == ("concentration", 1_000)


def test_the_band_of_the_concentration_limit_is_read_after_the_order() -> None:
    raw = _rich(cash="300000", financing=[financing(security="601318.SH", quantity=0, amount="100000")])
    limit = _look(raw, price="10").limits[-1]
    assert (limit.name, limit.allowed) == ("concentration", 30_000)
    held = raw | {"collateral": [holding(security=CODE, quantity=12_000, price="10")]}
    assert _look(held).limits[-1].allowed == (Fraction(420_000) - 180_000) / 8
    assert _look(_rich(client_class="product")).limits[-1].allowed == Fraction(50_000, 5)
    assert len(limit.figure.rule) == 3


def test_an_account_under_water_is_held_to_the_lowest_band() -> None:
    rows = [row for row in CN.rows("concentration_limit") if not row.scope.get("client_class")]
    odd = replace(rows[1], scope={"ratio_from": "0.9"})
    rules = Rulebook([*(row for row in CN.every() if row is not rows[1]), odd])
    raw = _rich(cash="80000", financing=[financing(quantity=0, amount="100000")])
    assert _look(raw, rules=rules).limits[-1].allowed == Fraction(40_000, 5)
    above = _rich(cash="95000", financing=[financing(quantity=0, amount="100000")])
    assert _look(above, rules=rules).limits[-1].allowed == Fraction(66_500, 3)


def test_without_a_table_concentration_is_not_checked() -> None:
    rules = Rulebook(row for row in CN.every() if row.param != "concentration_limit")
    for kind in ("margin_purchase", "collateral_purchase"):
        limit = _look(_rich(), kind, rules=rules).limits[-1]  # type: ignore[arg-type]
        assert (limit.allowed, limit.checked) == (None, False)


def test_a_firm_that_limits_nothing_lets_concentration_be() -> None:
    rows = [row for row in CN.every() if row.param != "concentration_limit"]
    free = replace(CN.rows("concentration_limit")[0], value="1.00", scope={"ratio_from": "0"})
    limit = _look(_rich(), rules=Rulebook([*rows, free])).limits[-1]
    assert (limit.allowed, limit.checked, limit.figure.missing) == (None, True, ())


def test_a_price_or_quantity_out_of_bounds_is_refused() -> None:
    with pytest.raises(BookError):
        _look(_rich(), price="0")
    with pytest.raises(BookError):
        _look(_rich(), quantity=-100)


def test_a_preview_is_json_with_figures_that_can_be_traced_again() -> None:
    shown = json.loads(json.dumps(_look(_rich(), quantity=300).as_json()))
    assert (shown["kind"], shown["price"], shown["quantity"]) == ("margin_purchase", "10", 300)
    figures = [
        shown["largest"],
        *(each["quantity"] for each in shown["limits"]),
        *shown["before"].values(),
        *shown["after"].values(),
    ]
    assert len(figures) == 20
    for figure in figures:
        content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
        assert trace(content) == figure["trace_id"]
        assert figure["formula"] != figure["formula_en"]
    assert "largest order" in shown["largest"]["formula_en"]
    assert shown["conditions"][0] == {
        "name": "trading",
        "verdict": "free",
        "text": "600036.SH trades",
        "text_zh": "600036.SH 正常交易",
        "rule": [],
    }
    assert _look(_rich()).trace_id == _look(_rich()).trace_id != _look(_rich(), quantity=100).trace_id


def test_own_and_financed_shares_count_together_against_the_limit_of_the_band() -> None:
    raw = book(
        cash="100000",
        collateral=[holding(security=CODE, quantity=1_000, price="100")],
        financing=[financing(quantity=1_000, price="100", amount="100000")],
    )
    figure = evaluate(snapshot(raw), CN).figures[f"concentration.{CODE}"]
    assert figure.display == "66.67%"
    assert [(each.name, str(each.value)) for each in figure.inputs][-1] == ("concentration_limit", "1")
    assert [ref.param for ref in figure.rule] == ["concentration_limit"]
    assert figure.as_json()["formula"] == "单一证券集中度 = 该证券市值 ÷ 总资产"


def test_a_security_that_is_not_owned_has_no_share_and_one_without_price_no_figure() -> None:
    sheet = Sheet(value(snapshot(book(shorts=[short(price=None)], cash="12500"))), CN)
    assert concentration(sheet, CODE).value == 0
    assert short_concentration(sheet, "000001.SZ").missing == ("000001.SZ.price",)
    empty = Sheet(value(snapshot(book(cash="0"))), CN)
    assert (concentration(empty, CODE).value, concentration(empty, CODE).missing) == (None, ())


@pytest.mark.parametrize(
    ("client_class", "ratio", "limit"),
    [
        ("individual", "1.7999", "0.50"),
        ("individual", "1.80", "0.70"),
        ("institution", "2.40", "1.00"),
        ("professional", "0", "0.50"),
        ("product", "1.7999", "0.30"),
        ("private_fund", "2.9999", "0.50"),
        ("private_fund", "3", "1.00"),
    ],
)
def test_the_limit_is_that_of_the_band_and_of_the_clients_class(
    client_class: ClientClass, ratio: str, limit: str
) -> None:
    rows = table(CN, client_class, snapshot(book()).as_of)
    row = limit_at(rows, Ratio(Fraction(ratio), Fraction(1)))
    assert row is not None and row.value == limit
    assert limit_at(rows, None) is None and limit_at(rows, Ratio(Fraction(1), Fraction(0))) is None
