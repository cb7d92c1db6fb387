"""Laws of margin arithmetic that hold for every account, not only for the examples."""

import copy
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from risk.evaluation import evaluate
from risk.market import Listing
from risk.money import parse, to_text
from risk.orders import Order, OrderKind
from risk.preview import preview
from risk.rulebook import CN
from tests.risk.books import Book, book, financing, holding, random_book, snapshot
from tests.scale import trying

_BANDS = ("safe", "warning", "call")
_books = st.integers(0, 10_000).map(random_book)
_fen = st.integers(1, 500_000).map(lambda fen: Fraction(fen, 100))


def _value(raw: Book, name: str) -> Fraction:
    value = evaluate(snapshot(raw), CN).figures[name].value
    assert value is not None
    return value


@given(
    shares=st.integers(1, 100_000),
    cost=_fen,
    price=_fen,
    delta=_fen,
    rate=st.integers(0, 100).map(lambda n: Fraction(n, 100)),
)
@trying(60)
def test_a_lower_price_takes_all_of_it_below_cost_and_the_rate_of_it_above(
    shares: int, cost: Fraction, price: Fraction, delta: Fraction, rate: Fraction
) -> None:
    assume(delta <= price)
    rows = financing(quantity=shares, amount=to_text(cost * shares), haircut=to_text(rate))
    before = book(financing=[rows | {"price": to_text(price)}])
    after = book(financing=[rows | {"price": to_text(price - delta)}])
    lost = _value(before, "available_margin") - _value(after, "available_margin")
    above_cost = max(Fraction(0), price - max(cost, price - delta))
    assert lost == shares * (above_cost * rate + (delta - above_cost))


@given(_books)
@trying(40)
def test_a_missing_price_makes_the_account_indeterminate_and_is_named(raw: Book) -> None:
    assume(raw["financing"] and raw["collateral"])
    raw = copy.deepcopy(raw)
    raw["collateral"][0]["price"] = None
    evaluation = evaluate(snapshot(raw), CN)
    assert evaluation.band == "indeterminate"
    ratio = evaluation.figures["maintenance_ratio"]
    assert ratio.value is None
    assert ratio.missing == (f"{raw['collateral'][0]['security']}.price",)


@given(_books, st.integers(2, 50))
@trying(40)
def test_an_account_twice_as_large_has_the_same_ratios_and_twice_the_amounts(raw: Book, times: int) -> None:
    raw = copy.deepcopy(raw)
    for row in raw["financing"] + raw["shorts"]:
        row["interest"] = row["interest"] or "0"
    larger = evaluate(snapshot(_scaled(raw, times)), CN)
    for name, figure in evaluate(snapshot(raw), CN).figures.items():
        factor = 1 if figure.unit == "ratio" else times
        expected = None if figure.value is None else figure.value * factor
        assert larger.figures[name].value == expected, name


def _scaled(raw: Book, times: int) -> Book:
    larger = copy.deepcopy(raw)
    money = ("cash", "other_collateral", "fees", "amount", "proceeds", "interest")
    for row in (larger, *larger["collateral"], *larger["financing"], *larger["shorts"]):
        for key in money:
            if key in row:
                row[key] = to_text(parse(row[key], key) * times)
        if "quantity" in row:
            row["quantity"] *= times
    return larger


@given(_books, st.randoms())
@trying(40)
def test_the_order_of_the_rows_changes_no_value(raw: Book, dice: object) -> None:
    shuffled = copy.deepcopy(raw)
    for key in ("collateral", "financing", "shorts"):
        dice.shuffle(shuffled[key])  # type: ignore[attr-defined]
    ours, theirs = evaluate(snapshot(raw), CN), evaluate(snapshot(shuffled), CN)
    values = {name: figure.value for name, figure in ours.figures.items()}
    assert values == {name: figure.value for name, figure in theirs.figures.items()}
    assert ours.band == theirs.band


@given(_books)
@trying(40)
def test_withdrawing_what_is_withdrawable_leaves_the_account_on_or_above_the_line(raw: Book) -> None:
    evaluation = evaluate(snapshot(raw), CN)
    assume(evaluation.band != "no_debt")
    leaving = evaluation.figures["withdrawable"].value
    assert leaving is not None and leaving >= 0
    assume(leaving > 0)
    after = copy.deepcopy(raw) | {"cash": to_text(parse(raw["cash"], "cash") - leaving)}
    assert _value(after, "maintenance_ratio") >= 3
    assert _value(after, "available_margin") >= 0


@given(_books, st.integers(1, 100))
@trying(40)
def test_a_lower_price_never_improves_a_long_account(raw: Book, percent: int) -> None:
    raw = raw | {"shorts": []}
    assume(raw["financing"])
    lower = copy.deepcopy(raw)
    for row in (*lower["collateral"], *lower["financing"]):
        row["price"] = to_text(parse(row["price"], "price") * (100 - percent) / 100)
    before, after = evaluate(snapshot(raw), CN), evaluate(snapshot(lower), CN)
    for name in ("maintenance_ratio", "available_margin", "withdrawable", "net_assets"):
        ours, theirs = before.figures[name].value, after.figures[name].value
        assert ours is not None and theirs is not None and theirs <= ours, name
    assert _BANDS.index(after.band) >= _BANDS.index(before.band)


@given(_books, st.integers(0, 100), st.integers(0, 100), st.sampled_from(("margin_purchase", "short_sale")))
@trying(40)
def test_tightening_never_raises_buying_power(raw: Book, cut: int, added: int, kind: OrderKind) -> None:
    tighter = copy.deepcopy(raw)
    for row in (*tighter["collateral"], *tighter["financing"], *tighter["shorts"]):
        row["haircut"] = to_text(parse(row["haircut"], "haircut") * (100 - cut) / 100)
        if "margin_ratio" in row:
            row["margin_ratio"] = to_text(parse(row["margin_ratio"], "margin_ratio") + Fraction(added, 100))
    order = Order(kind, "600030.SH", Fraction(20))
    listing = Listing("600030.SH", conversion_rate=Fraction(1, 2))
    sizes = [preview(snapshot(each), order, listing, CN).largest.value for each in (raw, tighter)]
    assert sizes[0] is not None and sizes[1] is not None
    assert 0 <= sizes[1] <= sizes[0]
    for name in ("available_margin", "withdrawable"):
        assert _value(tighter, name) <= _value(raw, name), name


@pytest.mark.parametrize("line", ["1.30", "1.40"])
@given(debt=st.integers(1, 10**12))
@trying(40)
def test_an_account_built_on_a_line_is_on_it_and_one_fen_below_is_not(line: str, debt: int) -> None:
    owed = Fraction(debt * 10, 100)
    assets = owed * Fraction(line)
    below = assets - Fraction(1, 100)
    assume(below >= 0)

    def band(cash: Fraction) -> str:
        raw = book(cash=to_text(cash), financing=[financing(quantity=0, amount=to_text(owed))])
        return evaluate(snapshot(raw), CN).band

    better, worse = ("safe", "warning") if line == "1.40" else ("warning", "call")
    assert (band(assets), band(below)) == (better, worse)


@given(st.integers(-(10**15), 10**15), st.integers(0, 8))
@trying(80)
def test_money_written_and_read_again_is_the_same(units: int, places: int) -> None:
    value = Fraction(units, 10**places)
    assert parse(to_text(value), "x") == value


@given(st.fractions(-(10**18), 10**18))
@trying(80)
def test_machine_text_is_within_half_of_the_tenth_place(value: Fraction) -> None:
    assert abs(parse(to_text(value), "x") - value) <= Fraction(1, 2 * 10**10)


def test_holding_more_of_a_zero_rated_security_moves_the_ratio_and_not_the_available_margin() -> None:
    few = book(collateral=[holding(haircut="0")], financing=[financing()])
    many = book(collateral=[holding(haircut="0", quantity=900)], financing=[financing()])
    assert _value(many, "maintenance_ratio") > _value(few, "maintenance_ratio")
    assert _value(many, "available_margin") == _value(few, "available_margin")
