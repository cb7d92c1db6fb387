"""A whole book as int64 columns: money in 1/10000, rates and lines in 1/10000, positions in the order of their accounts.

Everything the engine makes of a frame is exact. What does not fit is found when the frame is made: an account with a rate
finer than 1/10000, or with sums that could leave 64 bits, is kept beside the columns as a snapshot and worked out in
fractions. `UNKNOWN` is a price, a rate, an interest or a margin ratio that is not known; it never counts as zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from risk.account import Snapshot

Column = NDArray[np.int64]
Mask = NDArray[np.bool_]

MONEY = 10_000
RATE = 10_000
FINE = 10_000
"""Rates come in 1/100000000 and are kept in 1/10000: this many of the one to one of the other."""

UNKNOWN = -1
LIMIT = 2.0**62
"""No sum of an account may come near 64 bits; the bound is worked out in floats, which are off by far less than a half."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """What a security is worth, once for all rows that name it: its price, and its conversion rate."""

    codes: Sequence[str]
    price: Column
    rate: Column


@dataclass(frozen=True, slots=True)
class Longs:
    """Collateral. Rows of account i stand from `offsets[i]` to `offsets[i + 1]`."""

    offsets: Column
    quote: Column
    quantity: Column


@dataclass(frozen=True, slots=True)
class Owed:
    """Open contracts of one kind; `amount` is what was financed, or the proceeds of a short sale."""

    offsets: Column
    quote: Column
    quantity: Column
    amount: Column
    interest: Column
    margin: Column
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of each contract; `minimum` is UNKNOWN where it names none."""

    warning: Column
    liquidation: Column
    restore: Column
    minimum: Column


@dataclass(frozen=True, slots=True)
class Frame:
    """The book. `beyond` holds the accounts that the columns cannot, by their place."""

    ids: Sequence[str]
    cash: Column
    other: Column
    fees: Column
    lines: Lines
    longs: Longs
    financing: Owed
    shorts: Owed
    quotes: Quotes
    beyond: Mapping[int, Snapshot]

    def __len__(self) -> int:
        return len(self.ids)


def assemble(frame: Frame, exact: Callable[[int], Snapshot]) -> Frame:
    """The frame of columns whose rates and lines are still in 1/100000000; `exact` reads an account that does not fit."""
    fine = _too_fine(frame)
    coarse = replace(
        frame,
        lines=Lines(*(_coarser(each) for each in _lines(frame.lines))),
        financing=replace(frame.financing, margin=_coarser(frame.financing.margin)),
        shorts=replace(frame.shorts, margin=_coarser(frame.shorts.margin)),
        quotes=replace(frame.quotes, rate=_coarser(frame.quotes.rate)),
    )
    unfit = np.flatnonzero(fine | too_large(coarse))
    return replace(coarse, beyond={int(i): exact(int(i)) for i in unfit})


def repriced(frame: Frame, price: Column) -> Frame:
    """The same book at other prices. Raises OverflowError naming the first account that no longer fits."""
    moved = replace(frame, quotes=replace(frame.quotes, price=price))
    for i in np.flatnonzero(too_large(moved)):
        if int(i) not in frame.beyond:
            raise OverflowError(frame.ids[int(i)])
    return moved


def offsets_of(account: Column, accounts: int) -> Column:
    """Where the rows of each account begin, of rows in the order of their accounts."""
    return np.searchsorted(account, np.arange(accounts + 1)).astype(np.int64)


def summed(values: Column, offsets: Column) -> Column:
    """The sum of each account's rows. Exact even where the running total wraps around."""
    total = np.concatenate((np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)))
    return total[offsets[1:]] - total[offsets[:-1]]


def too_large(frame: Frame) -> Mask:
    """The accounts whose sums could leave 64 bits, by a bound that no term can exceed."""
    price = np.maximum(frame.quotes.price, 0).astype(np.float64)
    gross = np.abs(frame.cash).astype(np.float64) + frame.other + frame.fees
    gross = gross + _spread(price[frame.longs.quote] * frame.longs.quantity, frame.longs.offsets)
    for owed in (frame.financing, frame.shorts):
        worth = price[owed.quote] * owed.quantity + owed.amount + np.maximum(owed.interest, 0)
        heaviest = np.maximum(owed.margin, RATE) / RATE
        gross = gross + _spread(worth * (1 + heaviest), owed.offsets)
    steepest = np.maximum.reduce([np.full(len(frame), RATE), *_lines(frame.lines)])
    rate = max(RATE, int(frame.quotes.rate.max(initial=0)))
    mask: Mask = 2 * gross * np.maximum(steepest, rate) >= LIMIT
    return mask


def _spread(values: NDArray[np.float64], offsets: Column) -> NDArray[np.float64]:
    """The sum of each account's rows of bounds; in floats, one account at a time, so that none hides another."""
    padded = np.append(values, 0.0)
    sums = np.add.reduceat(padded, offsets[:-1]) if len(offsets) > 1 else padded[:0]
    return np.where(offsets[:-1] == offsets[1:], 0.0, sums)


def _too_fine(frame: Frame) -> Mask:
    """The accounts with a rate or a line that 1/10000 cannot hold."""
    fine = np.zeros(len(frame), bool)
    for line in _lines(frame.lines):
        fine |= _uneven(line)
    uneven = _uneven(frame.quotes.rate)
    for rows in (frame.longs, frame.financing, frame.shorts):
        fine |= summed(uneven[rows.quote].astype(np.int64), rows.offsets) > 0
    for owed in (frame.financing, frame.shorts):
        fine |= summed(_uneven(owed.margin).astype(np.int64), owed.offsets) > 0
    return fine


def _uneven(rate: Column) -> Mask:
    mask: Mask = (rate != UNKNOWN) & (rate % FINE != 0)
    return mask


def _coarser(rate: Column) -> Column:
    return np.where(rate == UNKNOWN, UNKNOWN, rate // FINE)


def _lines(lines: Lines) -> tuple[Column, ...]:
    return lines.warning, lines.liquidation, lines.restore, lines.minimum
