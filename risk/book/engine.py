"""The whole book evaluated at once: assets, liabilities, available margin, band and what is lacking to the restore line.

The same rules as `risk.valuation`, `risk.available` and `risk.evaluation`, written over columns and tested equal to them.
A loss counts in full and a gain at the conversion rate; bands compare by multiplication, never by division. An account
that the columns cannot hold is worked out in fractions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from risk.account import Snapshot
from risk.available import available_terms
from risk.book.frame import MONEY, RATE, UNKNOWN, Column, Frame, Longs, Mask, Owed, summed
from risk.evaluation import band
from risk.margin_calls import Band
from risk.rulebook.model import Rulebook
from risk.sheet import Sheet
from risk.valuation import unique, value

BANDS: tuple[Band, ...] = ("safe", "warning", "call", "no_debt", "indeterminate")
SAFE, WARNING, CALL, NO_DEBT, INDETERMINATE = range(5)


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a result, in fractions; None is unknown."""

    assets: Fraction | None
    liabilities: Fraction | None
    available: Fraction | None
    shortfall: Fraction | None
    band: Band
    under_minimum: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Columns over the accounts of a frame: money in 1/10000, `available` and `shortfall` in 1/100000000.

    Where a `knows_…` is false the number beside it says nothing. `beyond` are the accounts worked out in fractions; of
    these the columns hold the band alone.
    """

    assets: Column
    liabilities: Column
    available: Column
    shortfall: Column
    knows_assets: Mask
    knows_liabilities: Mask
    knows_available: Mask
    band: Column
    under_minimum: Mask
    beyond: Mapping[int, Account]

    def of(self, i: int) -> Account:
        """The account at a place, exactly."""
        if i in self.beyond:
            return self.beyond[i]
        assets, liabilities = bool(self.knows_assets[i]), bool(self.knows_liabilities[i])
        return Account(
            _exact(self.assets[i], MONEY, assets),
            _exact(self.liabilities[i], MONEY, liabilities),
            _exact(self.available[i], MONEY * RATE, bool(self.knows_available[i])),
            _exact(self.shortfall[i], MONEY * RATE, assets and liabilities),
            BANDS[self.band[i]],
            bool(self.under_minimum[i]),
        )


def evaluate(frame: Frame, rules: Rulebook) -> Result:
    """Evaluates every account. `rules` bear on those that the columns cannot hold."""
    longs, financing, shorts = frame.longs, frame.financing, frame.shorts
    long_value, owned, short_value = (_worth(frame, rows) for rows in (longs, financing, shorts))
    assets = frame.cash + frame.other + summed(long_value, longs.offsets) + summed(owned, financing.offsets)
    interest = _per_account((financing, financing.interest), (shorts, shorts.interest))
    debts = summed(financing.amount, financing.offsets) + summed(short_value, shorts.offsets)
    liabilities = debts + interest + frame.fees
    knows_assets = ~(_any(_unpriced(frame, longs), longs) | _any(_unpriced(frame, financing), financing))
    knows_interest = ~(
        _any(financing.interest == UNKNOWN, financing) | _any(shorts.interest == UNKNOWN, shorts)
    )
    knows_liabilities = knows_interest & ~_any(_unpriced(frame, shorts), shorts)
    available, knows_available = _available(frame, interest, knows_interest)
    beyond = {i: _exactly(snapshot, rules) for i, snapshot in frame.beyond.items()}
    known = knows_assets & knows_liabilities
    lines = frame.lines
    bands = _bands(frame, assets, liabilities, known, knows_liabilities)
    named = known & (liabilities > 0) & (lines.minimum != UNKNOWN)
    under = named & (assets * RATE < lines.minimum * liabilities)
    for i, account in beyond.items():
        bands[i], under[i] = BANDS.index(account.band), account.under_minimum
    shortfall = np.maximum(0, lines.restore * liabilities - assets * RATE)
    return Result(
        assets,
        liabilities,
        available,
        shortfall,
        knows_assets,
        knows_liabilities,
        knows_available,
        bands,
        under,
        beyond,
    )


def missing(frame: Frame, i: int) -> tuple[str, ...]:
    """What an account lacks to be evaluated, each once: `600519.SH.price`, `F1.interest`."""
    if i in frame.beyond:
        return value(frame.beyond[i]).missing
    return unique((*_prices(frame, (frame.longs, frame.financing, frame.shorts), i), *_interests(frame, i)))


def _prices(frame: Frame, kinds: tuple[Longs | Owed, ...], i: int) -> Iterator[str]:
    for rows in kinds:
        for quote in rows.quote[rows.offsets[i] : rows.offsets[i + 1]]:
            if frame.quotes.price[quote] == UNKNOWN:
                yield f"{frame.quotes.codes[quote]}.price"


def _interests(frame: Frame, i: int) -> Iterator[str]:
    for rows in (frame.financing, frame.shorts):
        for row in range(rows.offsets[i], rows.offsets[i + 1]):
            if rows.interest[row] == UNKNOWN:
                yield f"{rows.names[row]}.interest"


def _bands(frame: Frame, assets: Column, liabilities: Column, known: Mask, knows_debt: Mask) -> Column:
    scaled, lines = assets * RATE, frame.lines
    found = np.full(len(frame), CALL, np.int64)
    found[scaled >= lines.liquidation * liabilities] = WARNING
    found[scaled >= lines.warning * liabilities] = SAFE
    found[~known] = INDETERMINATE
    found[knows_debt & (liabilities == 0)] = NO_DEBT
    return found


def _available(frame: Frame, interest: Column, knows_interest: Mask) -> tuple[Column, Mask]:
    """Available margin in 1/100000000, and where it is known."""
    longs, rate = frame.longs, np.maximum(frame.quotes.rate, 0)
    rateless = frame.quotes.rate == UNKNOWN
    total = (frame.cash - interest - frame.fees) * RATE
    total += summed(_worth(frame, longs) * rate[longs.quote], longs.offsets)
    unknown = ~knows_interest | _any(_unpriced(frame, longs) | rateless[longs.quote], longs)
    for owed, sign in ((frame.financing, 1), (frame.shorts, -1)):
        worth, unpriced = _worth(frame, owed), _unpriced(frame, owed)
        gain = sign * (worth - owed.amount)
        gained, rates = gain > 0, rate[owed.quote]
        base = owed.amount if sign > 0 else worth
        terms = np.where(gained, gain * rates, gain * RATE) - base * np.maximum(owed.margin, 0)
        if sign < 0:
            terms -= owed.amount * RATE
        total += summed(terms, owed.offsets)
        lacking = unpriced | (owed.margin == UNKNOWN) | (gained & rateless[owed.quote])
        unknown |= _any(lacking, owed)
    return total, ~unknown


def _per_account(*parts: tuple[Owed, Column]) -> Column:
    first, second = (summed(np.maximum(values, 0), rows.offsets) for rows, values in parts)
    return first + second


def _worth(frame: Frame, rows: Longs | Owed) -> Column:
    worth: Column = np.maximum(frame.quotes.price, 0)[rows.quote] * rows.quantity
    return worth


def _unpriced(frame: Frame, rows: Longs | Owed) -> Mask:
    mask: Mask = (frame.quotes.price == UNKNOWN)[rows.quote]
    return mask


def _any(mask: Mask, rows: Longs | Owed) -> Mask:
    return summed(mask.astype(np.int64), rows.offsets) > 0


def _exact(value: np.int64, scale: int, known: bool) -> Fraction | None:
    return Fraction(int(value), scale) if known else None


def _exactly(snapshot: Snapshot, rules: Rulebook) -> Account:
    """The same of one account, in fractions."""
    sheet = Sheet(value(snapshot), rules)
    terms, ratio, minimum = available_terms(sheet.valuation, rules), sheet.ratio, snapshot.terms.minimum_line
    available = (
        None if terms.missing else sum((each.value or Fraction(0) for each in terms.inputs), Fraction(0))
    )
    lacking = None
    if ratio is not None:
        lacking = max(Fraction(0), snapshot.terms.restore_line * ratio.denominator - ratio.numerator)
    under = ratio is not None and ratio.defined and minimum is not None and not ratio.at_least(minimum)
    valuation = sheet.valuation
    return Account(valuation.assets, valuation.liabilities, available, lacking, band(sheet), under)
