"""The searches of the second implementation against formulas, against counting, and against the decimal oracle."""

from collections import Counter
from fractions import Fraction

import pytest

from tests.oracle.book_reading import ZERO, Book, Unknown, exact, round_up
from tests.oracle.cn_capacity import Order, largest_margin_purchase, largest_short_sale
from tests.oracle.cn_cures import add_cash, add_security, inside_amount, repay_outside_cash
from tests.oracle.cn_figures import (
    available_margin,
    available_margin_terms,
    band,
    totals,
    withdrawable_cash,
    withdrawable_securities,
)
from tests.oracle.cn_mixes import best_with_sum
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
