"""Figures and ways back of random books equal a second implementation that searches where the product solves."""

import random
from collections import Counter
from fractions import Fraction

from tests.oracle.book_reading import Book
from tests.oracle.comparing import (
    cure_differences,
    figure_differences,
    move_differences,
    order_differences,
    owned,
    sum_differences,
)
from tests.oracle.random_books import random_cn_book
from tests.scale import scaled

FIGURES, FIGURES_LONG = 2_000, 100_000
"""Books whose account figures are compared."""
CURES, SEARCHED = 120, 60
"""Books whose single cures are compared; whose mixes, sums and moves, which take longer to search."""


def _book(seed: int) -> Book:
    return random_cn_book(seed)


def test_the_figures_of_two_thousand_books() -> None:
    bands: Counter[str] = Counter()
    for seed in range(scaled(FIGURES, FIGURES_LONG)):
        raw = _book(seed)
        assert figure_differences(raw) == [], seed
        bands["short" if raw["shorts"] else "long only"] += 1
        bands["several contracts"] += len(raw["financing"]) + len(raw["shorts"]) > 2
    assert min(bands.values()) >= 300, bands


def test_every_single_cure() -> None:
    seen: Counter[str] = Counter()
    for seed in range(scaled(CURES)):
        assert cure_differences(_book(seed), lambda what: seen.update((what,))) == [], seed
    assert len(seen) == 11 and min(seen.values()) >= 5, seen


def test_what_a_limited_sum_reaches() -> None:
    for seed in range(scaled(SEARCHED)):
        limit = Fraction(random.Random(seed).choice((1, 20_000, 300_000, 5_000_000)))
        assert sum_differences(_book(seed), limit) == [], (seed, limit)


def test_sales_in_a_named_order_with_and_without_own_cash_first() -> None:
    sold = 0
    for seed in range(scaled(SEARCHED)):
        raw = _book(seed)
        order = owned(raw)
        random.Random(seed).shuffle(order)
        assert order_differences(raw, order) == [], (seed, order)
        sold += len(order) > 1
    assert sold >= 20


def test_what_the_cures_become_after_a_further_per_cent() -> None:
    for seed in range(scaled(SEARCHED)):
        assert move_differences(_book(seed)) == [], seed
