"""United States reference figures, a second time: equity, initial and maintenance requirements, excess, calls.

International rule texts section 1: U1-U3 Regulation T initial, U13 long maintenance 25 %, U14-U15 short maintenance by
price band, U16 the highest requirement applies, U17 house maintenance, U11 minimum equity; D7 the intraday cut-over.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.book_reading import ZERO, Book, exact, mark, rows, worth

REG_T = Fraction(1, 2)
LONG_FLOOR = Fraction(1, 4)
SHORT_PART = Fraction(3, 10)
INTRADAY_FROM, INTRADAY_LATEST = date(2026, 6, 4), date(2027, 10, 20)


@dataclass(frozen=True)
class Requirement:
    """The three layers and the one that binds: per position the highest."""

    finra: Fraction
    house: Fraction
    applied: Fraction


def long_value(book: Book) -> Fraction:
    return sum((worth(row, path) for path, row in rows(book, "long")), ZERO)


def short_value(book: Book) -> Fraction:
    return sum((worth(row, path) for path, row in rows(book, "short")), ZERO)


def long_equity(book: Book) -> Fraction:
    """Long market value - debit."""
    return long_value(book) - exact(book.get("debit", "0"))


def short_equity(book: Book) -> Fraction:
    """Credit (proceeds and deposit) - short market value."""
    return exact(book.get("credit", "0")) - short_value(book)


def equity(book: Book) -> Fraction:
    return long_equity(book) + short_equity(book)


def long_equity_ratio(book: Book) -> Fraction | None:
    """Equity / long market value; higher is safer."""
    value = long_value(book)
    return long_equity(book) / value if value else None


def short_equity_ratio(book: Book) -> Fraction | None:
    """(Credit - short market value) / short market value; higher is safer."""
    value = short_value(book)
    return short_equity(book) / value if value else None


def equity_ratio(book: Book) -> Fraction | None:
    """Equity of both legs / (long + short market value): with one leg that leg's ratio."""
    value = long_value(book) + short_value(book)
    return equity(book) / value if value else None


def initial_rate(book: Book) -> Fraction:
    """U1: 50 %, or the terms' figure if greater."""
    return max(REG_T, exact(book["terms"].get("initial", REG_T)))


def initial_requirement(book: Book) -> Fraction:
    """U1 and U3: 50 % of long value; 150 % of short value, of which proceeds cover the first 100."""
    return initial_rate(book) * (long_value(book) + short_value(book))


def short_maintenance(quantity: int, price: Fraction) -> Fraction:
    """U14: from 5.00 the greater of 5.00 a share and 30 %; U15: below it the greater of 2.50 a share and 100 %."""
    value = quantity * price
    if price >= 5:
        return max(Fraction(5) * quantity, SHORT_PART * value)
    return max(Fraction(5, 2) * quantity, value)


def maintenance(book: Book, *, house_on_short: bool = True) -> Requirement:
    """U13-U17 by position; a house figure tightens and never loosens. `house_on_short`: it also binds shorts."""
    terms = book["terms"]
    long_rate = max(LONG_FLOOR, exact(terms.get("maintenance", LONG_FLOOR)))
    house_rate = exact(terms.get("house_maintenance") or ZERO)
    finra = house = applied = ZERO
    for path, row in rows(book, "long"):
        value = worth(row, path)
        finra += long_rate * value
        house += house_rate * value
        applied += max(long_rate, house_rate) * value
    for path, row in rows(book, "short"):
        band = short_maintenance(int(row["quantity"]), mark(row, path))
        own = house_rate * worth(row, path) if house_on_short else ZERO
        finra += band
        house += own
        applied += max(band, own)
    return Requirement(finra, house, applied)


def maintenance_excess(book: Book) -> Fraction:
    """Equity - maintenance requirement; negative is a deficiency."""
    return equity(book) - maintenance(book).applied


def maintenance_call(book: Book) -> Fraction:
    return max(ZERO, -maintenance_excess(book))


def regt_excess(book: Book) -> Fraction:
    """Equity - initial requirement: what Regulation T leaves free; negative is a restricted account, not a call."""
    return equity(book) - initial_requirement(book)


def buying_power(book: Book) -> Fraction:
    """Excess / initial rate, never below 0 (twice the excess at 50 %)."""
    return max(ZERO, regt_excess(book)) / initial_rate(book)


def sma_buying_power(book: Book) -> Fraction:
    """The greater of SMA and excess / initial rate, no more than maintenance excess carries at the long rate.

    SMA is not lowered by a price fall (U23), so it alone could bring about a maintenance call.
    """
    terms = book["terms"]
    rate = max(
        LONG_FLOOR, exact(terms.get("maintenance", LONG_FLOOR)), exact(terms.get("house_maintenance") or 0)
    )
    free = max(exact(book.get("sma") or ZERO), regt_excess(book), ZERO)
    return min(free / initial_rate(book), max(ZERO, maintenance_excess(book)) / rate)


def regt_call(trade_value: Fraction, available: Fraction, rate: Fraction = REG_T) -> Fraction:
    """Section 1.3: 50 % of the day's net trade - available SMA or excess."""
    return max(ZERO, rate * trade_value - max(ZERO, available))


def net_release(sell: Fraction, buy: Fraction, rate: Fraction = REG_T) -> Fraction:
    """What a day's sale and re-purchase release against a Regulation T call: the net, never the sale alone."""
    return rate * (sell - buy)


def sma(
    prior: Fraction, cash_change: Fraction, bought: Fraction, sold: Fraction, excess: Fraction, rate: Fraction
) -> Fraction:
    """U23: the greater of prior + cash - initial on purchases + release on sales, and Regulation T excess."""
    return max(prior + cash_change - rate * bought + rate * sold, excess)


def minimum_equity_call(owned: Fraction, purchase_price: Fraction) -> Fraction:
    """U11: 2,000, or the full price if less, to trade on margin; U12: not owed after a mere fall."""
    return max(ZERO, min(Fraction(2000), purchase_price) - owned)


def short_deposit(quantity: int, price: Fraction) -> Fraction:
    """U3 and U16: what a short sale needs on top of its proceeds: the greater of 50 % and the exchange minimum."""
    return max(REG_T * quantity * price, short_maintenance(quantity, price))


def intraday_rule(day: date, cut_over: date | None) -> str:
    """D7: `day_trader` before the firm's cut-over (2026-06-04 at the earliest, 2027-10-20 at the latest), else new."""
    start = cut_over or INTRADAY_FROM
    if not INTRADAY_FROM <= start <= INTRADAY_LATEST:
        raise ValueError("cut-over outside the window")
    return "day_trader" if day < start else "intraday_deficit"


def day_trades(sides: list[str]) -> int:
    """D1 (superseded): openings later closed the same day, in one security, from flat: matched in order."""
    open_orders = trades = 0
    was = ""
    for side in sides:
        if side == "buy":
            open_orders += 1
        elif open_orders:
            trades += was == "buy"
            open_orders -= 1
        was = side
    return trades


def day_trading_power(owned: Fraction, requirement: Fraction) -> Fraction:
    """D3 (superseded): 4 x (previous close's equity - maintenance requirement)."""
    return 4 * max(ZERO, owned - requirement)
