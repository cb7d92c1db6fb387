"""A made-up book is the same for the same seed, and its columns are those of its accounts."""

from datetime import date
from fractions import Fraction

import numpy as np

from risk.account import Contract, Holding, Snapshot, Terms
from risk.book.engine import BANDS, evaluate
from risk.book.frame import MONEY, RATE, Frame, Owed, too_large
from risk.book.rows import frame_of
from risk.book.synthetic import LINES, synthetic
from risk.rulebook import CN


def account(frame: Frame, i: int) -> Snapshot:
    """One account of a made-up book as a snapshot."""
    warning, liquidation, restore, minimum = (Fraction(line, RATE) for line in LINES)
    longs = range(frame.longs.offsets[i], frame.longs.offsets[i + 1])
    return Snapshot(
        date(2026, 11, 20),
        Terms(warning, liquidation, restore, minimum),
        Fraction(int(frame.cash[i]), MONEY),
        tuple(
            Holding(
                frame.quotes.codes[frame.longs.quote[row]],
                int(frame.longs.quantity[row]),
                Fraction(int(frame.quotes.price[frame.longs.quote[row]]), MONEY),
                Fraction(int(frame.quotes.rate[frame.longs.quote[row]]), RATE),
            )
            for row in longs
        ),
        contracts(frame, frame.financing, "financing", i),
        contracts(frame, frame.shorts, "short", i),
        id=frame.ids[i],
    )


def contracts(frame: Frame, owed: Owed, kind: str, i: int) -> tuple[Contract, ...]:
    return tuple(
        Contract(
            owed.names[row],
            kind,  # type: ignore[arg-type]
            frame.quotes.codes[owed.quote[row]],
            int(owed.quantity[row]),
            Fraction(int(frame.quotes.price[owed.quote[row]]), MONEY),
            Fraction(int(owed.amount[row]), MONEY),
            Fraction(int(frame.quotes.rate[owed.quote[row]]), RATE),
            Fraction(int(owed.margin[row]), RATE),
            date(2026, 10, 8),
            interest=Fraction(int(owed.interest[row]), MONEY),
        )
        for row in range(owed.offsets[i], owed.offsets[i + 1])
    )


def test_a_made_up_book_is_what_its_accounts_are() -> None:
    frame = synthetic(400, seed=3)
    whole, apart = evaluate(frame, CN), evaluate(frame_of([account(frame, i) for i in range(400)], CN), CN)
    assert [whole.of(i) for i in range(400)] == [apart.of(i) for i in range(400)]


def test_the_same_seed_gives_the_same_book_and_every_band_occurs() -> None:
    first, second = synthetic(20_000, seed=5), synthetic(20_000, seed=5)
    assert np.array_equal(first.financing.amount, second.financing.amount)
    assert not too_large(first).any()
    counts = np.bincount(evaluate(first, CN).band, minlength=len(BANDS)) / 20_000
    called = counts[BANDS.index("call")]
    assert 0.01 < called < 0.15
    assert counts[BANDS.index("safe")] > 0.3
