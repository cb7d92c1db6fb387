"""The searches of the second implementation against formulas, against counting, and against the decimal oracle."""

from collections import Counter
from fractions import Fraction

import pytest

from tests.oracle.book_reading import (
    FEN,
    ZERO,
    Book,
    Unknown,
    exact,
    round_up,
    securities_of,
    with_interest_held,
    with_move,
    with_price,
)
from tests.oracle.cn_after import bought_to_return, repaid, repayable, returnable, sellable, sold_to_repay
from tests.oracle.cn_capacity import Order, largest_margin_purchase, largest_short_sale
from tests.oracle.cn_cures import (
    Cure,
    add_cash,
    add_security,
    buy_to_return,
    inside_amount,
    reached,
    repay_outside_cash,
    sell_to_repay,
    sizes,
)
from tests.oracle.cn_figures import (
    available_margin,
    available_margin_terms,
    band,
    totals,
    withdrawable_cash,
    withdrawable_securities,
)
from tests.oracle.cn_mixes import best_with_sum
from tests.oracle.line_prices import excess_at, touch_move, touch_price
from tests.oracle.margin_oracle import answer
from tests.oracle.random_books import random_book, random_cn_book
from tests.oracle.test_oracle_itself import book, called, held, owed, these
from tests.scale import scaled


def test_random_books_agree_with_the_formulas_and_with_the_first_oracle() -> None:
    """The search lands where A, D and t say; the decimal oracle of the first slice gives the same sums."""
    seen: Counter[str] = Counter()
    for seed in range(scaled(150)):
        raw = random_cn_book(seed)
        sums, target = totals(raw), exact(raw["terms"]["restore_line"])
        short = max(ZERO, target * sums.liabilities - sums.assets)
        assert add_cash(raw, target).exact_amount == short, raw["id"]
        outside, inside = repay_outside_cash(raw, target), inside_amount(raw, target)
        if outside.feasible:
            assert outside.exact_amount == max(ZERO, sums.liabilities - sums.assets / target)
        if inside is not None:
            assert inside == short / (target - 1)
        seen[band(raw)] += 1
        seen["infeasible"] += not outside.feasible
        seen["under water"] += inside is None
        _same_as_the_first(raw, seen)
    print(dict(seen))
    assert all(
        seen[what] for what in ("safe", "warning", "call", "no_debt", "infeasible", "under water", "compared")
    )


def _same_as_the_first(raw: Book, seen: Counter[str]) -> None:
    if any("fair_value" in row for row in raw["collateral"]):
        return
    rows = {kind: [{"interest": None} | row for row in raw[kind]] for kind in ("financing", "shorts")}
    first = answer(raw | rows)
    sums = totals(raw)
    theirs = (first.assets, first.liabilities, first.interest, first.available, first.withdrawable)
    ours = (sums.assets, sums.liabilities, sums.interest, available_margin(raw), withdrawable_cash(raw))
    assert [Fraction(value) for value in theirs] == list(ours), raw["id"]
    assert first.band == band(raw)
    seen["compared"] += 1


def test_searching_by_halves_finds_what_counting_lots_finds() -> None:
    found = 0
    for seed in range(scaled(60)):
        raw = random_cn_book(seed)
        cap = Fraction(seed % 9 + 1, 10)
        order = Order(
            "600000.SH", Fraction(40), Fraction(1), Fraction("0.5"), lot=1_000, concentration_cap=cap
        )
        buy = largest_margin_purchase(raw, order)
        assert buy == largest_margin_purchase(raw, order, scan=True)
        sale = largest_short_sale(raw, order)
        assert sale == largest_short_sale(raw, order, scan=True)
        assert buy.stopped_by and sale.stopped_by
        found += bool(buy.quantity) + bool(sale.quantity)
    assert found > 10


def test_what_may_be_withdrawn_leaves_both_bounds_and_no_share_more() -> None:
    seen = 0
    for seed in range(scaled(300)):
        raw = random_cn_book(seed)
        for index, quantity in enumerate(withdrawable_securities(raw)):
            row = raw["collateral"][index]
            if band(raw) != "no_debt" and 0 < quantity < row.get("sellable", row["quantity"]):
                price = exact(row["price"]) if "fair_value" not in row else exact(row["fair_value"])
                rate = exact(row["haircut"])
                sums = totals(raw)
                free = sums.assets - exact(raw["other_collateral"]) - 3 * sums.liabilities
                by_margin = available_margin(raw) / (price * rate) if rate else Fraction(10**12)
                assert quantity == int(min(free / price, by_margin))
                seen += 1
    assert seen > 5


def test_the_best_split_of_a_limited_sum_lies_at_an_end() -> None:
    target = Fraction("1.4")
    best = best_with_sum(called(), target, Fraction(50_000))
    assert these(best.repay, best.add, best.on_target) == (50_000, 0, False)
    assert best.reached_ratio == Fraction(1_280_000, 950_000)
    assert best.remaining_outside_cash == round_up(Fraction(950_000) - Fraction(1_280_000) / target)
    sunk = book(collateral=[held(50, "0.7")], financing=[owed(100)])
    assert best_with_sum(sunk, target, Fraction(20)).add == 20
    assert add_security(called(), target, "Z", Fraction("12.34")).quantity == 9_800


def test_a_missing_price_is_named_and_never_nought() -> None:
    named = 0
    for seed in range(scaled(60)):
        raw = random_book(seed, missing_one_in=1)
        if raw["jurisdiction"] == "CN" and any(
            row["price"] is None for kind in ("collateral", "financing", "shorts") for row in raw[kind]
        ):
            with pytest.raises(Unknown, match=r"^(collateral|financing|shorts)\[\d\]\.price$"):
                available_margin_terms(raw)
            named += 1
    assert named > 10


def test_each_cure_lands_on_the_line_and_a_fen_or_a_size_less_does_not() -> None:
    """On random books, both legs; a sale or a buy-back is the smallest allowed size that reaches the target."""
    seen: Counter[str] = Counter()
    for seed in range(scaled(250)):
        raw = random_cn_book(seed)
        target = exact(raw["terms"]["restore_line"])
        if band(raw) == "no_debt" or reached(raw, target):
            continue
        paid = repay_outside_cash(raw, target)
        if paid.feasible and paid.amount is not None and paid.amount <= repayable(raw):
            assert reached(repaid(raw, paid.amount), target)
            assert not reached(repaid(raw, paid.amount - FEN), target)
            seen["repaid"] += 1
        for row in (*raw["collateral"], *raw["financing"]):
            code, lot = row["security"], 100
            _smallest_size(raw, target, sell_to_repay(raw, target, code), sellable(raw, code), lot, seen)
        for row in raw["shorts"]:
            code, lot = row["security"], 100
            _smallest_size(raw, target, buy_to_return(raw, target, code), returnable(raw, code), lot, seen)
    print(dict(seen))
    assert all(
        seen[what] >= 5 for what in ("repaid", "sell_to_repay", "buy_to_return", "not_enough", "limit_down")
    )


def _smallest_size(raw: Book, target: Fraction, cure: Cure, most: int, lot: int, seen: Counter[str]) -> None:
    seen[cure.kind if cure.feasible else cure.reason] += 1
    if not cure.feasible or not cure.quantity or cure.security is None:
        return
    trade = sold_to_repay if cure.kind == "sell_to_repay" else bought_to_return
    allowed = sizes(most, lot)
    smaller = allowed[allowed.index(cure.quantity) - 1]
    assert reached(trade(raw, cure.security, cure.quantity), target), raw["id"]
    assert not reached(trade(raw, cure.security, smaller), target), raw["id"]
    after, before = totals(trade(raw, cure.security, cure.quantity)), totals(raw)
    assert after.net_assets == before.net_assets, raw["id"]


def test_a_touched_line_is_on_the_book_moved_there() -> None:
    """One price alone, all prices alike, and both legs against the client end exactly on the line."""
    seen: Counter[str] = Counter()
    for seed in range(scaled(60)):
        raw = random_cn_book(seed)
        held_raw = with_interest_held(raw)
        line = exact(raw["terms"]["liquidation_line"])
        shorts = {row["security"] for row in raw["shorts"]}
        against = {code: Fraction(1 if code in shorts else -1) for code in securities_of(raw)}
        for name, weights in (("alike", dict.fromkeys(against, Fraction(1))), ("against", against)):
            move = touch_move(raw, line, weights)
            if move is not None:
                assert excess_at(with_move(held_raw, weights, move.value), line) == 0, raw["id"]
                seen[name] += 1
        for code in against:
            touch = touch_price(raw, code, line)
            if touch is not None:
                assert excess_at(with_price(held_raw, code, touch.value), line) == 0, raw["id"]
                seen["falling" if touch.falling else "rising"] += 1
    print(dict(seen))
    assert all(seen[what] >= 10 for what in ("alike", "against", "falling", "rising"))
