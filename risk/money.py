"""Money and ratios at the edges: one door in (`parse`), one door out (`to_text` and the two displays).

Inside the package every amount is a `fractions.Fraction`; nothing is ever a float. Rounding happens only
here, by name and direction: posted money half-up to the fen, machine text exact or half-even at ten places,
displayed text always toward the careful side that the caller states.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import Literal

Rounding = Literal["up", "down"]

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")
_NOT_A_NUMBER = ("nan", "inf", "infinity")
LONGEST = 40
_HALF = Fraction(1, 2)
_FINE = 10_000
"""Nearly all money, prices and rates are whole numbers of one to this: they are written the short way."""


class AmountError(ValueError):
    """A value that is no plain decimal. `code` is float, exponent, nan, too_long or not_decimal."""

    def __init__(self, field: str, code: str, value: object) -> None:
        self.field, self.code, self.value = field, code, str(value)[:LONGEST]
        super().__init__(f"{field}: {self.value!r} is not a plain decimal ({code})")


def parse(text: str | int, field: str) -> Fraction:
    """Read a plain decimal such as "-12.50" or the int 12; raise `AmountError` naming `field` otherwise."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text) if abs(text) < 10**LONGEST else "9" * (LONGEST + 1)
    if not isinstance(text, str) or not _PLAIN.fullmatch(text) or len(text) > LONGEST:
        raise AmountError(field, _why_refused(text), text)
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else Fraction(int(whole))


def _why_refused(value: object) -> str:
    if isinstance(value, float):
        return "float" if value - value == 0 else "nan"
    if not isinstance(value, str):
        return "not_decimal"
    if len(value) > LONGEST:
        return "too_long"
    if value.strip().lstrip("+-").lower() in _NOT_A_NUMBER:
        return "nan"
    return "exponent" if _EXPONENT.fullmatch(value.strip()) else "not_decimal"


def to_text(x: Fraction, places: int = 10) -> str:
    """Write a decimal without trailing zeros: exact if it ends within `places`, else half-even there."""
    above, below = x.as_integer_ratio()
    if below == 1:
        return str(above)
    if _FINE % below == 0 and places >= 4:
        whole, rest = divmod(abs(above) * (_FINE // below), _FINE)
        return f"{'-' if above < 0 else ''}{whole}.{rest:04d}".rstrip("0")
    scaled, rest = divmod(above * 10**places, below)
    past_half = 2 * rest - below
    if past_half > 0 or (past_half == 0 and scaled % 2):
        scaled += 1
    return _fixed(scaled, places).rstrip("0").rstrip(".")


def round_fen(x: Fraction) -> Fraction:
    """Round posted money half-up (away from zero) to 0.01."""
    return Fraction(half_up(x * 100), 100)


def total(amounts: Iterable[Fraction]) -> Fraction:
    """The exact sum, over one denominator: far less work than one addition of fractions after another."""
    parts = [each.as_integer_ratio() for each in amounts]
    whole = lcm(*(below for _, below in parts))
    return Fraction(sum(above * (whole // below) for above, below in parts), whole)


def half_up(x: Fraction) -> int:
    """Round to the nearest whole number, a half away from zero."""
    magnitude = (abs(x) + _HALF).__floor__()
    return magnitude if x >= 0 else -magnitude


def display_money(x: Fraction, direction: Rounding) -> str:
    """Show an amount with thousands separators and two decimals, rounded toward `direction`: "85,714.29"."""
    return _grouped(_directed(x * 100, direction), 2)


def display_price(x: Fraction, direction: Rounding) -> str:
    """Show a price rounded toward `direction` at four decimals, the last two only where they count: "13.9458", "19.50"."""
    shown = _grouped(_directed(x * 10_000, direction), 4)
    return shown[:-2] + shown[-2:].rstrip("0")


def display_ratio(x: Fraction, direction: Rounding) -> str:
    """Show a ratio as a percentage to 0.01 %, rounded toward `direction`: 1.28 becomes "128.00%"."""
    return _grouped(_directed(x * 10_000, direction), 2) + "%"


def display_count(x: Fraction, direction: Rounding) -> str:
    """Show a whole number of shares or days: "1,200"."""
    return _grouped(_directed(x, direction), 0)


def _directed(x: Fraction, direction: Rounding) -> int:
    return x.__ceil__() if direction == "up" else x.__floor__()


def _fixed(scaled: int, places: int) -> str:
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _grouped(scaled: int, places: int) -> str:
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")
