"""Explained figures against bare decimal arithmetic: what formula, inputs, rules and trace cost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from benchmarks.measuring import Row, interleaved, report
from benchmarks.peers import decimal_oracle
from risk.book_file import read_book
from risk.evaluation import evaluate
from risk.rulebook import CN
from tests.risk.books import random_book

BOOKS = 200
GOAL_MS = 5.0


def run() -> dict[str, object]:
    """Evaluate random books both ways; assets must be equal to the last digit."""
    raw = [random_book(seed) for seed in range(BOOKS)]
    books = [read_book(book) for book in raw]
    for book, row in zip(books, raw, strict=True):
        ours = evaluate(book, CN).figures["total_assets"].value
        theirs = decimal_oracle.evaluate(row).assets
        assert (ours is None) == (theirs is None)
        assert ours is None or ours == Fraction(Decimal(str(theirs)))
    seconds = interleaved(
        {
            "ours": lambda: [evaluate(book, CN).as_json() for book in books],
            "peer": lambda: [decimal_oracle.evaluate(row) for row in raw],
        }
    )
    each = {name: total / BOOKS * 1000 for name, total in seconds.items()}
    rows = [
        Row(
            "evaluate with JSON",
            each["ours"],
            "ms/account",
            decimal_oracle.NAME,
            each["ours"] / each["peer"],
            f"≤ {GOAL_MS} ms",
            each["ours"] <= GOAL_MS,
        )
    ]
    return report("figures", rows)
