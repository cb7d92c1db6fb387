"""The price or common move at which a line is touched, reckoned by hand and put back into the book."""

import json
from fractions import Fraction

import pytest

from risk.break_even import break_even
from risk.evaluation import evaluate
from risk.fields import BookError
from risk.figure import Figure, trace
from risk.rulebook import CN
from risk.touch import LINES, LineTouches, touches
from risk.valuation import value
from tests.risk.books import Book, book, called, financing, holding, short, snapshot, two_legged


def _lines(raw: Book, *moving: str) -> dict[str, LineTouches]:
    return {each.line: each for each in touches(snapshot(raw), CN, moving or None)}


def _price(found: LineTouches, code: str) -> Figure:
    price = next(each.price for each in found.securities if each.security == code)
    assert price is not None
    return price


def test_every_line_of_the_contract_is_looked_at() -> None:
    assert tuple(_lines(called())) == LINES
    raw = called()
    raw["terms"].pop("minimum_line")
    assert tuple(_lines(raw)) == tuple(name for name in LINES if name != "minimum_line")


def test_a_security_that_is_owned_touches_a_line_in_its_fall() -> None:
    liquidation = _lines(called())["liquidation_line"]
    assert (liquidation.state, _price(liquidation, "600036.SH").value) == ("below", 36)
    assert _price(liquidation, "600519.SH").display == "1,666.6667"  # a third, shown up
    minimum = _lines(called())["minimum_line"]
    assert (minimum.state, _price(minimum, "600036.SH").value) == ("above", 26)
    assert minimum.securities[1].move.display == "-25.71%"  # −25.714 %, and never farther away
    assert minimum.securities[1].danger == "fall"


def test_a_security_that_is_owed_touches_it_in_its_rise() -> None:
    warning = _lines(two_legged())["warning_line"]
    owed = warning.securities[1]
    assert (owed.security, owed.danger, owed.price.display if owed.price else "") == (
        "000001.SZ",
        "rise",
        "46.7228",
    )
    assert owed.move.display == "55.74%"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("code", ["600036.SH", "000001.SZ"])
def test_at_its_price_the_book_stands_on_the_line(line: str, code: str) -> None:
    price = _price(_lines(two_legged())[line], code).value
    if price is None:
        assert (line, code) == ("withdrawal_line", "000001.SZ")
        return
    raw = two_legged()
    account = snapshot(raw)
    ratio = evaluate(account, CN).figures["maintenance_ratio"].value
    moved = 50_000 * (price - 20) if code == "600036.SH" else Fraction(0)
    owed = 10_000 * (price - 30) if code == "000001.SZ" else Fraction(0)
    level = _lines(raw)[line].value
    assert ratio is not None and (1_500_000 + moved) / (904_200 + owed) == level


def test_all_rows_of_a_security_move_together_on_both_legs() -> None:
    raw = book(
        cash="400000",
        collateral=[holding(security="600036.SH", quantity=10_000, price="35.00")],
        financing=[financing()],
        shorts=[short(security="600036.SH", quantity=5_000, price="35.00", proceeds="175000.00")],
    )
    found = _lines(raw)["liquidation_line"].securities
    assert len(found) == 1 and found[0].danger == "fall"
    # 400,000 + 20,000 p = 1.3 × (350,000 + 5,000 p)
    assert found[0].price is not None and found[0].price.value == Fraction(55_000, 13_500)


def test_a_common_move_counts_long_and_short_and_may_be_of_some_only() -> None:
    # 500,000 + 1,000,000 m = 1.4 × (604,200 + 300,000 m)
    both = _lines(two_legged())["warning_line"].together
    assert both.move.value == Fraction(345_880, 580_000) - 1 and both.security is None
    alone = _lines(two_legged(), "000001.SZ")["warning_line"].together
    assert (alone.danger, alone.move.display) == ("rise", "55.74%")


def test_a_move_is_counted_from_the_price_nearest_to_the_danger() -> None:
    raw = called()
    raw["collateral"].append(holding(security="600036.SH", quantity=0, price="30.00"))
    fall = next(each for each in _lines(raw)["minimum_line"].securities if each.security == "600036.SH")
    assert fall.move.value == Fraction(26, 30) - 1
    twice = two_legged()
    twice["shorts"].append(short(contract="S2", quantity=0, price="40.00", proceeds="0"))
    rise = _lines(twice)["warning_line"].securities[1]
    assert rise.price is not None and rise.price.value is not None
    assert rise.move.value == rise.price.value / 40 - 1


def test_where_no_price_reaches_the_line_there_is_none_and_nothing_is_missing() -> None:
    safe = _lines(book(cash="900000", financing=[financing(amount="100000")]))["liquidation_line"]
    assert (safe.state, _price(safe, "600036.SH").value, _price(safe, "600036.SH").missing) == (
        "above",
        None,
        (),
    )
    assert safe.together.move.value is None and safe.securities[0].move.display == "—"
    still = _lines(book(cash="100000", financing=[financing(quantity=0)]))["liquidation_line"]
    assert (still.securities[0].danger, still.securities[0].price) != ("fall", None)
    assert still.securities[0].danger is None and still.together.danger is None


def test_a_security_worth_nothing_has_a_price_and_no_move() -> None:
    raw = book(cash="100000", financing=[financing(price="0", amount="100000")])
    found = _lines(raw)["liquidation_line"].securities[0]
    assert found.price is not None and found.price.value == 3
    assert (found.move.value, found.move.missing) == (None, ())


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (book(cash="140", financing=[financing(quantity=0, amount="100")]), "on"),
        (book(cash="141", financing=[financing(quantity=0, amount="100")]), "above"),
        (book(cash="139", financing=[financing(quantity=0, amount="100")]), "below"),
        (book(collateral=[holding()]), "no_debt"),
    ],
)
def test_the_side_of_the_line_is_exact(raw: Book, state: str) -> None:
    assert _lines(raw)["warning_line"].state == state


def test_without_debt_no_line_is_touched() -> None:
    for raw in (book(cash="0", collateral=[holding()]), book(collateral=[holding()])):
        found = _lines(raw)["warning_line"]
        assert found.together.move.value is None and _price(found, "600519.SH").value is None


def test_a_missing_price_is_named_by_every_figure() -> None:
    raw = called()
    raw["collateral"][0]["price"] = None
    for found in _lines(raw).values():
        assert found.state == "indeterminate"
        figures = [found.together.move, *(each.move for each in found.securities)]
        figures += [each.price for each in found.securities if each.price is not None]
        assert len(figures) == 5
        assert {figure.missing for figure in figures} == {("600519.SH.price",)}


def test_a_security_that_is_neither_owned_nor_owed_cannot_move() -> None:
    with pytest.raises(BookError) as caught:
        touches(snapshot(called()), CN, ["688981.SH"])
    assert [(each.field, each.code) for each in caught.value.errors] == [("securities", "not_one_of")]


def test_touches_are_json_whose_traces_can_be_made_again() -> None:
    shown = [each.as_json() for each in touches(snapshot(two_legged()), CN)]
    lines = json.loads(json.dumps(shown))
    assert [line["value"] for line in lines] == ["1.4", "1.3", "1.4", "1.1", "3"]
    figures = [
        figure for line in lines for each in line["securities"] for figure in (each["price"], each["move"])
    ]
    figures += [line["together"]["move"] for line in lines]
    assert len(figures) == 25
    for figure in figures:
        content = {key: figure[key] for key in ("name", "value", "formula", "inputs", "rule")}
        assert trace(content) == figure["trace_id"] and figure["rule"]
    assert lines[0]["together"]["price"] is None
    assert len({figure["name"] for figure in figures}) == 25


def test_a_contract_breaks_even_once_its_interest_is_earned() -> None:
    raw = two_legged()
    raw["financing"][0]["interest"] = "2800.00"
    raw["shorts"][0]["interest"] = "100.00"
    even = {each.contract.contract: each.price for each in break_even(snapshot(raw), CN)}
    assert even["F1"].value == Fraction("12.056")
    assert (even["S1"].value, even["S1"].direction) == (Fraction("29.99"), "higher_safer")
    raw["financing"][0]["interest"] = "0.01"
    shown = break_even(snapshot(raw), CN)[0].as_json()
    assert shown["price"]["display"] == "12.0001"  # type: ignore[index]
    assert (shown["contract"], shown["kind"], shown["security"]) == ("F1", "financing", "600036.SH")


def test_no_price_breaks_even_without_shares_or_once_the_fee_has_outgrown_the_proceeds() -> None:
    none = break_even(snapshot(book(financing=[financing(quantity=0)])), CN)[0].price
    eaten = break_even(snapshot(book(cash="1", shorts=[short(proceeds="1", interest="1.01")])), CN)[0].price
    exactly = break_even(snapshot(book(cash="1", shorts=[short(proceeds="1", interest="1")])), CN)[0].price
    assert (none.value, none.missing, eaten.value, eaten.missing, exactly.value) == (None, (), None, (), 0)


def test_interest_that_is_unknown_leaves_the_break_even_price_open() -> None:
    raw = book(cash="12500", shorts=[short(price=None, fee_basis="market_value", interest=None)])
    assert break_even(snapshot(raw), CN)[0].price.missing == ("S1.interest",)
    assert value(snapshot(raw)).cash_debt is None
